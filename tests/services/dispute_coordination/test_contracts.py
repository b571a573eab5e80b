"""What the dispute service tells the others, and to whom (对外发布的事件)."""

from typing import Any

import pytest

from tests.services.dispute_coordination.office import (
    BASE,
    OPINION,
    Case,
    Office,
    accepted,
    heard,
)

NINETEEN = "wulong/dispute_coordination@2021-11-10#第十九条"
TWENTY = "wulong/dispute_coordination@2021-11-10#第二十条"


async def feed(office: Office, who: str = "clerk") -> list[dict[str, Any]]:
    response = await office.get(who, f"{BASE}/events?limit=200")
    assert response.status_code == 200, response.text
    return response.json()["items"]


async def own(office: Office, name: str, who: str = "clerk") -> list[dict[str, Any]]:
    kind = f"cn.jiandu.dispute_coordination.{name}.v1"
    return [one["data"] for one in await feed(office, who) if one["type"] == kind]


async def with_opinion(office: Office) -> Case:
    case = await heard(office)
    await case.act("clerk", "agreement", **OPINION)
    await case.act("government", "consent", granted=True, document="武隆府〔2026〕7号")
    await case.send("coordination_opinion")
    return case


async def with_decision(office: Office) -> Case:
    case = await heard(office)
    await case.act("clerk", "proposal", proposal="建议由区农业农村委负责。")
    body = {"decided": True, "document": "武隆府〔2026〕8号", "decision": "由区农业农村委负责。"}
    await case.act("government", "decision", **body)
    return case


async def test_the_common_shape_tells_of_the_case_and_its_clocks(office: Office):
    case = await accepted(office)

    items = [one for one in await feed(office) if one["subject"] == case.id]

    kinds = [one["type"].split(".")[3] for one in items]
    assert kinds[:5] == ["case_opened", "clock_opened", "case_changed", "clock_stopped", "clock_opened"]
    opened = [one["data"] for one in items if one["type"].split(".")[3] == "clock_opened"]
    assert [(one["clock"], one["due"]["due_on"]) for one in opened] == [
        ("acceptance", "2026-11-09"),
        ("handling", "2026-11-11"),
        ("respondent_answer:farming", "2026-11-09"),
    ]


@pytest.mark.obligation("W1-25")
async def test_an_opinion_that_is_not_followed_is_told_with_what_a_supervision_letter_needs(office: Office):
    case = await with_opinion(office)
    await case.act(
        "clerk", "defiance", agency="farming", against="opinion", manner="refused", note="拒绝接手。"
    )

    (issued,) = await own(office, "opinion_issued")
    (told,) = await own(office, "opinion_defied")

    assert (issued["opinion_number"], issued["agencies"]) == ("武隆司协意〔2026〕1号", ["market", "farming"])
    assert told["case_id"] == case.id
    assert (told["agency"], told["manner"], told["basis"]) == ("farming", "refused", NINETEEN)
    assert (told["opinion_number"], told["served_on"]) == ("武隆司协意〔2026〕1号", "2026-11-02")
    assert set(told) == {
        *("case_id", "number", "basis", "agency", "manner"),
        *("opinion_number", "served_on", "recorded_on"),
    }


@pytest.mark.obligation("W1-27")
async def test_a_defied_decision_is_told_with_its_next_answer_and_each_answer_with_the_following(
    office: Office,
):
    case = await with_decision(office)
    await case.act(
        "clerk", "defiance", agency="farming", against="decision", manner="inaction", note="未接手。"
    )
    body = {"agency": "farming", "rung": "order_to_correct", "document": "武隆司责〔2026〕1号"}
    await case.act("clerk", "ladder", **body)

    (decided,) = await own(office, "dispute_decided")
    (defied,) = await own(office, "decision_defied")
    (climbed,) = await own(office, "ladder_climbed")

    assert decided["document"] == "武隆府〔2026〕8号"
    assert (defied["next_rung"], defied["basis"]) == ("order_to_correct", TWENTY)
    assert (climbed["rung"], climbed["next_rung"]) == ("order_to_correct", "circular")


async def test_a_decision_that_sends_the_matter_back_decides_no_dispute(office: Office):
    case = await heard(office)
    await case.act("clerk", "proposal", proposal="建议由区农业农村委负责。")
    await case.act("government", "decision", decided=False, document="武隆府〔2026〕8号")

    assert await own(office, "dispute_decided") == []


@pytest.mark.obligation("W1-21")
@pytest.mark.parametrize(("exception", "breaches"), [(None, 1), ("public_safety", 0)])
async def test_a_breach_of_the_standstill_is_told_and_a_safety_exception_is_not(
    office: Office, exception: str | None, breaches: int
):
    case = await accepted(office)
    office.on("2026-11-03")
    body = {"agency": "farming", "act": "单独处罚。", "acted_on": "2026-11-03", "exception": exception}
    await case.act("clerk", "unilateral-acts", **{name: value for name, value in body.items() if value})

    found = await own(office, "standstill_breached")

    assert [(one["agency"], one["acted_on"]) for one in found] == [("farming", "2026-11-03")] * breaches


async def test_what_people_wrote_is_in_no_contract(office: Office):
    case = await with_decision(office)
    await case.act(
        "clerk", "defiance", agency="farming", against="decision", manner="inaction", note="未接手检查。"
    )

    told = str(await feed(office))

    for text in ("未接手检查", "现场查看", "建议由区农业农村委负责", "农药经营门店的日常检查由谁负责"):
        assert text not in told


async def test_an_agency_learns_from_the_feed_what_its_page_would_show(office: Office):
    case = await office.ask()
    assert await feed(office, "farming_clerk") == []
    assert [one["subject"] for one in await feed(office, "market_clerk")] == [case.id] * 2

    await case.act("clerk", "acceptance")
    await case.act("head", f"letters/{await case.letter('acceptance_notice')}/approval")
    await case.act("clerk", f"letters/{await case.letter('acceptance_notice')}/issue")

    clocks = [one["data"]["clock"] for one in await feed(office, "farming_clerk") if "clock" in one["data"]]
    assert clocks == ["respondent_answer:farming"]
    assert await feed(office, "water_clerk") == []
    assert len(await feed(office, "government")) == len(await feed(office))
    for who in ("discipline", "handler"):
        assert await feed(office, who) == []


async def test_defiance_is_told_to_the_agency_it_is_about_and_to_no_other(office: Office):
    case = await with_opinion(office)
    body = {"agency": "farming", "against": "opinion", "manner": "refused", "note": "拒绝接手。"}
    await case.act("clerk", "defiance", **body)

    assert len(await own(office, "opinion_defied", "farming_clerk")) == 1
    assert await own(office, "opinion_defied", "market_clerk") == []
    assert len(await own(office, "opinion_issued", "market_clerk")) == 1
