"""What runs beside the requests: the relay, the sandbox clock, the probes, restarts."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from shared.bus.connection import BusConnection
from shared.bus.streams import Provisioner
from shared.clock.suite import SuiteClock
from shared.settings.service import DeploymentKind, ProcessRole
from shared.settings.tables import clock_moved
from shared.web.assembly import create_app
from shared.web.following import followed
from shared.web.metrics import Metrics
from shared.web.probes import Health
from shared.web.runtime import passing_runtime
from shared.web.sandbox_clock import ClockFollower
from shared.web.schema import DeploymentKindError, initialise
from shared.web.service import BackgroundTask
from shared.web.supervision import Supervisor

AT = datetime(2026, 9, 18, 1, 30, tzinfo=UTC)


@pytest.fixture
async def engine(database, desks):
    engine = create_async_engine(database)
    await initialise(engine, desks.DEFINITION, DeploymentKind.DEMO)
    yield engine
    await engine.dispose()


async def move(engine, desks, offset):
    async with engine.begin() as connection:
        statement, values = clock_moved(desks.DEFINITION.deployment, offset=offset, at=AT)
        await connection.execute(statement, values)


async def test_the_sandbox_clock_may_begin_in_the_past_and_then_only_moves_ahead(engine, desks):
    clock = SuiteClock()
    follower = ClockFollower(engine, desks.DEFINITION.deployment, clock)
    seen = []
    for offset in (timedelta(days=-365), timedelta(days=30), timedelta(days=7)):
        await move(engine, desks, offset)
        await follower.step()
        seen.append(clock.offset.days)

    assert seen == [-365, 30, 30]


def test_every_service_follows_the_clock_and_the_law(desks):
    parts = desks.build(passing_runtime(desks.settings_for("postgresql://localhost/none")))

    assert [each.source for each in followed(desks.DEFINITION, parts)] == ["identity", "statutes"]


async def test_a_database_of_another_kind_of_installation_is_refused(engine, desks):
    with pytest.raises(DeploymentKindError):
        await initialise(engine, desks.DEFINITION, DeploymentKind.PRODUCTION)


async def test_a_service_does_not_start_on_such_a_database(engine, database, desks):
    settings = desks.settings_for(database, deployment_kind=DeploymentKind.PRODUCTION)
    app = create_app(desks.DEFINITION, settings, runtime=passing_runtime(settings))

    with pytest.raises(DeploymentKindError):
        async with app.router.lifespan_context(app):
            pass


async def readiness(app, wanted):
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desks.test") as http:
        for _ in range(200):
            report = (await http.get("/readyz")).json()
            if all(report.get(name) == value for name, value in wanted.items()):
                return report
            await asyncio.sleep(0.05)
    return report


async def test_a_worker_relays_and_follows_the_clock(engine, database, desks, nats_clean):
    provisioning = BusConnection(nats_clean.url, service="provisioner")
    await provisioning.start()
    await provisioning.ready(10)
    await Provisioner(provisioning, {"desks": ("identity",), "identity": ()}).provision_once()
    settings = desks.settings_for(database, role=ProcessRole.WORKER, nats_url=nats_clean.url)
    app = create_app(desks.DEFINITION, settings, runtime=passing_runtime(settings))

    async with app.router.lifespan_context(app):
        wanted = {"ready": True, "nats": "up", "relay_lag": 0, "clock_offset_seconds": 0}
        report = await readiness(app, wanted)
        assert report.items() >= wanted.items()
        await move(engine, desks, timedelta(days=1))
        report = await readiness(app, {"clock_offset_seconds": 86400})

    await provisioning.stop()
    assert report["clock_offset_seconds"] == 86400


async def test_a_service_is_ready_while_the_broker_is_away(engine, database, desks):
    settings = desks.settings_for(database, role=ProcessRole.ALL, nats_url="nats://127.0.0.1:1")
    app = create_app(desks.DEFINITION, settings, runtime=passing_runtime(settings))

    async with app.router.lifespan_context(app):
        report = await readiness(app, {"ready": True})

    assert (report["ready"], report["nats"], report["relay_lag"]) == (True, "down", None)


async def test_production_follows_no_sandbox_clock_whatever_its_database_says(database, desks):
    engine = create_async_engine(database)
    await initialise(engine, desks.DEFINITION, DeploymentKind.PRODUCTION)
    await move(engine, desks, timedelta(days=30))
    await engine.dispose()
    settings = desks.settings_for(
        database,
        role=ProcessRole.ALL,
        nats_url="nats://127.0.0.1:1",
        deployment_kind=DeploymentKind.PRODUCTION,
    )
    app = create_app(desks.DEFINITION, settings, runtime=passing_runtime(settings))

    async with app.router.lifespan_context(app):
        report = await readiness(app, {"ready": True})

    assert report["clock_offset_seconds"] == 0
    assert report["parked_messages"] == 0


async def test_a_failed_loop_is_started_again():
    runs = 0
    done = asyncio.Event()

    async def fail_once(stop):
        nonlocal runs
        runs += 1
        if runs == 1:
            raise RuntimeError("once")
        done.set()
        await stop.wait()

    metrics = Metrics()
    supervisor = Supervisor(metrics)
    supervisor.start([BackgroundTask("loop", fail_once)])
    await asyncio.wait_for(done.wait(), 10)
    await supervisor.stop()

    assert runs == 2
    assert 'jiandu_task_restarts_total{task="loop"} 1.0' in metrics.exposition().decode()


async def test_a_process_that_cannot_reach_its_database_is_not_ready(desks):
    health = Health("desks", "api", needed={"database": _refusing}, started=True)

    ready, report = await health.report()

    assert (ready, report["database"]) == (False, "down")


async def _refusing():
    raise ConnectionError


def test_the_clock_statement_is_one_and_the_same_for_a_table(desks):
    first, _ = clock_moved(desks.DEFINITION.deployment, offset=timedelta(1), at=AT)
    second, _ = clock_moved(desks.DEFINITION.deployment, offset=timedelta(2), at=AT)

    assert first is second
