"""Statements of projectors reach PostgreSQL as SQLAlchemy would send them."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    text,
    update,
)
from sqlalchemy import Enum as EnumType
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.eventlog.connection import driver_of
from shared.eventlog.plans import Plans, StatementDefaultError
from tests.databases import furnished
from tests.shared.eventlog.rows import rows_of


class Light(Enum):
    GREEN = "green"
    RED = "red"


METADATA = MetaData()
THINGS = Table(
    "things",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("number", String(8)),
    Column("remark", Text),
    Column("count", BigInteger),
    Column("fine", Numeric(10, 2)),
    Column("due_on", Date),
    Column("at", DateTime(timezone=True)),
    Column("case_id", Uuid),
    Column("is_open", Boolean),
    Column("seal", LargeBinary),
    Column("facts", JSONB),
    Column("notes", JSON),
)
LIGHTS = Table(
    "lights",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("light", EnumType(Light)),
    Column("tags", ARRAY(Text)),
)
DEFAULTS = Table(
    "defaults", METADATA, Column("id", Integer, primary_key=True), Column("n", Integer, default=1)
)


def thing(number_of: int, /, **fields: Any) -> dict[str, Any]:
    return {
        "id": number_of,
        "number": f"N-{number_of}",
        "remark": "100% 受理\n\"'\\",
        "count": 2**40,
        "fine": Decimal("12.50"),
        "due_on": date(2026, 9, 29),
        "at": datetime(2026, 9, 18, 4, tzinfo=UTC),
        "case_id": UUID(int=number_of),
        "is_open": True,
        "seal": b"\x00\xff",
        "facts": {"kind": "投诉", "list": [1, None]},
        "notes": [1, "two"],
        **fields,
    }


EMPTY = {name: None for name in thing(0) if name not in {"id", "facts", "notes"}}


@pytest.fixture
async def engine(database: str) -> AsyncIterator[AsyncEngine]:
    async with furnished(database, METADATA) as engine:
        yield engine


async def run(engine: AsyncEngine, statement: Any, *rows: dict[str, Any]) -> None:
    async with engine.begin() as connection:
        driver = await driver_of(connection)
        plan = Plans(engine.dialect).plan(statement, tuple(rows[0]))
        async with driver.pipeline():
            await plan.run(driver, rows)


@pytest.mark.parametrize("count", [1, 2, 300])
async def test_rows_of_all_kinds_are_inserted_as_given(engine: AsyncEngine, count: int):
    rows = [thing(number, **(EMPTY if number % 3 == 2 else {})) for number in range(count)]

    await run(engine, insert(THINGS), *rows)

    assert [dict(row._mapping) for row in await rows_of(engine, THINGS)] == rows


async def test_a_text_that_is_too_long_is_refused_not_cut(engine: AsyncEngine):
    with pytest.raises(psycopg.errors.StringDataRightTruncation):
        await run(engine, insert(THINGS), thing(1), thing(2, number="123456789"))


async def test_arrays_and_enumerations_go_row_by_row(engine: AsyncEngine):
    rows = [{"id": n, "light": Light.RED, "tags": ["a", "b"][:n]} for n in range(3)]

    await run(engine, insert(LIGHTS), *rows)

    assert [dict(row._mapping) for row in await rows_of(engine, LIGHTS)] == rows


async def test_an_insert_with_fixed_and_renamed_values(engine: AsyncEngine):
    statement = insert(THINGS).values(id=bindparam("which"), number="fixed", count=func.length("four"))

    await run(engine, statement, {"which": 1}, {"which": 2})

    assert [(row.id, row.number, row.count) for row in await rows_of(engine, THINGS)] == [
        (1, "fixed", 4),
        (2, "fixed", 4),
    ]


@pytest.mark.parametrize("target", [{}, {"index_elements": ["id"]}])
async def test_an_insert_that_leaves_existing_rows_alone(engine: AsyncEngine, target: dict[str, Any]):
    statement = upsert(THINGS).on_conflict_do_nothing(**target)

    await run(engine, statement, thing(1), thing(1, number="again"), thing(2))

    assert [row.number for row in await rows_of(engine, THINGS)] == ["N-1", "N-2"]


async def test_an_upsert_may_meet_the_same_row_twice(engine: AsyncEngine):
    statement = upsert(THINGS)
    statement = statement.on_conflict_do_update(
        index_elements=["id"], set_={"number": statement.excluded.number}
    )

    await run(engine, statement, thing(1), thing(1, number="second"), thing(2))

    assert [row.number for row in await rows_of(engine, THINGS)] == ["second", "N-2"]


async def test_an_upsert_of_different_rows_changes_those_that_are_there(engine: AsyncEngine):
    statement = upsert(THINGS)
    statement = statement.on_conflict_do_update(
        index_elements=["id"],
        set_={"number": statement.excluded.number, "facts": statement.excluded.facts},
    )
    await run(engine, insert(THINGS), thing(1, count=7))

    await run(engine, statement, thing(1, number="changed", facts=[1]), thing(2), thing(3, facts=None))

    found = [(row.id, row.number, row.count, row.facts) for row in await rows_of(engine, THINGS)]
    assert found == [(1, "changed", 7, [1]), (2, "N-2", 2**40, thing(2)["facts"]), (3, "N-3", 2**40, None)]


async def test_an_upsert_with_a_condition_or_a_sum_does_what_it_says(engine: AsyncEngine):
    statement = upsert(THINGS)
    summed = statement.on_conflict_do_update(
        index_elements=["id"],
        set_={"count": THINGS.c.count + statement.excluded.count},
        where=THINGS.c.number == statement.excluded.number,
    )
    await run(engine, insert(THINGS), thing(1, count=1), thing(2, count=1, number="other"))

    await run(engine, summed, thing(1, count=2), thing(2, count=2), thing(3, count=2))

    assert [row.count for row in await rows_of(engine, THINGS)] == [3, 1, 2]


async def test_many_updates_of_plain_values_happen_in_their_order(engine: AsyncEngine):
    await run(engine, insert(THINGS), *(thing(number) for number in range(4)))
    change = (
        update(THINGS)
        .where(THINGS.c.id == bindparam("which"), THINGS.c.number == bindparam("called"))
        .values(remark=bindparam("new_remark"), facts=bindparam("new_facts"), at=bindparam("new_at"))
    )
    at = datetime(2027, 1, 4, tzinfo=UTC)

    def changed(which: int, called: str, remark: str | None, facts: Any = None) -> dict[str, Any]:
        return {"which": which, "called": called, "new_remark": remark, "new_facts": facts, "new_at": at}

    rows = [changed(0, "N-0", "first"), changed(1, "N-1", "one"), changed(0, "N-0", "second", {"a": 1})]
    await run(engine, change, *rows, changed(2, "N-3", "of another"), changed(3, "N-3", None, [2]))

    found = [(row.id, row.remark, row.facts) for row in await rows_of(engine, THINGS)]
    old = thing(2)
    assert found == [
        (0, "second", {"a": 1}),
        (1, "one", None),
        (2, old["remark"], old["facts"]),
        (3, None, [2]),
    ]


async def test_many_deletes_by_equal_values(engine: AsyncEngine):
    await run(engine, insert(THINGS), *(thing(number) for number in range(4)))
    statement = delete(THINGS).where(THINGS.c.id == bindparam("of"), THINGS.c.number == bindparam("called"))

    await run(engine, statement, *({"of": n, "called": f"N-{n % 3}"} for n in (0, 1, 1, 3, 9)))

    assert [row.id for row in await rows_of(engine, THINGS)] == [2, 3]


async def test_updates_and_deletes_with_parameters_and_lists(engine: AsyncEngine):
    await run(engine, insert(THINGS), *(thing(number) for number in range(5)))

    change = (
        update(THINGS).where(THINGS.c.id == bindparam("which")).values(count=bindparam("new"), number="x")
    )
    await run(engine, change, {"which": 0, "new": 7}, {"which": 1, "new": 8})
    await run(engine, delete(THINGS).where(THINGS.c.id.in_(bindparam("ids"))), {"ids": [2, 3]}, {"ids": [4]})
    await run(engine, text("UPDATE things SET remark = :remark"), {"remark": "50%"})

    found = [(row.id, row.count, row.number, row.remark) for row in await rows_of(engine, THINGS)]
    assert found == [(0, 7, "x", "50%"), (1, 8, "x", "50%")]


async def test_a_statement_without_parameters(engine: AsyncEngine):
    await run(engine, insert(THINGS), thing(1))

    await run(engine, delete(THINGS), {})

    assert await rows_of(engine, THINGS) == []


async def test_a_default_made_in_python_is_refused(engine: AsyncEngine):
    with pytest.raises(StatementDefaultError):
        await run(engine, insert(DEFAULTS), {"id": 1})


async def test_a_missing_value_is_refused(engine: AsyncEngine):
    with pytest.raises(KeyError):
        await run(engine, insert(LIGHTS), {"id": 1, "light": None, "tags": None}, {"id": 2})
