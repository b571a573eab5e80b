"""Discussion, extension, reply, conclusion, notices (第九条、第十条、第十二条, 责任制条例第十三条)."""

from typing import Any

import pytest

from tests.services.complaints.office import (
    MEASURE,
    Case,
    Office,
    accepted,
    concluded,
    discussion,
    investigated,
    person,
)

NINE, TEN = (f"wulong/complaints@2021-11-10#第{number}条" for number in "九十")
TOLD = "经查，所反映情况不存在，已逐项说明。"


async def agency_case(office: Office) -> Case:
    """A complaint that the market bureau handles, investigated by its own inspectors."""
    case = await office.complain()
    await case.act("clerk", "summary", summary="反映区市场监管局对无照经营应查不查。")
    await case.act("clerk", "routing", handler="market", reason="属该局职责。")
    await case.act("agency_clerk", "acceptance")
    pair = [str(person("inspector")), str(person("other_inspector"))]
    await case.act("agency_clerk", "investigators", persons=pair)
    await case.act("inspector", "measures", measure=MEASURE, persons=pair, note="到现场查看。")
    return case


async def conclude(case: Case, finding: str, expect: int = 200, who: str = "clerk", **body: Any) -> Any:
    return await case.act(who, "conclusion", expect, finding=finding, facts_found="查明的事实。", **body)


@pytest.mark.obligation("W5-09")
async def test_no_conclusion_on_a_founded_matter_without_the_leaderships_discussion(office: Office):
    case = await investigated(office)

    undiscussed = await conclude(case, "founded", 409)
    await case.act("clerk", "discussion", **discussion())
    unconfirmed = await conclude(case, "founded", 409)
    await case.act("head", "discussion-confirmation")
    done = await conclude(case, "founded")

    assert undiscussed["basis"] == unconfirmed["basis"] == TEN
    assert done["stage"] == "concluded"


@pytest.mark.obligation("W5-09")
async def test_a_discussion_has_several_attendees_each_with_a_view_and_its_chair_confirms(office: Office):
    case = await investigated(office)
    one = [{"person": str(person("head")), "view": "同意。"}]
    stranger = [
        {"person": str(person("deputy")), "view": "同意。"},
        {"person": str(person("unit_head")), "view": "同意。"},
    ]

    alone = await case.act("clerk", "discussion", 422, **discussion(views=one))
    without_chair = await case.act("clerk", "discussion", 422, **discussion(views=stranger))
    early = await case.act("head", "discussion-confirmation", 409)
    await case.act("clerk", "discussion", **discussion())
    by_another = await case.act("deputy", "discussion-confirmation", 403)
    await case.act("head", "discussion-confirmation")

    assert {alone["basis"], without_chair["basis"], early["basis"], by_another["basis"]} == {NINE}
    assert (await case.page("clerk"))["stage"] == "discussed"


@pytest.mark.obligation("W5-09")
async def test_each_view_is_kept_with_its_name_and_dissent(office: Office):
    case = await investigated(office)
    await case.act("clerk", "discussion", **discussion())

    line = await case.line("discussion_recorded")

    assert line["texts"][f"view:{person('deputy')}"] == "建议从轻。"
    assert line["texts"]["conclusion"] == "责令限期改正，对直接责任人员批评教育。"


@pytest.mark.obligation("W5-09")
@pytest.mark.parametrize("other", ["partly_founded", "unfounded"])
async def test_a_conclusion_says_what_was_decided(office: Office, other: str):
    case = await investigated(office)
    await case.act("clerk", "discussion", **discussion())
    await case.act("head", "discussion-confirmation")

    refused = await conclude(case, other, 422, explanation=TOLD)

    assert refused["basis"] == NINE


@pytest.mark.obligation("W5-09")
async def test_the_leadership_may_find_otherwise_than_the_investigators(office: Office):
    case = await investigated(office)
    await case.act("clerk", "discussion", **discussion("partly_founded"))
    await case.act("head", "discussion-confirmation")

    await conclude(case, "founded", 422)
    await conclude(case, "partly_founded")

    assert (await case.page("clerk"))["finding"] == "partly_founded"


