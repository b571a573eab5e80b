"""When something is decided, and by which calendar: the arguments that every decision takes (决定的时点)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from shared.calendar.deadline import OutsideCalendarError
from shared.calendar.work_calendar import WorkCalendar
from shared.law.refusal import InvalidError


class DateAheadError(InvalidError):
    """A past event is dated in the future (日期晚于今天)."""

    slug = "date-ahead"
    title = "发生日期不能晚于今天"


class DateBeforeCaseError(InvalidError):
    """An event is dated before what it follows (日期早于前一步骤)."""

    slug = "date-before-case"
    title = "发生日期不能早于前一步骤"


class DateOutsideCalendarError(InvalidError):
    """No calendar says which days are worked around a date that was handed in (日期超出历法范围)."""

    slug = "date-outside-calendar"
    title = "日期超出历法所载年份"


@contextmanager
def dates_within_calendar() -> Iterator[None]:
    """Refuse what would have to be counted in years that no calendar covers: a slip of the pen."""
    try:
        yield
    except OutsideCalendarError as found:
        raise DateOutsideCalendarError(str(found)) from found


@dataclass(frozen=True, slots=True)
class Moment:
    """The suite's instant (UTC), its date in Asia/Shanghai, the acting person, and the calendar in force."""

    at: datetime
    on: date
    by: str
    calendar: WorkCalendar

    def happened_on(self, day: date | None, *, not_before: date | None = None) -> date:
        """The day something happened outside: today unless said otherwise, never ahead, never too early."""
        day = day or self.on
        if day > self.on:
            raise DateAheadError(f"{day} is after today, {self.on}")
        if not_before and day < not_before:
            raise DateBeforeCaseError(f"{day} is before {not_before}")
        return day

    def dated(self, day: date) -> Self:
        """The same moment with another business date."""
        return type(self)(self.at, day, self.by, self.calendar)
