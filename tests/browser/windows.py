"""Browser windows that report what the security policy blocked, outside requests, and what axe finds."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-sandbox"),
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@asynccontextmanager
async def system_chromium() -> AsyncIterator[Browser]:
    """The system's browser; Debian's package ``chromium`` provides it."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, "no Chromium on PATH: apt-get install chromium fonts-noto-cjk"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        await browser.close()


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

    async def sign_in(self, username: str = "clerk", password: str = "right") -> Page:
        await self.open("/sign-in")
        await self.page.fill("#username", username)
        await self.page.fill("#password", password)
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

    async def unfold(self) -> None:
        """Open everything that is folded, also what comes with it; of alternatives the open one stays."""
        folded = self.page.locator("main details:not([open]):not([name]) > summary:visible")
        while await folded.count():
            await folded.first.click()
            await self.page.wait_for_load_state("networkidle")

    async def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        width: int = await self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return width


Open = Callable[..., Awaitable[Visit]]


@asynccontextmanager
async def windows(chromium: Browser, url: str) -> AsyncIterator[Open]:
    """Open windows of any width; at the end none of them may have reported an error."""
    visits: list[Visit] = []

    async def open_window(width: int = 1440, height: int = 900, **settings: Any) -> Visit:
        context = await chromium.new_context(viewport={"width": width, "height": height}, **settings)
        page = await context.new_page()
        visit = Visit(context, page, url)
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


OWN = ("data:", "blob:", "chrome-extension:", "chrome:")
"""What the browser brings along itself: it shows a PDF with an extension of its own."""


def _note_foreign(visit: Visit, address: str) -> None:
    if not address.startswith((visit.url, *OWN)):
        visit.complaints.append(f"outside request: {address}")
