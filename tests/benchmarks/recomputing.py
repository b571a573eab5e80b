"""A new calendar edition over a million open clocks, an event for each one that changes (P7)."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import orjson
from sqlalchemy import text

from shared.calendar.deadline import Deadline
from shared.calendar.editions import YearEdition, read_edition
from shared.calendar.work_calendar import WorkCalendar
from shared.deadlines.docket import Docket
from shared.deadlines.recomputer import Recomputer
from shared.law.book import LawBook
from tests.benchmarks.complaint_log import OPENED_AT, Office, office
from tests.benchmarks.engines import Engines
from tests.benchmarks.figure import Bar, Figure, Line, Size

CLOCKS, CHANGED, TOUCHED = 1_000_000, 83_000, 100_000
DAY_OFF = date(2026, 9, 22)
FIRST, LAST = date(2026, 1, 5), date(2026, 8, 20)
"""Days on which the periods began that end before the day that is taken off."""
SPANNING = date(2026, 8, 28), date(2026, 9, 18)
"""Days on which the periods in calendar days began that run over it and do not move."""

_FILL = text(
    """
    insert into clock (case_id, clock, number, procedure, owner, rule_key, basis, started_on, due_on,
                       breach_after, calendar_edition, provisional, deadline, told, opened_on, position)
    select gen_random_uuid(), 'handling', 'filler ' || n, 'complaint', 'bureau_clerk', :rule_key, :basis,
           :started_on, :due_on, :breach_after, :calendar_edition, :provisional, :deadline, '{}',
           :started_on, 1
    from generate_series(1, :count) n
    """
)


def recompute(servers: Engines, size: Size) -> Figure:
    """P7: the whole stock held against an edition that takes one day off."""
    return asyncio.run(_measured(servers, size))


async def _measured(servers: Engines, size: Size) -> Figure:
    changed, touched = size.of(CHANGED, 100), size.of(TOUCHED, 200)
    clocks = size.of(CLOCKS, 2_000)
    async with office(servers.database(), str(servers.directory("objects"))) as place:
        await place.keep(place.received(number) for number in range(changed))
        await _fill(place, _periods(place, *SPANNING), touched)
        await _fill(place, _periods(place, FIRST, LAST), clocks - changed - touched)
        servers.checkpoint()
        calendars = place.runtime.calendars
        recomputer = Recomputer(place.parts.log, place.engine, calendars, place.clock)
        await recomputer.step()
        previewed = await _preview(place, changed)
        calendars.take([_one_day_off()])
        servers.checkpoint()
        began = time.perf_counter()
        done = await recomputer.step()
        seconds = time.perf_counter() - began
        began = time.perf_counter()
        again = await Recomputer(place.parts.log, place.engine, calendars, place.clock).step()
        second_look = time.perf_counter() - began
    assert (done.changed, again.changed) == (changed, 0), (done, again)
    return Figure(
        [
            Line(f"recompute {clocks:,} open clocks, {changed:,} of them changed", [seconds], "s", BAR),
            Line("preview of the same edition", [previewed], "s"),
            Line("the same again, after a restart", [second_look], "s"),
        ],
        [
            f"{done.examined:,} clocks lie near the changed day and were computed again; the others were left"
            " out by the exact filter. Each change is an event of its case with rows, docket, and one signed"
            " audit entry per transaction; one worker. One round: the stock is new each time."
        ],
    )


BAR = Bar(60, 10, at_most=True)


def _one_day_off() -> YearEdition:
    known = {
        "year": 2026,
        "number": 2,
        "amends": 1,
        "title": "（虚构）",
        "document": "（虚构）",
        "source": "",
    }
    days = {"days_off": [{"name": "虚构", "day": DAY_OFF}]}
    edition = read_edition({**known, **days, "issued_on": OPENED_AT.date()})
    return replace(edition, published_on=OPENED_AT.date(), rank=1)


def _periods(place: Office, first: date, last: date) -> list[Deadline]:
    """The handling period from each day of a stretch."""
    calendar: WorkCalendar = place.runtime.calendars.current()
    rule = LawBook.bundled().regulation("wulong/complaints", on=last).rule("handling")
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return [calendar.deadline(rule, after=day) for day in days]


async def _fill(place: Office, periods: list[Deadline], count: int) -> None:
    async with place.engine.begin() as connection:
        for row in _rows(periods, count):
            await connection.execute(_FILL, row)
    async with place.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text("vacuum analyze clock"))


def _rows(periods: list[Deadline], count: int) -> Iterator[dict[str, Any]]:
    for number, deadline in enumerate(periods):
        share = count * (number + 1) // len(periods) - count * number // len(periods)
        names = ("rule_key", "basis", "started_on", "due_on", "breach_after", "calendar_edition")
        known = {name: getattr(deadline, name) for name in (*names, "provisional")}
        yield {**known, "deadline": orjson.dumps(deadline.to_dict()).decode(), "count": share}


async def _preview(place: Office, changed: int) -> float:
    calendars = place.runtime.calendars
    would_be = type(calendars)(calendars.book.with_edition(_one_day_off()))
    began = time.perf_counter()
    seen = await Docket(place.engine).preview(would_be)
    assert seen.changed == changed, seen
    return time.perf_counter() - began
