"""Receipt, routing, acceptance and decline, over the interface (第二条至第七条)."""

import pytest

from tests.services.complaints.office import Case, Office, accepted, intake, person

WULONG = "wulong/complaints@2021-11-10#"
SUMMARY = "反映区市场监管局对无照经营应查不查。"


async def routed_to_market(office: Office) -> Case:
    case = await office.complain()
    await case.act("clerk", "summary", summary=SUMMARY)
    await case.act("clerk", "routing", handler="market", reason="属该局职责。")
    return case


async def lights(case: Case) -> dict[str, str]:
    return {one["name"]: one["due"]["light"] for one in (await case.page("clerk"))["clocks"]}


@pytest.mark.obligation("W5-05")
async def test_the_acceptance_clock_starts_with_the_receipt(office: Office):
    case = await office.complain()

    due = await case.due("acceptance")
    assert (due["started_on"], due["due_on"]) == ("2026-09-18", "2026-09-29")
    assert due["basis"] == f"{WULONG}第七条"


@pytest.mark.obligation("W5-05")
@pytest.mark.parametrize(
    ("decided_on", "light"),
    [
        pytest.param("2026-09-24", "green", id="Thu 24 Sep, two working days left"),
        pytest.param("2026-09-28", "yellow", id="Mon 28 Sep, day before"),
        pytest.param("2026-09-29", "yellow", id="Tue 29 Sep, due day"),
        pytest.param("2026-09-30", "red", id="Wed 30 Sep, day after"),
    ],
)
async def test_a_late_decision_is_possible_and_shows_red_before(office: Office, decided_on: str, light: str):
    case = await office.complain()

    office.on(decided_on)
    assert await lights(case) == {"acceptance": light}

    done = await case.act("clerk", "acceptance")
    assert done["stage"] == "accepted"
    assert await case.running() == {"handling"}
    assert (await case.due("handling"))["started_on"] == decided_on


DECLINES = [
    ("reconsideration_open", "（一）", ["reconsideration"]),
    ("litigation_open", "（二）", ["litigation"]),
    ("against_reconsideration_or_judgment", "（三）", []),
    ("with_other_body", "（四）", []),
    ("other", "（五）", []),
]


@pytest.mark.obligation("W5-03", "W5-06", "N-08")
@pytest.mark.parametrize(("ground", "label", "remedies"), DECLINES)
async def test_a_decline_gives_its_ground_its_reasons_and_the_remedies(
    office: Office, ground: str, label: str, remedies: list[str]
):
    case = await office.complain()

    await case.act("clerk", "decline", ground=ground, reasons="不属于受理范围，理由如下。")

    line = await case.line("declined")
    assert (line["basis"], line["facts"]["remedies"]) == (f"{WULONG}第五条{label}", remedies)
    seen = await office.progress(case)
    assert seen["stage"] == "declined"
    assert seen["timeline"][-1]["texts"] == {"reasons": "不属于受理范围，理由如下。"}
    assert seen["timeline"][-1]["facts"]["remedies"] == remedies
    assert await case.running() == {"result_notice", "archiving"}


@pytest.mark.obligation("W5-06")
async def test_a_decline_without_ground_or_reasons_is_refused(office: Office):
    case = await office.complain()

    for body in (
        {"ground": "too_busy", "reasons": "人手不足。"},
        {"ground": "other", "reasons": " "},
        {"ground": "other"},
    ):
        await case.act("clerk", "decline", 422, **body)

    assert (await case.page("clerk"))["stage"] == "received"


@pytest.mark.obligation("N-08", "W5-03")
@pytest.mark.parametrize("pending", ["pending_reconsideration", "pending_litigation"])
async def test_what_is_pending_elsewhere_is_accepted_only_with_a_reason(office: Office, pending: str):
    case = await office.complain(proceedings=[pending])

    refused = await case.act("clerk", "acceptance", 409)
    assert refused["basis"] == "national/enforcement_supervision@2026-02-01#第三十三条"

    await case.act("clerk", "acceptance", override_reason="仅部分事项在诉讼中。")


@pytest.mark.obligation("W5-04")
async def test_a_complaint_without_a_real_identity_is_refused(office: Office):
    for missing in ("name", "id_number", "address", "contact"):
        body = intake()
        body["complainant"] = {name: value for name, value in body["complainant"].items() if name != missing}

        response = await office.post(None, "/api/v1/complaints/intake", body)

        assert response.status_code == 422, missing
        assert "甄实明" not in response.text


@pytest.mark.obligation("W5-04")
@pytest.mark.parametrize(
    ("changes", "label"),
    [
        pytest.param({"ground": "slow_letters"}, "（一）", id="outside the ten grounds"),
        pytest.param({"agency": None}, "（三）", id="against nobody"),
        pytest.param({"agency": "moon"}, "", id="against an agency that does not exist"),
    ],
)
async def test_a_complaint_that_lacks_a_condition_is_refused_with_the_item(
    office: Office, changes: dict[str, str | None], label: str
):
    response = await office.post(None, "/api/v1/complaints/intake", intake(**changes))

    assert response.status_code == 422
    assert response.json()["basis"] == f"{WULONG}第六条{label}"


@pytest.mark.obligation("W5-04")
async def test_an_organisation_complains_under_its_credit_code(office: Office):
    unit = {
        "kind": "organisation",
        "name": "虚构贸易有限公司",
        "credit_code": "91500232MA5U00000J",
        "address": "武隆区虚构路二号",
        "contact_name": "贾经办",
        "contact": "13900139000",
    }
    response = await office.post(None, "/api/v1/complaints/intake", intake(complainant=unit))

    assert response.status_code == 201, response.text


