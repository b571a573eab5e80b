"""What is committed, committed once and in order, and nothing of what was not."""

import asyncio
from uuid import uuid4

import pytest
from eventsourcing.persistence import Tracking
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.audit.entry import AuditEntry, AuditOutcome
from shared.audit.signing import Ed25519Signer
from shared.eventlog.command import Statement
from shared.eventlog.failures import (
    ConstraintError,
    LogConflictError,
    ServiceUnavailableError,
    TrackingConflictError,
)
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import Recorded
from shared.eventlog.unit import Unit
from shared.law.refusal import UnknownCaseError
from tests.shared.eventlog.letters import LETTERS, LOG, NOON, Letter, letter, project
from tests.shared.eventlog.rows import rows_of


def unit(*letters: Letter, tracking: Tracking | None = None) -> Unit:
    return Unit(at=NOON, aggregates=letters, tracking=tracking)


async def test_a_loaded_aggregate_equals_the_one_that_was_committed(log: EventLog):
    one = letter()
    one.note("first")
    await log.commit(unit(one))

    assert await log.load(Letter, one.id) == one


async def test_an_unknown_aggregate_is_refused(log: EventLog):
    with pytest.raises(UnknownCaseError):
        await log.load(Letter, uuid4())


async def test_positions_have_no_gaps_although_commits_failed(log: EventLog):
    one = letter()
    await log.commit(unit(one))

    for _ in range(2):
        with pytest.raises(LogConflictError):
            await log.commit(unit(letter(aggregate_id=one.id)))
    committed = await log.commit(unit(letter()))

    assert committed.positions == (2,)


async def test_a_loser_in_a_batch_harms_nobody_else(log: EventLog):
    one = letter()
    await log.commit(unit(one))
    winner, loser = await log.load(Letter, one.id), await log.load(Letter, one.id)
    winner.note("in time")
    await log.commit(unit(winner))
    loser.note("too late")

    results = await asyncio.gather(
        *(log.commit(unit(each)) for each in (letter(), loser, letter())), return_exceptions=True
    )

    assert [isinstance(result, LogConflictError) for result in results] == [False, True, False]
    assert [each.position for each in await log.read(0, 10)] == [1, 2, 3, 4]


async def test_a_constraint_of_a_read_model_is_named(log: EventLog):
    await log.commit(unit(letter("A-1")))

    with pytest.raises(ConstraintError) as refused:
        await log.commit(unit(letter("A-1")))

    assert refused.value.constraint == "letters_number_key"
    assert await log.position() == 1


async def test_rows_of_a_command_commit_with_its_events(log: EventLog, engine: AsyncEngine):
    row = {"id": uuid4(), "number": "brought along", "notes": 0, "last_position": 0}
    brought: Statement = (insert(LETTERS), row)

    await log.commit(Unit(at=NOON, aggregates=[letter("own")], statements=[brought]))
    with pytest.raises(ConstraintError):
        await log.commit(Unit(at=NOON, aggregates=[letter("own")], statements=[brought]))

    assert sorted(each.number for each in await rows_of(engine, LETTERS)) == ["brought along", "own"]


async def test_a_cancelled_caller_neither_loses_nor_doubles_its_command(log: EventLog):
    calls = [asyncio.create_task(log.commit(unit(letter()))) for _ in range(20)]
    await asyncio.sleep(0)
    for call in calls[::2]:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)
    await log.commit(unit(letter()))

    recorded = await log.read(0, 100)
    assert [each.position for each in recorded] == list(range(1, 22))
    assert len({each.event.originator_id for each in recorded}) == 21


async def test_a_cancelled_reader_harms_no_later_one(log: EventLog):
    await log.commit(unit(letter()))
    reading = asyncio.create_task(log.read(0, 10))
    await asyncio.sleep(0)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)

    assert len(await log.read(0, 10)) == 1


async def test_what_waits_at_the_stop_is_committed_and_later_commits_are_refused(log: EventLog):
    waiting = asyncio.create_task(log.commit(unit(letter())))
    await asyncio.sleep(0)
    await log.stop()

    assert (await waiting).positions == (1,)
    with pytest.raises(ServiceUnavailableError):
        await log.commit(unit(letter()))


