"""A closure is entered, published by a second person, and every process of the suite follows (历法发布)."""

import asyncio
from datetime import date, timedelta
from typing import Any

import httpx

from tests.scenarios.people import COMPLAINTS, Case, Office

CALENDAR = "/api/v1/calendar"
AGENCY = "ecology"
"""A closure of one agency leaves the dates of everybody else alone."""


async def working_days_after(office: Office, day: date, count: int) -> list[date]:
    """The next working days of the agency, as the public calendar has them."""
    found: list[date] = []
    while len(found) < count:
        day += timedelta(days=1)
        answer = await office.http.get(f"{CALENDAR}/days/{day}", params={"body": AGENCY})
        if answer.json()["working"]:
            found.append(day)
    return found


def closure(day: date) -> dict[str, Any]:
    """An invented order to shut the agency's offices on a day."""
    return {
        "closure": {
            "title": "（演示，虚构）停办通知",
            "document": f"演示〔2026〕{day:%m%d}号",
            "agencies": [AGENCY],
            "days": [{"day": day.isoformat(), "name": "防汛"}],
        },
        "reason": "演示",
    }


async def published(office: Office, body: dict[str, Any]) -> httpx.Response:
    """Entered by the clerk, who may not publish it, and published by the head."""
    entered = await office.post("bureau_clerk", f"{CALENDAR}/drafts", **body)
    assert entered.status_code == 201, entered.text
    path = f"{CALENDAR}/drafts/{entered.json()['id']}/publication"
    assert (await office.post("bureau_clerk", path, 1)).status_code == 403
    async with office.recomputed():
        return await office.post("bureau_head", path, 1)


async def due_on(case: Case) -> date:
    """When acceptance is due."""
    clocks = {each["name"]: each for each in (await case.page())["clocks"]}
    return date.fromisoformat(clocks["acceptance"]["due"]["due_on"])


async def handled_by_the_agency(office: Office) -> Case:
    case = await office.complain(AGENCY)
    await case.act("bureau_clerk", "summary", summary="反映应查不查。")
    await case.act("bureau_clerk", "routing", handler=AGENCY, reason="属其主管。")
    return case


async def test_a_published_closure_moves_the_open_clocks_of_that_agency_and_no_other(office: Office):
    theirs, ours = await handled_by_the_agency(office), await office.complain()
    before, untouched = await due_on(theirs), await due_on(ours)
    closed, *_ = await working_days_after(office, await office.today(), 1)
    (later,) = await working_days_after(office, before, 1)

    answer = await published(office, closure(closed))

    assert answer.status_code == 200, answer.text
    async with asyncio.timeout(30):
        while await due_on(theirs) != later:  # noqa: ASYNC110 - the suite follows by itself
            await asyncio.sleep(0.1)
    assert await due_on(ours) == untouched
    rows = await office.everything("bureau_head", f"{COMPLAINTS}/docket")
    moved = next(row for row in rows if row["case_id"] == theirs.id and row["clock"] == "acceptance")
    assert (moved["due_before"], moved["due_after"]) == (before.isoformat(), later.isoformat())
    path = f"{theirs.path}/clocks/acceptance/explanation"
    walk = (await office.get("bureau_clerk", path)).json()["days"]
    assert "防汛停办，不计入" in {step["why_zh"] for step in walk if step["day"] == closed.isoformat()}


async def test_the_agency_sees_the_same_day_in_the_public_calendar(office: Office):
    closed, *_ = await working_days_after(office, await office.today(), 1)

    assert (await published(office, closure(closed))).status_code == 200

    async with asyncio.timeout(30):
        while closed in await working_days_after(office, closed - timedelta(days=1), 1):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    everybody = (await office.http.get(f"{CALENDAR}/days/{closed}")).json()
    assert everybody["working"]
