"""One dashboard for all tests, empty at the beginning of each, and the services it asks."""

from collections.abc import AsyncIterator

import httpx
import pytest

from deploy.postgres import PostgresServer
from tests.services.dashboard.fake_services import FakeServices
from tests.services.dashboard.running import Desk, browsing, dashboard, new_database, served, sign_in


@pytest.fixture(scope="session")
async def whole(postgres: PostgresServer) -> AsyncIterator[tuple[Desk, FakeServices]]:
    services = FakeServices()
    async with served(services.app()) as url, dashboard(new_database(postgres), url) as desk:
        yield desk, services


@pytest.fixture
async def desk(whole: tuple[Desk, FakeServices]) -> Desk:
    await whole[0].empty()
    return whole[0]


@pytest.fixture
def services(whole: tuple[Desk, FakeServices]) -> FakeServices:
    whole[1].begin_anew()
    return whole[1]


@pytest.fixture
async def visitor(desk: Desk, services: FakeServices) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who has not signed in."""
    async with browsing(desk) as http:
        yield http


@pytest.fixture
async def clerk(desk: Desk, services: FakeServices) -> AsyncIterator[httpx.AsyncClient]:
    """A clerk of the bureau, signed in."""
    async with browsing(desk) as http:
        await sign_in(http)
        yield http