async def test_a_position_of_a_source_is_dealt_with_once(log: EventLog):
    await log.commit(unit(letter(), tracking=Tracking("registry", 7)))

    with pytest.raises(TrackingConflictError):
        await log.commit(unit(letter(), tracking=Tracking("registry", 7)))

    assert await log.tracked("registry") == 7
    assert await log.tracked("another") == 0
    assert await log.position() == 1


async def test_a_row_of_positions_is_tracked_in_order_within_one_batch(log: EventLog):
    jobs = [log.commit(unit(letter(), tracking=Tracking("registry", n))) for n in (1, 2, 3)]

    await asyncio.gather(*jobs)

    assert await log.tracked("registry") == 3


async def test_an_event_of_an_older_version_is_upcast_when_it_is_read(log: EventLog, engine: AsyncEngine):
    one = letter()
    await log.commit(unit(one))
    async with engine.begin() as connection:
        await connection.execute(
            insert(LOG.events).values(
                position=2,
                aggregate_id=one.id,
                version=2,
                type="test.letter.noted.v2",
                state=b'{"timestamp":{"_type_":"datetime_iso","_data_":"2020-01-01T00:00:00+00:00"},"text":"old"}',
                metadata="{}",
                recorded_at=NOON,
            )
        )

    assert [text for text, _ in (await log.load(Letter, one.id)).notes] == ["old"]


async def test_the_relay_is_woken_by_a_commit_and_otherwise_by_its_poll(log: EventLog):
    bell = log.wake.subscribe()
    assert not await bell.wait(timeout=0.001)

    await log.commit(unit(letter()))

    assert await bell.wait(timeout=5)
    assert not await bell.wait(timeout=0.001)


async def test_a_failing_projection_fails_its_command_alone(engine: AsyncEngine, signer: Ed25519Signer):
    def refuse(recorded: Recorded) -> list[Statement]:
        if isinstance(recorded.event, Letter.Created) and recorded.event.number == "bad":
            raise KeyError("bad")
        return []

    log = EventLog(engine, service="letters", projectors=[project, refuse], signer=signer)
    await log.start()
    results = await asyncio.gather(
        *(log.commit(unit(letter(number))) for number in ("a", "bad", "b")), return_exceptions=True
    )
    await log.stop()

    assert [type(result) for result in results if isinstance(result, Exception)] == [KeyError]
    assert {row.number for row in await rows_of(engine, LETTERS)} == {"a", "b"}


async def test_rebuilding_gives_the_same_read_models(log: EventLog, engine: AsyncEngine):
    for number in range(12):
        one = letter(f"A-{number:02}")
        for turn in range(number % 4):
            one.note(f"note {turn}")
        await log.commit(unit(one))
    before = await rows_of(engine, LETTERS)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE letters SET notes = 99"))

    count = await log.rebuild([LETTERS])

    assert count == await log.position()
    assert await rows_of(engine, LETTERS) == before


@pytest.mark.parametrize("table", ["events", "audit_outbox"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}", "TRUNCATE {} CASCADE"]
)
@pytest.mark.parametrize("role", ["origin", "replica"])
async def test_what_is_written_stays(
    log: EventLog, engine: AsyncEngine, table: str, statement: str, role: str
):
    entry = AuditEntry(NOON, "a", "system", "letters.receive", AuditOutcome.ACCEPTED, "trace")
    await log.commit(Unit(at=NOON, aggregates=[letter()], audit=entry))
    column = {"events": "position", "audit_outbox": "sequence"}[table]
    before = await rows_of(engine, LOG.events), await rows_of(engine, LOG.audit_outbox)

    with pytest.raises(DBAPIError, match="append-only"):
        async with engine.begin() as connection:
            await connection.execute(text(f"SET LOCAL session_replication_role = {role}"))
            await connection.execute(text(statement.format(table, column, column)))

    assert (await rows_of(engine, LOG.events), await rows_of(engine, LOG.audit_outbox)) == before


async def test_two_units_of_one_aggregate_in_a_batch_are_both_written_in_order(log: EventLog):
    one = letter()
    first = log.commit(unit(one))
    first_task = asyncio.create_task(first)
    await asyncio.sleep(0)
    one.note("second")
    await asyncio.gather(first_task, log.commit(unit(one)))

    assert (await log.load(Letter, one.id)).version == 2
