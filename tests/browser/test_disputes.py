"""A dispute in a real browser over the real service: asked for, accepted, served, signed for, answered."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.async_api import Browser, Frame, Page
from starlette.types import ASGIApp, Receive, Scope, Send

from deploy.postgres import PostgresServer
from shared.contracts.registry import AgencyRegistered
from tests.browser.windows import Open, Visit, windows
from tests.services.dashboard.fake_services import FakeServices
from tests.services.dashboard.running import Desk, dashboard, new_database, served
from tests.services.dispute_coordination.conftest import dispute_database, empty, office
from tests.services.dispute_coordination.office import AGENCIES, PEOPLE, Office, actor_of

__all__ = ("dispute_database", "empty", "office")

pytestmark = pytest.mark.browser

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
REQUEST = {
    "agencies_information": "两个机关的基本情况。",
    "matter": "农药经营门店的日常检查由谁负责。",
    "negotiation_and_differences": "十月二十日协商，未能一致。",
    "proposal_and_reasons": "建议由农业农村委负责。",
}


class Suite:
    """Everything behind one address: disputes are real, the rest answers in its shapes."""

    def __init__(self, rest: FastAPI, disputes: ASGIApp) -> None:
        self.rest = rest
        self.disputes = disputes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        real = scope["type"] == "http" and scope["path"].startswith("/api/v1/disputes")
        await (self.disputes if real else self.rest)(scope, receive, send)


def session(office: Office, who: str) -> dict[str, Any]:
    """What a signed-in person's session tells, with a true token for disputes."""
    actor, (role, agency, _) = actor_of(who), PEOPLE[who]
    others = dict.fromkeys(("complaints", "statutes", "identity"), f"token-of-{who}")
    return {
        "expires_in": 600,
        "tokens": {**others, "dispute_coordination": office.issuer.issue(actor, "dispute_coordination")},
        "account": f"account-{who}",
        "role": role.value,
        "agency": agency,
        "person": str(actor.person),
        "posts": sorted(post.value for post in actor.posts),
        "must_change_password": False,
    }


@pytest.fixture
async def real_desk(postgres: PostgresServer, office: Office) -> AsyncIterator[Desk]:
    """A dashboard on the office's day, which knows the agencies of the invented district."""
    fake = FakeServices(people={who: session(office, who) for who in PEOPLE})
    suite: Any = Suite(fake.app(), office.app)
    async with served(suite) as url, dashboard(new_database(postgres), url) as desk:
        desk.host.advance(office.clock.now() - desk.host.at)
        registered = {"registered_on": date(2021, 1, 1)}
        await desk.tell(
            *(
                AgencyRegistered(agency=code, display_name=name, short_name=name, **registered)
                for code, name in AGENCIES.items()
            ),
            service="enforcement_registry",
        )
        yield desk


@pytest.fixture
async def window_there(chromium: Browser, real_desk: Desk) -> AsyncIterator[Open]:
    async with windows(chromium, real_desk.url) as open_window:
        yield open_window


async def at_work(window: Open, who: str, **settings: Any) -> Visit:
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
    assert await page.locator(".refused").count() == 0, await page.inner_text("main")


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
    await visit.unfold()
    assert await visit.violations() == []
    assert await visit.overflow() <= 0


async def asked_for(visit: Visit) -> str:
    """Ask for coordination with the form; gives the address of the case."""
    page = await visit.open("/disputes/new")
    await page.fill("[name='field.title']", "农药经营门店检查职责争议")
    await page.select_option("[name='field.ground']", "enforcement_duties")
    await page.select_option("[name='field.respondents']", "farming")
    await page.fill("[name='field.negotiated_on']", "2026-10-20")
    for name, text in REQUEST.items():
        await page.fill(f"[name='field.{name}']", text)
    for group in ("written_request", "legal_basis", "staffing_and_duty_documents"):
        await page.check(f"[name='group.{group}']")
    file = {"name": "申请书.pdf", "mimeType": "application/pdf", "buffer": PDF}
    await page.set_input_files("[name='files.written_request']", file)
    await page.click("main form button")
    return page.url.removeprefix(visit.url).partition("?")[0]


async def accepted(visit: Visit, address: str) -> str:
    """Accept, and open the notice that was drafted for the other side; gives the letter's address."""
    page = await visit.open(address)
    await take(page, "决定受理")
    await sound(visit)
    row = page.locator("#letters-title ~ table tbody tr", has_text="农业农村委")
    await row.locator("a").click()
    await page.wait_for_selector(".paper")
    return page.url.removeprefix(visit.url)


async def signed_for(visit: Visit) -> None:
    """Sign for the one letter of the inbox."""
    page = await visit.open("/inbox")
    assert (await page.inner_text("a[href='/inbox'] .badge-count")).split() == ["1", "件待签收的文书"]
    await sound(visit)
    await page.click("#unsigned-title ~ table button")
    await page.wait_for_selector("text=已签收。")
    assert await page.locator("a[href='/inbox'] .badge-count").count() == 0


async def test_a_dispute_is_asked_for_without_a_script(window_there: Open) -> None:
    visit = await at_work(window_there, "market_clerk", java_script_enabled=False)

    await asked_for(visit)

    shown = await visit.page.inner_text("main")
    assert "已办理：提出申请" in shown
    assert "执法职责之争" in shown
    assert "农药经营门店的日常检查由谁负责。" in shown
    assert await visit.page.locator(".papers a[download]").count() == 1


async def test_a_notice_goes_from_draft_to_answer_and_the_file_is_shown(window_there: Open) -> None:
    address = await asked_for(await at_work(window_there, "market_clerk"))
    bureau, head = await at_work(window_there, "clerk"), await at_work(window_there, "head")
    letter = await accepted(bureau, address)
    assert await bureau.page.inner_text(".paper-mark") == "草稿"
    await sound(bureau)

    await take(await head.open(letter), "签发")
    await take(await bureau.open(letter), "编号印发并电子送达")
    assert await bureau.page.locator(".course .done").count() == 4
    await viewer_of(await bureau.open(f"{letter}?preview=pdf"))
    page = await bureau.open("/letters/register")
    assert "〔2026〕1号" in await page.inner_text("#register-disputes ~ table tbody th")

    other = await at_work(window_there, "farming_clerk", width=320)
    await signed_for(other)
    await other.open(letter)
    await sound(other)
    page = await other.open(address)
    assert await page.is_visible("#owed-title")
    await take(page, "收到答复或者情况说明", answer="检查职责不在我委。")
    await sound(other)
    assert "已答复" in await page.inner_text("#parties-title ~ table")
    assert not await page.is_visible("#owed-title")
