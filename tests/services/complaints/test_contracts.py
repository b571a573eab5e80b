"""What the complaints service tells the others, and to whom (对外发布的事件)."""

from typing import Any

import pytest

from tests.services.complaints.office import Case, Office, accepted, concluded, person

ELEVEN = "wulong/complaints@2021-11-10#第十一条"


async def feed(office: Office, who: str = "clerk") -> list[dict[str, Any]]:
    response = await office.get(who, "/api/v1/complaints/events?limit=200")
    assert response.status_code == 200, response.text
    return response.json()["items"]


def own(items: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [one["data"] for one in items if one["type"] == f"cn.jiandu.complaints.{name}.v1"]


@pytest.mark.obligation("W5-13")
@pytest.mark.parametrize(("finding", "told"), [("founded", 1), ("partly_founded", 1), ("unfounded", 0)])
async def test_a_substantiated_complaint_is_told_and_an_unfounded_one_is_not(
    office: Office, finding: str, told: int
):
    case = await concluded(office, finding)

    found = own(await feed(office), "complaint_substantiated")

    assert len(found) == told
    for one in found:
        assert (one["case_id"], one["agency"], one["substantiated_on"]) == (case.id, "market", "2026-09-18")
        assert one["basis"] == "wulong/complaints@2021-11-10#第十条"


@pytest.mark.obligation("W5-13", "W5-21")
async def test_orders_recommendations_and_transfers_are_told_with_their_article(office: Office):
    case = await concluded(office)
    body = {"agency": "market", "content": "查处。", "length": 10, "unit": "working_day"}
    await case.act("clerk", "orders", **body)
    accused = str(person("accused"))
    await case.act("clerk", "recommendations", person=accused, mode="recommendation", organ="discipline")
    await case.act("clerk", "transfers", kind="crime", reason="涉嫌犯罪。")

    items = await feed(office)

    assert [(one["agency"], one["basis"]) for one in own(items, "order_to_correct_issued")] == [
        ("market", ELEVEN)
    ]
    (recommended,) = own(items, "accountability_recommended")
    assert recommended["officers"] == [accused]
    assert recommended["forms"] == ["criticism_and_education"]
    assert (recommended["mode"], recommended["recommended_to"]) == ("recommendation", "discipline")
    (transfer,) = own(items, "transfer_made")
    assert (transfer["addressee"], transfer["reason"]) == ("judicial_organ", "crime_transfer")


@pytest.mark.obligation("W5-16")
@pytest.mark.parametrize(
    ("misconduct", "told"), [("retaliation", 1), ("obstruction", 0), ("intake_staff_liability", 0)]
)
async def test_retaliation_is_told_at_once_and_names_nobody(office: Office, misconduct: str, told: int):
    case = await accepted(office)

    await case.act("clerk", "flags", misconduct=misconduct, note="投诉人被刁难。")

    found = own(await feed(office), "retaliation_flagged")
    assert len(found) == told
    for one in found:
        assert set(one) == {"case_id", "number", "agency", "basis", "flagged_on"}


async def test_the_common_shape_tells_of_the_case_and_its_clocks(office: Office):
    case = await accepted(office)

    items = [one for one in await feed(office) if one["subject"] == case.id]

    assert [one["type"].split(".")[3] for one in items] == [
        "case_opened",
        "clock_opened",
        "case_changed",
        "case_changed",
        "clock_stopped",
        "clock_opened",
        "case_changed",
    ]
    opened = items[-2]["data"]
    assert (opened["clock"], opened["due"]["due_on"]) == ("handling", "2026-10-19")


@pytest.mark.obligation("W5-16")
async def test_an_agency_learns_from_the_feed_what_its_page_would_show(office: Office):
    case = await office.complain()
    declined = await office.complain()
    await declined.act("clerk", "decline", ground="other", reasons="不属于受理范围。")
    await office.post(
        "clerk", "/api/v1/leads", {"channel": "service_hotline", "agency": "market", "content": "来电。"}
    )
    assert await feed(office, "agency_clerk") == []

    await case.act("clerk", "acceptance")
    await case.act("clerk", "flags", misconduct="retaliation", note="投诉人被刁难。")
    await case.act("clerk", "transfers", kind="crime", reason="涉嫌犯罪。")

    shown = await feed(office, "agency_clerk")
    assert {one["subject"] for one in shown} == {case.id}
    assert not own(shown, "retaliation_flagged")
    assert not own(shown, "transfer_made")
    for who in ("elsewhere", "first", "government", "discipline"):
        assert await feed(office, who) == []


async def test_the_handling_agency_follows_its_own_case_from_the_start(office: Office):
    case: Case = await office.complain()
    await case.act("clerk", "summary", summary="反映某处应查不查。")
    await case.act("clerk", "routing", handler="market", reason="属该局。")

    shown = await feed(office, "agency_clerk")

    assert own(shown, "clock_opened")[-1]["clock"] == "reply"
