"""A log whose reached rungs make notifications, a host clock that can be moved, and a receiver."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.audit.signing import Ed25519Signer
from shared.clock.suite import ManualClock
from shared.deadlines.sweeper import Sweeper
from shared.eventlog.log import EventLog
from shared.notifications.webhook import WebhookChannel
from tests.databases import furnished
from tests.shared.deadlines.cases import METADATA, PROJECTORS, shanghai_time
from tests.shared.notifications.receivers import Receiver

SECRET = b"a secret of this test"


class Host:
    """The host's clock, for retries and back-off."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 21, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def passes(self, by: timedelta) -> None:
        self.at += by


@pytest.fixture
def host() -> Host:
    return Host()


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
    return Sweeper(log, engine, clock)


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
async def webhook(receiver: Receiver, host: Host) -> AsyncIterator[WebhookChannel]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(receiver)) as client:
        yield WebhookChannel("https://receiver.test/hook", SECRET, client, host)
