"""The queue while it is open: only what changed is touched."""

from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import pytest

from tests.browser.windows import Open
from tests.services.dashboard.running import TODAY, Desk, case, closed

pytestmark = pytest.mark.browser

MARK = "for (const row of document.querySelectorAll('#queue tbody tr')) row.firstElementChild.marked = true"
UNMARKED = """
    [...document.querySelectorAll('#queue tbody tr')].filter(row => !row.firstElementChild.marked).length
"""


def row(number: int) -> str:
    return f"#case-{UUID(int=number)}"


async def test_a_changed_row_is_repainted_where_it_stands(window: Open, desk: Desk) -> None:
    visit = await window()
    page = await visit.sign_in()
    others = await page.inner_text(row(6))

    await desk.tell(*case(5, date(2026, 9, 1), title="补充了新的事实"))
    await page.wait_for_selector(f"{row(5)} .light-red")

    assert "补充了新的事实" in await page.inner_text(row(5))
    assert await page.inner_text(row(6)) == others
    assert await page.locator("#queue tbody tr").count() == 12


async def test_the_rows_that_did_not_change_are_not_touched(window: Open, desk: Desk) -> None:
    visit = await window()
    page = await visit.sign_in()
    await page.evaluate(MARK)

    await desk.tell(*case(5, date(2026, 9, 1)))
    await page.wait_for_selector(f"{row(5)}.changed")

    assert await page.evaluate(UNMARKED) <= 1


async def test_the_reader_keeps_the_focus_while_rows_change(window: Open, desk: Desk) -> None:
    visit = await window()
    page = await visit.sign_in()
    await page.focus(f"{row(5)} a")

    await desk.tell(*case(5, date(2026, 9, 1)))
    await page.wait_for_selector(f"{row(5)}.changed")

    assert await page.evaluate("document.activeElement.getAttribute('href')") == f"/complaints/{UUID(int=5)}"


async def test_a_case_that_ended_is_marked_and_a_new_one_announced(window: Open, desk: Desk) -> None:
    visit = await window()
    page = await visit.sign_in()
    await page.wait_for_timeout(500)

    await desk.tell(*case(13, TODAY + timedelta(days=60)))
    await page.wait_for_selector("#queue-news:not(:empty)")

    assert "另有 1 件案件刚有变动" in await page.inner_text("#queue-news")
    assert await page.locator("#queue tbody tr").count() == 12
    await page.click("#queue-news a")
    await page.wait_for_selector(row(13))


async def test_a_case_without_a_running_clock_that_ends_turns_grey(window: Open, desk: Desk) -> None:
    await desk.tell(*case(14, None))
    visit = await window()
    page = await visit.sign_in()

    await desk.tell(closed(14))

    await page.wait_for_selector(f"{row(14)}.gone")
    assert "已办结" in await page.inner_text(row(14))


async def test_filters_and_pages_are_followed_with_the_keyboard_and_the_address(window: Open) -> None:
    visit = await window()
    page = await visit.sign_in()

    await page.click(".lamps a:has-text('红灯')")

    assert page.url.endswith("/?light=red")
    assert await page.locator("#queue tbody tr").count() == 2
    assert await page.get_attribute(".lamps a:has-text('红灯')", "aria-current") == "true"


async def test_on_a_narrow_screen_the_rows_are_cards_with_their_labels(window: Open) -> None:
    visit = await window(320)
    page = await visit.sign_in()

    shown = await page.evaluate(f"getComputedStyle(document.querySelector('{row(5)}')).display")
    label = await page.evaluate(
        f"getComputedStyle(document.querySelector('{row(5)} td:nth-child(5)'), '::before').content"
    )

    assert shown == "grid"
    assert label == '"机关"'


async def test_the_whole_list_is_printed_without_the_controls(window: Open, desk: Desk) -> None:
    await desk.tell(*(fact for number in range(20, 58) for fact in case(number, TODAY + timedelta(days=90))))
    visit = await window()
    page = await visit.sign_in()

    await page.emulate_media(media="print")
    assert not await page.is_visible(".filters")
    assert not await page.is_visible(".masthead nav")
    assert await page.is_visible(row(57))
    printed = BytesIO(await page.pdf(format="A4", landscape=True))

    assert printed.getvalue().count(b"/Type /Page\n") >= 2
