"""What slips through at the edges: whose word counts, who learns of what, who is asked first (边界情形)."""

from datetime import date

import pytest

from shared.deadlines.recomputer import Recomputer
from tests.services.dispute_coordination.office import (
    BASE,
    OPINION,
    Case,
    Office,
    accepted,
    heard,
    person,
    request,
)
from tests.shared.deadlines.editions import correction_2026

PAPERS = ["legal_basis", "staffing_and_duty_documents"]
TWELVE = "wulong/dispute_coordination@2021-11-10#第十二条（二）"


async def supplementing(office: Office) -> Case:
    """The market bureau was served with the notice of what is missing on Monday 2 November."""
    case = await office.ask(materials=["written_request"])
    await case.act("clerk", "supplement-notice", materials=PAPERS)
    await case.send("supplement_notice")
    return case


@pytest.mark.obligation("W1-11")
async def test_an_agency_cannot_say_that_it_posted_what_it_hands_in_here(office: Office):
    case = await supplementing(office)
    office.on("2026-11-20")

    await case.act("market_clerk", "supplement", materials=PAPERS, posted_on="2026-11-09")

    (line,) = [one for one in (await case.page("clerk"))["timeline"] if one["type"] == "supplement_filed"]
    assert (line["facts"]["in_time"], line["facts"]["posted_on"]) == (False, None)
    assert (await case.page("clerk"))["stage"] == "supplementing"


@pytest.mark.obligation("W1-11")
async def test_missing_papers_come_by_the_one_way_that_ends_their_period(office: Office):
    case = await supplementing(office)

    refused = await case.act("market_clerk", "materials", 409, materials=PAPERS)
    await case.act("market_clerk", "supplement", materials=PAPERS)
    office.on("2026-11-11")
    await office.sweep()

    assert refused["title"] == "当前阶段不能办理“补充材料”"
    assert (await case.page("clerk"))["stage"] == "received"


@pytest.mark.obligation("W1-11")
async def test_each_of_several_applicants_sees_the_papers_that_are_owed(office: Office):
    together = [{"held_on": "2026-10-20", "parties": ["market", "water", "farming"]}]
    case = await office.ask(applicants=["water"], materials=["written_request"], negotiations=together)
    await case.act("clerk", "supplement-notice", materials=PAPERS)
    await case.send("supplement_notice")

    for who in ("market_clerk", "water_clerk"):
        assert [one["name"] for one in (await case.page(who))["obligations"]] == ["supplement"]


@pytest.mark.obligation("W1-11")
async def test_an_agency_that_was_told_its_last_day_learns_that_it_moved(office: Office):
    case = await supplementing(office)
    calendars = office.app.state.calendars
    calendars.take([correction_2026(off=date(2026, 11, 5))])
    await Recomputer(office.app.state.parts.log, office.engine, calendars, office.clock).step()

    assert (await case.clocks())["supplement"]["due"]["due_on"] == "2026-11-10"
    for who, told in (("market_clerk", ["2026-11-10"]), ("farming_clerk", []), ("clerk", [])):
        found = (await office.get(who, f"{BASE}/notifications")).json()["items"]
        assert [one["due_on"] for one in found if one["kind"] == "date_moved"] == told


@pytest.mark.obligation("W1-05")
async def test_a_request_after_negotiation_names_registered_agencies_only(office: Office):
    body = {"title": "移送争议", "applicants": ["market"], "respondents": ["farming"]}
    opened = await office.post("market_clerk", f"{BASE}/negotiations", body)
    case = Case(office, opened.json()["id"])
    asked = {"ground": "case_transfer", "respondents": ["farming", "poets"]}

    refused = await case.act("market_clerk", "request", 422, **asked)

    assert refused["type"] == "urn:jiandu:problem:unknown-agency"
    assert (await case.page("clerk"))["stage"] == "negotiating"


async def test_who_may_not_let_an_agency_join_does_not_learn_which_are_registered(office: Office):
    case = await accepted(office)
    joinder = {"agency": "poets", "side": "respondent", "reason": "同一事项。"}

    await case.act("farming_clerk", "joinder", 403, **joinder)
    await case.act("water_clerk", "joinder", 404, **joinder)
    await case.act("clerk", "joinder", 422, **joinder)


async def test_the_other_side_is_not_told_of_the_end_of_a_request_it_never_knew(office: Office):
    first, second = await office.ask(), await office.ask(title="同一事项")
    await second.act("clerk", "merger", into=first.id, reason="同一事项。")

    await second.send("termination_notice")

    for who, letters in (("market_clerk", 1), ("farming_clerk", 0)):
        inbox = await office.get(who, f"{BASE}/letters/inbox")
        assert len(inbox.json()["items"]) == letters


