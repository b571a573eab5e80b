"""The whole suite, once; its people; and their browsers."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, StorageState

from tests.browser.windows import Open, Visit, system_chromium, windows
from tests.scenarios.disputes import District
from tests.scenarios.people import Office
from tests.scenarios.suite import Suite, fresh_suite


@pytest.fixture(scope="session")
def suite() -> Iterator[Suite]:
    """A fresh demonstration, as `jiandu up` starts it."""
    with fresh_suite() as running:
        yield running


@pytest.fixture(scope="session")
async def office(suite: Suite) -> AsyncIterator[Office]:
    """The district's people, registered."""
    async with httpx.AsyncClient(base_url=suite.origin, timeout=30, trust_env=False) as http:
        office = Office(suite, http)
        await office.register_district()
        yield office


@pytest.fixture(scope="session")
def calendar_suite() -> Iterator[Suite]:
    """Another one, whose clock begins on a fixed day."""
    with fresh_suite() as running:
        yield running


@pytest.fixture(scope="session")
async def district(calendar_suite: Suite) -> AsyncIterator[District]:
    """The people there who have to do with disputes."""
    async with httpx.AsyncClient(base_url=calendar_suite.origin, timeout=30, trust_env=False) as http:
        district = District(calendar_suite, http)
        await district.begin()
        yield district


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The system's browser."""
    async with system_chromium() as browser:
        yield browser


@pytest.fixture
async def window(chromium: Browser, office: Office) -> AsyncIterator[Open]:
    """Windows at the suite's origin; none may report an error."""
    async with windows(chromium, office.suite.origin) as open_window:
        yield open_window


@pytest.fixture(scope="session")
async def signed_in(chromium: Browser, office: Office) -> StorageState:
    """What the clerk's browser keeps after signing in on the page."""
    async with windows(chromium, office.suite.origin) as open_window:
        visit = await open_window()
        await visit.sign_in("bureau_clerk", office.suite.passwords["bureau_clerk"])
        return await visit.context.storage_state()


AtWork = Callable[..., Awaitable[Visit]]


@pytest.fixture
def at_work(window: Open, signed_in: StorageState) -> AtWork:
    """The clerk in front of the queue."""

    async def open_queue(width: int = 1440, **settings: Any) -> Visit:
        visit = await window(width, storage_state=signed_in, **settings)
        await visit.open("/")
        return visit

    return open_queue
