"""What goes out is what was signed, and service takes effect once (签发与送达的效力)."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from shared.casework.letter_desk import LetterDesk
from tests.services.complaints.office import (
    Case,
    Office,
    accepted,
    concluded,
    delivered,
    person,
    told_result,
)
from tests.shared.deadlines.editions import correction_2026

NOTICE = {
    "method": "public_notice",
    "ground": "whereabouts_unknown",
    "capacity": None,
    "servers": [],
    "evidence": {"course_note": "查无下落。", "photos": "照片。"},
    "receipt": {"place": "公告栏", "remarks": "公告。"},
}


async def shown(office: Office, case: Case, letter: dict[str, Any]) -> dict[str, Any]:
    """The page of a letter as the clerk sees it."""
    path = f"/api/v1/complaints/{case.id}/letters/{letter['id']}"
    page: dict[str, Any] = (await office.get("clerk", path)).json()
    return page


def said(page: dict[str, Any]) -> str:
    return "\n".join(block.get("text", "") for block in page["content"]["blocks"])


async def another(case: Case, kind: str, about: str = "", **fields: Any) -> dict[str, Any]:
    """A second letter of a kind, written by hand, signed and issued."""
    drafted = await case.act("clerk", "letters", kind=kind, about=about, fields=fields)
    await case.act("head", f"letters/{drafted['letter_id']}/approval")
    await case.act("clerk", f"letters/{drafted['letter_id']}/issue")
    return await case.letter(kind, about or None)


async def not_served_electronically(office: Office) -> tuple[Case, dict[str, Any]]:
    """An issued result for somebody who agreed to electronic service, not sent yet."""
    case = await concluded(office, "unfounded", electronic_service=True)
    path = f"letters/{(await case.letter('result_notice'))['id']}"
    await case.act("head", f"{path}/approval")
    await case.act("clerk", f"{path}/issue", serve_electronically=False)
    return case, await case.letter("result_notice")


@pytest.mark.rule("complaints.investigators_minimum")
async def test_a_letter_whose_facts_changed_after_signing_is_signed_anew(office: Office):
    case = await accepted(office)
    first, second, third = (str(person(who)) for who in ("first", "second", "third"))
    await case.act("clerk", "investigators", persons=[first, second])
    fields = {"measures": ["查阅案卷"], "materials": ["案卷"]}
    await case.act("clerk", "letters", kind="investigation_notice", fields=fields)
    path = f"letters/{(await case.letter('investigation_notice'))['id']}"
    await case.act("head", f"{path}/approval")

    await case.act("clerk", "investigators", persons=[second, third])

    refused = await case.act("clerk", f"{path}/issue", 409)
    assert refused["type"].endswith("letter-changed-since-signed")
    page = await shown(office, case, await case.letter("investigation_notice"))
    assert page["number"] is None
    await case.act("head", f"{path}/approval", approved=False, reason="调查人员有变。")
    await case.act("head", f"{path}/approval")
    await case.act("clerk", f"{path}/issue")


async def test_only_who_signs_may_send_back_what_was_signed(office: Office):
    case = await accepted(office)
    letter = await case.letter("acceptance_notice")
    await case.act("head", f"letters/{letter['id']}/approval")

    pages = {}
    for who in ("head", "clerk"):
        path = f"/api/v1/complaints/{case.id}/letters/{letter['id']}"
        acts = (await office.get(who, path)).json()["allowed_actions"]
        pages[who] = [one["fixed"] for one in acts if one["action"] == "letter_approval"]

    assert pages == {"head": [{"approved": False}], "clerk": []}


@pytest.mark.parametrize("who", ["clerk", "head"])
async def test_a_draft_bears_no_signature_of_an_earlier_wording(office: Office, who: str):
    case = await accepted(office)
    letter = await case.letter("acceptance_notice")
    path = f"letters/{letter['id']}"
    await case.act("head", f"{path}/approval")
    assert "head" in (await shown(office, case, letter))["content"]["approval"]

    if who == "clerk":
        await case.act("clerk", f"{path}/revision", fields={"note": "请保留证据原件。"})
    else:
        await case.act("head", f"{path}/approval", approved=False, reason="补充。")

    assert (await shown(office, case, letter))["content"]["approval"] == ""


@pytest.mark.obligation("W5-07")
async def test_the_page_of_an_issued_letter_states_the_end_that_its_document_states(office: Office):
    case = await accepted(office)
    letter = await case.issue("clerk", "head", "acceptance_notice")
    assert "至2026年10月19日届满" in said(await shown(office, case, letter))

    await office.learn(correction_2026(off=date(2026, 10, 19)))

    assert (await case.due("handling"))["due_on"] == "2026-10-20"
    assert "至2026年10月19日届满" in said(await shown(office, case, letter))


@pytest.mark.obligation("W5-13")
async def test_a_second_letter_of_an_order_does_not_give_more_time(office: Office):
    case = await concluded(office)
    order = await delivered(case)
    office.on("2026-09-25")

    letter = await another(
        case, "correction_order", order, facts_found="查明的事实。", corrections=["立即查处。"]
    )

    due = await case.due(f"order:{order}")
    assert (due["started_on"], due["due_on"]) == ("2026-09-18", "2026-10-09")
    assert letter["addressees"][0]["served_on"] == "2026-09-25"
    clock = next(one for one in (await case.page("clerk"))["clocks"] if one["name"] == f"order:{order}")
    assert clock["told"] == [{"party": "agency", "due_on": "2026-10-09"}]


@pytest.mark.obligation("W5-14", "W5-15")
async def test_a_second_letter_does_not_put_off_the_day_on_which_the_result_was_told(office: Office):
    case = await concluded(office, "unfounded")
    await told_result(case)
    office.on("2026-10-15")

    letter = await another(case, "result_notice", facts_found="更正后的事实。", explanation="已逐项说明。")
    await case.serve("clerk", letter, **NOTICE)

    await case.act("clerk", "archive")


@pytest.mark.obligation("W5-14")
async def test_a_message_that_bounced_serves_nobody(office: Office):
    case, letter = await not_served_electronically(office)

    body = {"addressee": "complainant", "method": "electronic", "failed": "bounced"}
    await case.act("clerk", f"letters/{letter['id']}/deliveries", **body)

    (addressee,) = (await case.letter("result_notice"))["addressees"]
    assert (addressee["served_on"], addressee["tries"]) == (None, 1)
    assert "result_notice" in await case.running()


@pytest.mark.parametrize("name", ["sent_at", "arrived_at"])
async def test_an_instant_without_its_zone_is_refused(office: Office, name: str):
    case, letter = await not_served_electronically(office)
    body = {"addressee": "complainant", "method": "electronic", "channel": "document_exchange"}

    refused = await case.act(
        "clerk", f"letters/{letter['id']}/deliveries", 422, **body, **{name: "2026-09-18T09:00:00"}
    )

    assert [one["at"] for one in refused["errors"]] == [f"body.{name}"]


@pytest.mark.rule("complaints.complainant_identity")
async def test_what_a_letter_is_about_is_a_code_and_its_addressee_stands_once(office: Office):
    case = await accepted(office)

    await case.act("clerk", "letters", 422, kind="acceptance_notice", about="甄实明 13800138000")
    await case.act("clerk", "letters", kind="acceptance_notice", addressees=["complainant", "complainant"])

    assert len((await case.letter("acceptance_notice"))["addressees"]) == 1


@pytest.mark.obligation("W5-13")
async def test_a_later_attempt_does_not_change_how_the_inbox_says_it_came(office: Office):
    case = await concluded(office)
    order = await delivered(case)
    letter = await case.letter("correction_order", order)
    office.on("2026-09-25")

    await case.serve("clerk", letter, "market")
    failed = {"failed": "absent", "evidence": {}, "receipt": {"place": "门卫室"}}
    await case.serve("clerk", letter, "market", **failed)

    listed = await office.get("agency_clerk", "/api/v1/complaints/letters/inbox")
    (arrived,) = listed.json()["items"]
    assert (arrived["method"], arrived["served_on"]) == ("electronic", "2026-09-18")


@pytest.mark.obligation("W5-14")
async def test_a_receipt_that_could_not_be_printed_is_not_recorded(office: Office):
    case = await concluded(office, "unfounded")
    letter = await case.issue("clerk", "head", "result_notice")
    codes = ("signed_receipt", "refusal_note", "photos", "mail_number", "course_note", "relation")

    refused = await case.serve("clerk", letter, expect=422, evidence=dict.fromkeys(codes, "证" * 2_000))

    assert refused["type"].endswith("letter-field-too-long")
    assert (await case.letter("result_notice"))["addressees"][0]["tries"] == 0


@pytest.mark.obligation("W5-10")
async def test_a_new_date_is_not_told_before_the_public_notice_has_run_out(office: Office):
    case = await accepted(office)
    await case.send("clerk", "head", "acceptance_notice")
    await office.learn(correction_2026(off=date(2026, 10, 19)))
    letter = await case.issue("clerk", "head", "new_date_notice", "handling")

    await case.serve("clerk", letter, **NOTICE)
    assert "new_date_notified" not in await case.course()
    await case.serve("clerk", letter)

    assert (await case.course())[-1] == "new_date_notified"


async def test_a_letter_whose_key_was_destroyed_is_refused_before_the_answer_begins(office: Office):
    case = await accepted(office)
    letter = await case.issue("clerk", "head", "acceptance_notice")
    sealed = office.app.state.parts.provides[LetterDesk].desk.sealed
    async with office.engine.begin() as connection:
        for statement, parameters in sealed.destroying(UUID(case.id)):
            await connection.execute(statement, parameters)

    path = f"/api/v1/complaints/{case.id}/letters/{letter['id']}/document"
    answers = [await office.get("clerk", f"{path}?form={form}") for form in ("pdf", "docx")]

    assert [one.json()["title"] for one in answers] == ["附件已销毁"] * 2
    assert all(one.status_code >= 400 for one in answers)
