"""Contracts to queue rows, on PostgreSQL."""

from collections.abc import AsyncIterator
from datetime import date
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from services.dashboard.views.lights import Light, yellow_on
from services.dashboard.views.projection import project
from services.dashboard.views.queue import Filters, QueueRow, Scope, queue_page
from services.dashboard.views.tables import metadata
from shared.calendar.book import load_bundled
from shared.clock.suite import shanghai
from shared.contracts.base import Contract
from shared.contracts.cases import CaseChanged, ClockChanged, ClockOpened, ClockStopped
from shared.contracts.envelope import Envelope
from tests.services.dashboard.running import TODAY, case, closed, due

CALENDAR = load_bundled().current()
FACTS = case(1, None)[0].model_dump(exclude={"opened_on"})
CLOCK = case(1, TODAY)[1].model_dump(exclude={"due", "opened_on", "clock", "rule_key", "clock_owner_role"})


@pytest.fixture
async def engine(database: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(database)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield engine
    await engine.dispose()


async def follow(engine: AsyncEngine, *told: tuple[int, Contract]) -> None:
    async with engine.begin() as connection:
        for ordinal, fact in told:
            envelope = Envelope(fact, "complaints", ordinal, 0, "", shanghai(TODAY))
            for statement, values in project(envelope, partial(yellow_on, calendar=CALENDAR)):
                await connection.execute(statement, values)


async def queue(engine: AsyncEngine) -> list[QueueRow]:
    async with engine.connect() as connection:
        return list((await queue_page(connection, Scope(), Filters(), TODAY)).rows)


def clock(name: str, due_on: date, owner: str | None = None) -> ClockOpened:
    return ClockOpened(
        **CLOCK,
        clock=name,
        rule_key="complaints.handling",
        due=due(due_on),
        opened_on=TODAY,
        clock_owner_role=owner,
    )


def stopped(name: str) -> ClockStopped:
    return ClockStopped(**CLOCK, clock=name, stopped_on=TODAY)


CASE = case(1, None)[0]


async def test_a_case_stands_where_its_first_running_clock_says(engine: AsyncEngine) -> None:
    await follow(
        engine, (1, CASE), (2, clock("handling", date(2026, 10, 20))), (3, clock("reply", date(2026, 10, 9)))
    )

    (row,) = await queue(engine)

    assert (row.clock, row.due_on, row.open_clocks) == ("reply", date(2026, 10, 9), 2)


async def test_when_the_first_clock_stops_the_next_one_leads(engine: AsyncEngine) -> None:
    await follow(
        engine, (1, CASE), (2, clock("handling", date(2026, 10, 20))), (3, clock("reply", date(2026, 10, 9)))
    )

    await follow(engine, (4, stopped("reply")))

    (row,) = await queue(engine)
    assert (row.clock, row.open_clocks) == ("handling", 1)


async def test_a_suspended_clock_stands_behind_and_shows_paused(engine: AsyncEngine) -> None:
    away = due(TODAY).model_copy(update={"due_on": None, "breach_after": None, "suspended": True})
    changed = ClockChanged(
        **CLOCK,
        clock="handling",
        rule_key="complaints.handling",
        due=away,
        change="suspend",
        changed_on=TODAY,
    )

    await follow(engine, (1, CASE), (2, clock("handling", TODAY)), (3, changed))

    (row,) = await queue(engine)
    assert (row.light, row.due_on, row.open_clocks) == (Light.PAUSED, None, 1)


async def test_the_same_contract_twice_changes_nothing(engine: AsyncEngine) -> None:
    told = [(1, CASE), (2, clock("handling", date(2026, 10, 20))), (3, stopped("handling"))]
    await follow(engine, *told)
    before = await queue(engine)

    await follow(engine, *told)

    assert await queue(engine) == before


async def test_an_old_contract_after_a_new_one_changes_nothing(engine: AsyncEngine) -> None:
    newer = CaseChanged(**{**FACTS, "title": "新的摘要", "case_version": 2}, changed_on=TODAY)

    await follow(engine, (5, newer), (1, CASE))

    (row,) = await queue(engine)
    assert row.title == "新的摘要"


async def test_whoever_must_act_before_the_first_clock_ends_owns_the_row(engine: AsyncEngine) -> None:
    await follow(engine, (1, CASE), (2, clock("order:1", date(2026, 10, 9), owner="agency_clerk")))

    (row,) = await queue(engine)

    assert row.owner_role == "agency_clerk"


async def test_an_extension_does_not_change_who_must_act(engine: AsyncEngine) -> None:
    extended = ClockChanged(
        **CLOCK,
        clock="order:1",
        rule_key="complaints.handling",
        due=due(date(2026, 11, 9)),
        change="extend",
        changed_on=TODAY,
    )

    await follow(
        engine, (1, CASE), (2, clock("order:1", date(2026, 10, 9), owner="agency_clerk")), (3, extended)
    )

    (row,) = await queue(engine)
    assert (row.owner_role, row.due_on) == ("agency_clerk", date(2026, 11, 9))


async def test_a_closed_case_leaves_the_queue(engine: AsyncEngine) -> None:
    await follow(engine, (1, CASE), (2, closed(1)))

    assert await queue(engine) == []


async def test_a_closed_case_with_a_running_clock_stays_in_sight(engine: AsyncEngine) -> None:
    await follow(engine, (1, CASE), (2, closed(1)), (3, clock("order:1", date(2026, 10, 9))))
    assert [row.clock for row in await queue(engine)] == ["order:1"]

    await follow(engine, (4, stopped("order:1")))

    assert await queue(engine) == []


async def test_a_contract_that_tells_of_no_case_is_passed_over(engine: AsyncEngine) -> None:
    from shared.contracts.registry import AgencyRegistered

    told = AgencyRegistered(agency="x", display_name="x", registered_on=TODAY)

    assert project(Envelope(told, "complaints", 1, 0, "", shanghai(TODAY)), lambda key, due: None) == []


def test_a_row_never_holds_more_than_the_contract_says() -> None:
    envelope = Envelope(CASE, "complaints", 1, 0, "", shanghai(TODAY))

    (_, values), _ = project(envelope, lambda key, due: None)

    assert values["case_id"] == UUID(int=1)
    assert set(values) - {
        "pieces",
        "words",
        "is_closed",
        "position",
        "case_position",
        "case_owner_role",
    } <= set(FACTS)
