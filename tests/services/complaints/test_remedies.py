"""Orders to correct, compensation, persons, transfers, feedback (第十一条, 监督条例第十六、二十条)."""

from typing import Any

import pytest

from tests.services.complaints.office import (
    Case,
    Office,
    accepted,
    concluded,
    delivered,
    discussion,
    investigated,
    person,
)

ELEVEN = "wulong/complaints@2021-11-10#第十一条"
LOCAL = "chongqing/enforcement_supervision@2010-07-30#"


ORDER = {"agency": "market", "content": "立即查处。", "length": 10, "unit": "working_day"}


async def ordered(case: Case, **changes: Any) -> str:
    return (await case.act("clerk", "orders", **{**ORDER, **changes}))["order_id"]


async def reported(case: Case) -> str:
    order = await delivered(case)
    await case.act("agency_clerk", f"orders/{order}/correction-report", report="已立案查处。")
    return order


@pytest.mark.obligation("W5-13")
async def test_an_orders_limit_runs_from_its_delivery_and_ends_with_the_report(office: Office):
    case = await concluded(office)
    order = await ordered(case)
    assert f"order:{order}" not in await case.running()

    office.on("2026-09-21")
    await case.send("clerk", "head", "correction_order", order)
    due = await case.due(f"order:{order}")
    assert (due["started_on"], due["due_on"], due["basis"]) == ("2026-09-21", "2026-10-12", ELEVEN)

    await case.act("agency_clerk", f"orders/{order}/correction-report", report="已立案查处。")
    assert f"order:{order}" not in await case.running()


@pytest.mark.obligation("W5-13")
async def test_an_order_that_nobody_sends_keeps_a_clock_until_it_is_served(office: Office):
    case = await concluded(office)
    order = await ordered(case)

    before = await case.running()
    await case.send("clerk", "head", "correction_order", order)

    assert "archiving" in before
    assert "archiving" not in await case.running()


@pytest.mark.obligation("W5-13")
async def test_an_order_is_not_delivered_before_it_was_issued(office: Office):
    case = await concluded(office)
    office.on("2026-09-21")
    order = await ordered(case, agency="water")
    letter = await case.issue("clerk", "head", "correction_order", order)

    await case.serve("clerk", letter, "water", 422, on="2026-09-20")
    await case.serve("clerk", letter, "water", on="2026-09-21")

    assert (await case.due(f"order:{order}"))["due_on"] == "2026-10-12"


@pytest.mark.obligation("W5-13")
async def test_the_steps_of_an_order_come_in_their_order(office: Office):
    case = await concluded(office)
    order = await ordered(case)

    await case.act("agency_clerk", f"orders/{order}/correction-report", 409, report="已改。")
    await case.act("clerk", f"orders/{order}/verification", 409, satisfied=True, note="属实。")
    await case.send("clerk", "head", "correction_order", order)
    await case.act("clerk", f"orders/{order}/verification", 409, satisfied=True, note="属实。")
    await case.act("clerk", "letters", 409, kind="correction_order", about=case.id)


@pytest.mark.obligation("W5-13")
async def test_what_was_not_corrected_is_ordered_anew_and_can_then_be_filed(office: Office):
    case = await concluded(office)
    first = await reported(case)
    await case.act("clerk", f"orders/{first}/verification", satisfied=False, note="仍未查处。")
    await case.send("clerk", "head", "result_notice")
    await case.act("clerk", "archive", 409)

    second = await reported(case)
    assert (await case.page("clerk"))["orders"][first]["state"] == "superseded"
    await case.act("clerk", "archive", 409)
    await case.act("clerk", f"orders/{second}/verification", satisfied=True, note="已查处。")

    await case.act("clerk", "archive")


@pytest.mark.obligation("W5-13")
async def test_an_order_to_another_agency_does_not_replace_the_one_that_failed(office: Office):
    case = await concluded(office)
    first = await reported(case)
    await case.act("clerk", f"orders/{first}/verification", satisfied=False, note="仍未查处。")

    await ordered(case, agency="water")

    assert (await case.page("clerk"))["orders"][first]["state"] == "not_corrected"


@pytest.mark.obligation("W5-13")
@pytest.mark.parametrize(
    "wrong",
    [
        {"length": 0},
        {"length": 367},
        {"unit": "fortnight"},
        {"agency": "moon"},
        {"length": 300, "unit": "month"},
    ],
    ids=["no time at all", "too long", "no such unit", "no such agency", "beyond the calendar"],
)
async def test_an_order_states_a_limit_and_an_agency_that_exist(office: Office, wrong: dict[str, Any]):
    case = await concluded(office)
    body = {"agency": "market", "content": "查处。", "length": 10, "unit": "working_day", **wrong}

    await case.act("clerk", "orders", 422, **body)


@pytest.mark.obligation("W5-13")
async def test_nothing_is_ordered_where_nothing_was_found(office: Office):
    case = await concluded(office, "unfounded")
    body = {"agency": "market", "content": "查处。", "length": 10, "unit": "working_day"}

    refused = await case.act("clerk", "orders", 409, **body)

    assert refused["basis"] == ELEVEN


@pytest.mark.obligation("W5-13")
async def test_the_ordered_agency_reads_its_order_and_nothing_of_the_rest(office: Office):
    case = await concluded(office, agency="water")
    await delivered(case)

    page = await case.page("agency_clerk")

    issued = next(line for line in page["timeline"] if line["type"] == "order_issued")
    assert issued["texts"] == {"content": "立即查处。"}
    others = [line["texts"] for line in page["timeline"] if not line["type"].startswith("order_")]
    assert not any(others)


