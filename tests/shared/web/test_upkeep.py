"""What a worker does once in a while: forget old answers, tell of messages that wait for a person."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import MetaData, insert, select
from sqlalchemy.ext.asyncio import create_async_engine

from shared.audit.signing import Ed25519Signer
from shared.bus.places import parked, resolved
from shared.eventlog.log import EventLog
from shared.eventlog.tables import log_tables
from shared.identity.actor import Actor, Role
from shared.notifications.inbox import Inbox
from shared.notifications.tables import notification_tables
from shared.web.upkeep import Upkeep

AT = datetime(2026, 9, 18, 1, 30, tzinfo=UTC)
CASE = UUID("0192a000-0000-7000-8000-000000000001")
ADMINISTRATOR = Actor("account-administrator", Role.SYSTEM_ADMIN)
METADATA = MetaData()
LOG = log_tables(METADATA)
notification_tables(METADATA)


@pytest.fixture
async def engine(database):
    engine = create_async_engine(database)
    async with engine.begin() as connection:
        await connection.run_sync(METADATA.create_all)
    yield engine
    await engine.dispose()


@pytest.fixture
async def log(engine):
    log = EventLog(engine, service="complaints", signer=Ed25519Signer.generate())
    await log.start()
    yield log
    await log.stop()


def upkeep(log, engine, *, tells=True):
    return Upkeep(log, engine, host=lambda: AT, tells=tells)


async def run(engine, statement, values):
    async with engine.begin() as connection:
        await connection.execute(statement, values)


async def park(engine, ordinal, subject=str(CASE)):
    letter = parked(
        "enforcement_registry", ordinal, subject=subject, headers={}, payload=b"{}", reason="KeyError", at=AT
    )
    await run(engine, *letter)


async def test_answers_are_forgotten_after_seven_days(engine, log):
    for key, age in (("old", timedelta(days=7)), ("young", timedelta(days=6, hours=23))):
        answer = {"subject": "s", "key": key, "fingerprint": "f", "status": 200, "body": "{}"}
        await run(engine, insert(LOG.idempotency), answer | {"version": 1, "answered_at": AT - age})

    await upkeep(log, engine).forget_answers()

    async with engine.connect() as connection:
        assert list(await connection.scalars(select(LOG.idempotency.c.key))) == ["young"]


async def test_a_parked_message_is_told_to_the_administrator_once(engine, log, capsys):
    await park(engine, 700)
    first, second = upkeep(log, engine), upkeep(log, engine)

    for each in (first, first, second):
        await each.tell_of_parked()

    (told,) = await Inbox(engine).unread(ADMINISTRATOR)
    assert (told["kind"], told["number"], told["case_id"]) == (
        "message_parked",
        "enforcement_registry:700",
        CASE,
    )
    assert "".join(capsys.readouterr()).count("message waits for a person") == 2, "once in each process"


async def test_each_further_message_is_told_too(engine, log):
    chores = upkeep(log, engine)
    await park(engine, 700)
    await chores.tell_of_parked()
    await park(engine, 800, subject="no id at all")
    await chores.tell_of_parked()

    assert len(await Inbox(engine).unread(ADMINISTRATOR)) == 2


async def test_the_number_of_waiting_messages_falls_when_one_is_resolved(engine, log):
    chores = upkeep(log, engine)
    await park(engine, 700)
    await park(engine, 800)

    await run(engine, *resolved("enforcement_registry", 700, at=AT))

    assert await chores.parked() == 1


async def test_a_service_without_notifications_still_says_so_in_its_log(engine, log, capsys):
    await park(engine, 700)

    await upkeep(log, engine, tells=False).tell_of_parked()

    assert "message waits for a person" in "".join(capsys.readouterr())
    assert await Inbox(engine).unread(ADMINISTRATOR) == []
