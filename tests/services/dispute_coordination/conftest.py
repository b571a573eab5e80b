"""The dispute service over real PostgreSQL, with a clock that the tests move."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from deploy.postgres import PostgresServer
from services.dispute_coordination.main import DEFINITION
from services.dispute_coordination.views.tables import DIRECTORY, DISPUTE_NUMBER
from shared.clock.suite import ManualClock
from shared.deadlines.sweeper import Sweeper
from shared.identity.jwks import FixedKeys
from shared.identity.tokens import TokenIssuer
from shared.settings.limits import Limits
from shared.settings.service import DeploymentKind, ProcessRole, ServiceSettings
from shared.web.assembly import create_app
from shared.web.runtime import passing_runtime
from shared.web.schema import initialise
from tests.services.dispute_coordination.office import ISSUER, Office, fill_directory

KEPT = {table.name for table in DIRECTORY.all} | {DEFINITION.deployment.deployment.name}
"""What one test leaves to the next: the invented district, and what kind of installation it is."""


@pytest.fixture(scope="session")
async def dispute_database(postgres: PostgresServer) -> AsyncIterator[AsyncEngine]:
    """A database with the service's tables and the invented district."""
    with psycopg.connect(postgres.dsn, autocommit=True) as admin:
        admin.execute("drop database if exists dispute_office with (force)")
        admin.execute("create database dispute_office")
    engine = create_async_engine(postgres.url("dispute_office", driver="psycopg"))
    await initialise(engine, DEFINITION, DeploymentKind.DEMO)
    await fill_directory(engine)
    yield engine
    await engine.dispose()


@pytest.fixture
async def empty(dispute_database: AsyncEngine) -> AsyncEngine:
    """The same database as on its first day; emptying is far quicker than creating."""
    async with dispute_database.begin() as connection:
        await connection.execute(text("set local session_replication_role = replica"))
        for table in DEFINITION.metadata.sorted_tables:
            if table.name not in KEPT:
                await connection.execute(table.delete())
        await connection.execute(text(f"alter sequence {DISPUTE_NUMBER.name} restart"))
    return dispute_database


@pytest.fixture
async def office(empty: AsyncEngine, tmp_path: Path) -> AsyncIterator[Office]:
    """The bureau on Monday 2 November 2026, ten in the morning."""
    settings = ServiceSettings(
        service=DEFINITION.name,
        issuer=ISSUER,
        database_url=SecretStr(empty.url.render_as_string(hide_password=False)),
        role=ProcessRole.API,
        objects_dir=tmp_path / "objects",
        limits=Limits(upload_bytes=1_000_000),
    )
    clock = ManualClock(datetime(2026, 11, 2, 2, 0, tzinfo=UTC))
    runtime = replace(passing_runtime(settings), clock=clock)
    issuer = TokenIssuer(Ed25519PrivateKey.generate(), ISSUER)
    app = create_app(DEFINITION, settings, runtime=runtime, keys=FixedKeys(issuer.key_set()))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://disputes.test") as http,
    ):
        yield Office(app, http, clock, issuer, empty, Sweeper(app.state.parts.log, empty, clock))
