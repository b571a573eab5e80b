"""A member of the public complains and follows the complaint, with nothing but a browser (公众)."""

import pytest
from playwright.async_api import Page

from tests.browser.windows import Open
from tests.scenarios.people import COMPLAINTS, Case, Office, complaint

pytestmark = pytest.mark.browser

PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


async def complain(page: Page, office: Office, attachment: bytes) -> Case:
    """Fill the form in as a citizen, hand it in, and keep the receipt."""
    told = complaint("market")
    for name in ("name", "id_number", "address", "contact"):
        await page.fill(f"#{name}", told["complainant"][name])
    for name in ("agency", "ground"):
        await page.select_option(f"#{name}", told[name])
    for name in ("facts", "request"):
        await page.fill(f"#{name}", told[name])
    photo = {"name": "现场.png", "mimeType": "image/png", "buffer": attachment}
    await page.set_input_files("#attachments", photo)
    await page.check("#consent")
    await page.click("main form button")
    await page.wait_for_selector("#receipt-code")
    code, number = await page.inner_text("#receipt-code"), await page.inner_text("dl.facts dd >> nth=0")
    listed = await office.everything("bureau_clerk", COMPLAINTS, number=number)
    return Case(office, listed[0]["id"], number, code)


async def follow(page: Page, case: Case) -> str:
    """Look the complaint up by its receipt code."""
    await page.click("header a[href='/public/progress']")
    await page.fill("#code", case.receipt_code)
    await page.click("main form button")
    await page.wait_for_selector("#progress-title")
    return await page.inner_text("main")


async def test_a_complaint_with_a_photo_is_followed_by_its_receipt_code(window: Open, office: Office):
    visit = await window()
    page = await visit.open("/public/complaint")

    case = await complain(page, office, PHOTO)
    assert not await page.is_visible(".refused")
    assert await visit.violations() == []
    before = await follow(page, case)
    await case.accepted()
    after = await follow(page, case)
    documents = (await case.page())["documents"]

    assert "待审核" in before
    assert "已受理" in after and "办理期限" in after
    assert [each["media_type"] for each in documents] == ["image/png"]
    assert await visit.violations() == []


async def test_the_same_works_without_a_script_on_a_small_screen(window: Open, office: Office):
    visit = await window(320, java_script_enabled=False)
    page = await visit.open("/public/complaint")

    case = await complain(page, office, PHOTO)
    progress = await follow(page, case)

    assert case.number in progress
    assert "收到投诉举报" in progress


async def test_a_file_that_is_not_what_it_says_is_refused_and_the_complaint_stands(
    window: Open, office: Office
):
    visit = await window()
    page = await visit.open("/public/complaint")

    case = await complain(page, office, b"MZ\x90\x00 a program that calls itself a picture")

    assert await page.is_visible(".refused")
    assert (await case.page())["documents"] == []


async def test_whoever_has_no_account_sees_no_case(window: Open, office: Office):
    case = await office.complain()
    visit = await window()

    page = await visit.open(f"/complaints/{case.id}")
    refused = await office.http.get(case.path)

    assert page.url.startswith(f"{visit.url}/sign-in?next=")
    assert refused.status_code == 401
