"""Chromium at a running dashboard; every page reports what its content security policy blocked."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from deploy.postgres import PostgresServer
from shared.contracts.cases import ClockChanged
from tests.services.dashboard.fake_services import FakeServices
from tests.services.dashboard.running import TODAY, Desk, case, dashboard, due, new_database, served

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-sandbox"),
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The system's browser; Debian's package ``chromium`` provides it."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, "no Chromium on PATH: apt-get install chromium fonts-noto-cjk"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        await browser.close()


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


@dataclass
class Visit:
    """One browser window, and what went wrong in it."""

    context: BrowserContext
    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)

    async def open(self, path: str) -> Page:
        await self.page.goto(self.url + path)
        return self.page

    async def sign_in(self, username: str = "clerk") -> Page:
        await self.open("/sign-in")
        await self.page.fill("#username", username)
        await self.page.fill("#password", "right")
        await self.page.click("main button")
        await self.page.wait_for_url(self.url + "/")
        return self.page

    async def violations(self) -> list[str]:
        """What axe finds; it is put in by the debugger's way, so that the page's policy stays as it is."""
        await self.page.evaluate(AXE.read_text("utf-8"))
        found: dict[str, Any] = await self.page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
        )
        return [
            f"{each['id']}: {[node['html'][:160] for node in each['nodes']]}" for each in found["violations"]
        ]

    async def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        width: int = await self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return width


Open = Callable[..., Awaitable[Visit]]


@pytest.fixture
async def window(chromium: Browser, desk: Desk) -> AsyncIterator[Open]:
    """Open windows of any width; at the end none of them may have reported an error."""
    visits: list[Visit] = []

    async def open_window(width: int = 1440, height: int = 900, **settings: Any) -> Visit:
        context = await chromium.new_context(viewport={"width": width, "height": height}, **settings)
        page = await context.new_page()
        visit = Visit(context, page, desk.url)
        page.on("console", lambda said: visit.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        page.on("request", lambda asked: _note_foreign(visit, asked.url))
        visits.append(visit)
        return visit

    yield open_window
    for visit in visits:
        await visit.context.close()
    blocked = [said for visit in visits for said in visit.complaints if "status of 4" not in said]
    assert blocked == []


def _note_foreign(visit: Visit, address: str) -> None:
    if not address.startswith((visit.url, "data:", "blob:")):
        visit.complaints.append(f"outside request: {address}")
