"""What the page of a dispute shows, and to whom: lists, course, texts, obligations, proposals."""

import pytest

from tests.services.dispute_coordination.office import BASE, OPINION, Case, Office, accepted, heard, person


async def listed(office: Office, who: str, query: str = "") -> list[str]:
    response = await office.get(who, f"{BASE}{query}")
    assert response.status_code == 200, response.text
    return [one["id"] for one in response.json()["items"]]


def texts(page: dict, kind: str) -> dict[str, str]:
    (line,) = [one for one in page["timeline"] if one["type"] == kind]
    return line["texts"]


@pytest.mark.obligation("W1-07")
async def test_the_page_shows_what_the_request_states_and_what_is_missing(office: Office):
    case = await office.ask(materials=["written_request"], proposal_and_reasons=None)

    page = await case.page("clerk")

    assert [one["code"] for one in page["matter"]] == [
        "agencies_information",
        "matter",
        "negotiation_and_differences",
    ]
    assert page["matter"][1]["text"] == "农药经营门店的日常检查由谁负责。"
    assert {one["code"] for one in page["missing"]} == {
        "legal_basis",
        "staffing_and_duty_documents",
        "proposal_and_reasons",
    }
    assert (page["agency"], page["procedure"], page["stage"]) == ("market", "dispute", "received")


@pytest.mark.obligation("W1-08")
async def test_the_other_side_knows_of_the_request_from_its_acceptance_on(office: Office):
    case = await office.ask()

    await case.page("farming_clerk", 404)
    assert await listed(office, "farming_clerk") == []
    assert await listed(office, "market_clerk") == [case.id]

    await case.act("clerk", "acceptance")

    assert (await case.page("farming_clerk"))["stage"] == "coordinating"
    assert await listed(office, "farming_clerk") == [case.id]
    assert await listed(office, "water_clerk") == []


async def test_a_request_that_was_withdrawn_before_acceptance_stays_unknown_to_the_other_side(office: Office):
    case = await office.ask()

    await case.act("market_clerk", "withdrawal", reason="双方继续协商。")

    await case.page("farming_clerk", 404)
    assert await listed(office, "farming_clerk") == []
    assert (await case.page("market_clerk"))["stage"] == "withdrawn"


@pytest.mark.obligation("W1-12")
async def test_a_respondent_sees_what_it_must_file_by_when(office: Office):
    case = await accepted(office)

    page = await case.page("farming_clerk")

    (owed,) = page["obligations"]
    assert owed["name"] == "respondent_answer:farming"
    assert owed["label_zh"] == "答复期限"
    assert owed["due"]["due_on"] == "2026-11-09"
    assert (await case.page("market_clerk"))["obligations"] == []
    assert (await case.page("clerk"))["obligations"] == []
    (asked, answers) = page["parties"]
    assert (asked["role"], asked["due"]) == ("applicant", None)
    assert (answers["agency"], answers["role"], answers["due"]) == ("farming", "respondent", "2026-11-09")


@pytest.mark.obligation("W1-12")
async def test_an_answer_is_read_by_all_parties_and_a_late_one_is_marked(office: Office):
    case = await accepted(office)
    office.on("2026-11-10")

    await case.act("farming_clerk", "answers", answer="本机关没有检查力量。")

    for who in ("clerk", "government", "market_clerk", "farming_head"):
        page = await case.page(who)
        assert texts(page, "answer_received") == {"answer": "本机关没有检查力量。"}
        assert page["parties"][1]["answered_on"] == "2026-11-10"
        assert page["parties"][1]["late"] is True
    assert (await case.page("farming_clerk"))["obligations"] == []


@pytest.mark.obligation("W1-20")
async def test_what_the_bureau_gathers_stays_with_the_bureau_and_the_government(office: Office):
    case = await heard(office)

    for who in ("clerk", "government"):
        page = await case.page(who)
        assert texts(page, "facts_verified") == {"note": "现场查看了三家门店。"}
        views = [one["texts"] for one in page["timeline"] if one["type"] == "view_recorded"]
        assert len(views) == 3
        assert all(views)

    page = await case.page("farming_clerk")
    course = [one["type"] for one in page["timeline"]]
    assert "facts_verified" not in course
    assert "letter_drafted" not in course
    (own,) = [one for one in page["timeline"] if one["type"] == "view_recorded"]
    assert (own["facts"]["body"], own["texts"]) == ("farming", {"view": "farming的意见。"})
    assert page.get("proposals") is None
    assert page.get("missing") is None


