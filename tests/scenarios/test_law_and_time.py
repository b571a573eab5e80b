"""Law and time on the pages over real services: every regulation, every period, a closure by two persons."""

import re
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from playwright.async_api import Browser

from tests.browser.windows import Visit, windows
from tests.scenarios.conftest import AtWork
from tests.scenarios.people import Office

pytestmark = pytest.mark.browser

AGENCY = "urban_management"
ORDER = "（演示，虚构）城管停办通知"


@pytest.fixture
async def head(chromium: Browser, office: Office) -> AsyncIterator[Visit]:
    """The bureau's principal at the pages."""
    async with windows(chromium, office.suite.origin) as open_window:
        visit = await open_window()
        await visit.sign_in("bureau_head", office.suite.passwords["bureau_head"])
        yield visit


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_regulation_can_be_read_on_its_page(office: Office, language: str):
    spoken = {"Cookie": f"jiandu_language={language}"}
    listed = (await office.http.get("/api/v1/law/regulations")).json()
    for head in listed:
        path = f"/law/{head['issuer']}/{head['topic']}"
        page = await office.http.get(path, headers=spoken)

        assert (path, page.status_code) == (path, 200)
        title = head["title"] if language == "zh" else head["title_en"]
        assert title in page.text
        places = re.findall(r' id="([^"]+)"', page.text)
        assert (path, len(places)) == (path, len(set(places)))
    assert len(listed) == 22


async def test_every_period_of_the_law_is_computed_on_the_calculators_page(office: Office):
    today = await office.today()
    periods = (await office.http.get("/api/v1/calendar/periods")).json()
    for period in periods:
        asked = {"regulation": period["regulation"], "key": period["key"], "from": today.isoformat()}
        asked |= {"length": "10", "unit": "working_day"} if period["needs_length"] else {}
        page = await office.http.get("/calculator/rule", params=asked)

        assert (period["basis"], page.status_code) == (period["basis"], 200)
        assert 'class="due-date"' in page.text
        assert "is-end" in page.text
    assert len(periods) > 40


async def test_the_article_behind_a_clock_is_one_step_away(at_work: AtWork, office: Office):
    case = await office.complain()
    visit = await at_work()
    page = await visit.open(f"/complaints/{case.id}")

    await page.click("section[aria-labelledby='clocks-title'] cite a >> nth=0")
    await page.wait_for_url("**/law/wulong/complaints?on=*#*")

    assert await page.evaluate("document.querySelector(':target').id") == "第七条"
    assert await visit.violations() == []


async def next_working_day(office: Office, day: date) -> date:
    while True:
        day += timedelta(days=1)
        if (await office.http.get(f"/api/v1/calendar/days/{day}", params={"body": AGENCY})).json()["working"]:
            return day


async def test_a_closure_is_entered_and_published_by_two_persons_on_the_pages(
    at_work: AtWork, head: Visit, office: Office
):
    case = await office.complain(AGENCY)
    await case.act("bureau_clerk", "summary", summary="反映应查不查。")
    await case.act("bureau_clerk", "routing", handler=AGENCY, reason="属其主管。")
    closed = await next_working_day(office, await office.today())
    before = (await case.page())["clocks"][0]["due"]["due_on"]

    visit = await at_work()
    page = await visit.open("/calendar/drafts?kind=closure")
    await page.fill("#title", ORDER)
    await page.fill("#document", "演示城管〔2026〕1号")
    await page.fill("#reason", "防汛演示")
    await page.select_option("#agencies", AGENCY)
    await page.fill("[name='days.0.day']", closed.isoformat())
    await page.fill("[name='days.0.name']", "防汛")
    await page.click("text=保存草稿")
    await page.wait_for_url(re.compile(r"/calendar/drafts/[0-9a-f-]{36}$"))
    await page.wait_for_selector(f"a:has-text('{case.number}')")
    assert await page.locator("form[action$='/publication']").count() == 0
    assert await visit.violations() == []

    await head.open(page.url.removeprefix(visit.url))
    assert await head.page.locator("td.is-changed").count() == 1
    await head.page.fill("#publish-reason", "命令属实")
    async with office.recomputed():
        await head.page.click("form[action$='/publication'] button")
    await head.page.wait_for_selector(".done")

    for _ in range(50):
        await head.open("/docket?attention=all")
        if await head.page.is_visible(f"text={case.number}"):
            break
        await head.page.wait_for_timeout(200)
    row = head.page.locator(f"tr:has-text('{case.number}')", has_text="受理审核")
    assert before in await row.inner_text() and "推后" in await row.inner_text()
    walk = await visit.open(f"/complaints/{case.id}/clocks/acceptance")
    assert "防汛停办，不计入" in (await walk.get_attribute("td.is-closure", "title") or "")
    year = await visit.open(f"/calendar?year={closed.year}&body={AGENCY}")
    assert ORDER in await year.inner_text("main")
    assert await visit.violations() == []
