"""The questions that people ask of the calendar (历法的查询)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shared.calendar.days import DayFacts
from shared.calendar.deadline import Deadline, OutsideCalendarError, Unit
from shared.calendar.editions import CalendarBook, YearEdition
from shared.calendar.explanation import DayStep
from shared.calendar.work_calendar import WorkCalendar
from shared.law.refusal import InvalidError


class OutOfRangeError(InvalidError):
    """The calendar does not reach so far (超出历法范围)."""

    slug = "out-of-range"
    title = "日期超出历法范围"


@dataclass(frozen=True, slots=True)
class Asked:
    """A period that somebody asks the calculator for; no rule of law stands behind it."""

    length: int
    unit: Unit
    key: str = "calculator.period"
    basis: str = "calculator"
    breach_unit: Unit | None = None
    month_day: str | None = None


class Calendars:
    """The calendar of working days as everybody may ask for it (公开历法)."""

    def __init__(self, book: CalendarBook) -> None:
        """Read from the editions that this process knows."""
        self._book = book

    @property
    def current(self) -> WorkCalendar:
        """The calendar of all editions known."""
        return self._book.current()

    def due_date(self, start: date, length: int, unit: Unit) -> tuple[Deadline, list[DayStep]]:
        """The end of a period that starts after a day, with the walk of days."""
        self._within(start)
        try:
            deadline = self.current.deadline(Asked(length, unit), after=start)
        except OutsideCalendarError:
            raise self._out_of_range() from None
        return deadline, self.current.explain(deadline)

    def day(self, day: date) -> DayFacts:
        """What one day is and why."""
        self._within(day)
        return self.current.kind_of(day)

    def editions(self) -> Iterator[tuple[YearEdition, bool]]:
        """All editions, newest year first, each with whether the calendar in use rests on it."""
        newest = {edition.year: edition.number for edition in self._complete()}
        for edition in sorted(self._book.editions, key=lambda each: (each.year, each.number), reverse=True):
            yield edition, edition.number >= newest[edition.year]

    def _complete(self) -> list[YearEdition]:
        return sorted(
            (each for each in self._book.editions if each.amends is None), key=lambda each: each.number
        )

    def _within(self, day: date) -> None:
        if not self.current.first <= day <= self.current.last:
            raise self._out_of_range()

    def _out_of_range(self) -> OutOfRangeError:
        return OutOfRangeError(f"The calendar reaches from {self.current.first} to {self.current.last}.")