@pytest.mark.obligation("W5-10")
async def test_an_unfounded_complaint_needs_an_explanation_and_no_discussion(office: Office):
    case = await investigated(office, "unfounded")

    refused = await conclude(case, "unfounded", 422)
    await conclude(case, "unfounded", explanation=TOLD)

    assert refused["basis"] == NINE
    seen = await office.progress(case)
    assert seen["finding"] == "unfounded"
    assert seen["timeline"][-1]["texts"] == {"explanation": TOLD}


@pytest.mark.obligation("W5-09")
async def test_a_person_is_never_pursued_without_discussion_even_if_nothing_was_found(office: Office):
    case = await accepted(office)
    pair = [str(person("first")), str(person("second"))]
    await case.act("clerk", "investigators", persons=pair)
    await case.act("first", "measures", measure=MEASURE, persons=pair, note="查看。")
    opinion = {"finding": "unfounded", "opinion": "建议批评教育。", "accountability_proposed": True}
    await case.act("first", "preliminary-opinion", **opinion)

    await conclude(case, "unfounded", 409, explanation=TOLD)
    await case.act(
        "clerk", "recommendations", 409, person=str(person("accused")), mode="direct", organ="bureau"
    )


@pytest.mark.obligation("W5-12")
async def test_more_time_is_asked_for_consented_to_and_told_to_the_complainant(office: Office):
    case = await accepted(office)
    assert (await case.due("handling"))["due_on"] == "2026-10-19"

    await case.act("clerk", "extension", days=30, reason="案情复杂，需外调。")
    await case.act("head", "extension-decision", approved=True)
    await case.send("clerk", "head", "extension_notice")

    due = await case.due("handling")
    assert (due["due_on"], due["breach_after"], due["basis"]) == ("2026-11-17", "2026-11-18", TEN)
    lines = (await office.progress(case))["timeline"]
    assert [one["type"] for one in lines[-2:]] == ["extension_decided", "delivery_recorded"]


@pytest.mark.obligation("W5-12")
async def test_more_time_is_given_once_and_thirty_days_at_most(office: Office):
    case = await accepted(office)

    beyond = await case.act("clerk", "extension", 422, days=31, reason="案情复杂。")
    await case.act("clerk", "extension", days=10, reason="案情复杂。")
    waiting = await case.act("clerk", "extension", 409, days=10, reason="案情复杂。")
    await case.act("head", "extension-decision", approved=True)
    second = await case.act("clerk", "extension", 422, days=10, reason="案情复杂。")
    nothing_waits = await case.act("head", "extension-decision", 409, approved=True)

    assert {one["basis"] for one in (beyond, waiting, second, nothing_waits)} == {TEN}


@pytest.mark.obligation("W5-12")
@pytest.mark.parametrize(
    ("asked_on", "approved_on", "status"),
    [
        pytest.param("2026-10-16", "2026-10-16", 200, id="Fri 16 Oct, before the end"),
        pytest.param("2026-10-16", "2026-10-18", 200, id="Sun 18 Oct, the nominal end"),
        pytest.param("2026-10-18", "2026-10-19", 200, id="Mon 19 Oct, the rolled end"),
        pytest.param("2026-10-19", "2026-10-20", 409, id="Tue 20 Oct, day after"),
    ],
)
async def test_consent_comes_before_the_period_has_run_out(
    office: Office, asked_on: str, approved_on: str, status: int
):
    case = await accepted(office)

    office.on(asked_on)
    await case.act("clerk", "extension", days=5, reason="案情复杂。")
    office.on(approved_on)
    answer = await case.act("head", "extension-decision", status, approved=True)

    if status == 409:
        assert answer["basis"] == TEN
        await case.act("head", "extension-decision", approved=False)
        assert (await case.due("handling"))["light"] == "red"


@pytest.mark.obligation("W5-12")
async def test_after_the_end_nobody_even_asks_for_more_time(office: Office):
    case = await accepted(office)
    office.on("2026-10-20")

    refused = await case.act("clerk", "extension", 409, days=5, reason="案情复杂。")

    assert refused["basis"] == TEN


@pytest.mark.obligation("W5-12")
async def test_the_person_in_charge_consents_and_never_to_an_own_request(office: Office):
    case = await accepted(office)
    await case.act("deputy", "extension", days=5, reason="案情复杂。")

    own = await case.act("deputy", "extension-decision", 403, approved=True)
    for who in ("clerk", "unit_head"):
        await case.act(who, "extension-decision", 403, approved=True)
    await case.act("head", "extension-decision", approved=True)

    assert own["basis"] == TEN


