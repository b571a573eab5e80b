"""R5: the host's clock is thrown back and forth under the real complaints service; the machine's own is not.

``SuiteClock`` takes its host's time from a function: the trial gives it one that steps by days, each time for
less than the minute after which a step would be believed.
"""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import create_async_engine

from services.complaints.main import DEFINITION
from shared.clock.suite import SETTLING, SuiteClock
from shared.deadlines.sweeper import Sweeper
from shared.eventlog.log import EventLog
from shared.identity.jwks import FixedKeys
from shared.identity.tokens import TokenIssuer
from shared.settings.service import ProcessRole, ServiceSettings
from shared.web.assembly import create_app
from shared.web.runtime import passing_runtime
from shared.web.schema import initialise
from tests.reliability.conformance import GENEROUS, ISSUER
from tests.reliability.ledger import Ledger
from tests.reliability.verdict import Faults, Verdict
from tests.services.complaints.office import intake

BEGIN = datetime(2026, 9, 18, 2, tzinfo=UTC)
LONGEST = timedelta(days=30)
WHOLE = timedelta(days=45)
LIMIT = 100_000


@dataclass
class Host:
    """What the machine says, and what is true."""

    true: datetime = BEGIN
    error: timedelta = timedelta()

    def says(self) -> datetime:
        """What the machine says."""
        return self.true + self.error

    def elapsed(self) -> float:
        """What the monotonic clock says, which knows only the truth."""
        return (self.true - BEGIN).total_seconds()


@dataclass
class Desk:
    """The service's interface, its log and its sweeper."""

    http: httpx.AsyncClient
    log: EventLog
    sweeper: Sweeper

    async def complain(self) -> None:
        """File a complaint as a member of the public."""
        answer = await self.http.post(
            "/api/v1/complaints/intake", json=intake(agency=None, respondent="某执法机关")
        )
        answer.raise_for_status()


@asynccontextmanager
async def desk_on(database: str, clock: SuiteClock) -> AsyncIterator[Desk]:
    """The complaints service over a fresh database, on a clock of the trial's."""
    with TemporaryDirectory() as folder:
        settings = ServiceSettings(
            service=DEFINITION.name,
            issuer=ISSUER,
            database_url=SecretStr(database),
            role=ProcessRole.API,
            limits=GENEROUS,
            log_level="CRITICAL",
            objects_dir=Path(folder),
        )
        engine = create_async_engine(database)
        await initialise(engine, DEFINITION, settings.deployment_kind)
        runtime = replace(passing_runtime(settings), clock=clock)
        keys = FixedKeys(TokenIssuer(Ed25519PrivateKey.generate(), ISSUER).key_set())
        app = create_app(DEFINITION, settings, runtime=runtime, keys=keys)
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://complaints.test") as http,
        ):
            log: EventLog = app.state.parts.log
            yield Desk(http, log, Sweeper(log, engine, clock))
        await engine.dispose()


async def thrown(database: str, number: int) -> Verdict:
    """Steps of up to 30 days, back and forth, over 45 true days; a sweep after every one."""
    began, faults, dice, host, steps = time.monotonic(), Faults(), Random(number), Host(), 0
    async with desk_on(database, SuiteClock(host.says, host.elapsed)) as desk:
        while host.true < BEGIN + WHOLE:
            if dice.random() < 0.3:
                await desk.complain()
            host.error = timedelta(seconds=dice.uniform(-1, 1) * LONGEST.total_seconds())
            steps += 1
            for _ in range(2):
                host.true += timedelta(seconds=dice.uniform(0, SETTLING.total_seconds() / 2 - 1))
                await _sweep(desk, host, faults)
            host.error = timedelta()
            host.true += timedelta(hours=dice.uniform(0, 24))
            await _sweep(desk, host, faults)
        events = [each.event for each in await desk.log.read(0, LIMIT)]
    ledger = Ledger().follow(events, faults)
    ledger.check_none_missing(host.true, faults)
    faults.counts.update({"rungs": ledger.climbed, "late": ledger.late})
    done = f"{steps} steps, {ledger.climbed} rungs"
    verdict = faults.verdict("R5", "host clock steps back and forth", done, seed=number)
    verdict.seconds = round(time.monotonic() - began, 1)
    return verdict


async def _sweep(desk: Desk, host: Host, faults: Faults) -> None:
    """Whatever fires now must be due by the true time, not by what the host says."""
    before = await desk.log.position()
    await desk.sweeper.sweep_once()
    for each in await desk.log.read(before, LIMIT):
        if each.event.timestamp > host.true + timedelta(seconds=1):
            faults.broken.append(f"position {each.position} is stamped {each.event.timestamp} at {host.true}")
