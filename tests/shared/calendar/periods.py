"""Rules and calendars for the tests of the arithmetic."""

from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from shared.calendar.days import NamedDay, Notice
from shared.calendar.deadline import Unit
from shared.calendar.work_calendar import WorkCalendar

FIRST, LAST = date(2025, 1, 1), date(2028, 12, 31)
NOTICE = Notice("a notice", "no. 1", date(2024, 11, 1), "")


@dataclass(frozen=True)
class Period:
    """A rule of law, as far as the arithmetic looks at it."""

    unit: Unit
    length: int | None = None
    breach_unit: Unit | None = None
    month_day: str | None = None
    key: str = "tests.period"
    basis: str = "tests/periods@2026-01-01#第一条"


def day(text: str) -> date:
    return date.fromisoformat(text)


def working(length: int) -> Period:
    return Period(Unit.WORKING_DAY, length)


def natural(length: int, breach_unit: Unit | None = None) -> Period:
    return Period(Unit.CALENDAR_DAY, length, breach_unit)


def months(length: int) -> Period:
    return Period(Unit.MONTH, length)


def calendar_with(flips: frozenset[date]) -> WorkCalendar:
    """Plain weeks, but the given weekdays are off and the given weekend days are worked."""
    named = {on: NamedDay(on, on.weekday() < 5, "named", NOTICE) for on in flips}
    return WorkCalendar(first=FIRST, last=LAST, named=named, published_until=date(2026, 12, 31), edition="x")


days = st.dates(date(2025, 1, 1), date(2026, 12, 31))
flips = st.frozensets(st.dates(FIRST, date(2027, 12, 31)), max_size=60)
calendars = flips.map(calendar_with)
lengths = st.integers(1, 60)
rules = st.builds(Period, st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]), lengths)
