"""What a letter says: one model for PDF, DOCX and page images (公文内容).

Everything here is plain text. Renderings lay it out; none of them reads it as markup, template or code.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

UNITS = {"working_day": "个工作日", "calendar_day": "日", "month": "个月"}

Starts = Literal["delivery", "decision"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; level 0 is body text, 1 to 4 are the levels 一、（一）1.（1） (段落).

    ``numbered`` is the number as printed; headings of level 1 and 2 have a line of their own.
    """

    text: str
    level: int = 0
    number: str = ""

    @property
    def line(self) -> str:
        """The paragraph as it stands in the letter."""
        return self.number + self.text


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; in a form each row is a label and what is entered (表格).

    ``widths`` are shares of the text width. ``header`` repeats the first row on every page.
    """

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    header: bool = False


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines for signing by hand, each a label with room behind it (签名栏)."""

    labels: tuple[str, ...]


Block = Paragraph | Table | Signatures


@dataclass(frozen=True, slots=True)
class DueLine:
    """The end of a period: day count and calendar date side by side (期限).

    ``counted_from`` is the day that does not count: that of the decision, or, where the period starts with
    delivery, the day of delivery for which ``due_on`` holds. ``duty`` and ``day_zero`` are words of the kind.
    """

    count: int
    unit: str
    due_on: date
    starts: Starts
    counted_from: date
    basis: str = ""
    provisional: bool = False
    duty: str = ""
    day_zero: str = ""

    @property
    def sentence(self) -> str:
        """The period as the letter states it."""
        length = f"{self.count}{UNITS[self.unit]}"
        basis = f"（依据：{self.basis}）" if self.basis else ""
        return f"{self.duty}的期限为{length}，{self._counted()}{basis}。{self._reservation()}"

    def _counted(self) -> str:
        end, zero = chinese_date(self.due_on), chinese_date(self.counted_from)
        if self.starts == "delivery":
            return (
                f"自本件送达的次日起计算；于{zero}送达的，至{end}届满，送达日不同的，届满日按实际送达日确定"
            )
        return f"自{self.day_zero or '作出决定'}之日（{zero}）的次日起计算，至{end}届满"

    def _reservation(self) -> str:
        # a date beyond the published holiday notices may still move: the reader must know
        return "上述届满日涉及尚未公布的放假安排，公布后可能调整，届时另行告知。" if self.provisional else ""

    def worded(self, duty: str, day_zero: str) -> "DueLine":
        """The same end with the words of a kind of letter."""
        return replace(self, duty=duty, day_zero=day_zero)


@dataclass(frozen=True, slots=True)
class LetterHead:
    """What a letter has beside its own text: organ, number, receivers, date, signing, seal (文头与落款).

    ``number`` is empty until it is drawn. ``approved_by`` and ``approved_on`` are the 签发人 and the day;
    ``seal`` is text for the place of the seal, never an image.
    """

    issuer: str
    dated: date
    case_number: str = ""
    number: str = ""
    addressees: tuple[str, ...] = ()
    signer: str = ""
    contact: str = ""
    due: DueLine | None = None
    seal: str = ""
    approved_by: str = ""
    approved_on: date | None = None
    attachments: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    draft: bool = False
    voided: bool = False


@dataclass(frozen=True, slots=True)
class LetterContent:
    """A composed letter, ready for every rendering (成文)."""

    kind: str
    layout: str
    title: str
    issuer: str
    number: str
    addressees: tuple[str, ...]
    case_number: str
    reason: str
    blocks: tuple[Block, ...]
    due: DueLine | None
    contact: str
    signer: str
    dated: date
    seal: str
    attachments: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    approved_by: str = ""
    approved_on: date | None = None
    draft: bool = False
    voided: bool = False

    @property
    def salutation(self) -> str:
        """The receivers on the line before the body (主送、受送达人)."""
        return "、".join(self.addressees) + "：" if self.addressees else ""

    @property
    def matter(self) -> str:
        """Case number and subject under the title (案件编号、事由); a letter says both in title and text."""
        if self.layout == "letter":
            return ""
        known = (("案件编号", self.case_number), ("事由", self.reason))
        return "　".join(f"{label}：{text}" for label, text in known if text)

    @property
    def numbered_attachments(self) -> tuple[str, ...]:
        """The names of the attachments, numbered where there is more than one (附件说明)."""
        if len(self.attachments) == 1:
            return self.attachments
        return tuple(f"{place}. {name}" for place, name in enumerate(self.attachments, start=1))

    @property
    def approval(self) -> str:
        """Who signed for issue and when (签发)."""
        if not self.approved_by:
            return ""
        day = f"　{chinese_date(self.approved_on)}" if self.approved_on else ""
        return f"签发：{self.approved_by}{day}"

    def texts(self) -> Iterator[str]:
        """Every piece of text that a rendering shows, in reading order."""
        yield from (self.issuer, self.title, self.number)
        yield self.matter
        yield self.salutation
        for block in self.blocks:
            yield from _block_texts(block)
        yield from self.numbered_attachments
        yield from (self.contact, self.signer, chinese_date(self.dated), self.seal)
        yield from (self.approval, "、".join(self.copies))


def _block_texts(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.line
    elif isinstance(block, Table):
        for row in block.rows:
            yield from row
    else:
        yield from block.labels


def chinese_date(day: date) -> str:
    """A date in Arabic numerals without leading zeros (成文日期的写法)."""
    return f"{day.year}年{day.month}月{day.day}日"
