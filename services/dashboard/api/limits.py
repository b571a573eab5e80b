"""How long a period is, in words (期限长度)."""

from collections.abc import Mapping
from typing import Protocol

from services.dashboard.api.wording import Wording


class Limited(Protocol):
    """A rule or a period with its limit."""

    @property
    def length(self) -> int | None:
        """How many units."""
        ...

    @property
    def cap(self) -> int | None:
        """The longest extension."""
        ...

    @property
    def unit(self) -> str | None:
        """In what it counts."""
        ...

    @property
    def month_day(self) -> str | None:
        """A date of every year."""
        ...


UNITS: Mapping[str, str] = {"working_day": "工作日", "calendar_day": "日（自然日）", "month": "月"}
LENGTHS: Mapping[str, str] = {
    "working_day": "%s 个工作日",
    "calendar_day": "%s 日（自然日）",
    "month": "%s 个月",
}
CAPS: Mapping[str, str] = {
    "working_day": "最长 %s 个工作日",
    "calendar_day": "最长 %s 日（自然日）",
    "month": "最长 %s 个月",
}


def limit_in_words(wording: Wording, rule: Limited) -> str:
    """Say a length, an extension or a date of the year; nothing where the rule sets no limit."""
    if rule.month_day:
        month, day = (int(part) for part in rule.month_day.split("-"))
        return wording.text("每年%(month)s月%(day)s日", month=month, day=day)
    unit = rule.unit or ""
    if rule.length is not None and unit in LENGTHS:
        return wording.word(LENGTHS[unit]) % rule.length
    if rule.cap is not None and unit in CAPS:
        return wording.word(CAPS[unit]) % rule.cap
    return wording.word("由文书载明") if unit == "in_document" else ""
