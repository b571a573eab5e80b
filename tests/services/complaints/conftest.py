"""The complaints service over real PostgreSQL, with a clock that the tests move."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from deploy.postgres import PostgresServer
from services.complaints.main import DEFINITION
from services.complaints.views.tables import COMPLAINT_NUMBER, DIRECTORY, LEAD_NUMBER
from shared.clock.suite import ManualClock
from shared.deadlines.sweeper import Sweeper
from shared.identity.jwks import FixedKeys
from shared.identity.tokens import TokenIssuer
from shared.settings.limits import Limits
from shared.settings.service import DeploymentKind, ProcessRole, ServiceSettings
from shared.web.assembly import create_app
from shared.web.runtime import passing_runtime
from shared.web.schema import initialise
from tests.services.complaints.office import ISSUER, Office, fill_directory

KEPT = {table.name for table in DIRECTORY.all} | {DEFINITION.deployment.deployment.name}
"""What one test leaves to the next: the invented district, and what kind of installation it is."""


@pytest.fixture(scope="session")
async def furnished(postgres: PostgresServer) -> AsyncIterator[AsyncEngine]:
    """A database with the service's tables and the invented district."""
    with psycopg.connect(postgres.dsn, autocommit=True) as admin:
        admin.execute("drop database if exists complaints_office with (force)")
        admin.execute("create database complaints_office")
    engine = create_async_engine(postgres.url("complaints_office", driver="psycopg"))
    await initialise(engine, DEFINITION, DeploymentKind.DEMO)
    await fill_directory(engine)
    yield engine
    await engine.dispose()


@pytest.fixture
async def empty(furnished: AsyncEngine) -> AsyncEngine:
    """The same database as on its first day; emptying is far quicker than creating."""
    async with furnished.begin() as connection:
        await connection.execute(text("set local session_replication_role = replica"))
        for table in DEFINITION.metadata.sorted_tables:
            if table.name not in KEPT:
                await connection.execute(table.delete())
        for sequence in (COMPLAINT_NUMBER, LEAD_NUMBER):
            await connection.execute(text(f"alter sequence {sequence.name} restart"))
    return furnished


@pytest.fixture
async def office(empty: AsyncEngine, tmp_path: Path) -> AsyncIterator[Office]:
    """The bureau on Friday 18 September 2026, ten in the morning."""
    unlimited = Limits(
        intake_attempts_per_address_minute=10_000,
        intake_per_address_minute=10_000,
        intake_per_address_day=10_000,
        intake_per_person_day=10_000,
        public_reads_per_address_minute=10_000,
        upload_bytes=1_000_000,
    )
    settings = ServiceSettings(
        service="complaints",
        issuer=ISSUER,
        database_url=SecretStr(empty.url.render_as_string(hide_password=False)),
        role=ProcessRole.API,
        objects_dir=tmp_path / "objects",
        limits=unlimited,
    )
    clock = ManualClock(datetime(2026, 9, 18, 2, 0, tzinfo=UTC))
    runtime = replace(passing_runtime(settings), clock=clock)
    issuer = TokenIssuer(Ed25519PrivateKey.generate(), ISSUER)
    app = create_app(DEFINITION, settings, runtime=runtime, keys=FixedKeys(issuer.key_set()))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://complaints.test") as http,
    ):
        sweeper = Sweeper(app.state.parts.log, empty, clock)
        yield Office(app, http, clock, issuer, empty, sweeper)


@pytest.fixture
def dump(office: Office) -> Callable[[], Awaitable[str]]:
    """Everything the database holds outside the sealed store, as one text."""

    async def read() -> str:
        found = []
        async with office.engine.connect() as connection:
            for table in DEFINITION.metadata.sorted_tables:
                if table.schema is None:
                    rows = (await connection.execute(table.select())).mappings().all()
                    found.append(
                        json.dumps(
                            [{k: _text(v) for k, v in row.items()} for row in rows], ensure_ascii=False
                        )
                    )
        return "\n".join(found)

    return read


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
