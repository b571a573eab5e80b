"""A dashboard with a few cases, and the services it asks."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.services.dashboard.fake_services import FakeServices
from tests.services.dashboard.running import Desk, browsing, dashboard, served, sign_in


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()


@pytest.fixture
async def desk(database: str, services: FakeServices) -> AsyncIterator[Desk]:
    async with served(services.app()) as services_url, dashboard(database, services_url) as desk:
        yield desk


@pytest.fixture
async def visitor(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who has not signed in."""
    async with browsing(desk) as http:
        yield http


@pytest.fixture
async def clerk(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """A clerk of the bureau, signed in."""
    async with browsing(desk) as http:
        await sign_in(http)
        yield http
