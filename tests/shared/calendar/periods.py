"""Rules and calendars for the tests of the arithmetic, and the naive count that they are held against."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from shared.calendar.days import NamedDay, Notice
from shared.calendar.deadline import Deadline, Unit
from shared.calendar.work_calendar import WorkCalendar

FIRST, LAST = date(2025, 1, 1), date(2028, 12, 31)
NOTICE = Notice("a notice", "no. 1", date(2024, 11, 1), "")
ONE_DAY = timedelta(days=1)


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


def counted(calendar: WorkCalendar, after: date, length: int) -> date:
    """The n-th working day, by walking."""
    on = after
    while length:
        on += ONE_DAY
        length -= calendar.is_working_day(on)
    return on


def rolled(calendar: WorkCalendar, on: date) -> date:
    """The first working day on or after a day, by walking."""
    while not calendar.is_working_day(on):
        on += ONE_DAY
    return on


def walked(calendar: WorkCalendar, deadline: Deadline) -> date:
    """The end of a period with one stop or more, by walking and counting what is not stopped."""
    on, left = deadline.started_on, deadline.length or 0
    while left:
        on += ONE_DAY
        stopped = any(first < on <= (last or date.max) for first, last in deadline.suspensions)
        left -= not stopped and (deadline.unit is not Unit.WORKING_DAY or calendar.is_working_day(on))
    for first, last in deadline.suspensions:
        if last and first <= rolled(calendar, on) and on < last:
            on = last
    return rolled(calendar, on)
