"""Cover, list of contents and notes of an exported file, as forms to print (封面、卷内目录、备考表)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from shared.casework.export_papers import Paper
from shared.documents.composing import FACT_LENGTH, compose
from shared.documents.content import LetterContent, LetterHead
from shared.documents.kinds import letter_kind

MOST_ROWS = 1_000
"""What one list of contents can carry; the manifest names everything in any case."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the list: number, author, title, date, pages where they are known, remark."""

    number: str
    author: str
    title: str
    on: str
    pages: int | None
    remark: str

    @classmethod
    def of(cls, paper: Paper, pages: int | None, state: str) -> Self:
        """The row of a paper as it was written."""
        return cls(
            paper.number, paper.author, paper.title, paper.on.isoformat(), pages, state or paper.remark
        )


def contents_form(listed: Sequence[Listed], head: LetterHead) -> LetterContent:
    """The list of contents (卷内目录); pages run on from paper to paper."""
    rows, page = [], 1
    for place, each in enumerate(listed[:MOST_ROWS], start=1):
        shown = ""
        if each.pages is not None:
            last = page + each.pages - 1
            shown, page = (str(page) if last == page else f"{page}-{last}"), last + 1
        cells = (str(place), each.number, each.author, each.title, each.on, shown, each.remark)
        rows.append("\t".join(cells))
    return _form("file_contents", {"documents": rows or ["\t\t\t（无文件）"]}, head)


def cover_form(cover: Mapping[str, str], listed: Sequence[Listed], head: LetterHead) -> LetterContent:
    """The cover (封面)."""
    known = letter_kind("shared", "file_cover").labels
    facts = {name: text[:FACT_LENGTH] for name, text in cover.items() if name in known and text}
    return _form("file_cover", {**facts, "pages": f"{_pages(listed)}页"}, head)


def notes_form(
    cover: Mapping[str, str], listed: Sequence[Listed], left_out: int, head: LetterHead
) -> LetterContent:
    """The notes on the file (备考表): how much there is, what stays out."""
    printed = [each for each in listed if each.pages is not None]
    facts: dict[str, str] = {
        "paper_pages": f"可打印文书{len(printed)}件，共{_pages(listed)}页",
        "electronic_files": f"{len(listed) - len(printed)}件",
    }
    remarks = [f"另有{left_out}件未收入，见清单（manifest.json）。"] if left_out else []
    remarks += [f"{each.title}（{each.on}）{each.remark}。" for each in listed if each.remark in GONE]
    if remarks:
        facts["remarks"] = "\n".join(remarks)[:FACT_LENGTH]
    if cover.get("archived_on"):
        facts["filed_on"] = cover["archived_on"]
    return _form("file_notes", facts, head)


GONE = frozenset({"已销毁", "缺失"})
"""Remarks on papers whose content is no more."""


def _pages(listed: Sequence[Listed]) -> int:
    return sum(each.pages or 0 for each in listed)


def _form(kind: str, facts: Mapping[str, str | list[str]], head: LetterHead) -> LetterContent:
    return compose(letter_kind("shared", kind), facts, head)
