"""A log with the tables of deadlines and notifications over a fresh database."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.audit.signing import Ed25519Signer
from shared.clock.suite import ManualClock
from shared.deadlines.sweeper import Sweeper
from shared.eventlog.log import EventLog
from tests.databases import furnished
from tests.shared.deadlines.cases import METADATA, PROJECTORS, shanghai_time


@pytest.fixture
async def engine(database: str) -> AsyncIterator[AsyncEngine]:
    async with furnished(database, METADATA) as engine:
        yield engine


@pytest.fixture
async def log(engine: AsyncEngine) -> AsyncIterator[EventLog]:
    log = EventLog(engine, service="matters", projectors=PROJECTORS, signer=Ed25519Signer.generate())
    await log.start()
    yield log
    await log.stop()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(shanghai_time("2026-09-18T15:00"))


@pytest.fixture
def sweeper(log: EventLog, engine: AsyncEngine, clock: ManualClock) -> Sweeper:
    return Sweeper(log, engine, clock, pause=0.05)
