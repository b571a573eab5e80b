"""The calendar of working days over HTTP, without sign-in (历法接口)."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query

from services.statutes.api.parameters import LONGEST, Day
from services.statutes.schemas.calendar import CalendarShown, DayShown, DueDateShown, EditionShown
from services.statutes.views.calendar import Calendars
from shared.calendar.deadline import Unit
from shared.web.edge import open_to_all, provided

Calendar = Annotated[Calendars, provided(Calendars)]

router = APIRouter(prefix="/api/v1/calendar", tags=["law"], dependencies=[open_to_all("calendar.read")])


@router.get("/due-date", summary="When does a period end, and why")
async def due_date(
    calendars: Calendar,
    start: Annotated[Day, Query(alias="from", description="Day of the event; it is not counted.")],
    length: Annotated[int, Query(ge=1, le=LONGEST)],
    unit: Literal["working_day", "calendar_day", "month"],
) -> DueDateShown:
    """The end of a period with the walk of days that leads there (期限计算)."""
    return DueDateShown.of(*calendars.due_date(start, length, Unit(unit)))


@router.get("/days/{day}", summary="Does a day count, and why")
async def day(calendars: Calendar, day: Annotated[Day, Path()]) -> DayShown:
    """Working day, make-up day, weekend or holiday, with the notice behind it (某日是否工作日)."""
    return DayShown.of(calendars.day(day), calendars.current)


@router.get("/editions", summary="The calendar in use and its editions")
async def editions(calendars: Calendar) -> CalendarShown:
    """Every notice that the calendar rests on, and the years that have none yet (历法版本)."""
    current = calendars.current
    return CalendarShown(
        calendar_edition=current.edition,
        first=current.first,
        last=current.last,
        published_until=current.published_until,
        editions=[EditionShown.of(each, in_use=in_use) for each, in_use in calendars.editions()],
    )
