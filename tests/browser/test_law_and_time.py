"""The pages of law and time in a real browser: no fault of axe, no overflow, keyboard, no script, print."""

from io import BytesIO

import pytest
from playwright.async_api import Page

from tests.browser.windows import Open
from tests.services.dashboard.fake_calendar import DRAFT, calendar_draft, moved, task
from tests.services.dashboard.fake_law import CHOSEN, IDLE, law_draft
from tests.services.dashboard.fake_law import DRAFT as LAW_DRAFT
from tests.services.dashboard.fake_services import FakeServices

pytestmark = pytest.mark.browser

RESULT = "/calculator?from=2026-12-10&length=20&unit=working_day&stop_from=2026-12-15&stop_to=2026-12-18"
RULE = "/calculator/rule?regulation=wulong/complaints&key=complaints.handling&from=2026-09-03"
PUBLIC = (
    *("/law", "/law/wulong/complaints", "/law/open-questions", "/law/internal-targets"),
    *("/calendar", "/calendar?year=2027", "/calculator", RESULT, "/calculator/rule", RULE),
)
BUREAU = (
    *("/calendar/drafts", "/calendar/drafts?kind=edition", "/calendar/drafts?kind=closure"),
    *(f"/calendar/drafts/{DRAFT}", f"/calendar/drafts/{DRAFT}/effects"),
    *("/docket", "/law/drafts", f"/law/drafts/{LAW_DRAFT}", "/law/policies"),
)


@pytest.fixture
def full(services: FakeServices) -> FakeServices:
    """Something on every page."""
    services.calendar.drafts = [calendar_draft()]
    services.calendar.lines = [moved(), moved(position=8, tasks=[task("undone_breach")])]
    services.law.drafts = [law_draft()]
    services.law.questions = [CHOSEN, IDLE]
    return services


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [1440, 320])
async def test_the_public_pages_have_no_fault_and_fit(window: Open, width: int, language: str) -> None:
    visit = await window(width)
    await visit.open(f"/language/{language}?back=/law")
    for path in PUBLIC:
        await visit.open(path)
        await visit.unfold()

        assert (path, await visit.violations()) == (path, [])
        assert (path, max(await visit.overflow(), 0)) == (path, 0)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [1440, 320])
async def test_the_bureaus_pages_have_no_fault_and_fit(
    window: Open, full: FakeServices, width: int, language: str
) -> None:
    visit = await window(width)
    await visit.sign_in("head")
    await visit.open(f"/language/{language}?back=/law")
    for path in BUREAU:
        await visit.open(path)
        await visit.unfold()

        assert (path, await visit.violations()) == (path, [])
        assert (path, max(await visit.overflow(), 0)) == (path, 0)


async def test_a_form_that_comes_back_has_no_fault_and_the_focus_on_what_is_wrong(window: Open) -> None:
    visit = await window(320)
    unchosen = RULE.replace("&key=complaints.handling", "")
    for path in ("/calculator?from=x&length=y&stop_to=2026-01-01", unchosen):
        page = await visit.open(path)

        assert await page.evaluate("document.activeElement.matches('.faults')")
        assert await visit.violations() == []


async def test_a_period_is_computed_by_keyboard_alone(window: Open) -> None:
    visit = await window()
    page = await visit.open("/calculator")
    await page.focus("#from")
    await page.keyboard.type("09242026")
    await tab_to(page, "#length")
    await page.keyboard.type("7")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#result")

    assert "2026-10-12" in await page.inner_text(".due-date")
    assert page.url.endswith("#result")
    await tab_to(page, ".days > summary")
    await page.keyboard.press("Enter")
    assert await page.is_visible("text=调休上班，第6个工作日")


async def tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"no way to {selector} by keyboard")


async def test_what_would_move_comes_by_itself_into_the_drafts_page(window: Open, full: FakeServices) -> None:
    visit = await window()
    await visit.sign_in()
    page = await visit.open(f"/calendar/drafts/{DRAFT}")

    await page.wait_for_selector("text=武司监诉〔2026〕77号")
    assert await page.locator("h1").count() == 1


async def test_everything_can_be_read_entered_and_decided_without_a_script(
    window: Open, full: FakeServices
) -> None:
    visit = await window(java_script_enabled=False)
    page = await visit.sign_in("head")

    await visit.open("/calculator/rule")
    await page.select_option("#regulation", "wulong/complaints")
    await page.click("text=列出期限")
    await page.check("text=受理后三十日内办结")
    await page.fill("#from", "2026-09-03")
    await page.click(".calculator button")
    assert "2026-10-08" in await page.inner_text(".due-date")

    await visit.open("/calendar/drafts")
    await page.fill("#notice", "一、元旦：1月1日（周五）放假")
    await page.click("text=读取并核对")
    await page.click("text=逐件查看公布前后的届满日")
    assert await page.is_visible("text=武司监诉〔2026〕77号")

    await visit.open(f"/calendar/drafts/{DRAFT}")
    await page.check("#confirm-1")
    await page.fill("#publish-reason", "一次性放假")
    await page.click("form[action$='/publication'] button")
    assert await page.is_visible("text=已公布。在途期限正在重算")

    await visit.open("/docket")
    await page.click("summary:has-text('重新认定')")
    await page.check("text=撤销逾期记录")
    await page.fill("form[action$='/reassessment'] textarea", "更正后未逾期")
    await page.click("form[action$='/reassessment'] button")
    assert await page.is_visible("text=已记录重新认定的结果。")


async def test_a_citation_leads_to_its_article_on_the_page(window: Open) -> None:
    visit = await window()
    page = await visit.open(RULE)

    await page.click("#result dl cite a")
    await page.wait_for_url("**/law/wulong/complaints?on=2021-11-10#*")

    assert await page.evaluate("document.querySelector(':target').id") == "第十条"


async def test_the_year_is_printed_with_its_signs_and_without_the_controls(window: Open) -> None:
    visit = await window()
    page = await visit.open("/calendar")

    await page.emulate_media(media="print")
    assert await page.is_visible("td.is-make_up i >> nth=0")
    for control in (".asking", ".tabs", ".masthead nav"):
        assert not await page.is_visible(control)
    printed = BytesIO(await page.pdf(format="A4"))

    assert 2 <= printed.getvalue().count(b"/Type /Page\n") <= 4
