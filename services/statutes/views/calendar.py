"""The questions that people ask of the calendar (历法的查询)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.statutes.schemas.calendar import YearDayShown, YearShown
from shared.calendar.almanac import Almanac
from shared.calendar.days import DayFacts
from shared.calendar.deadline import (
    CalendarError,
    Deadline,
    ExtensionAfterExpiryError,
    Interval,
    OutsideCalendarError,
    PeriodRule,
    SuspensionAfterExpiryError,
    Unit,
)
from shared.calendar.editions import YearEdition
from shared.calendar.work_calendar import WorkCalendar
from shared.law.refusal import InvalidError


class OutOfRangeError(InvalidError):
    """The calendar does not reach so far (超出历法范围)."""

    slug = "out-of-range"
    title = "日期超出历法范围"


class NoSuchPeriodError(InvalidError):
    """The stops, the extension or the rule do not make a period (无法计算的期限)."""

    slug = "no-such-period"
    title = "所给条件不能构成一个期限"


@dataclass(frozen=True, slots=True)
class Asked:
    """A period that somebody asks the calculator for; no rule of law stands behind it."""

    length: int | None
    unit: Unit
    key: str = "calculator.period"
    basis: str = "calculator"
    breach_unit: Unit | None = None
    month_day: str | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What moves the end of a period, and whose calendar counts, as it was known when (计算条件)."""

    extension: int | None = None
    extension_unit: Unit | None = None
    stops: Sequence[Interval] = ()
    body: str | None = None
    known_on: date | None = None


PLAIN = Circumstances()


class Calendars:
    """The calendar of working days as everybody may ask for it (公开历法)."""

    def __init__(self, almanac: Almanac) -> None:
        """Read from the editions that this process knows."""
        self._almanac = almanac

    @property
    def current(self) -> WorkCalendar:
        """The calendar of all editions known."""
        return self._almanac.current()

    @property
    def almanac(self) -> Almanac:
        """Everything that is known of the calendar."""
        return self._almanac

    def calendar(self, body: str | None = None, known_on: date | None = None) -> WorkCalendar:
        """The calendar of a body, as it stands or as it was known on a day."""
        if known_on is None:
            return self._almanac.current(body)
        try:
            return self._almanac.as_known_on(known_on, body)
        except ValueError:
            raise OutOfRangeError(f"Nothing was known of the calendar on {known_on}.") from None

    def period(
        self,
        rule: PeriodRule,
        start: date,
        *,
        length: int | None = None,
        unit: Unit | None = None,
        given: Circumstances = PLAIN,
    ) -> tuple[Deadline, WorkCalendar]:
        """The end of a period that starts after a day, with the calendar that it rests on."""
        calendar = self.calendar(given.body, given.known_on)
        _within(calendar, start)
        try:
            deadline = calendar.deadline(rule, after=start, length=length, unit=unit)
            return _moved(calendar, deadline, given), calendar
        except OutsideCalendarError:
            raise _out_of_range(calendar) from None
        except (SuspensionAfterExpiryError, ExtensionAfterExpiryError) as error:
            raise NoSuchPeriodError(str(error), title="期限届满后不能再中止或延长") from None
        except (CalendarError, ValueError) as error:
            raise NoSuchPeriodError(str(error)) from None

    def day(self, day: date, *, body: str | None = None, known_on: date | None = None) -> DayFacts:
        """What one day is and why."""
        calendar = self.calendar(body, known_on)
        _within(calendar, day)
        return calendar.kind_of(day)

    def year(self, year: int, *, body: str | None = None, known_on: date | None = None) -> YearShown:
        """All days of a year."""
        calendar = self.calendar(body, known_on)
        _within(calendar, date(year, 1, 1))
        return year_of(calendar, year)

    def editions(self) -> Iterator[tuple[YearEdition, bool]]:
        """All editions, newest year first, each with whether the calendar in use rests on it."""
        newest = {edition.year: edition.number for edition in self._complete()}
        known = sorted(self._almanac.book.editions, key=lambda each: (each.year, each.number))
        for edition in reversed(known):
            yield edition, edition.number >= newest[edition.year]

    def _complete(self) -> list[YearEdition]:
        complete = (each for each in self._almanac.book.editions if each.amends is None)
        return sorted(complete, key=lambda each: each.number)


def year_of(calendar: WorkCalendar, year: int, *, changed: Collection[date] = ()) -> YearShown:
    """All days of a year on a calendar."""
    first, following = date(year, 1, 1), date(year + 1, 1, 1)
    facts = [calendar.kind_of(first + timedelta(days=offset)) for offset in range((following - first).days)]
    return YearShown(
        year=year,
        calendar_edition=calendar.edition,
        provisional=not calendar.is_published(first),
        working_days=sum(each.is_working for each in facts),
        days=[YearDayShown.of(each, changed=each.on in changed) for each in facts],
    )


def _moved(calendar: WorkCalendar, deadline: Deadline, given: Circumstances) -> Deadline:
    """The period with its stops, then with its extension."""
    if given.stops:
        deadline = calendar.suspended(deadline, given.stops)
    if given.extension is None:
        return deadline
    unit = given.extension_unit or deadline.unit
    extension = Asked(given.extension, unit, key="calculator.extension")
    return calendar.extension(extension, deadline, length=given.extension)


def _within(calendar: WorkCalendar, day: date) -> None:
    if not calendar.first <= day <= calendar.last:
        raise _out_of_range(calendar)


def _out_of_range(calendar: WorkCalendar) -> OutOfRangeError:
    return OutOfRangeError(f"The calendar reaches from {calendar.first} to {calendar.last}.")