@pytest.mark.obligation("W1-24")
async def test_the_parties_read_a_proposal_only_once_the_government_decided(office: Office):
    case = await heard(office)
    await case.act("clerk", "proposal", proposal="建议由区农业农村委负责。")
    told = {"proposal": "建议由区农业农村委负责。"}

    assert texts(await case.page("government"), "proposal_reported") == told
    assert texts(await case.page("market_clerk"), "proposal_reported") == {}

    body = {"decided": True, "document": "武隆府〔2026〕8号", "decision": "由区农业农村委负责。"}
    await case.act("government", "decision", **body)

    page = await case.page("market_clerk")
    assert texts(page, "proposal_reported") == told
    assert texts(page, "government_decided") == {"decision": "由区农业农村委负责。"}


@pytest.mark.obligation("W1-23")
async def test_the_parties_read_the_agreement_once_the_opinion_went_out(office: Office):
    case = await heard(office)
    await case.act("clerk", "agreement", **OPINION)

    assert texts(await case.page("clerk"), "agreement_reported")["result"] == OPINION["result"]
    assert texts(await case.page("farming_clerk"), "agreement_reported") == {}

    await case.act("government", "consent", granted=True, document="武隆府〔2026〕7号")
    await case.send("coordination_opinion")

    assert texts(await case.page("farming_clerk"), "agreement_reported")["result"] == OPINION["result"]


async def test_the_reason_for_more_time_is_the_bureaus_own(office: Office):
    case = await accepted(office)
    await case.act("clerk", "extension", days=10, reason="涉及三个镇街，情况复杂。")
    await case.act("head", "extension-decision", approved=True)

    course = await case.course("market_clerk")
    assert "extension_requested" not in course
    assert "extension_decided" in course


@pytest.mark.obligation("W1-21")
async def test_a_breach_of_the_standstill_is_offered_to_the_bureau_as_a_lead(office: Office):
    case = await accepted(office)
    office.on("2026-11-03")

    await case.act("clerk", "unilateral-acts", agency="farming", act="单独处罚。", acted_on="2026-11-03")

    (offer,) = (await case.page("clerk"))["proposals"]
    assert (offer["act"], offer["agency"], offer["agency_name"]) == (
        "supervision_lead",
        "farming",
        "区农业农村委",
    )
    assert texts(await case.page("farming_clerk"), "unilateral_act_recorded") == {"act": "单独处罚。"}
    assert texts(await case.page("market_clerk"), "unilateral_act_recorded") == {}


async def test_every_act_of_the_page_names_its_fields_and_choices(office: Office):
    case = await accepted(office)

    acts = {one["action"]: one for one in (await case.page("clerk"))["allowed_actions"]}

    for act in acts.values():
        for field in act["fields"]:
            assert field["label_zh"], act
            if act["open"] and field["type"] == "select" and field["required"] and field["name"] != "into":
                assert field["options"], (act["action"], field)
    assert acts["investigation"]["open"]
    assert not acts["acceptance"]["open"]
    assert acts["acceptance"]["reason_zh"] == "当前阶段不能办理“决定受理”"
    assert acts["acceptance"]["basis"] == "wulong/dispute_coordination@2021-11-10#第十二条（一）"


async def test_open_entries_have_an_act_of_their_own(office: Office):
    case = await accepted(office)
    given = await case.act("farming_clerk", "urgent-requests", reason="药害正在扩散。")

    acts = [one for one in (await case.page("government"))["allowed_actions"] if one["open"]]

    assert [one["path"] for one in acts if one["action"] == "urgency_decision"] == [
        f"{BASE}/{case.id}/urgent-requests/{given['urgency_id']}/decision"
    ]


async def test_lists_are_narrowed_by_stage_agency_ground_number_title_and_day(office: Office):
    first = await office.ask()
    office.on("2026-11-03")
    second = await office.open_own_motion()
    number = (await first.page("clerk"))["number"]

    assert await listed(office, "clerk") == [second.id, first.id]
    assert await listed(office, "clerk", "?stage=received") == [first.id]
    assert await listed(office, "clerk", "?agency=water") == [second.id]
    assert await listed(office, "clerk", "?ground=case_transfer") == []
    assert await listed(office, "clerk", f"?number={number}") == [first.id]
    assert await listed(office, "clerk", "?text=河道") == [second.id]
    assert await listed(office, "clerk", "?received_from=2026-11-03") == [second.id]
    assert await listed(office, "clerk", "?received_until=2026-11-02") == [first.id]