async def test_an_accepted_case_is_offered_only_others_that_were_accepted(office: Office):
    case, waiting, begun = await accepted(office), await office.ask(), await accepted(office)

    (merger,) = [one for one in (await case.page("clerk"))["allowed_actions"] if one["action"] == "merger"]
    assert {one["value"] for one in merger["fields"][0]["options"]} == {begun.id}
    await case.act("clerk", "merger", 409, into=waiting.id, reason="同一事项。")
    await case.act("clerk", "merger", into=begun.id, reason="同一事项。")


@pytest.mark.obligation("W1-25")
async def test_that_an_agency_defies_an_opinion_is_between_it_and_the_bureau(office: Office):
    case = await heard(office)
    await case.act("clerk", "agreement", **OPINION)
    await case.act("government", "consent", granted=True, document="武隆府〔2026〕7号")
    await case.send("coordination_opinion")
    defied = {"agency": "farming", "against": "opinion", "manner": "refused", "note": "拒绝接手。"}
    await case.act("clerk", "defiance", **defied)

    assert "opinion_defied" in await case.course("farming_clerk")
    assert "opinion_defied" not in await case.course("market_clerk")


@pytest.mark.obligation("W1-27")
async def test_the_answers_to_a_defied_decision_are_between_the_agency_and_the_bureau(office: Office):
    case = await heard(office)
    await case.act("clerk", "proposal", proposal="建议由区农业农村委负责。")
    await case.act(
        "government", "decision", decided=True, document="武隆府〔2026〕8号", decision="由农委负责。"
    )
    defied = {"agency": "farming", "against": "decision", "manner": "refused", "note": "拒绝接手。"}
    await case.act("clerk", "defiance", **defied)
    await case.act(
        "clerk", "ladder", agency="farming", rung="order_to_correct", document="武隆司督〔2026〕1号"
    )

    for who, seen in (("farming_clerk", True), ("market_clerk", False), ("government", True)):
        assert ({"decision_defied", "ladder_climbed"} <= set(await case.course(who))) is seen
        assert ("decision_defied" in await case.course(who)) is seen


async def test_handlers_are_of_the_bureau_and_who_verified_facts_is_known(office: Office):
    case = await accepted(office)
    nobody = "00000000-0000-7000-8000-000000000000"

    refused = await case.act("clerk", "handlers", 422, persons=[str(person("market_clerk"))])
    unknown = await case.act("clerk", "investigation", 422, persons=[nobody], note="记录。")

    assert refused["basis"] == "wulong/dispute_coordination@2021-11-10#第六条"
    assert unknown["basis"] == "wulong/dispute_coordination@2021-11-10#第十五条"


async def test_a_clock_is_explained_as_known_on_a_day_ahead_as_it_is_today(office: Office):
    case = await accepted(office)
    path = f"{BASE}/{case.id}/clocks/handling/explanation"

    found = await office.get("clerk", f"{path}?as_of=9999-12-31")

    assert (found.status_code, found.json()["due_on"]) == (200, "2026-11-11")


@pytest.mark.parametrize("received_on", ["0001-01-01", "2019-12-31"])
async def test_a_day_in_years_that_no_calendar_covers_is_refused(office: Office, received_on: str):
    body = request(applicants=["market"], received_on=received_on)

    refused = await office.post("clerk", BASE, body)

    assert (refused.status_code, refused.json()["type"]) == (422, "urn:jiandu:problem:date-outside-calendar")


async def test_a_limit_that_ends_in_years_that_no_calendar_covers_is_refused(office: Office):
    case = await accepted(office)

    refused = await case.act("clerk", "special-limit", 422, norm="某法第一条", length=1000, unit="month")

    assert refused["title"] == "日期超出历法所载年份"
    assert (await case.clocks())["handling"]["due"]["due_on"] == "2026-11-11"


@pytest.mark.obligation("W1-23")
async def test_nobody_joins_what_the_government_already_has_before_it(office: Office):
    case = await heard(office)
    await case.act("clerk", "agreement", **OPINION)
    joinder = {"agency": "water", "side": "respondent", "reason": "同一事项。"}

    await case.act("clerk", "joinder", 409, **joinder)
    await case.act("government", "consent", granted=False, document="武隆府〔2026〕7号")
    await case.act("clerk", "joinder", **joinder)
    refused = await case.act("clerk", "agreement", 409, **OPINION)

    assert refused["title"] == "尚未听取全部意见"
