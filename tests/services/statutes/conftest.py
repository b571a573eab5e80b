"""The statutes service, as anybody on the street meets it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import create_async_engine

from services.statutes.main import DEFINITION
from shared.clock.suite import ManualClock, SuiteClock
from shared.identity.jwks import FixedKeys
from shared.identity.tokens import TokenIssuer
from shared.settings.service import ProcessRole, ServiceSettings
from shared.web.assembly import create_app
from shared.web.runtime import passing_runtime
from shared.web.schema import initialise
from tests.services.statutes.bureau import Bureau

ISSUER = "http://issuer.test"


def build_app(database: str, clock: SuiteClock | ManualClock) -> FastAPI:
    settings = ServiceSettings(
        service="statutes", issuer=ISSUER, database_url=SecretStr(database), role=ProcessRole.API
    )
    runtime = replace(passing_runtime(settings), clock=clock)
    keys = FixedKeys(TokenIssuer(Ed25519PrivateKey.generate(), ISSUER).key_set())
    return create_app(DEFINITION, settings, runtime=runtime, keys=keys)


@pytest.fixture(scope="session")
def app_on() -> Callable[[str], FastAPI]:
    """Build the service over a database of one's own."""
    return lambda database: build_app(database, SuiteClock())


@pytest.fixture
def app() -> FastAPI:
    """Reading the law and the calendar needs no database; today is 21 November 2026."""
    morning = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
    return build_app("postgresql+psycopg://127.0.0.1/none", ManualClock(morning))


@pytest.fixture
async def http(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://statutes.test"
    ) as client:
        yield client


@pytest.fixture
async def bureau(database: str) -> AsyncIterator[Bureau]:
    """The bureau's people on Friday 20 November 2026, ten in the morning."""
    settings = ServiceSettings(
        service="statutes", issuer=ISSUER, database_url=SecretStr(database), role=ProcessRole.API
    )
    engine = create_async_engine(database)
    await initialise(engine, DEFINITION, settings.deployment_kind)
    await engine.dispose()
    clock = ManualClock(datetime(2026, 11, 20, 2, 0, tzinfo=UTC))
    issuer = TokenIssuer(Ed25519PrivateKey.generate(), ISSUER)
    runtime = replace(passing_runtime(settings), clock=clock)
    app = create_app(DEFINITION, settings, runtime=runtime, keys=FixedKeys(issuer.key_set()))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://statutes.test") as http,
    ):
        yield Bureau(app, http, issuer, clock, runtime.law)
