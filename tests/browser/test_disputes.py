"""A dispute in a real browser over the real service: asked for, accepted, served, signed for, answered."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from deploy.postgres import PostgresServer
from tests.browser.over_services import (
    Suite,
    at_work,
    desk_over,
    people_of,
    signed_for,
    sound,
    take,
    viewer_of,
)
from tests.browser.windows import Open, Visit, windows
from tests.services.dashboard.running import new_database
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


@pytest.fixture
async def window_there(chromium: Browser, postgres: PostgresServer, office: Office) -> AsyncIterator[Open]:
    """Windows at a dashboard over the office of disputes."""
    people = {who: actor_of(who) for who in PEOPLE}
    fake = people_of(office.issuer, "dispute_coordination", people)
    suite = Suite(fake.app(), office.app, "/api/v1/disputes")
    there = desk_over(new_database(postgres), suite, AGENCIES, office.clock.now())
    async with there as desk, windows(chromium, desk.url) as open_window:
        yield open_window


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
