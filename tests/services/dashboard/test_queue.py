"""The queue's question against a plain look at every row."""

from collections.abc import AsyncIterator, Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from services.dashboard.views import queue
from services.dashboard.views.lights import Light
from services.dashboard.views.queue import (
    EFFORT,
    PAGE_SIZE,
    Effort,
    Filters,
    QueueRow,
    Scope,
    is_within,
    light_counts,
    matches,
    queue_count,
    queue_page,
)
from services.dashboard.views.tables import metadata
from tests.benchmarks.work_queue import QUESTIONS, TODAY, ask, deep_key, fill

CASES = 6000
ALL = Scope()


@pytest.fixture(scope="module")
async def filled(postgres: Any) -> AsyncIterator[AsyncConnection]:
    import psycopg

    with psycopg.connect(postgres.dsn, autocommit=True) as admin:
        admin.execute("create database filled_queue")
    engine = create_async_engine(postgres.url("filled_queue", driver="psycopg"))
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await fill(engine, CASES)
    async with engine.connect() as connection:
        yield connection
    await engine.dispose()


async def read_all(
    connection: AsyncConnection, scope: Scope, filters: Filters, effort: Effort = EFFORT
) -> list[QueueRow]:
    rows, after = [], None
    while True:
        page = await queue_page(connection, scope, filters, TODAY, after=after, effort=effort)
        rows += page.rows
        if not page.has_later:
            return rows
        after = page.rows[-1].key


@pytest.fixture(scope="module")
async def everything(filled: AsyncConnection) -> list[QueueRow]:
    return await read_all(filled, ALL, Filters())


async def test_pages_follow_each_other_without_gap_or_repetition(
    filled: AsyncConnection, everything: list[QueueRow]
) -> None:
    rows = everything

    assert len({row.case_id for row in rows}) == len(rows) == CASES
    assert all((a.sort_on, a.case_id) < (b.sort_on, b.case_id) for a, b in pairwise(rows))


@pytest.mark.parametrize("question", QUESTIONS)
async def test_any_filter_gives_what_a_plain_look_gives(
    filled: AsyncConnection, everything: list[QueueRow], question: str
) -> None:
    filters = QUESTIONS[question]

    expected = [row for row in everything if matches(row, filters)]

    assert await read_all(filled, ALL, filters) == expected


@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_count_is_exact_or_says_that_there_are_at_least_so_many(
    filled: AsyncConnection, everything: list[QueueRow], question: str
) -> None:
    filters = QUESTIONS[question]
    there = sum(matches(row, filters) for row in everything)

    counted, exact = await queue_count(filled, ALL, filters, TODAY)

    assert counted == there if exact else counted <= there
    assert counted <= queue.COUNT_CAP


EFFORTS = {
    "index": Effort(rare=CASES),
    "walk far enough": Effort(rare=0, window=CASES),
    "walk, then index": Effort(rare=0, window=60),
}
TEXTS = ("渣土", "外星人", "0001234", "占道经营处罚决定", "号 反映", "号", "%", "_")


@pytest.mark.parametrize("effort", EFFORTS)
@pytest.mark.parametrize("text", TEXTS)
async def test_words_are_found_whichever_way_they_are_looked_for(
    filled: AsyncConnection, everything: list[QueueRow], text: str, effort: str
) -> None:
    filters = Filters(text=text)

    expected = [row for row in everything if matches(row, filters)]

    assert await read_all(filled, ALL, filters, EFFORTS[effort]) == expected


async def test_a_common_word_is_counted_among_the_first_cases_only(
    filled: AsyncConnection, everything: list[QueueRow]
) -> None:
    filters = Filters(text="渣土")

    counted = await queue_count(filled, ALL, filters, TODAY, effort=Effort(rare=0, count_window=100))

    assert counted == (sum(matches(row, filters) for row in everything[:100]), False)


async def test_the_page_before_a_page_is_the_one_that_it_followed(filled: AsyncConnection) -> None:
    first = await queue_page(filled, ALL, Filters(), TODAY)
    second = await queue_page(filled, ALL, Filters(), TODAY, after=first.rows[-1].key)

    back = await queue_page(filled, ALL, Filters(), TODAY, before=second.rows[0].key)

    assert back.rows == first.rows
    assert (back.has_earlier, back.has_later) == (False, True)


SCOPES: dict[str, tuple[Scope, Callable[[QueueRow], bool]]] = {
    "a body sees what it handles": (
        Scope(body="agency_03", owner_roles=frozenset()),
        lambda row: row.handler == "agency_03",
    ),
    "and what waits for it": (
        Scope(body="agency_03", owner_roles=frozenset({"agency_clerk"})),
        lambda row: "agency_03" in (row.handler, row.agency if row.owner_role == "agency_clerk" else ""),
    ),
    "the government sees what waits for it": (
        Scope(owner_roles=frozenset({"government"})),
        lambda row: row.owner_role == "government",
    ),
    "nobody's role, nobody's cases": (Scope(owner_roles=frozenset()), lambda row: False),
}


@pytest.mark.parametrize("name", SCOPES)
async def test_nobody_sees_more_than_the_own_part(
    filled: AsyncConnection, everything: list[QueueRow], name: str
) -> None:
    scope, mine = SCOPES[name]
    rows = everything

    shown = await read_all(filled, scope, Filters())

    assert shown == [row for row in rows if mine(row)] == [row for row in rows if is_within(row, scope)]


async def test_the_lamps_count_what_their_filter_shows(
    filled: AsyncConnection, everything: list[QueueRow]
) -> None:
    rows = everything

    lamps = await light_counts(filled, ALL, Filters(agency="agency_03"), TODAY)

    for light, (counted, exact) in lamps.items():
        assert (counted, exact) == (
            sum(row.light is light and row.agency == "agency_03" for row in rows),
            True,
        )


async def test_a_light_turns_with_the_day_and_without_a_write(filled: AsyncConnection) -> None:
    tomorrow = date(2026, 9, 28)

    today_red = await queue_count(filled, ALL, Filters(light=Light.RED), TODAY)
    later_red = await queue_count(filled, ALL, Filters(light=Light.RED), tomorrow)

    assert later_red > today_red


async def test_the_benchmark_asks_first_and_deep_pages(filled: AsyncConnection) -> None:
    key = await deep_key(filled, Filters())

    assert key is not None
    assert await ask(filled, Filters(), key) == await ask(filled, Filters()) == PAGE_SIZE


async def test_every_filter_by_code_reads_an_index_in_order(filled: AsyncConnection) -> None:
    wanted = queue.conditions(ALL, Filters(agency="agency_03", light=Light.GREEN), TODAY)
    statement = queue._keys_in_order(wanted, PAGE_SIZE + 1)
    written = str(statement.compile(filled.sync_connection.engine, compile_kwargs={"literal_binds": True}))
    await filled.execute(text("set local enable_seqscan = off"))

    plan = "\n".join(row[0] for row in await filled.execute(text(f"explain {written}")))

    assert "Sort" not in plan
    assert "work_queue_by_agency" in plan
