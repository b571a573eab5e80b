"""What stands on the pages of a PDF: text, fonts, boxes of characters, ink (版面检查)."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from shared.documents.content import LetterContent

MILLIMETRE = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28.0, 26.0, 37.0, 35.0
WIDE, HIGH = 210.0, 297.0
BLANK = re.compile("[\\s\u200b\u2060\u00ad]+")
END_OF_LINE = str.maketrans({"\ufffe": "-", "\x02": "-"})
"""What the reader gives for a hyphen at the end of a line."""


@dataclass(frozen=True)
class Mark:
    """One character where it stands, in millimetres from the upper left corner of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


class Paper:
    """A rendered letter."""

    def __init__(self, content: bytes) -> None:
        """Open it."""
        self.content = content
        self._document = pypdfium2.PdfDocument(content)

    def __len__(self) -> int:
        return len(self._document)

    @cached_property
    def text(self) -> str:
        """All text without page numbers, spaces and line ends."""
        return "".join(self.page_text(place) for place in range(len(self)))

    def page_text(self, place: int) -> str:
        """The text of one page without its page number."""
        found = self._document[place].get_textpage().get_text_range().translate(END_OF_LINE)
        return re.sub(f"—{place + 1}—", "", squeezed(found))

    @cached_property
    def fonts(self) -> dict[str, bool]:
        """The fonts by name, and whether they are embedded."""
        return {name: embedded for page in self._document for name, embedded in _fonts(page)}

    def marks(self, place: int) -> list[Mark]:
        """The visible characters of a page."""
        page = self._document[place].get_textpage()
        found = []
        for index in range(page.count_chars()):
            text = page.get_text_range(index, 1)
            if not squeezed(text):
                continue
            left, bottom, right, top = (each / MILLIMETRE for each in page.get_charbox(index))
            size = pdfium.FPDFText_GetFontSize(page.raw, index)
            found.append(Mark(text, left, HIGH - top, right, HIGH - bottom, size))
        return found

    def ink(self, place: int, dots_per_inch: int = 72) -> np.ndarray:
        """Where a page is not white: rows from the top."""
        image = self._document[place].render(scale=dots_per_inch / 72, grayscale=True).to_numpy()
        return image.reshape(image.shape[0], image.shape[1]) < 200

    def colours(self, place: int, dots_per_inch: int) -> np.ndarray:
        """Red, green and blue of a page."""
        return self._document[place].render(scale=dots_per_inch / 72, rev_byteorder=True).to_numpy()


def squeezed(text: str) -> str:
    """Text without spaces and the signs of breaking."""
    return BLANK.sub("", text)


def outside_ink(paper: Paper, place: int, layout: str) -> list[str]:
    """Where ink lies outside the text area, beside page number and the red rules of a letter."""
    ink, scale = paper.ink(place), 72 / 25.4
    slack = 1.0
    rows = (np.arange(ink.shape[0]) + 0.5) / scale
    columns = (np.arange(ink.shape[1]) + 0.5) / scale
    at_side = (columns < LEFT - slack) | (columns > WIDE - RIGHT + slack)
    above, below = rows < TOP - slack, rows > HIGH - BOTTOM + slack
    if layout == "letter" and place == 0:
        # issuer and rules stand 30 mm below the upper and 20 mm above the lower edge, 170 mm wide
        in_head, in_foot = (rows > 29.5) & (rows < 46), (rows > HIGH - 22.5) & (rows < HIGH - 18)
        at_edge = (columns < 19.5) | (columns > 190.5)
        at_side = at_edge
        above, below = above & ~in_head, below & ~in_foot
    else:
        # 14 points of page number stand 7 mm below the text
        below &= ~((rows > HIGH - BOTTOM + 6) & (rows < HIGH - BOTTOM + 14))
    places = {"side": ink[:, at_side], "above": ink[above], "below": ink[below]}
    return [name for name, part in places.items() if part.any()]


def overlaps(paper: Paper, place: int) -> list[tuple[str, str]]:
    """Pairs of characters that lie on each other by more than a quarter of the smaller one."""
    marks = paper.marks(place)
    box = np.array([(each.left, each.top, each.right, each.bottom) for each in marks])
    width = np.minimum(box[:, None, 2], box[None, :, 2]) - np.maximum(box[:, None, 0], box[None, :, 0])
    height = np.minimum(box[:, None, 3], box[None, :, 3]) - np.maximum(box[:, None, 1], box[None, :, 1])
    area = (box[:, 2] - box[:, 0]) * (box[:, 3] - box[:, 1])
    smaller = np.minimum(area[:, None], area[None, :])
    shared = np.clip(width, 0, None) * np.clip(height, 0, None)
    first, second = np.nonzero(np.triu(shared > smaller / 4, k=1) & (smaller > 0))
    return [(marks[one].text, marks[other].text) for one, other in zip(first, second, strict=True)]


def expected_texts(content: LetterContent) -> Iterator[str]:
    """Every text of the model as it must be found on paper."""
    for text in content.texts():
        yield squeezed(text)


def _fonts(page: pypdfium2.PdfPage) -> Iterator[tuple[str, bool]]:
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=8):
        font = pdfium.FPDFTextObj_GetFont(item.raw)
        length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
        name = ctypes.create_string_buffer(length)
        pdfium.FPDFFont_GetBaseFontName(font, name, length)
        yield name.value.decode(), pdfium.FPDFFont_GetIsEmbedded(font) == 1
