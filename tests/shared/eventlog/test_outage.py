"""PostgreSQL goes away and comes back: a clear answer, then work as before."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from shared.audit.signing import Ed25519Signer
from shared.eventlog.commands import Commands
from shared.eventlog.failures import ServiceUnavailableError
from shared.eventlog.log import EventLog
from tests.shared.eventlog.letters import Letter, command, receiving

_KILL = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = :name"
)


async def _kill_all_connections(engine: AsyncEngine) -> None:
    async with create_async_engine(engine.url).begin() as connection:
        await connection.execute(text(_KILL), {"name": engine.url.database})


async def test_connections_that_died_in_idleness_are_replaced_without_anybody_noticing(
    commands: Commands, log: EventLog, engine: AsyncEngine
):
    await commands.create(command(idempotency_key="k1"), receiving)
    await _kill_all_connections(engine)

    answers = await asyncio.gather(
        *(commands.create(command(idempotency_key=f"k{n}"), receiving) for n in range(2, 8))
    )

    assert {answer.status for answer in answers} == {201}
    assert await log.position() == 7


async def test_a_database_that_cannot_be_reached_is_a_clear_refusal_of_service(
    postgres_url_of_nobody: str, signer: Ed25519Signer
):
    log = EventLog(create_async_engine(postgres_url_of_nobody), service="letters", signer=signer)
    await log.start()

    with pytest.raises(ServiceUnavailableError) as refused:
        await Commands(log).create(command(), receiving)
    with pytest.raises(ServiceUnavailableError):
        await log.load(Letter, receiving().aggregates[0].id)
    await log.stop()

    assert (refused.value.status, refused.value.uncertain) == (503, False)


async def test_after_an_outage_the_same_log_goes_on(commands: Commands, log: EventLog, engine: AsyncEngine):
    name = engine.url.database
    admin = create_async_engine(engine.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
        await connection.execute(text(_KILL), {"name": name})
        with pytest.raises(ServiceUnavailableError):
            await commands.create(command(idempotency_key="k"), receiving)
        await connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))
    await admin.dispose()

    answer = await commands.create(command(idempotency_key="k"), receiving)

    assert (answer.status, answer.replayed) == (201, False)
    assert await log.position() == 1


@pytest.fixture
def postgres_url_of_nobody() -> str:
    return "postgresql+psycopg://nobody@/nothing?host=/nonexistent&port=5432"
