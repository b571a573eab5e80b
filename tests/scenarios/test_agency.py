"""An agency's own software: it sees what concerns it, never who complained, and reports what it corrected."""

from typing import Any

import orjson

from tests.scenarios.people import COMPLAINTS, Case, Office, complaint, person

BUREAU_TEAM = ("bureau_investigator", "bureau_investigator_2")


async def ordered(case: Case) -> str:
    """Bring a complaint to a delivered order; the order's path."""
    await case.accepted()
    people = [person(each) for each in BUREAU_TEAM]
    await case.act("bureau_clerk", "investigators", persons=people)
    await case.act(
        "bureau_investigator",
        "measures",
        measure="inspection_and_interview",
        persons=people,
        note="到现场查看。",
    )
    await case.act("bureau_investigator", "preliminary-opinion", finding="founded", opinion="建议责令改正。")
    heads = [person(each) for each in ("bureau_head", "bureau_deputy")]
    await case.act(
        "bureau_clerk",
        "discussion",
        chair=heads[0],
        views=[{"person": each, "view": "同意。"} for each in heads],
        conclusion="责令改正。",
        finding="founded",
    )
    await case.act("bureau_head", "discussion-confirmation")
    await case.act(
        "bureau_head", "conclusion", finding="founded", facts_found="未予查处。", explanation="属实。"
    )
    order = await case.act(
        "bureau_clerk", "orders", agency="market", content="立即查处。", length=10, unit="working_day"
    )
    path = f"orders/{order['order_id']}"
    await case.send(order)
    return path


async def test_an_agency_sees_its_own_cases_and_no_identity(office: Office):
    told = complaint("market")
    ours = await (await office.complain(**told)).accepted()
    unknown = await office.complain("market")
    theirs = await (await office.complain("ecology")).accepted()

    listed = {each["id"] for each in await office.everything("market.clerk", COMPLAINTS)}
    page = await ours.page("market.clerk")
    feed = await events(office, "market.clerk")
    refused = [await office.get("market.clerk", other.path) for other in (unknown, theirs)]

    assert ours.id in listed
    assert not listed & {unknown.id, theirs.id}
    assert [answer.status_code for answer in refused] == [404, 404]
    assert page["complainant"] is None and page.get("facts") is None
    seen = orjson.dumps([page, feed]).decode()
    assert not [
        value
        for value in (*told["complainant"].values(), told["facts"])
        if value in seen and value != "person"
    ]
    assert ours.id in seen and theirs.id not in seen and unknown.id not in seen


async def events(office: Office, who: str) -> list[dict[str, Any]]:
    """What the interface replays to somebody."""
    found: list[dict[str, Any]] = []
    after, more = 0, True
    while more:
        feed = (await office.get(who, f"{COMPLAINTS}/events", after=after, limit=200)).json()
        found += feed["items"]
        after, more = feed["next_after"], feed["more"]
    return found


async def test_the_agency_that_was_ordered_reports_its_correction(office: Office):
    case = await office.complain("market")
    order = await ordered(case)
    steps = {step["action"] for step in (await case.page("market.clerk"))["allowed_actions"] if step["open"]}

    await case.act("market.clerk", f"{order}/correction-report", report="已立案查处。")
    version = (await case.page())["version"]
    other = await office.post(
        "ecology.clerk", f"{case.path}/{order}/correction-report", version, report="无。"
    )

    assert "order_report" in steps and "order_verification" not in steps
    assert other.status_code == 404
    assert (await case.page())["timeline"][-1]["type"] == "correction_reported"


async def test_steps_of_others_are_refused_with_what_was_wrong(office: Office):
    case = await (await office.complain("market")).accepted()
    version = (await case.page())["version"]
    path = f"{case.path}/conclusion"
    decided = {"finding": "unfounded", "facts_found": "无。", "explanation": "无。"}

    by_agency = await office.post("market.clerk", path, version, **decided)
    too_early = await office.post("bureau_head", path, version, **decided)
    stale = await office.post("bureau_head", path, version - 1, **decided)
    unversioned = await office.post("bureau_head", path, **decided)

    answers = (by_agency, too_early, stale, unversioned)
    assert [answer.status_code for answer in answers] == [403, 409, 412, 428]
    assert too_early.json()["basis"].endswith("第十条")
    assert all(answer.headers["content-type"] == "application/problem+json" for answer in answers)
