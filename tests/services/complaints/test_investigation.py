"""Two investigators, their certificates, their recusal and their measures (第八条)."""

from typing import Any

import pytest

from tests.services.complaints.office import MEASURE, Case, Office, accepted, intake, person

EIGHT = "wulong/complaints@2021-11-10#第八条"


def people(*names: str) -> list[str]:
    return [str(person(name)) for name in names]


async def investigating(office: Office, *names: str) -> Case:
    case = await accepted(office)
    await case.act("clerk", "investigators", persons=people(*(names or ("first", "second"))))
    return case


async def measure(case: Case, *names: str, expect: int = 200, who: str = "first", **body: Any) -> Any:
    persons = people(*(names or ("first", "second")))
    return await case.act(
        who, "measures", expect, **{"measure": MEASURE, "persons": persons, "note": "查看。", **body}
    )


async def opinion(case: Case, expect: int = 200, who: str = "first") -> Any:
    return await case.act(who, "preliminary-opinion", expect, finding="founded", opinion="建议责令改正。")


@pytest.mark.obligation("W5-07")
@pytest.mark.parametrize("names", [["first"], ["first", "first"]], ids=["one", "one named twice"])
async def test_fewer_than_two_investigators_are_refused(office: Office, names: list[str]):
    case = await accepted(office)

    refused = await case.act("clerk", "investigators", 422, persons=people(*names))

    assert refused["basis"] == EIGHT
    assert (await case.page("clerk"))["stage"] == "accepted"


@pytest.mark.obligation("W5-07")
async def test_an_investigator_needs_a_valid_certificate(office: Office):
    case = await accepted(office)

    refused = await case.act("clerk", "investigators", 422, persons=people("first", "uncertified"))

    assert refused["basis"] == EIGHT


@pytest.mark.obligation("W5-07")
async def test_a_certificate_that_has_run_out_is_none(office: Office):
    case = await accepted(office)
    office.on("2031-01-02")

    await case.act("clerk", "investigators", 422, persons=people("first", "second"))


@pytest.mark.obligation("W5-08")
async def test_nobody_of_the_agency_complained_of_investigates_for_the_bureau(office: Office):
    case = await accepted(office)

    refused = await case.act("clerk", "investigators", 409, persons=people("first", "inspector"))

    assert refused["basis"] == EIGHT
    await case.page("inspector", 404)


@pytest.mark.obligation("W5-08")
async def test_the_officer_complained_of_never_investigates(office: Office):
    body = intake(channel="desk", officer=str(person("third")), agency="water")
    response = await office.post("clerk", "/api/v1/complaints", body)
    case = Case(office, response.json()["id"], response.json()["receipt_code"])
    await case.act("clerk", "acceptance")

    refused = await case.act("clerk", "investigators", 409, persons=people("first", "third"))

    assert refused["basis"] == EIGHT


@pytest.mark.obligation("W5-08")
async def test_a_declared_conflict_suspends_the_investigator_at_once(office: Office):
    case = await investigating(office, "first", "second", "third")

    await case.act("second", "conflicts", person=str(person("second")), reason="与当事人为近亲属。")

    refused = await measure(case, "first", "second", expect=409)
    assert refused["basis"] == EIGHT
    await measure(case, "first", "third")
    blocked = await opinion(case, 409)
    assert blocked["basis"] == "wulong/complaints@2021-11-10#第九条"


@pytest.mark.obligation("W5-08")
async def test_with_fewer_than_two_who_may_act_the_investigation_stands_still(office: Office):
    case = await investigating(office)

    await case.act("clerk", "conflicts", person=str(person("second")), reason="当事人申请回避。")

    refused = await measure(case, expect=409)
    assert refused["basis"] == EIGHT
    await case.act("unit_head", "recusals", person=str(person("second")), recused=True, reason="属实。")
    await measure(case, "first", "first", expect=409)
    await case.act("clerk", "investigators", persons=people("first", "third"))
    await measure(case, "first", "third")
    await opinion(case)


@pytest.mark.obligation("W5-08")
async def test_who_was_recused_is_out_for_good(office: Office):
    case = await investigating(office, "first", "second", "third")
    await case.act("second", "conflicts", person=str(person("second")), reason="近亲属。")

    await case.act("unit_head", "recusals", person=str(person("second")), recused=True, reason="属实。")

    await case.page("second", 404)
    await case.act("second", "measures", 404, measure=MEASURE, persons=people("first", "second"), note="查。")
    refused = await case.act("clerk", "investigators", 409, persons=people("first", "second"))
    assert refused["basis"] == EIGHT
    items = (await office.get("second", "/api/v1/complaints")).json()["items"]
    assert items == []


@pytest.mark.obligation("W5-08")
async def test_who_waits_for_a_recusal_decision_is_not_named_again(office: Office):
    case = await investigating(office)
    await case.act("second", "conflicts", person=str(person("second")), reason="近亲属。")

    refused = await case.act("clerk", "investigators", 409, persons=people("second", "third"))

    assert refused["basis"] == EIGHT


@pytest.mark.obligation("W5-08")
async def test_a_conflict_found_groundless_lets_the_investigator_go_on(office: Office):
    case = await investigating(office)
    await case.act("clerk", "conflicts", person=str(person("second")), reason="当事人申请回避。")

    await case.act("unit_head", "recusals", person=str(person("second")), recused=False, reason="不成立。")

    await measure(case)


@pytest.mark.obligation("W5-08")
@pytest.mark.parametrize("who", ["clerk", "first", "second"])
async def test_a_recusal_is_decided_by_the_head_of_the_unit(office: Office, who: str):
    case = await investigating(office)
    await case.act("second", "conflicts", person=str(person("second")), reason="近亲属。")

    await case.act(who, "recusals", 403, person=str(person("second")), recused=False, reason="不必。")


@pytest.mark.obligation("W5-08")
async def test_there_is_no_recusal_without_a_declared_conflict_and_no_conflict_of_a_stranger(office: Office):
    case = await investigating(office)

    stranger = await case.act("clerk", "conflicts", 409, person=str(person("third")), reason="近亲属。")
    undeclared = await case.act(
        "unit_head", "recusals", 409, person=str(person("second")), recused=True, reason="属实。"
    )

    assert (stranger["basis"], undeclared["basis"]) == (EIGHT, EIGHT)


@pytest.mark.obligation("W5-07")
async def test_a_measure_is_taken_by_two_investigators_of_the_case(office: Office):
    case = await investigating(office)

    alone = await measure(case, "first", expect=422)
    foreign = await measure(case, "first", "third", expect=409)

    assert alone["basis"].startswith("chongqing/enforcement_supervision@2010-07-30#")
    assert foreign["basis"] == EIGHT
    await measure(case)


@pytest.mark.obligation("W5-07")
@pytest.mark.parametrize(
    ("body", "slug"),
    [
        ({"measure": "torture"}, "invalid"),
        ({"taken_on": "2026-09-19"}, "date-ahead"),
        ({"taken_on": "2026-09-17"}, "date-before-case"),
    ],
    ids=["not in the catalogue", "tomorrow", "before acceptance"],
)
async def test_a_measure_is_of_the_catalogue_and_dated_within_the_case(
    office: Office, body: dict[str, str], slug: str
):
    case = await investigating(office)

    refused = await measure(case, expect=422, **body)

    assert refused["type"].endswith(slug)


@pytest.mark.obligation("W5-09")
async def test_there_is_no_opinion_before_anything_was_investigated(office: Office):
    case = await investigating(office)

    refused = await opinion(case, 409)

    assert refused["basis"] == "wulong/complaints@2021-11-10#第九条"
