"""A complaint from receipt to archive, as the regulation tells it (全过程)."""

import pytest

from tests.services.complaints.office import Office, person


@pytest.mark.obligation("W5-02", "W5-05", "W5-07", "W5-09", "W5-11", "W5-13", "W5-14", "W5-15", "W5-20")
async def test_a_founded_complaint_goes_from_receipt_to_archive(office: Office):
    case = await office.complain()
    await case.act("clerk", "summary", summary="反映区市场监管局对无照经营应查不查。")
    assert (await case.due("acceptance"))["due_on"] == "2026-09-29"

    office.on("2026-09-21")
    await case.act("clerk", "acceptance")
    await case.send("clerk", "head", "acceptance_notice")
    assert (await case.due("handling"))["due_on"] == "2026-10-21"

    await case.act("clerk", "investigators", persons=[str(person("first")), str(person("second"))])
    together = [str(person("first")), str(person("second"))]
    await case.act(
        "first", "measures", measure="inspection_and_interview", persons=together, note="到现场查看。"
    )
    await case.act(
        "first",
        "preliminary-opinion",
        finding="founded",
        opinion="建议责令改正。",
        accountability_proposed=True,
    )
    views = [{"person": str(person(who)), "view": "同意。"} for who in ("head", "deputy")]
    await case.act(
        "clerk",
        "discussion",
        chair=str(person("head")),
        views=views,
        conclusion="责令改正。",
        finding="founded",
        responsible=[{"person": str(person("accused")), "form": "criticism_and_education"}],
    )
    await case.act("head", "discussion-confirmation")
    await case.act("clerk", "conclusion", finding="founded", facts_found="确有无照经营，未予查处。")
    assert await case.running() == {"result_notice", "archiving"}

    order = await case.act(
        "clerk", "orders", agency="market", content="立即查处。", length=10, unit="working_day"
    )
    path = f"orders/{order['order_id']}"
    await case.send("clerk", "head", "correction_order", order["order_id"])
    assert (await case.due(f"order:{order['order_id']}"))["due_on"] == "2026-10-12"
    office.on("2026-10-09")
    await case.act("agency_clerk", f"{path}/correction-report", report="已立案查处。")
    await case.act("clerk", f"{path}/verification", satisfied=True, note="复查属实。")
    await case.act("clerk", f"{path}/compensation-notice", notice="可依法申请赔偿。", period="两年内。")
    await case.send("clerk", "head", "compensation_notice")
    await case.act(
        "clerk", "recommendations", person=str(person("accused")), mode="recommendation", organ="discipline"
    )
    await case.send("clerk", "head", "result_notice")
    await case.act("clerk", "archive")

    page = await case.page("clerk")
    assert (page["stage"], page["clocks"]) == ("archived", [])
    assert (await case.course())[0] == "received"
    assert (await case.acts())[-1] == "archived"
