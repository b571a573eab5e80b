"""The calendar as a page, open to all: the year in twelve months, and the notices behind it (年历)."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.dashboard.api.dates import written_day
from services.dashboard.api.guard import PageRoute, page_of, workbench_of
from services.dashboard.api.months import WEEKEND, WORKING
from services.dashboard.application.calendar import DayShown
from shared.calendar.explanation import Nature
from shared.web.edge import open_to_all

router = APIRouter(
    prefix="/calendar",
    route_class=PageRoute,
    include_in_schema=False,
    dependencies=[open_to_all("dashboard.calendar")],
)

Written = Annotated[str, Query(max_length=80)]
PLAIN = (WORKING, WEEKEND)


@router.get("")
async def year(request: Request, year: Written = "", body: Written = "", known_on: Written = "") -> Response:
    """Show a year, also as it was known on an earlier day."""
    bench, page = workbench_of(request), await page_of(request)
    known = written_day(known_on)
    wanted = int(year) if year.isdecimal() and len(year) == 4 else page.today.year
    shown, editions = await asyncio.gather(
        bench.calendar.year(wanted, body=body, known_on=known), bench.calendar.editions()
    )
    names = await bench.agency_names()
    return page.html(
        "calendar/year.html",
        year=shown,
        spans=spans_of(shown.days),
        editions=[each for each in editions.editions if each.year == shown.year],
        closures=[each for each in editions.closures if any(day.day.year == shown.year for day in each.days)],
        years=range(editions.first.year, editions.last.year + 1),
        body=body,
        known_on=known,
        agencies=sorted(names.items(), key=lambda named: named[1]),
        agency_name=lambda code: names.get(code, code),
        published_until=editions.published_until,
    )


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row of one kind under one name: a holiday, or make-up days (假期)."""

    name: str
    kind: str
    first: date
    last: date
    notice: str | None = None

    @property
    def length(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


def spans_of(days: Iterable[DayShown]) -> list[Span]:
    """Gather the named days of a year; weekends inside a holiday belong to it."""
    spans: list[Span] = []
    for day in days:
        if day.kind in PLAIN:
            continue
        latest = spans[-1] if spans else None
        if latest and _continues(latest, day):
            spans[-1] = Span(latest.name, latest.kind, latest.first, day.day, latest.notice or day.notice)
        else:
            spans.append(Span(day.name or "", day.kind, day.day, day.day, day.notice))
    return spans


def _continues(span: Span, day: DayShown) -> bool:
    follows = day.day - span.last == timedelta(days=1) and day.kind != Nature.MAKE_UP
    return follows and (day.name or "") == span.name and day.kind == span.kind
