"""Every command, accepted or refused, is in the audit outbox, and the outbox agrees with the log."""

import asyncio
from uuid import UUID

import orjson
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.audit.entry import AuditOutcome
from shared.audit.outbox import AuditBrokenError, SignedEntry, events_digest, verify_chain
from shared.audit.signing import Ed25519Signer
from shared.eventlog.commands import Commands
from shared.law.refusal import OutOfOrderError
from tests.shared.eventlog.letters import LOG, Letter, command, noting, receiving
from tests.shared.eventlog.rows import rows_of


async def _entries(engine: AsyncEngine) -> list[SignedEntry]:
    return [SignedEntry(*row) for row in await rows_of(engine, LOG.audit_outbox)]


async def test_accepted_and_refused_commands_and_notes_make_one_unbroken_chain(
    commands: Commands, engine: AsyncEngine, signer: Ed25519Signer
):
    letter_id = UUID((await commands.create(command(), receiving)).body["id"])
    with pytest.raises(OutOfOrderError):
        await commands.change(command("letters.note", expected_version=1), Letter, letter_id, _refusing)
    await commands.note(command(), "sign-in", outcome=AuditOutcome.REFUSED, reason="wrong-password")

    rows = await _entries(engine)
    contents = [orjson.loads(row.entry) for row in rows]

    assert verify_chain("letters", rows, signer.public_key).sequence == 3
    assert [(each["action"], each["outcome"], each["reason"]) for each in contents] == [
        ("letters.receive", "accepted", None),
        ("letters.note", "refused", "out-of-order"),
        ("sign-in", "refused", "wrong-password"),
    ]
    assert [each["object"] for each in contents] == [str(letter_id), str(letter_id), None]
    assert (contents[1]["basis"], contents[1]["rule"]) == ("test/letters@2020-01-01#1", "letters.note")


def _refusing(_: Letter) -> None:
    raise OutOfOrderError("no", basis="test/letters@2020-01-01#1", rule="letters.note")


async def test_the_digest_of_an_entry_is_that_of_the_stored_events(commands: Commands, engine: AsyncEngine):
    await commands.create(command(), receiving)
    letter_id = UUID((await commands.create(command(), receiving)).body["id"])
    await commands.change(command("letters.note", expected_version=1), Letter, letter_id, noting("one"))

    events = {row.position: row for row in await rows_of(engine, LOG.events)}
    for content in (orjson.loads(row.entry) for row in await _entries(engine)):
        first, count = content["first_position"], content["event_count"]
        rows = [events[position] for position in range(first, first + count)]
        stored = [(str(row.aggregate_id), row.version, row.type, row.state) for row in rows]
        assert events_digest(first, stored).digest == content["data_digest"]


async def test_an_edit_by_the_owner_of_the_database_is_found(
    commands: Commands, engine: AsyncEngine, signer: Ed25519Signer
):
    await asyncio.gather(*(commands.create(command(), receiving) for _ in range(5)))
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE audit_outbox DISABLE TRIGGER ALL"))
        await connection.execute(
            text("UPDATE audit_outbox SET entry = replace(entry, 'clerk', 'other') WHERE sequence = 3")
        )

    with pytest.raises(AuditBrokenError) as broken:
        verify_chain("letters", await _entries(engine), signer.public_key)

    assert broken.value.sequence == 3


async def test_a_lost_race_and_a_reused_key_are_recorded_as_refused(commands: Commands, engine: AsyncEngine):
    letter_id = UUID((await commands.create(command(idempotency_key="k"), receiving)).body["id"])
    pressed = command("letters.note", expected_version=1)
    await asyncio.gather(
        *(commands.change(pressed, Letter, letter_id, noting(text)) for text in ("one", "two")),
        commands.create(command(idempotency_key="k", fingerprint="other"), receiving),
        return_exceptions=True,
    )

    reasons = {orjson.loads(row.entry)["reason"] for row in await _entries(engine)}

    assert reasons == {None, "version-conflict", "idempotency-key-reused"}
