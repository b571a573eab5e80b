"""A long aggregate is loaded from its snapshot, and equals the one that its events make."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.eventlog.log import EventLog
from shared.eventlog.packing import UnpackableError, pack, unpack
from shared.eventlog.snapshots import SNAPSHOT_EVERY, restore_snapshot, take_snapshot
from shared.eventlog.unit import Unit
from tests.shared.eventlog.letters import LOG, NOON, Letter, letter
from tests.shared.eventlog.rows import rows_of


class Stage(StrEnum):
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Slip:
    due_on: date | None
    stage: Stage


class Pair(NamedTuple):
    on: date | None
    stage: Stage


async def _long_letter(log: EventLog, notes: int) -> Letter:
    one = letter()
    for turn in range(notes):
        one.note(f"note {turn}")
    await log.commit(Unit(at=NOON, aggregates=[one]))
    return one


async def test_a_short_aggregate_has_no_snapshot(log: EventLog, engine: AsyncEngine):
    await _long_letter(log, SNAPSHOT_EVERY - 2)

    assert await rows_of(engine, LOG.snapshot) == []


async def test_a_long_aggregate_loads_equal_from_its_snapshot_and_later_events(
    log: EventLog, engine: AsyncEngine
):
    one = await _long_letter(log, SNAPSHOT_EVERY)
    one.note("after the snapshot")
    await log.commit(Unit(at=NOON, aggregates=[one]))
    assert [row.version for row in await rows_of(engine, LOG.snapshot)] == [SNAPSHOT_EVERY + 1]

    loaded = await log.load(Letter, one.id)

    assert loaded == one
    assert loaded.version == SNAPSHOT_EVERY + 2


async def test_a_snapshot_of_another_program_text_is_not_used(log: EventLog, engine: AsyncEngine):
    one = await _long_letter(log, SNAPSHOT_EVERY)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE snapshot SET code = 'older', state = '{}'"))

    assert await log.load(Letter, one.id) == one


async def test_the_newest_snapshot_replaces_the_one_before(log: EventLog, engine: AsyncEngine):
    one = await _long_letter(log, SNAPSHOT_EVERY)
    for turn in range(SNAPSHOT_EVERY):
        one.note(f"later {turn}")
    await log.commit(Unit(at=NOON, aggregates=[one]))

    assert [row.version for row in await rows_of(engine, LOG.snapshot)] == [2 * SNAPSHOT_EVERY + 1]
    assert await log.load(Letter, one.id) == one


def test_an_aggregate_that_would_not_come_back_equal_has_no_snapshot():
    one = letter()
    one.collect_events()
    one.strange = object()  # type: ignore[attr-defined]

    assert take_snapshot(one) is None


@pytest.mark.parametrize("slip", [Slip(None, Stage.RECEIVED), Pair(None, Stage.RECEIVED)], ids=repr)
def test_a_snapshot_whose_records_have_changed_is_not_used(slip: object):
    one = letter()
    one.collect_events()
    one.slip = slip  # type: ignore[attr-defined]
    row = take_snapshot(one)
    assert row is not None
    state = orjson.loads(row.state)
    del state["slip"]["value"]["stage"]

    assert restore_snapshot(replace(row, state=orjson.dumps(state))) is None


simple = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text()
    | st.dates()
    | st.datetimes(timezones=st.just(UTC))
    | st.uuids()
    | st.decimals(allow_nan=False)
    | st.just(Stage.RECEIVED)
    | st.builds(Slip, st.none() | st.dates(), st.just(Stage.RECEIVED))
    | st.builds(Pair, st.none() | st.dates(), st.just(Stage.RECEIVED))
)
values = st.recursive(
    simple,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(st.text() | st.sampled_from(["$", 1, date(2026, 1, 1)]), inner)
        | st.frozensets(simple)
    ),
    max_leaves=12,
)


@given(values)
def test_what_is_packed_comes_back_equal_and_of_the_same_type(value: object):
    back = unpack(orjson.loads(orjson.dumps(pack(value))))

    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize("value", [object(), {1: object()}, [lambda: None]])
def test_what_cannot_be_packed_is_refused(value: object):
    with pytest.raises(UnpackableError):
        pack(value)


def test_kinds_that_json_does_not_know_keep_their_type():
    given = {"id": UUID(int=1), "at": datetime(2026, 1, 1, tzinfo=UTC), "fine": Decimal("1.50"), "set": {1}}

    assert unpack(pack(given)) == given
