"""Rows of clocks and of the ledger follow from the events, live and rebuilt alike."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.clock.ids import derived_id
from shared.deadlines.due import due_object
from shared.deadlines.sweeper import Sweeper
from shared.eventlog.log import EventLog
from shared.eventlog.unit import Unit
from tests.shared.calendar.periods import day, working
from tests.shared.deadlines.cases import CALENDAR, SEVEN, TABLES, Matter, shanghai_time

NAMESPACE = UUID("01990000-0000-7000-8000-000000000000")
FRIDAY = shanghai_time("2026-09-18T15:00")


async def keep(log: EventLog, matter: Matter, at: datetime) -> None:
    await log.commit(Unit(at=at, aggregates=[matter]))


async def rows(engine: AsyncEngine, table):
    async with engine.connect() as connection:
        return (await connection.execute(select(table).order_by(*table.primary_key))).mappings().all()


def new(number: int, **more) -> Matter:
    return Matter.open(derived_id(NAMESPACE, str(number)), FRIDAY, SEVEN, number=f"2026-{number}", **more)


async def test_an_opened_clock_has_a_row_with_its_next_rung(log, engine):
    await keep(log, new(1, agency="qjhb", owner="agency_clerk"), FRIDAY)

    (row,) = await rows(engine, TABLES.clock)

    assert (row["number"], row["procedure"], row["agency"], row["owner"]) == (
        "2026-1",
        "matter",
        "qjhb",
        "agency_clerk",
    )
    assert (row["due_on"], row["breach_after"], row["provisional"]) == (
        day("2026-09-29"),
        day("2026-09-29"),
        False,
    )
    assert row["next_action_at"] == shanghai_time("2026-09-23T08:30")
    assert due_object(row, CALENDAR, day("2026-09-24"))["remaining_working_days"] == 2


async def test_a_row_follows_extension_suspension_resumption_and_the_end(log, engine):
    matter = new(1)
    matter.extend(shanghai_time("2026-09-21T10:00"), working(15))
    await keep(log, matter, FRIDAY)
    (row,) = await rows(engine, TABLES.clock)
    assert row["due_on"] == matter.deadline.due_on

    matter.suspend(shanghai_time("2026-09-22T10:00"))
    await keep(log, matter, FRIDAY)
    (row,) = await rows(engine, TABLES.clock)
    assert (row["due_on"], row["breach_after"], row["next_action_at"]) == (None, None, None)

    matter.resume(shanghai_time("2026-09-24T10:00"))
    await keep(log, matter, FRIDAY)
    (row,) = await rows(engine, TABLES.clock)
    assert row["due_on"] == matter.deadline.due_on
    assert row["next_action_at"] is not None

    matter.answer(shanghai_time("2026-09-28T10:00"))
    await keep(log, matter, FRIDAY)
    assert await rows(engine, TABLES.clock) == []


async def test_a_rebuild_gives_the_same_rows(log, engine, clock):
    for number in range(5):
        await keep(log, new(number), FRIDAY)
    clock.set(shanghai_time("2026-09-30T08:30"))
    await Sweeper(log, engine, clock).sweep_once()
    before = [await rows(engine, table) for table in (TABLES.clock, TABLES.escalation)]

    await log.rebuild([TABLES.clock, TABLES.escalation])

    assert [await rows(engine, table) for table in (TABLES.clock, TABLES.escalation)] == before
    assert len(before[1]) == 15
