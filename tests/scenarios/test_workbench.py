"""The bureau's clerk at work: queue, case page, decisions, reveal (司法局经办人的一天)."""

import pytest
from playwright.async_api import Page

from tests.browser.windows import Visit
from tests.scenarios.conftest import AtWork
from tests.scenarios.people import Case, Office, complaint

pytestmark = pytest.mark.browser

MARK = "window.sameDocument = true"


async def opened(visit: Visit, case: Case) -> Page:
    """A case's page with everything unfolded."""
    page = await visit.open(f"/complaints/{case.id}")
    await visit.unfold()
    return page


async def test_a_complaint_appears_while_the_queue_is_open_and_changes_with_its_case(
    at_work: AtWork, office: Office
):
    visit = await at_work()
    page = visit.page
    await page.evaluate(MARK)

    case = await office.complain()
    await page.wait_for_selector("#queue-news:not(:empty)")
    assert await page.evaluate("window.sameDocument")
    await page.click("#queue-news a")
    row = page.locator(f"#case-{case.id}")
    await row.wait_for()
    assert "待审核" in await row.inner_text()

    await page.evaluate(MARK)
    await case.accepted()
    await row.get_by_text("已受理").wait_for()

    assert "反映对无照经营应查不查" in await row.inner_text()
    assert await page.evaluate("window.sameDocument")


async def test_the_clerk_reads_why_summarises_and_accepts(at_work: AtWork, office: Office):
    case = await office.complain()
    visit = await at_work()
    await visit.page.click(f"#case-{case.id} a")

    await visit.page.click("text=为什么是这一天？")
    await visit.page.wait_for_selector(".month .is-end")
    assert await visit.page.locator(".month .is-counted").count() == 7
    await visit.page.click("text=逐日说明")
    walk = await visit.page.locator(".walk tr").all_inner_texts()
    explained = (await office.get("bureau_clerk", f"{case.path}/clocks/acceptance/explanation")).json()
    due = (await case.page())["clocks"][0]["due"]
    assert len(walk) == 1 + len(explained["days"])
    assert due["due_on"] in walk[-1] and "第7个工作日" in walk[-1]

    await take(visit.page, "撰写转办摘要", "反映对无照经营应查不查。")
    await take(visit.page, "决定受理")

    assert "已办理：决定受理" in await visit.page.inner_text(".done")
    assert (await case.page())["stage"] == "accepted"
    assert "办理期限" in await visit.page.inner_text("main")


async def take(page: Page, step: str, words: str = "") -> None:
    """Fill a step's form in and confirm it."""
    form = page.locator(".actions details", has=page.locator("summary", has_text=step)).first
    await form.locator("summary").click()
    if words:
        await form.locator("textarea").fill(words)
    await form.locator("button").click()
    await page.wait_for_selector(f".done:has-text('{step}')")


async def test_a_closed_step_says_why_with_its_article(at_work: AtWork, office: Office):
    case = await office.complain()
    visit = await at_work()

    page = await opened(visit, case)
    closed = {
        await each.locator("strong").inner_text(): await each.inner_text()
        for each in await page.locator(".closed li").all()
    }

    assert "分办前须先写转办摘要" in closed["分办"]
    assert "第八条" in closed["确定调查人员"]
    assert all("《" in told and "条" in told for told in closed.values())


async def test_the_identity_is_masked_until_somebody_says_why(at_work: AtWork, office: Office):
    told = complaint()["complainant"] | {"name": "甄不凡"}
    case = await office.complain(complainant=told)
    visit = await at_work()
    page = await opened(visit, case)
    assert told["id_number"] not in await page.content()

    await page.fill("#reveal-reason", "电话核实被举报店铺的位置")
    await page.click("form[action$='/reveal'] button")
    revealed = await page.inner_text("[aria-labelledby='revealed-title']")
    await visit.open(f"/complaints/{case.id}")

    assert {"甄不凡", told["id_number"], told["contact"]} <= set(revealed.split())
    assert told["id_number"] not in await page.content()


@pytest.mark.parametrize("width", [1440, 320])
async def test_queue_and_case_page_have_no_fault_and_fit(at_work: AtWork, office: Office, width: int):
    case = await (await office.complain()).accepted()
    visit = await at_work(width)
    for language in ("zh-CN", "en"):
        await visit.open(f"/language/{language[:2]}?back=/")
        assert await visit.page.get_attribute("html", "lang") == language
        assert await visit.violations() == []
        assert await visit.overflow() <= 0

        await opened(visit, case)
        assert await visit.violations() == []
        assert await visit.overflow() <= 0


async def test_the_english_page_speaks_english(at_work: AtWork, office: Office):
    case = await (await office.complain()).accepted()
    visit = await at_work()
    await visit.open("/language/en?back=/")

    page = await opened(visit, case)
    own_words = "dd, option, .written, .who, .number, .timeline .small, .walk cite, [lang]:not(html)"
    await page.evaluate(f"document.querySelectorAll('{own_words}').forEach(each => each.remove())")
    chinese = [line for line in (await page.inner_text("body")).splitlines() if not line.isascii()]

    assert [line for line in chinese if any("\u4e00" <= letter <= "\u9fff" for letter in line)] == []


async def test_reading_and_accepting_need_no_script(at_work: AtWork, office: Office):
    case = await office.complain()
    visit = await at_work(java_script_enabled=False)
    page = visit.page
    await page.fill("#text", case.number)
    await page.click(".filters button")
    await page.click(f"#case-{case.id} a")

    await page.click("text=为什么是这一天？")
    await page.click("text=逐日查看计算过程")
    await page.click("text=逐日说明")
    assert "第7个工作日" in await page.inner_text(".walk")

    await visit.open(f"/complaints/{case.id}")
    await take(page, "决定受理")
    assert "已受理" in await page.inner_text("main")
