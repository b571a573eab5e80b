"""What every page owes its readers: no fault that axe finds, no overflow, no need of a mouse or a script."""

import pytest
from playwright.async_api import Page

from tests.browser.windows import Open, Visit
from tests.services.dashboard.fake_services import CASE, RECEIPT, FakeServices, notice

pytestmark = pytest.mark.browser

CASE_PAGE = f"/complaints/{CASE}"
PAGES = (
    *("/", CASE_PAGE, f"{CASE_PAGE}/clocks/handling", "/notifications", "/nowhere", "/password", "/docs"),
    "/public/complaint",
)
PUBLIC = ("/sign-in", "/public/complaint", "/public/progress", "/docs")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [1440, 320])
async def test_a_signed_in_page_has_no_fault_and_no_overflow(
    window: Open, services: FakeServices, path: str, width: int
) -> None:
    services.notices = [notice(24), notice(23, late=True, read_at="2026-09-23T02:00:00Z")]
    visit = await window(width)
    await visit.sign_in()
    await visit.open(path)
    await visit.unfold()

    assert await visit.violations() == []
    assert await visit.overflow() <= 0


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("width", [1440, 320])
async def test_a_public_page_has_no_fault_and_no_overflow(window: Open, path: str, width: int) -> None:
    visit = await window(width)
    await visit.open(path)

    assert await visit.violations() == []
    assert await visit.overflow() <= 0


async def test_the_english_pages_have_no_fault_either(window: Open) -> None:
    visit = await window(320)
    await visit.sign_in()
    for path in ("/", CASE_PAGE, "/public/complaint"):
        await visit.open(f"/language/en?back={path}")

        assert await visit.page.get_attribute("html", "lang") == "en"
        assert await visit.violations() == []
        assert await visit.overflow() <= 0


async def test_a_form_that_comes_back_and_the_receipt_have_no_fault(window: Open) -> None:
    visit = await window(320)
    page = await visit.open("/public/complaint")
    await page.evaluate("document.querySelector('form').noValidate = true")
    await page.click("main form button")
    await page.wait_for_selector(".faults")
    assert await visit.violations() == []
    assert await page.evaluate("document.activeElement.matches('.faults')")

    await _fill(page)
    await page.click("main form button")
    await page.wait_for_selector("#receipt-code")
    assert await visit.violations() == []
    assert await visit.overflow() <= 0
    assert await page.inner_text("#receipt-code") == RECEIPT


async def _fill(page: Page) -> None:
    for name in ("name", "id_number", "address", "contact", "facts", "request"):
        await page.fill(f"#{name}", "500232199001011234")
    await page.select_option("#agency", "ecology")
    await page.select_option("#ground", "failure_to_investigate")
    await page.check("#consent")


async def test_the_form_asks_an_organisation_for_its_own_entries(window: Open) -> None:
    visit = await window()
    page = await visit.open("/public/complaint")
    assert await page.is_visible("#id_number")
    assert not await page.is_visible("#credit_code")

    await page.check("#kind-organisation")

    assert not await page.is_visible("#id_number")
    assert await page.is_visible("#credit_code")


async def test_a_notification_is_reached_and_ticked_off_by_keyboard(
    window: Open, services: FakeServices
) -> None:
    services.notices = [notice(24)]
    visit = await window()
    page = await visit.sign_in()
    await _tab_to(page, "a[href='/notifications']")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/notifications")
    await _tab_to(page, ".notices button")
    await page.keyboard.press("Enter")

    await page.wait_for_selector(".notices td:has-text('已读')")
    assert not await page.is_visible(".notices button")


async def _tab_to(page: Page, selector: str) -> None:
    for _ in range(40):
        await page.keyboard.press("Tab")
        if await page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"no way to {selector} by keyboard")


async def test_everything_can_be_reached_and_done_by_keyboard(window: Open) -> None:
    visit = await window()
    page = await visit.sign_in()
    await visit.open(CASE_PAGE)

    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.className") == "skip"
    await page.keyboard.press("Enter")
    reached = await _tab_until(visit, "summary", "申请延期")
    assert reached
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.type("20")
    await page.keyboard.press("Tab")
    await page.keyboard.type("案情复杂")
    await _tab_to(page, "details[open] button")
    await page.keyboard.press("Enter")

    await page.wait_for_selector(".done")
    assert "申请延期" in await page.inner_text(".done")


async def _tab_until(visit: Visit, tag: str, text: str) -> bool:
    for _ in range(40):
        await visit.page.keyboard.press("Tab")
        found = await visit.page.evaluate(
            "[document.activeElement.localName, document.activeElement.innerText]"
        )
        if found[0] == tag and text in (found[1] or ""):
            return True
    return False


async def test_what_has_the_focus_is_seen(window: Open) -> None:
    visit = await window()
    page = await visit.sign_in()

    await page.keyboard.press("Tab")
    outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")

    assert outline == "solid"


async def test_reading_filtering_and_acting_need_no_script(window: Open) -> None:
    visit = await window(java_script_enabled=False)
    page = await visit.sign_in()
    assert await page.locator("#queue tbody tr").count() == 12

    await page.select_option("#agency", "ecology")
    await page.click(".filters button")
    assert await page.locator("#queue tbody tr").count() == 3

    await visit.open(CASE_PAGE)
    await page.click("text=为什么是这一天？")
    await page.click("text=逐日查看计算过程")
    await page.click("text=逐日说明")
    assert await page.is_visible("text=起算当日不计入")

    await visit.open(CASE_PAGE)
    await page.click("text=申请延期")
    await page.fill("[name='field.days']", "20")
    await page.fill("[name='field.reason']", "案情复杂")
    await page.click("details[open] button")
    assert await page.is_visible("text=已办理：申请延期")


async def test_a_file_goes_with_the_complaint(window: Open) -> None:
    visit = await window(java_script_enabled=False)
    page = await visit.open("/public/complaint")
    await _fill(page)
    await page.set_input_files(
        "#attachments", {"name": "照片.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n"}
    )

    await page.click("main form button")

    assert await page.is_visible("#receipt-code")
    assert not await page.is_visible(".refused")


async def test_no_page_leaves_the_house_and_the_policy_blocks_what_is_written_inline(window: Open) -> None:
    visit = await window()
    page = await visit.sign_in()

    ran = await page.evaluate(
        """() => {
            const made = document.createElement("script");
            made.textContent = "window.ran = true";
            document.body.append(made);
            return window.ran === true;
        }"""
    )

    assert ran is False
    visit.complaints.clear()
