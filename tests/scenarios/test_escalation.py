"""A deadline that nobody keeps: the suite turns the lamp red and tells people, exactly once (预警)."""

import asyncio
from datetime import date, time, timedelta
from typing import Any

import pytest

from shared.clock.suite import shanghai
from tests.scenarios.conftest import AtWork
from tests.scenarios.people import COMPLAINTS, Case, Office

CLOCK = "/api/v1/identity/sandbox-clock"
MORNING = time(8, 31)
"""A minute after lamps change."""


async def move_to(office: Office, day: date) -> None:
    """Move the sandbox clock as the system administrator, and wait until the sweeper has looked."""
    target = max(shanghai(day, MORNING), await office.now() + timedelta(seconds=1))
    moved = await office.post("system_admin", CLOCK, to=target.isoformat())
    assert moved.status_code == 200, moved.text
    ready = f"{office.suite.state['services']['complaints']}/readyz"
    swept = moved.json()["now"]
    async with asyncio.timeout(30):
        while (await office.http.get(ready)).json().get("swept_until", "") < swept:  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def rungs(office: Office, case: Case) -> list[dict[str, Any]]:
    """The ledger of one case."""
    ledger = await office.everything("bureau_clerk", f"{COMPLAINTS}/escalations")
    return [row for row in ledger if row["case_id"] == case.id]


@pytest.mark.browser
async def test_a_passed_acceptance_period_turns_red_once(at_work: AtWork, office: Office):
    case = await office.complain()
    due_on = date.fromisoformat((await case.page())["clocks"][0]["due"]["due_on"])
    visit = await at_work()
    page = await visit.open(f"/?text={case.number}")
    assert await page.is_visible(f"#case-{case.id} .light-green")

    await move_to(office, due_on)
    await page.wait_for_selector("#queue-news:has-text('日期已变为')")
    await page.click("#queue-news a")
    await page.wait_for_selector(f"#case-{case.id} .light-yellow")
    assert "今天到期" in await page.inner_text(f"#case-{case.id}")
    assert "red" not in {row["rung"] for row in await rungs(office, case)}

    await move_to(office, due_on + timedelta(days=1))
    await move_to(office, due_on + timedelta(days=2))
    await page.goto(page.url)

    assert await page.is_visible(f"#case-{case.id} .light-red")
    reached = [row["rung"] for row in await rungs(office, case)]
    assert sorted(reached) == ["notice", "red", "yellow"]
    assert await told(office, case) == sorted(["notice", "red", "yellow"])
    timeline = [
        line["facts"]["rung"] for line in (await case.page())["timeline"] if line["type"] == "rung_reached"
    ]
    assert timeline == ["notice", "yellow", "red"]

    await page.click("text=/提醒（\\d+ 条未读）/")
    lines = page.locator(".notices tbody tr", has_text=case.number)
    assert "红灯" in await lines.first.inner_text()
    await lines.first.get_by_role("button").press("Enter")
    await lines.locator(":text-is('已读')").wait_for()
    assert await told(office, case) == ["notice", "yellow"]
    await lines.first.get_by_role("link", name=case.number).click()
    assert case.number in await page.inner_text("h1")


async def told(office: Office, case: Case) -> list[str]:
    """What the clerk has not read yet about a case."""
    found = (await office.get("bureau_clerk", f"{COMPLAINTS}/notifications")).json()["items"]
    unread = [each for each in found if each["case_id"] == case.id and each["read_at"] is None]
    return sorted(each["rung"] for each in unread)


async def test_the_clock_moves_forward_only_and_by_the_administrator_only(office: Office):
    now = await office.now()

    back = await office.post("system_admin", CLOCK, to=(now - timedelta(days=1)).isoformat())
    by_clerk = await office.post("bureau_clerk", CLOCK, by_seconds=60)

    assert (back.status_code, by_clerk.status_code) == (422, 403)
    assert await office.now() - now < timedelta(minutes=1)