async def test_a_handler_finds_the_cases_that_were_given_to_it(office: Office):
    case = await accepted(office)
    await case.act("clerk", "handlers", persons=[str(person("handler"))])

    assert await listed(office, "handler") == [case.id]
    assert await listed(office, "other_handler") == []
    await case.page("other_handler", 404)


async def test_a_clock_explains_its_end_day_by_day_also_as_it_was_known(office: Office):
    case = await accepted(office)
    await case.act("clerk", "extension", days=10, reason="情况复杂。")
    office.on("2026-11-04")
    await case.act("head", "extension-decision", approved=True)

    path = f"{BASE}/{case.id}/clocks/handling/explanation"
    now = (await office.get("farming_clerk", path)).json()
    before = (await office.get("farming_clerk", f"{path}?as_of=2026-11-03")).json()

    assert (before["due_on"], now["due_on"]) == ("2026-11-11", "2026-11-25")
    assert now["days"]


@pytest.mark.obligation("W1-11")
async def test_silence_on_the_supplement_ends_the_case_by_itself_once_also_after_downtime(office: Office):
    case = await office.ask(materials=["written_request"])
    await case.act("clerk", "supplement-notice", materials=["legal_basis", "staffing_and_duty_documents"])
    await case.send("supplement_notice")
    assert (await case.clocks())["supplement"]["due"]["breach_after"] == "2026-11-09"

    office.on("2026-11-09")
    await office.sweep()
    assert (await case.page("clerk"))["stage"] == "supplementing"

    office.on("2026-11-13")
    await office.sweep()
    await office.sweep()

    page = await case.page("clerk")
    (line,) = [one for one in page["timeline"] if one["type"] == "deemed_withdrawn"]
    assert page["stage"] == "deemed_withdrawn"
    assert line["role"] == "system"
    assert line["facts"]["automatic"] is True
    assert line["basis"] == "wulong/dispute_coordination@2021-11-10#第十二条（二）"
    assert page["clocks"] == []


@pytest.mark.obligation("W1-11")
async def test_papers_posted_in_time_bring_back_what_counted_as_withdrawn(office: Office):
    case = await office.ask(materials=["written_request"])
    await case.act("clerk", "supplement-notice", materials=["legal_basis", "staffing_and_duty_documents"])
    await case.send("supplement_notice")
    office.on("2026-11-12")
    await office.sweep()

    body = {"materials": ["legal_basis", "staffing_and_duty_documents"], "posted_on": "2026-11-09"}
    await case.act("clerk", "supplement", received_on="2026-11-12", **body)
    await case.act("clerk", "reversal", ground="posted_in_time", reason="邮戳为十一月九日。")

    page = await case.page("market_clerk")
    assert page["stage"] == "received"
    assert texts(page, "withdrawal_reversed") == {"reason": "邮戳为十一月九日。"}


async def test_files_of_agencies_are_open_to_the_parties_and_those_of_the_bureau_are_not(office: Office):
    case = await accepted(office)
    theirs = await put(office, case, "farming_clerk", b"a list of shops")
    own = await put(office, case, "clerk", b"notes of the inspection")

    assert [one["attachment_id"] for one in (await case.page("market_clerk"))["documents"]] == [theirs]
    assert len((await case.page("government"))["documents"]) == 2
    for who, file, status in (
        ("market_clerk", theirs, 200),
        ("clerk", own, 200),
        ("government", own, 200),
        ("market_clerk", own, 404),
        ("water_clerk", theirs, 404),
    ):
        found = await office.get(who, f"{BASE}/{case.id}/attachments/{file}")
        assert found.status_code == status, (who, found.text)
        if status == 200:
            assert found.headers["content-disposition"] == f'attachment; filename="{file}"'
            assert "sandbox" in found.headers["content-security-policy"]


async def put(office: Office, case: Case, who: str, content: bytes) -> str:
    headers = {**office.headers(who, await case.version()), "Content-Type": "text/plain"}
    given = await office.http.post(f"{BASE}/{case.id}/attachments", content=content, headers=headers)
    assert given.status_code == 200, given.text
    return given.json()["attachment_id"]


async def test_the_ledger_shows_an_agency_its_own_cases(office: Office):
    case = await accepted(office)
    office.on("2026-11-30")
    await office.sweep()

    for who, seen in (("clerk", {case.id}), ("farming_clerk", {case.id}), ("water_clerk", set())):
        found = (await office.get(who, f"{BASE}/escalations")).json()["items"]
        assert {one["case_id"] for one in found} == seen
    assert (await office.get("handler", f"{BASE}/escalations")).status_code == 403