@pytest.mark.obligation("W5-20")
async def test_who_was_harmed_is_told_in_writing_how_to_claim(office: Office):
    case = await concluded(office)
    order = await reported(case)
    await case.act("clerk", f"orders/{order}/verification", satisfied=True, note="属实。")
    written = {"notice": "可依法申请赔偿。", "period": "两年内。"}

    await case.act("clerk", f"orders/{case.id}/compensation-notice", 404, **written)
    no_order = await case.act("clerk", "letters", 409, kind="compensation_notice", about=case.id)
    await case.act("clerk", f"orders/{order}/compensation-notice", **written)
    letter = await case.issue("clerk", "head", "compensation_notice", order)
    await case.serve("clerk", letter, expect=422, method="telephone")
    await case.serve("clerk", letter)

    assert no_order["basis"] == f"{LOCAL}第十六条"
    (told,) = (await office.progress(case))["letters"]
    assert (told["title_zh"], told["served_on"]) == ("告知获赔途径书", "2026-09-18")


@pytest.mark.obligation("W5-20")
async def test_what_was_corrected_on_the_spot_is_told_of_too(office: Office):
    case = await investigated(office)
    await case.act("clerk", "discussion", **discussion())
    await case.act("head", "discussion-confirmation")
    await case.act("clerk", "letters", 409, kind="compensation_notice")
    done = {"finding": "founded", "facts_found": "已当场纠正。", "corrected_on_the_spot": True}
    await case.act("clerk", "conclusion", **done)

    fields = {"way": "可依法申请赔偿。", "period": "两年内。"}
    await case.send("clerk", "head", "compensation_notice", fields=fields)
    await case.send("clerk", "head", "result_notice")
    await case.act("clerk", "archive")


@pytest.mark.obligation("W5-09", "W5-13")
async def test_only_a_person_named_by_the_leadership_is_pursued(office: Office):
    case = await concluded(office)
    body = {"mode": "recommendation", "organ": "discipline"}

    refused = await case.act("clerk", "recommendations", 403, person=str(person("inspector")), **body)
    await case.act("clerk", "recommendations", person=str(person("accused")), **body)

    assert refused["basis"] == ELEVEN
    facts = (await case.line("accountability_recommended"))["facts"]
    assert (facts["form"], facts["mode"]) == ("criticism_and_education", "recommendation")


@pytest.mark.obligation("W5-13", "W5-21", "N-08")
@pytest.mark.parametrize(
    ("kind", "organ", "receiver", "basis"),
    [
        ("crime", None, "judicial_organ", ELEVEN),
        (
            "discipline",
            None,
            "supervision_commission",
            "national/enforcement_supervision@2026-02-01#第三十三条",
        ),
        ("competent_organ", "audit_organ", "audit_organ", f"{LOCAL}第二十条"),
    ],
)
async def test_a_transfer_has_its_receipt_its_handling_and_its_feedback(
    office: Office, kind: str, organ: str | None, receiver: str, basis: str
):
    case = await accepted(office)
    made = await case.act("clerk", "transfers", kind=kind, organ=organ, reason="涉嫌违法，依法移送。")
    path = f"transfers/{made['transfer_id']}"
    line = await case.line("transferred")
    assert (line["facts"]["organ"], line["basis"]) == (receiver, basis)

    await case.act("clerk", f"{path}/handling", 409)
    await case.act("clerk", f"{path}/feedback", 409, feedback="已处理。")
    office.on("2026-09-23")
    await case.act("clerk", f"{path}/receipt", evidence="回执。", received_on="2026-09-22")
    await case.act("clerk", f"{path}/handling", 422, handled_on="2026-09-21")
    office.on("2026-09-24")
    await case.act("clerk", f"{path}/handling")
    due = await case.due(f"feedback:{made['transfer_id']}")
    assert (due["started_on"], due["due_on"]) == ("2026-09-24", "2026-10-15")
    assert due["basis"] == f"{LOCAL}第二十条"
    await case.act("clerk", f"{path}/feedback", feedback="已处理完毕。")
    assert await case.running() == {"handling"}
    await case.act("clerk", f"{path}/feedback", 409, feedback="再次反馈。")


@pytest.mark.obligation("W5-21")
async def test_feedback_may_come_before_the_handling_was_heard_of(office: Office):
    case = await accepted(office)
    made = await case.act("clerk", "transfers", kind="crime", reason="涉嫌犯罪。")
    path = f"transfers/{made['transfer_id']}"
    await case.act("clerk", f"{path}/receipt", evidence="回执。")

    await case.act("clerk", f"{path}/feedback", feedback="不予立案。")

    assert (await case.page("clerk"))["transfers"][made["transfer_id"]]["state"] == "closed"


@pytest.mark.obligation("N-08")
@pytest.mark.parametrize("organ", [None, "moon"])
async def test_another_organ_must_be_one_that_the_regulation_names(office: Office, organ: str | None):
    case = await accepted(office)

    refused = await case.act("clerk", "transfers", 422, kind="competent_organ", organ=organ, reason="移送。")

    assert refused["basis"] == f"{LOCAL}第二十条"


@pytest.mark.obligation("W5-21", "N-08")
async def test_the_discipline_organ_sees_what_was_transferred_to_it_and_answers(office: Office):
    case = await accepted(office)
    other = await accepted(office)
    await case.page("discipline", 404)
    made = await case.act("clerk", "transfers", kind="discipline", reason="违纪线索。")
    path = f"transfers/{made['transfer_id']}"

    await case.act("discipline", f"{path}/receipt", evidence="已签收。")
    await case.act("discipline", f"{path}/handling")
    await case.act("discipline", f"{path}/feedback", feedback="已立案。")

    assert (await case.page("discipline"))["complainant"] is None
    await other.page("discipline", 404)
    listed = (await office.get("discipline", "/api/v1/complaints")).json()["items"]
    assert [one["id"] for one in listed] == [case.id]
