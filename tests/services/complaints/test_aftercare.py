"""Appeal, call-back, retaliation, archive, and what may follow it (第十二条至第十五条)."""

from typing import Any

import pytest

from tests.services.complaints.office import MEASURE, Case, Office, concluded, person

WULONG = "wulong/complaints@2021-11-10#"
GRADES = ["very_satisfied", "satisfied", "neutral", "dissatisfied", "very_dissatisfied"]


async def by_code(office: Office, case: Case, path: str, expect: int = 201, **body: Any) -> dict[str, Any]:
    """An act of the complainant, who has the receipt code and nothing else."""
    response = await office.http.post(
        f"/api/v1/complaints/receipt/{path}", json=body, headers={"Receipt-Code": case.receipt_code}
    )
    assert response.status_code == expect, response.text
    return response.json()


async def archived(office: Office, finding: str = "unfounded") -> Case:
    case = await concluded(office, finding)
    await case.send("clerk", "head", "result_notice")
    await case.act("clerk", "archive")
    return case


@pytest.mark.obligation("W5-17")
async def test_the_complainant_appeals_with_the_receipt_code_and_reads_the_answer(office: Office):
    case = await concluded(office)

    filed = await by_code(office, case, "appeals", reasons="认定事实有遗漏。")
    assert filed["answered_by"] == "bureau"
    path = f"appeals/{filed['appeal_id']}/answer"
    await case.act("clerk", path, outcome="uphold", answer="维持原处理决定，理由如下。")

    last = (await office.progress(case))["timeline"][-1]
    assert last["texts"] == {"answer": "维持原处理决定，理由如下。"}
    assert last["basis"] == f"{WULONG}第十四条"
    again = await case.act("clerk", path, 409, outcome="revoke", answer="撤销。")
    assert again["basis"] == f"{WULONG}第十四条"


@pytest.mark.obligation("W5-17")
async def test_the_agency_complained_of_appeals_too_and_only_after_a_decision(office: Office):
    case = await concluded(office)

    filed = await case.act("agency_head", "appeals", reasons="事实不清。")

    assert (await case.page("clerk"))["appeals"] == {filed["appeal_id"]: "open"}
    await case.act(
        "agency_head", f"appeals/{filed['appeal_id']}/answer", 403, outcome="revoke", answer="撤。"
    )


@pytest.mark.obligation("W5-17")
async def test_a_declined_complainant_may_appeal(office: Office):
    case = await office.complain()
    await by_code(office, case, "appeals", 409, reasons="尚未决定。")
    await case.act("clerk", "decline", ground="other", reasons="不属于受理范围。")

    await by_code(office, case, "appeals", reasons="不服不予受理。")


@pytest.mark.obligation("W5-17", "W5-15")
async def test_an_appeal_without_an_answer_keeps_the_file_open(office: Office):
    case = await concluded(office, "unfounded")
    await case.send("clerk", "head", "result_notice")
    filed = await by_code(office, case, "appeals", reasons="不服。")

    refused = await case.act("clerk", "archive", 409)
    assert refused["basis"] == f"{WULONG}第十二条"

    await case.act("clerk", f"appeals/{filed['appeal_id']}/answer", outcome="uphold", answer="维持。")
    await case.act("clerk", "archive")


@pytest.mark.parametrize("grade", GRADES)
async def test_a_call_back_takes_one_of_five_grades_once(office: Office, grade: str):
    case = await concluded(office, "unfounded")
    await case.act("clerk", "call-back", 409, grade=grade)
    await case.send("clerk", "head", "result_notice")

    await case.act("clerk", "call-back", grade=grade, reason="电话回访。")

    facts = (await case.page("clerk"))["timeline"][-1]["facts"]
    assert facts["rehandling_proposed"] is ("dissatisfied" in grade)
    await case.act("clerk", "call-back", 409, grade=grade)
    await by_code(office, case, "satisfaction", 409, grade=grade)


async def test_the_complainant_grades_the_handling_on_the_receipt_page(office: Office):
    case = await concluded(office, "unfounded")
    await case.send("clerk", "head", "result_notice")

    await by_code(office, case, "satisfaction", 422, grade="splendid")
    await by_code(office, case, "satisfaction", grade="dissatisfied", reason="处理太慢。")

    assert (await case.course())[-1] == "called_back"


async def test_an_agency_does_not_ask_how_its_own_handling_was(office: Office):
    case = await concluded(office, "unfounded")
    await case.send("clerk", "head", "result_notice")

    await case.act("agency_clerk", "call-back", 403, grade="satisfied")


