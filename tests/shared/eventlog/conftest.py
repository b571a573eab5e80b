"""A log over a fresh database, with the letters of the tests."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.audit.signing import Ed25519Signer
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.eventlog.protection import protect_statements
from tests.databases import furnished
from tests.shared.eventlog.letters import METADATA, project


@pytest.fixture
async def engine(database: str) -> AsyncIterator[AsyncEngine]:
    async with furnished(database, METADATA, protect_statements()) as engine:
        yield engine


@pytest.fixture
def signer() -> Ed25519Signer:
    return Ed25519Signer.generate()


@pytest.fixture
async def log(engine: AsyncEngine, signer: Ed25519Signer) -> AsyncIterator[EventLog]:
    log = EventLog(engine, service="letters", projectors=[project], signer=signer)
    await log.start()
    yield log
    await log.stop()


@pytest.fixture
def commands(log: EventLog) -> Commands:
    return Commands(log)
