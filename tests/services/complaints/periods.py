"""The law and the calendar that the rule tests ask, and days with their weekday's name (期限用例)."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.complaints.rules.applicable import ApplicableLaw
from shared.calendar.book import load_bundled
from shared.calendar.deadline import Deadline
from shared.deadlines.due import Light, is_overdue, light
from shared.law.book import LawBook

CALENDAR = load_bundled().current()
BOOK = LawBook.bundled()
REGULATION = "wulong/complaints"
LAW = ApplicableLaw.of(BOOK, REGULATION, date(2026, 9, 18))
BEFORE_ORDER_825 = ApplicableLaw.of(BOOK, REGULATION, date(2026, 1, 31))


def day(text: str) -> date:
    """The day as written."""
    return date.fromisoformat(text)


def period(started_on: str, due_on: str, because: str) -> Any:
    """One case of a timed period, named by its weekdays."""
    name = f"{day(started_on):%a %d %b} to {day(due_on):%a %d %b %Y}; {because}"
    return pytest.param(day(started_on), day(due_on), id=name)


def triplets(*periods: tuple[str, str]) -> list[Any]:
    """For each start and due day: the day before, the day itself, the day after, and whether that is late."""
    return [
        pytest.param(
            day(started_on),
            looked_on,
            offset > 0,
            id=f"{day(started_on):%a %d %b} to {day(due_on):%a %d %b}; {looked_on:%a %d %b}, the {name}",
        )
        for started_on, due_on in periods
        for offset, name in ((-1, "day before"), (0, "due day"), (1, "day after"))
        for looked_on in [day(due_on) + timedelta(days=offset)]
    ]


def shows_late(deadline: Deadline, looked_on: date) -> bool:
    """Whether the lamp is red; it agrees with what may be recorded where the text has one reading."""
    red = light(deadline, CALENDAR, looked_on) is Light.RED
    assert red == is_overdue(deadline, looked_on)
    return red