@pytest.mark.obligation("W5-12")
async def test_a_refused_request_changes_no_date_and_may_be_made_again(office: Office):
    case = await accepted(office)
    await case.act("clerk", "extension", days=5, reason="案情复杂。")
    await case.act("head", "extension-decision", approved=False)

    assert (await case.due("handling"))["due_on"] == "2026-10-19"
    await case.act("clerk", "letters", 409, kind="extension_notice")
    await case.act("clerk", "extension", days=5, reason="出现新情况。")


@pytest.mark.obligation("W5-19", "N-12")
async def test_an_agency_replies_in_course_within_fifteen_working_days(office: Office):
    case = await agency_case(office)
    due = await case.due("reply")
    assert (due["due_on"], due["length"]) == ("2026-10-15", 15)
    assert due["basis"] == "chongqing/enforcement_responsibility@2010-07-30#第十三条"

    await case.act("agency_clerk", "reply", reply="已派员调查，进展如下。")
    assert await case.running() == {"handling", "reply"}
    await case.send("agency_clerk", "agency_head", "reply")

    assert await case.running() == {"handling"}
    told = (await office.progress(case))["timeline"][-2:]
    assert told[0]["texts"] == {"reply": "已派员调查，进展如下。"}
    assert told[1]["facts"] == {"served_on": "2026-09-18"}
    again = await case.act("agency_clerk", "reply", 409, reply="再次答复。")
    assert again["basis"] == due["basis"]


@pytest.mark.obligation("W5-19", "N-12", "W5-14")
async def test_who_is_told_the_result_in_time_has_been_replied_to(office: Office):
    case = await agency_case(office)
    await case.act("inspector", "preliminary-opinion", finding="unfounded", opinion="不实。")
    await conclude(case, "unfounded", who="agency_head", explanation=TOLD)
    assert "reply" in await case.running()

    await case.send("agency_clerk", "agency_head", "result_notice")
    await case.act("agency_clerk", "archive")

    assert await case.running() == set()


@pytest.mark.obligation("W5-19")
async def test_the_bureau_itself_owes_no_interim_reply(office: Office):
    case = await accepted(office)

    refused = await case.act("clerk", "reply", 409, reply="答复。")

    assert refused["basis"].startswith("chongqing/enforcement_responsibility")


@pytest.mark.obligation("W5-09", "W5-11")
async def test_inside_an_agency_the_head_signs(office: Office):
    case = await agency_case(office)
    await case.act("inspector", "preliminary-opinion", finding="founded", opinion="属实。")
    views = [{"person": str(person(who)), "view": "同意。"} for who in ("agency_head", "agency_clerk")]
    held = discussion(chair=str(person("agency_head")), views=views, responsible=[])
    await case.act("agency_clerk", "discussion", **held)
    await case.act("agency_head", "discussion-confirmation")

    refused = await conclude(case, "founded", 403, who="agency_clerk")
    await conclude(case, "founded", who="agency_head")

    assert refused["basis"].startswith("chongqing/enforcement_responsibility@2010-07-30#")
    assert (await case.page("agency_head"))["stage"] == "concluded"


@pytest.mark.obligation("W5-11", "W5-14", "W5-15")
async def test_the_conclusion_ends_the_handling_and_starts_telling_and_filing(office: Office):
    case = await concluded(office)

    assert await case.running() == {"result_notice", "archiving"}
    assert (await case.due("result_notice"))["due_on"] == "2026-09-24"
    office.on("2026-09-21")
    letter = await case.issue("clerk", "head", "result_notice")
    await case.serve("clerk", letter, expect=422, on="2026-09-20")
    await case.serve("clerk", letter, on="2026-09-21")
    assert await case.running() == {"archiving"}


@pytest.mark.obligation("W5-11")
async def test_a_late_conclusion_is_possible_and_was_red(office: Office):
    case = await investigated(office, "unfounded")
    office.on("2026-10-20")
    assert (await case.due("handling"))["light"] == "red"

    await conclude(case, "unfounded", explanation=TOLD)
