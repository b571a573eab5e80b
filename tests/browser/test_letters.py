"""Letters in a real browser: no fault of axe, no overflow, the PDF is shown, only the paper prints."""

from io import BytesIO

import pytest

from tests.browser.windows import Open
from tests.services.dashboard.fake_disputes import DISPUTE
from tests.services.dashboard.fake_letters import (
    APPROVAL,
    CONTENT,
    DIRECT,
    DRAFT,
    LETTER,
    POST,
    RETURN,
    REVISION,
    SIGNING,
    TRY,
    arrived,
    line,
    numbered,
)
from tests.services.dashboard.fake_services import CASE, FakeServices
from tests.services.dashboard.running import TODAY, Desk, case

pytestmark = pytest.mark.browser

CASE_PAGE = f"/complaints/{CASE}"
OF_LETTER = f"{CASE_PAGE}/letters/{LETTER}"
OTHERS = (f"/disputes/{DISPUTE}", "/disputes/own-motion", "/letters/register")
NEW = f"{CASE_PAGE}/letters/new?kind=correction_order"
FAILED = {**TRY, "served_on": None, "failed_zh": "地址不准确", "failed_en": "Wrong address"}
ISSUED = {"allowed_actions": [POST, DIRECT, SIGNING], "tries": [TRY, FAILED]}
DRAFTED = {
    **DRAFT,
    "content": {**CONTENT, "draft": True, "number": ""},
    "allowed_actions": [APPROVAL, RETURN, REVISION],
    "tries": [],
}
LACKING = {
    **DRAFTED,
    "content": None,
    "missing": {"title": "文书内容不完整", "errors": [{"at": "x", "message": "缺少：查明的事实"}]},
}
VOIDED = {"state": "voided", "state_zh": "已作废", "content": {**CONTENT, "voided": True}, "tries": []}


@pytest.fixture
def full(services: FakeServices) -> FakeServices:
    """Something on every page."""
    two = [
        {"name": "武隆区城市管理局", "served_on": "2026-09-20", "acknowledged_on": "2026-09-21"},
        {"name": "武隆区生态环境局", "tries": 2},
    ]
    services.letters.lines = [line(), line(**DRAFT, addressees=[]), line(addressees=two)]
    services.letters.inbox = [arrived(1), arrived(5), arrived(3, acknowledged_on="2026-09-04")]
    services.letters.register = [numbered(3), numbered(2, state="voided", seal=None)]
    services.letters.page = ISSUED
    return services


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [1440, 320])
async def test_the_pages_of_letters_have_no_fault_and_fit(
    window: Open, full: FakeServices, width: int, language: str
) -> None:
    visit = await window(width)
    await visit.sign_in()
    await visit.open(f"/language/{language}?back=/law")
    states = [(OF_LETTER, page) for page in (ISSUED, DRAFTED, LACKING, VOIDED)]
    for path, page in (*states, *((each, ISSUED) for each in (CASE_PAGE, NEW, *OTHERS))):
        full.letters.page = page
        await visit.open(path)
        await visit.unfold()

        assert (path, await visit.violations()) == (path, [])
        assert (path, max(await visit.overflow(), 0)) == (path, 0)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [1440, 320])
async def test_an_agencys_pages_have_no_fault_and_fit(
    window: Open, desk: Desk, full: FakeServices, width: int, language: str
) -> None:
    await desk.tell(*case(40, TODAY, handler="urban_management", owner_role="agency_clerk"))
    visit = await window(width)
    await visit.sign_in("agency")
    await visit.open(f"/language/{language}?back=/law")
    for path in ("/inbox", "/obligations", "/disputes/new", OF_LETTER):
        await visit.open(path)
        await visit.unfold()

        assert (path, await visit.violations()) == (path, [])
        assert (path, max(await visit.overflow(), 0)) == (path, 0)


async def test_the_browser_shows_the_pdf_although_it_is_sandboxed(window: Open, full: FakeServices) -> None:
    visit = await window()
    await visit.sign_in()
    page = await visit.open(f"{OF_LETTER}?preview=pdf")

    for _ in range(50):
        viewers = [frame for frame in page.frames if frame.url.startswith("chrome-extension:")]
        if viewers:
            break
        await page.wait_for_timeout(100)
    await viewers[0].wait_for_selector("pdf-viewer, viewer-toolbar")
    assert full.letters.looked == ["/document?pdf"]
    assert await visit.violations() == []


async def test_only_the_paper_is_printed(window: Open, full: FakeServices) -> None:
    visit = await window()
    await visit.sign_in()
    page = await visit.open(OF_LETTER)

    await page.emulate_media(media="print")
    assert await page.is_visible(".paper-issuer")
    for other in (".masthead", ".foot", ".actions", ".course", "h1", "#tries-title"):
        assert not await page.is_visible(other), other
    printed = BytesIO(await page.pdf(format="A4"))

    assert printed.getvalue().count(b"/Type /Page\n") == 1


async def test_a_draft_is_marked_on_paper_too(window: Open, full: FakeServices) -> None:
    full.letters.page = DRAFTED
    visit = await window()
    await visit.sign_in()
    page = await visit.open(OF_LETTER)

    await page.emulate_media(media="print")

    assert await page.inner_text(".paper-mark") == "草稿"
    assert await page.is_visible(".paper-mark")


async def test_letters_are_read_signed_and_served_without_a_script(window: Open, full: FakeServices) -> None:
    full.letters.page = DRAFTED
    visit = await window(java_script_enabled=False)
    page = await visit.sign_in()
    await visit.open(CASE_PAGE)
    await page.click("#letters-title ~ table a >> nth=0")
    assert await page.is_visible("text=（文号待编）")

    await page.click("summary:has-text('退回修改')")
    await page.fill("[name='field.reason']", "缺少依据")
    await page.click("details[open] button")
    assert await page.is_visible("text=已办理：退回修改")

    full.letters.page = ISSUED
    await visit.open(OF_LETTER)
    await page.click("summary:has-text('登记邮寄送达')")
    await page.select_option("[name='field.addressee']", "urban_management")
    await page.fill("[name='field.on']", "2026-09-24")
    await page.select_option("[name='field.servers']", label="陈立")
    await page.fill("[name='field.receipt.place']", "收发室")
    await page.fill("[name='field.evidence.mail_number']", "EMS1")
    await page.click("details[open] button")
    assert await page.is_visible("text=已办理：登记送达")

    assert [each["body"].get("approved", each["body"].get("evidence")) for each in full.letters.received] == [
        False,
        {"mail_number": "EMS1"},
    ]


async def test_a_letter_is_signed_for_from_the_inbox_by_keyboard(window: Open, full: FakeServices) -> None:
    full.letters.inbox = [arrived(1)]
    visit = await window()
    page = await visit.sign_in("agency")
    await page.focus("a[href='/inbox']")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/inbox")
    await page.focus("#unsigned-title ~ table button")
    await page.keyboard.press("Enter")

    await page.wait_for_selector("text=已签收。")
    assert [each["path"] for each in full.letters.received] == ["acknowledgement"]
