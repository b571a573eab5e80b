"""The calendar of working days over HTTP, without sign-in (历法接口)."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query

from services.statutes.api.law import On
from services.statutes.api.parameters import LONGEST, YEARS, Day, Stop, interval
from services.statutes.schemas.calendar import (
    CalendarShown,
    ClosureShown,
    DayShown,
    DueDateShown,
    EditionShown,
    PeriodShown,
    YearShown,
)
from services.statutes.views.calendar import Asked, Calendars, Circumstances
from services.statutes.views.periods import Periods
from shared.calendar.deadline import Unit
from shared.law.rule import Rule
from shared.web.edge import open_to_all, provided

Calendar = Annotated[Calendars, provided(Calendars)]
Laws = Annotated[Periods, provided(Periods)]
CountedUnit = Literal["working_day", "calendar_day", "month"]
Start = Annotated[Day, Query(alias="from", description="Day of the event; it is not counted.")]
Length = Annotated[int, Query(ge=1, le=LONGEST)]
Body = Annotated[
    str | None, Query(max_length=40, description="Code of an agency; its own closures count too.")
]
KnownOn = Annotated[Day | None, Query(description="The calendar as it was known on this day.")]

router = APIRouter(prefix="/api/v1/calendar", tags=["law"], dependencies=[open_to_all("calendar.read")])


def _circumstances(
    body: Body = None,
    known_on: KnownOn = None,
    extension: Annotated[int | None, Query(ge=1, le=LONGEST)] = None,
    extension_unit: CountedUnit | None = None,
    stop: Annotated[
        list[Stop] | None, Query(max_length=20, description="A stop, first..last; the last may be open.")
    ] = None,
) -> Circumstances:
    unit = Unit(extension_unit) if extension_unit else None
    return Circumstances(extension, unit, tuple(map(interval, stop or ())), body, known_on)


Given = Annotated[Circumstances, Depends(_circumstances)]


def _asked(length: Length, unit: CountedUnit, breach_unit: CountedUnit | None = None) -> Asked:
    return Asked(length, Unit(unit), breach_unit=Unit(breach_unit) if breach_unit else None)


def _named(laws: Laws, issuer: str, topic: str, key: str, start: Start) -> Rule:
    """The rule as in force on the first day of the period."""
    return laws.rule(f"{issuer}/{topic}", key, start)


def _of_document(
    length: Annotated[Length | None, Query(description="Where the document names it.")] = None,
    unit: CountedUnit | None = None,
) -> tuple[int | None, Unit | None]:
    return length, Unit(unit) if unit else None


@router.get("/due-date", summary="When does a period end, and why")
async def due_date(
    calendars: Calendar, start: Start, asked: Annotated[Asked, Depends(_asked)], given: Given
) -> DueDateShown:
    """The end of a period with the walk of days that leads there (期限计算)."""
    return DueDateShown.of(*calendars.period(asked, start, given=given))


@router.get("/periods", summary="The periods that the law knows")
async def periods(laws: Laws, on: On) -> list[PeriodShown]:
    """Every rule in force on a day that ends on a date (法定期限)."""
    return [PeriodShown.of_period(each.name, rule, starts_on) for each, rule, starts_on in laws.all(on)]


@router.get("/periods/{issuer}/{topic}/{key}/due-date", summary="When does a period of the law end, and why")
async def due_date_of_rule(
    calendars: Calendar,
    rule: Annotated[Rule, Depends(_named)],
    start: Start,
    of_document: Annotated[tuple[int | None, Unit | None], Depends(_of_document)],
    given: Given,
) -> DueDateShown:
    """The end of a period as a regulation in force on its first day lays it down (按法规计算期限)."""
    length, unit = of_document
    deadline, calendar = calendars.period(rule, start, length=length, unit=unit, given=given)
    return DueDateShown.of(deadline, calendar, rule)


@router.get("/years/{year}", summary="All days of a year")
async def year(
    calendars: Calendar, year: Annotated[int, Path(**YEARS)], body: Body = None, known_on: KnownOn = None
) -> YearShown:
    """Working days, make-up days, weekends, holidays and closures (年历)."""
    return calendars.year(year, body=body, known_on=known_on)


@router.get("/days/{day}", summary="Does a day count, and why")
async def day(
    calendars: Calendar, day: Annotated[Day, Path()], body: Body = None, known_on: KnownOn = None
) -> DayShown:
    """Working day, make-up day, weekend, holiday or closure, with the notice behind it (某日是否工作日)."""
    facts = calendars.day(day, body=body, known_on=known_on)
    return DayShown.of(facts, calendars.calendar(body, known_on))


@router.get("/editions", summary="The calendar in use and its editions")
async def editions(calendars: Calendar) -> CalendarShown:
    """Every notice that the calendar rests on, the years that have none yet, and closures (历法版本)."""
    current, closures = calendars.current, calendars.almanac.book.closures
    return CalendarShown(
        calendar_edition=current.edition,
        first=current.first,
        last=current.last,
        published_until=current.published_until,
        editions=[EditionShown.of(each, in_use=in_use) for each, in_use in calendars.editions()],
        closures=[ClosureShown.of(each) for each in closures],
    )
