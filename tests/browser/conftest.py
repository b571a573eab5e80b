"""Chromium at a running dashboard; every page reports what its content security policy blocked."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from playwright.async_api import Browser

from deploy.postgres import PostgresServer
from shared.contracts.cases import ClockChanged
from tests.browser.windows import Open, system_chromium, windows
from tests.services.dashboard.fake_services import FakeServices
from tests.services.dashboard.running import TODAY, Desk, case, dashboard, due, new_database, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with system_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
async def whole(postgres: PostgresServer) -> AsyncIterator[tuple[Desk, FakeServices]]:
    services = FakeServices()
    async with served(services.app()) as url, dashboard(new_database(postgres), url) as desk:
        yield desk, services


@pytest.fixture
def services(whole: tuple[Desk, FakeServices]) -> FakeServices:
    whole[1].begin_anew()
    return whole[1]


@pytest.fixture
async def desk(whole: tuple[Desk, FakeServices], services: FakeServices) -> Desk:
    """A dashboard with twelve cases under every light."""
    desk = whole[0]
    await desk.empty()
    for number in range(1, 12):
        due_on = TODAY + timedelta(days=number * 3 - 9)
        agency = "ecology" if number % 3 == 0 else "urban_management"
        owner = ("bureau_clerk", "investigator", "bureau_head")[number % 3]
        await desk.tell(*case(number, due_on, agency=agency, owner_role=owner))
    await desk.tell(*case(12, date(2026, 11, 30)))
    suspended = due(TODAY).model_copy(update={"due_on": None, "breach_after": None, "suspended": True})
    opened = case(12, TODAY)[1].model_dump(exclude={"due", "opened_on", "clock_owner_role"})
    await desk.tell(ClockChanged(change="suspended", due=suspended, changed_on=TODAY, **opened))
    return desk


@pytest.fixture
async def window(chromium: Browser, desk: Desk) -> AsyncIterator[Open]:
    """Windows at the dashboard."""
    async with windows(chromium, desk.url) as open_window:
        yield open_window
