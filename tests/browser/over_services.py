"""A dashboard over one real service that runs in this process, and what people do on its pages."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Any

from fastapi import FastAPI
from playwright.async_api import Frame, Page
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.contracts.registry import AgencyRegistered
from shared.identity.actor import Actor
from shared.identity.tokens import TokenIssuer
from tests.browser.windows import Open, Visit
from tests.services.dashboard.fake_services import FakeServices
from tests.services.dashboard.running import Desk, dashboard, served


class Suite:
    """Everything behind one address: one service is real, the rest answers in its shapes."""

    def __init__(self, rest: FastAPI, real: ASGIApp, path: str) -> None:
        self.rest = rest
        self.real = real
        self.path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_real = scope["type"] == "http" and scope["path"].startswith(self.path)
        await (self.real if is_real else self.rest)(scope, receive, send)


def session(issuer: TokenIssuer, service: str, who: str, actor: Actor) -> dict[str, Any]:
    """What a signed-in person's session tells, with a true token for the real service."""
    others = ("complaints", "statutes", "identity", "dispute_coordination")
    return {
        "expires_in": 600,
        "tokens": {**dict.fromkeys(others, f"token-of-{who}"), service: issuer.issue(actor, service)},
        "account": f"account-{who}",
        "role": actor.role.value,
        "agency": actor.agency,
        "person": str(actor.person),
        "posts": sorted(post.value for post in actor.posts),
        "must_change_password": False,
    }


@asynccontextmanager
async def desk_over(
    database: str, suite: Any, agencies: Mapping[str, str], today: datetime
) -> AsyncIterator[Desk]:
    """A dashboard on the real service's day, which knows the agencies of its district."""
    async with served(suite) as url, dashboard(database, url) as desk:
        desk.host.advance(today - desk.host.at)
        registered = {"registered_on": date(2021, 1, 1)}
        told = [
            AgencyRegistered(agency=code, display_name=name, short_name=name, **registered)
            for code, name in agencies.items()
        ]
        await desk.tell(*told, service="enforcement_registry")
        yield desk


def people_of(issuer: TokenIssuer, service: str, actors: Mapping[str, Actor]) -> FakeServices:
    """The services around the real one, with the accounts of its people."""
    return FakeServices(people={who: session(issuer, service, who, actor) for who, actor in actors.items()})


async def at_work(window: Open, who: str, **settings: Any) -> Visit:
    """A person's window."""
    visit = await window(**settings)
    await visit.sign_in(who)
    return visit


async def take(page: Page, step: str, **written: str) -> None:
    """Unfold a step, write into its fields, confirm."""
    form = page.locator(".actions details", has=page.locator(f"summary:text-is('{step}')"))
    await form.locator("summary").click()
    for name, text in written.items():
        await form.locator(f"[name='field.{name.replace('__', '.')}']").fill(text)
    await form.locator("button").click()
    await page.wait_for_selector(".done, .refused")
    assert await page.locator(".refused").count() == 0, await page.inner_text(".refused")


async def viewer_of(page: Page) -> Frame:
    """The browser's own viewer, once it shows the file."""
    for _ in range(100):
        for frame in page.frames:
            if frame.url.startswith("chrome-extension:"):
                await frame.wait_for_selector("pdf-viewer, viewer-toolbar")
                return frame
        await page.wait_for_timeout(100)
    raise AssertionError("the browser does not show the file")


async def sound(visit: Visit) -> None:
    """A page without fault of axe and without overflow, everything unfolded."""
    await visit.unfold()
    assert await visit.violations() == []
    assert await visit.overflow() <= 0


async def signed_for(visit: Visit) -> None:
    """Sign for the one letter of an agency's inbox."""
    page = await visit.open("/inbox")
    assert (await page.inner_text("a[href='/inbox'] .badge-count")).split() == ["1", "件待签收的文书"]
    await sound(visit)
    await page.click("#unsigned-title ~ table button")
    await page.wait_for_selector("text=已签收。")
    assert await page.locator("a[href='/inbox'] .badge-count").count() == 0
