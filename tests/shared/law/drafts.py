"""Invented versions of the district's complaint regulation (虚构的新版本)."""

from datetime import date
from typing import Any

from shared.law.book import BUNDLED, LawBook
from shared.law.source import LawText

NAME = "wulong/complaints"
FIRST, NEW_YEAR, JULY = date(2021, 11, 10), date(2027, 1, 1), date(2027, 7, 1)
PRESENT = (BUNDLED / NAME / "2021-11-10.yaml").read_text(encoding="utf-8")


def version(length: int, *, transition: str | None = None) -> dict[str, Any]:
    """The present text with another handling period."""
    text = PRESENT.replace("length: 30", f"length: {length}")
    return LawText(NAME, text + (f"transition: {transition}\n" if transition else "")).content


def book(*versions: tuple[date, dict[str, Any]]) -> LawBook:
    """The bundled law with published versions."""
    law = LawBook.fresh()
    for day, document in versions:
        law.take_version(NAME, day, document)
    return law
