"""Letters as PDF/A and as page images, set by Typst (版式文件).

The letter goes to the template as JSON and is only ever shown as text; the template alone is code. Equal
contents give equal bytes: the creation date is the date of the letter and no clock is read.
"""

import json
import re
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from shared.documents.content import Block, LetterContent, Paragraph, Table, chinese_date
from shared.documents.fonts import FontBook, Role, font_book

TEMPLATE = Path(__file__).with_name("templates") / "letter.typ"
STANDARD = "a-2b"
LONGEST_WORD, LONGEST_IN_A_CELL = 24, 5
"""Letters in a row that a line and a narrow cell can hold."""
_BREAK = "\u200b"
_AFTER_MARK = re.compile("(?<=[0-9A-Za-z][-/_@.])(?=[0-9A-Za-z])")


class _Press:
    """One compiler with its fonts; Typst keeps what it has read, so one serves a process (排版器)."""

    def __init__(self, fonts: FontBook) -> None:
        self.fonts = fonts
        self._lock = Lock()
        self._compiler = typst.Compiler(
            str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=fonts.fonts, ignore_system_fonts=True
        )

    def pdf(self, content: LetterContent) -> bytes:
        created = datetime.combine(content.dated, time(), tzinfo=UTC)
        made = self._compile(content, format="pdf", pdf_standards=STANDARD, timestamp=created)
        return made if isinstance(made, bytes) else made[0]

    def pages(self, content: LetterContent, dots_per_inch: int) -> list[bytes]:
        made = self._compile(content, format="png", ppi=float(dots_per_inch))
        return [made] if isinstance(made, bytes) else made

    def _compile(self, content: LetterContent, **wanted: Any) -> bytes | list[bytes]:
        letter = json.dumps(_letter_data(content, self.fonts), ensure_ascii=False)
        with self._lock:
            made = self._compiler.compile(sys_inputs={"letter": letter}, **wanted)
        if made is None:
            raise RuntimeError("Typst gave nothing back")
        return made


def render_pdf(content: LetterContent, fonts_dir: Path | None = None) -> bytes:
    """The letter as PDF/A-2b."""
    return _press(fonts_dir).pdf(content)


def render_pages(
    content: LetterContent, fonts_dir: Path | None = None, *, dots_per_inch: int = 96
) -> list[bytes]:
    """Every page of the letter as PNG."""
    return _press(fonts_dir).pages(content, dots_per_inch)


def missing_glyphs(content: LetterContent, fonts_dir: Path | None = None) -> list[str]:
    """The characters of a letter that no font has; the PDF shows a mark in their place (缺字)."""
    return font_book(fonts_dir).missing(content.texts())


@lru_cache(maxsize=4)
def _press(fonts_dir: Path | None) -> _Press:
    return _Press(font_book(fonts_dir))


def _letter_data(content: LetterContent, fonts: FontBook) -> dict[str, Any]:
    """What the template reads."""

    def shown(text: str) -> str:
        return _breakable(fonts.printable(text))

    return {
        "layout": content.layout,
        "title": shown(content.title),
        "issuer": shown(content.issuer),
        "number": shown(content.number),
        "matter": shown(content.matter),
        "salutation": shown(content.salutation),
        "blocks": [_block_data(block, fonts) for block in content.blocks],
        "attachments": [shown(line) for line in content.numbered_attachments],
        "contact": shown(content.contact),
        "signer": shown(content.signer),
        "dated": chinese_date(content.dated),
        "day": [content.dated.year, content.dated.month, content.dated.day],
        "seal": shown(content.seal),
        "approval": shown(content.approval),
        "copies": shown("、".join(content.copies)),
        "mark": "作废 VOID" if content.voided else "草稿 DRAFT" if content.draft else "",
        "fonts": {role.value: fonts.chain(role) for role in Role},
        "makeshift": {role.value: fonts.is_makeshift(role) for role in Role},
    }


def _block_data(block: Block, fonts: FontBook) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        text = _breakable(fonts.printable(block.text))
        return {"form": "paragraph", "text": text, "level": block.level, "number": block.number}
    if isinstance(block, Table):
        rows = [
            [
                [_breakable(fonts.printable(line), LONGEST_IN_A_CELL) for line in cell.split("\n")]
                for cell in row
            ]
            for row in block.rows
        ]
        return {"form": "table", "rows": rows, "widths": block.widths, "header": block.header}
    return {"form": "signatures", "labels": [fonts.printable(label) for label in block.labels]}


def _breakable(text: str, longest: int = LONGEST_WORD) -> str:
    """Long words may be broken anywhere; nothing may run over the edge of the page or of a cell.

    Case numbers and addresses may be broken after their marks, else the line above is pulled apart.
    """
    text = _AFTER_MARK.sub(_BREAK, text)
    return _long_words(longest).sub(lambda word: _BREAK.join(word[0]), text)


@lru_cache(maxsize=2)
def _long_words(longest: int) -> re.Pattern[str]:
    return re.compile(rf"[!-~\u00a1-\u10ff\u1e00-\u1fff]{{{longest + 1},}}")