@pytest.mark.obligation("W5-16", "W5-18")
@pytest.mark.parametrize(
    ("misconduct", "article"),
    [("retaliation", "第十三条"), ("obstruction", "第十三条"), ("intake_staff_liability", "第十五条")],
)
async def test_misconduct_is_put_on_record_at_any_time_under_its_article(
    office: Office, misconduct: str, article: str
):
    case = await office.complain()

    await case.act("clerk", "flags", misconduct=misconduct, note="投诉人反映被刁难。")

    line = (await case.page("clerk"))["timeline"][-1]
    assert (line["type"], line["basis"]) == ("misconduct_flagged", f"{WULONG}{article}")


@pytest.mark.obligation("W5-16")
async def test_the_complainant_tells_of_retaliation_even_after_the_archive(office: Office):
    case = await archived(office)

    await by_code(office, case, "flags", misconduct="retaliation", note="被无故停业检查。")

    assert (await case.page("clerk"))["flags"] == ["retaliation"]
    told = await case.page("agency_clerk")
    assert told["flags"] == []
    assert "misconduct_flagged" not in [line["type"] for line in told["timeline"]]


@pytest.mark.obligation("W5-15")
async def test_a_file_is_archived_after_the_result_was_told_and_all_is_done(office: Office):
    case = await concluded(office)
    untold = await case.act("clerk", "archive", 409)
    await case.send("clerk", "head", "result_notice")
    unordered = await case.act("clerk", "archive", 409)
    made = await case.act("clerk", "transfers", kind="crime", reason="涉嫌犯罪。")
    body = {"agency": "market", "content": "查处。", "length": 10, "unit": "working_day"}
    order = (await case.act("clerk", "orders", **body))["order_id"]
    await case.send("clerk", "head", "correction_order", order)
    await case.act("agency_clerk", f"orders/{order}/correction-report", report="已改。")
    await case.act("clerk", f"orders/{order}/verification", satisfied=True, note="属实。")
    without_feedback = await case.act("clerk", "archive", 409)
    await case.act("clerk", f"transfers/{made['transfer_id']}/receipt", evidence="回执。")
    await case.act("clerk", f"transfers/{made['transfer_id']}/feedback", feedback="已立案。")

    done = await case.act("clerk", "archive")

    assert {untold["basis"], unordered["basis"], without_feedback["basis"]} == {f"{WULONG}第十二条"}
    assert len(done["manifest_digest"]) == 64


@pytest.mark.obligation("W5-15")
async def test_the_retention_is_thirty_years_ten_for_what_was_declined_or_as_the_clerk_says(office: Office):
    handled = await archived(office)
    declined = await office.complain()
    await declined.act("clerk", "decline", ground="other", reasons="不属于受理范围。")
    await declined.send("clerk", "head", "decline_notice")
    await declined.act("clerk", "archive")
    major = await concluded(office, "unfounded")
    await major.send("clerk", "head", "result_notice")
    await major.act("clerk", "archive", retention="permanent")

    kept = [(await one.line("archived"))["facts"]["retention"] for one in (handled, declined, major)]
    assert kept == ["thirty_years", "ten_years", "permanent"]


@pytest.mark.obligation("W5-15")
async def test_nothing_but_appeal_flag_and_call_back_follows_the_archive(office: Office):
    case = await archived(office)
    page = await case.page("clerk")

    still_open = {one["action"] for one in page["allowed_actions"] if one["open"]}
    assert still_open == {"appeal", "call_back", "flag"}
    assert page["clocks"] == []
    pair = [str(person("first")), str(person("second"))]
    closed: list[tuple[str, dict[str, Any]]] = [
        ("archive", {}),
        ("acceptance", {}),
        ("measures", {"measure": MEASURE, "persons": pair, "note": "查看。"}),
        ("conclusion", {"finding": "unfounded", "facts_found": "事实。", "explanation": "说明。"}),
        ("transfers", {"kind": "crime", "reason": "移送。"}),
    ]
    for path, body in closed:
        assert (await case.act("clerk", path, 409, **body))["basis"]
    filed = await by_code(office, case, "appeals", reasons="不服。")
    await case.act("clerk", f"appeals/{filed['appeal_id']}/answer", outcome="change", answer="变更。")
    await by_code(office, case, "satisfaction", grade="neutral")


async def test_a_wrong_receipt_code_finds_nothing(office: Office):
    case = await office.complain()
    wrong = Case(office, case.id, "AAAA-BBBB-CCCC-DDDD")

    for path, body in [
        ("appeals", {"reasons": "不服。"}),
        ("flags", {"misconduct": "retaliation", "note": "x"}),
    ]:
        await by_code(office, wrong, path, 404, **body)
    response = await office.http.get(
        "/api/v1/complaints/receipt", headers={"Receipt-Code": wrong.receipt_code}
    )
    assert response.status_code == 404
