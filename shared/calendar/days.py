"""Single days: what a holiday notice says of them, and why they count or not (日子的性质)."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class DayKind(StrEnum):
    """What a day is (日子的性质)."""

    WORKING = "working"
    """平常工作日"""
    MAKE_UP = "make_up"
    """调休上班的周末"""
    WEEKEND = "weekend"
    """周末"""
    HOLIDAY = "holiday"
    """放假日"""
    CLOSURE = "closure"
    """本地停办日，不计入工作日"""


class Notice(NamedTuple):
    """The holiday notice behind a day (放假通知); a statutory day of an unpublished year has no notice."""

    title: str
    document: str
    issued_on: date | None
    source: str


class NamedDay(NamedTuple):
    """A day that a notice, or the statute, names: off or worked (通知点名的日子)."""

    on: date
    is_off: bool
    name: str
    notice: Notice


class LocalDay(NamedTuple):
    """A day that a local closure names (本地停办日), with its two separate effects.

    ``counts`` says whether a working day still counts as one; ``rolls`` whether a period that would end on it
    ends later. A local day only ever takes away: a day off stays off, and a last day that rolls still rolls.
    """

    on: date
    name: str
    notice: Notice
    counts: bool = False
    rolls: bool = False


class DayFacts(NamedTuple):
    """All that the calendar knows of a day; ``rolls`` says that a period ending on it ends later."""

    on: date
    kind: DayKind
    name: str | None
    notice: Notice | None
    provisional: bool
    rolls: bool = False

    @property
    def is_working(self) -> bool:
        """Whether the day counts as a working day."""
        return self.kind in (DayKind.WORKING, DayKind.MAKE_UP)


WEEKDAYS = "一二三四五六日"
SATURDAY = 5


def is_weekend(day: date) -> bool:
    """Saturday or Sunday, the weekly days of rest of state organs (周休息日)."""
    return day.weekday() >= SATURDAY