@pytest.mark.obligation("W5-02")
async def test_an_agency_sees_nothing_before_the_clerk_wrote_a_summary(office: Office):
    case = await office.complain()

    refused = await case.act("clerk", "routing", 409, handler="market", reason="属该局职责。")

    assert refused["basis"] == f"{WULONG}第二条"
    await case.page("agency_clerk", 404)


@pytest.mark.obligation("W5-02")
async def test_routing_moves_the_latest_end_but_never_the_strict_one(office: Office):
    case = await office.complain()
    await case.act("clerk", "summary", summary=SUMMARY)

    office.on("2026-09-21")
    await case.act("clerk", "routing", handler="market", reason="属该局职责。")

    due = await case.due("acceptance")
    assert (due["due_on"], due["breach_after"]) == ("2026-09-29", "2026-10-08")
    assert (await case.due("reply"))["due_on"] == "2026-10-19"
    page = await case.page("agency_clerk")
    assert (page["summary"], page["complainant"]) == (SUMMARY, None)


@pytest.mark.obligation("W5-02")
async def test_a_case_is_not_routed_to_the_body_that_has_it(office: Office):
    case = await routed_to_market(office)

    refused = await case.act("clerk", "routing", 409, handler="market", reason="再次分办。")

    assert refused["basis"] == f"{WULONG}第二条"
    assert (await case.due("acceptance"))["breach_after"] == "2026-09-29"


@pytest.mark.obligation("W5-02", "W5-19")
async def test_a_case_taken_back_by_the_bureau_owes_no_agency_reply(office: Office):
    case = await routed_to_market(office)

    await case.act("clerk", "routing", handler="bureau", reason="提级办理。")

    assert await case.running() == {"acceptance"}
    await case.page("agency_clerk", 404)


@pytest.mark.obligation("W5-01")
@pytest.mark.parametrize("body", ["fields", "moon"], ids=["no legal unit named", "not registered"])
async def test_a_body_without_an_intake_unit_is_given_nothing(office: Office, body: str):
    case = await office.complain()
    await case.act("clerk", "summary", summary=SUMMARY)

    refused = await case.act("clerk", "routing", 422, handler=body, reason="属该委职责。")

    assert refused["basis"] == f"{WULONG}第三条"


@pytest.mark.obligation("W5-02", "W5-19")
async def test_what_reaches_an_agency_directly_starts_both_its_clocks(office: Office):
    body = intake(addressee="agency", channel="agency", summary=SUMMARY, received_on="2026-09-17")

    response = await office.post("agency_clerk", "/api/v1/complaints", body)

    assert response.status_code == 201, response.text
    case = Case(office, response.json()["id"], response.json()["receipt_code"])
    assert (await case.due("acceptance"))["started_on"] == "2026-09-17"
    assert (await case.due("reply"))["due_on"] == "2026-10-14"
    await case.act("agency_clerk", "acceptance")
    assert (await case.page("agency_clerk"))["complainant"] is None


async def test_an_agency_that_registers_gives_its_summary(office: Office):
    response = await office.post("agency_clerk", "/api/v1/complaints", intake(channel="agency"))

    assert response.status_code == 422


@pytest.mark.parametrize(
    ("received_on", "status"),
    [
        pytest.param("1990-01-01", 422, id="before every calendar"),
        pytest.param("2021-11-09", 422, id="the day before the regulation"),
        pytest.param("2021-11-10", 201, id="the regulation's first day"),
        pytest.param("2026-01-30", 201, id="before the national regulation"),
        pytest.param("2026-09-19", 422, id="tomorrow"),
    ],
)
async def test_a_receipt_is_dated_within_the_regulation_and_never_ahead(
    office: Office, received_on: str, status: int
):
    body = intake(channel="post", received_on=received_on)

    response = await office.post("clerk", "/api/v1/complaints", body)

    assert response.status_code == status, response.text


@pytest.mark.obligation("W5-03")
async def test_a_complaint_from_before_the_national_regulation_keeps_the_law_of_its_day(office: Office):
    body = intake(channel="post", received_on="2026-01-30", proceedings=["pending_litigation"])
    response = await office.post("clerk", "/api/v1/complaints", body)
    case = Case(office, response.json()["id"], response.json()["receipt_code"])

    await case.act("clerk", "acceptance")
    await case.act("clerk", "investigators", persons=[str(person("first")), str(person("second"))])
    page = await case.page("clerk")

    measures = next(one for one in page["allowed_actions"] if one["action"] == "measure")
    offered = next(one for one in measures["fields"] if one["name"] == "measure")["options"]
    assert offered
    persons = [str(person("first")), str(person("second"))]
    await case.act("first", "measures", measure=offered[0]["value"], persons=persons, note="查看。")


@pytest.mark.obligation("W5-05")
async def test_the_complainant_is_told_of_acceptance_and_of_nothing_that_did_not_happen(office: Office):
    case = await accepted(office)

    await case.send("clerk", "head", "acceptance_notice")

    not_yet = {
        "decline_notice": f"{WULONG}第七条",
        "extension_notice": f"{WULONG}第十条",
        "result_notice": f"{WULONG}第十二条",
    }
    for kind, basis in not_yet.items():
        refused = await case.act("clerk", "letters", 409, kind=kind)
        assert refused["basis"] == basis


async def test_the_same_persons_earlier_complaints_are_shown_to_the_bureau(office: Office):
    first = await office.complain()
    second = await office.complain(ground="rough_enforcement")

    earlier = (await second.page("clerk"))["earlier"]

    assert [one["id"] for one in earlier] == [first.id]
