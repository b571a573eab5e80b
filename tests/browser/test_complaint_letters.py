"""Letters of a complaint in a real browser over the real service: served by hand, and into an inbox."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page

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
from tests.browser.windows import Open, windows
from tests.services.complaints.conftest import empty, furnished, office
from tests.services.complaints.office import PEOPLE, Case, Office, actor_of, concluded
from tests.services.dashboard.running import TODAY, new_database

__all__ = ("empty", "furnished", "office")

pytestmark = pytest.mark.browser

AGENCIES = {"market": "区市场监管局", "water": "区水利局", "bureau": "区司法局"}
ORDER = {"agency": "market", "content": "立即查处。", "length": 10, "unit": "working_day"}


@pytest.fixture
async def case(office: Office) -> Case:
    """A complaint that was founded, concluded on the dashboard's day."""
    office.on(TODAY.isoformat())
    return await concluded(office)


@pytest.fixture
async def window_there(
    chromium: Browser, postgres: PostgresServer, office: Office, case: Case
) -> AsyncIterator[Open]:
    """Windows at a dashboard over the office of complaints."""
    people = {who: actor_of(who) for who in PEOPLE}
    suite = Suite(people_of(office.issuer, "complaints", people).app(), office.app, "/api/v1/complaints")
    there = desk_over(new_database(postgres), suite, AGENCIES, office.clock.now())
    async with there as desk, windows(chromium, desk.url) as open_window:
        yield open_window


async def letter_of(page: Page, title: str) -> str:
    """Go to a letter of the case that is shown; gives its address."""
    await page.locator("#letters-title ~ table a", has_text=title).first.click()
    await page.wait_for_selector(".paper, .missing")
    return page.url


async def test_a_notice_is_served_by_hand_without_a_script(window_there: Open, case: Case) -> None:
    bureau = await at_work(window_there, "clerk", java_script_enabled=False)
    head = await at_work(window_there, "head")
    page = await bureau.open(f"/complaints/{case.id}")
    address = (await letter_of(page, "处理结果告知书")).removeprefix(bureau.url)

    await take(await head.open(address), "签发")
    await take(await bureau.open(address), "编号印发并电子送达")
    form = page.locator(".actions details", has=page.locator("summary:text-is('登记直接送达')"))
    await form.locator("summary").click()
    for name, label in (("addressee", 1), ("capacity", 1), ("servers", 0)):
        await form.locator(f"[name='field.{name}']").select_option(index=label)
    written = {"on": TODAY.isoformat(), "receipt.place": "区司法局", "receipt.signed_by": "本人"}
    for name, text in {**written, "evidence.signed_receipt": "回证第一号"}.items():
        await form.locator(f"[name='field.{name}']").fill(text)
    await form.locator("button").click()

    shown = await page.inner_text("main")
    assert "已办理：登记送达" in shown
    assert "回证第一号" in shown
    assert await page.locator(".course .done").count() == 4


async def test_an_order_is_written_signed_issued_and_signed_for(window_there: Open, case: Case) -> None:
    await case.act("clerk", "orders", **ORDER)
    bureau, head = await at_work(window_there, "clerk"), await at_work(window_there, "head")
    page = await bureau.open(f"/complaints/{case.id}")
    await sound(bureau)
    address = (await letter_of(page, "责令限期改正通知书")).removeprefix(bureau.url)
    await sound(bureau)

    revised = page.locator(".actions details", has=page.locator("summary:text-is('修改内容')"))
    for area in await revised.locator("textarea, input[type='text']").all():
        await area.fill(
            "第一项\n第二项" if await area.evaluate("it => it.localName") == "textarea" else "书面"
        )
    await revised.locator("button").click()
    await page.wait_for_selector(".done:has-text('修改内容')")
    await take(await head.open(address), "签发")
    await take(await bureau.open(address), "编号印发并电子送达")
    await viewer_of(await bureau.open(f"{address}?preview=pdf"))
    await sound(bureau)

    agency = await at_work(window_there, "agency_clerk", width=320)
    await signed_for(agency)
    page = await agency.open(address)
    await sound(agency)
    assert "第一项" in await page.inner_text(".paper")
    assert "签收 2026-09-24" in await page.inner_text(".whoms")
