"""Invented versions of the district regulation on complaints: handled in twenty days, not in thirty."""

from typing import Any

from shared.law.book import BUNDLED
from shared.law.source import LawText

NAME = "wulong/complaints"
PRESENT = (BUNDLED / NAME / "2021-11-10.yaml").read_text(encoding="utf-8")
DECEMBER = "2026-12-01"
PRINTED = "prints: [30 calendar_day, 30 calendar_day]"


def shorter(*, transition: str | None = None) -> str:
    """The present text with the shorter period, as the file of a new version (试行，虚构)."""
    text = PRESENT.replace("length: 30", "length: 20").replace(PRINTED, PRINTED.replace("30", "20", 1))
    assert text.count("20") > PRESENT.count("20")
    return text + (f"transition: {transition}\n" if transition else "")


def document(text: str) -> dict[str, Any]:
    """The same as data."""
    return LawText(NAME, text).content


def given(text: str, *, on: str = DECEMBER, **more: Any) -> dict[str, Any]:
    """What is sent to enter it."""
    return {"regulation": NAME, "in_force_from": on, "text": text, **more}
