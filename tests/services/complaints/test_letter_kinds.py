"""Every kind of letter from a real case that has reached the point; and whom no letter names (文种、保密)."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from datetime import date
from typing import Any

import pypdfium2
import pytest

from services.complaints.domain.letters import OCCASIONS
from shared.documents.kinds import kinds_of
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
from tests.shared.deadlines.editions import correction_2026

PAIR = [str(person("first")), str(person("second"))]
SECRETS = ("甄实明", "50023219900307455X", "虚构路一号", "13800138000")
NARRATIVE = "多次举报无照经营"


async def declined(office: Office) -> tuple[Case, str]:
    case = await office.complain()
    await case.act("clerk", "decline", ground="litigation_open", reasons="属诉讼受案范围。")
    return case, ""


async def forwarded(office: Office) -> tuple[Case, str]:
    case = await office.complain()
    await case.act("clerk", "summary", summary="反映区市场监管局应查不查。")
    await case.act("clerk", "routing", handler="market", reason="属其主管。")
    return case, ""


async def replied(office: Office) -> tuple[Case, str]:
    case, _ = await forwarded(office)
    await case.act("agency_clerk", "acceptance")
    await case.act("agency_clerk", "reply", reply="正在调查。")
    return case, ""


async def moved(office: Office) -> tuple[Case, str]:
    case = await accepted(office)
    await case.send("clerk", "head", "acceptance_notice")
    await office.learn(correction_2026(off=date(2026, 10, 19)))
    return case, "handling"


async def extended(office: Office) -> tuple[Case, str]:
    case = await accepted(office)
    await case.act("clerk", "extension", days=30, reason="涉及多家单位。")
    await case.act("head", "extension-decision", approved=True)
    return case, ""


async def recused(office: Office) -> tuple[Case, str]:
    case = await accepted(office)
    await case.act("clerk", "investigators", persons=[*PAIR, str(person("third"))])
    await case.act("first", "conflicts", person=PAIR[0], reason="与一方有亲属关系。")
    await case.act("unit_head", "recusals", person=PAIR[0], recused=True, reason="属实，应当回避。")
    return case, PAIR[0]


async def ordered(office: Office) -> tuple[Case, str]:
    case = await concluded(office)
    return case, await delivered(case)


async def compensated(office: Office) -> tuple[Case, str]:
    case, order = await ordered(office)
    await case.act(
        "clerk", f"orders/{order}/compensation-notice", notice="向赔偿义务机关申请。", period="两年。"
    )
    return case, order


async def transferred(office: Office) -> tuple[Case, str]:
    case = await accepted(office)
    made = await case.act("clerk", "transfers", kind="crime", reason="涉嫌犯罪。", materials=["案卷一册"])
    return case, str(made["transfer_id"])


async def recommended(office: Office) -> tuple[Case, str]:
    case = await concluded(office)
    said = {"conduct": "应查不查。", "factors": "已改正。", "mode": "recommendation", "organ": "discipline"}
    made = await case.act("clerk", "recommendations", person=str(person("accused")), **said)
    return case, str(made["recommendation_id"])


async def appealed(office: Office) -> tuple[Case, str]:
    case = await concluded(office)
    filed = await case.act("clerk", "appeals", reasons="认定事实有遗漏。")
    await case.act("clerk", f"appeals/{filed['appeal_id']}/answer", outcome="uphold", answer="维持。")
    return case, str(filed["appeal_id"])


async def discussed(office: Office) -> tuple[Case, str]:
    case = await investigated(office)
    await case.act("clerk", "discussion", **discussion())
    return case, ""


async def archived(office: Office) -> tuple[Case, str]:
    case = await concluded(office, "unfounded")
    await case.send("clerk", "head", "result_notice")
    await case.act("clerk", "archive")
    return case, ""


def plain(make: Callable[[Office], Awaitable[Case]]) -> Callable[[Office], Awaitable[tuple[Case, str]]]:
    async def reached(office: Office) -> tuple[Case, str]:
        return await make(office), ""

    return reached


REACHED: dict[str, tuple[Callable[[Office], Awaitable[tuple[Case, str]]], dict[str, Any]]] = {
    "registration_form": (plain(Office.complain), {}),
    "acceptance_notice": (plain(accepted), {}),
    "decline_notice": (declined, {}),
    "forwarding_letter": (forwarded, {}),
    "new_date_notice": (moved, {}),
    "extension_approval_form": (extended, {"progress": "已调查两家单位。"}),
    "extension_notice": (extended, {}),
    "investigation_notice": (plain(investigated), {"materials": ["执法案卷"]}),
    "recusal_decision": (recused, {}),
    "discussion_record": (discussed, {}),
    "reply": (replied, {}),
    "result_notice": (plain(concluded), {}),
    "correction_order": (ordered, {}),
    "compensation_notice": (compensated, {}),
    "transfer_letter": (transferred, {}),
    "accountability_recommendation": (recommended, {}),
    "appeal_answer": (appealed, {}),
    "file_cover": (archived, {}),
    "file_contents": (archived, {}),
    "file_notes": (archived, {}),
}
"""Per kind: how a case comes to the point, and what only a person can still write."""


def test_every_kind_of_complaints_and_of_files_is_known_to_the_case():
    of_files = {"file_cover", "file_contents", "file_notes"}

    assert set(OCCASIONS) == set(REACHED) == {kind.code for kind in kinds_of("complaints")} | of_files


@pytest.mark.parametrize("kind", sorted(REACHED))
async def test_a_letter_of_each_kind_lacks_nothing_once_the_case_calls_for_it(office: Office, kind: str):
    reach, fields = REACHED[kind]
    case, about = await reach(office)
    found = await case.letters(kind, about or None)
    by_agency = (await case.page("clerk"))["handler"] == "market" and kind != "forwarding_letter"
    clerk, head = ("agency_clerk", "agency_head") if by_agency else ("clerk", "head")
    if fields and found:
        await case.act(clerk, f"letters/{found[-1]['id']}/revision", fields=fields)
    elif not found:
        await case.act(clerk, "letters", kind=kind, about=about, fields=fields)

    letter = await case.issue(clerk, head, kind, about)

    text = await said(office, case, letter["id"])
    assert "【" not in text and "{" not in text
    assert letter["state"] == "issued"
    if kind not in {"file_cover", "file_contents", "file_notes"}:
        assert letter["addressees"] or kind.endswith(("form", "record"))


async def said(office: Office, case: Case, letter_id: str, who: str = "clerk") -> str:
    """What stands on the pages of the issued document."""
    path = f"/api/v1/complaints/{case.id}/letters/{letter_id}/document?form=pdf"
    response = await office.get(who, path)
    assert response.status_code == 200, response.text
    return "".join("".join(_pages(response.content)).split())


def _pages(content: bytes) -> Iterator[str]:
    with closing(pypdfium2.PdfDocument(content)) as document:
        for page in document:
            yield page.get_textpage().get_text_bounded()


@pytest.mark.obligation("W5-16")
@pytest.mark.parametrize("kind", ["correction_order", "investigation_notice", "forwarding_letter"])
async def test_a_letter_to_an_agency_neither_names_nor_quotes_who_complained(office: Office, kind: str):
    reach, fields = REACHED[kind]
    case, about = await reach(office)
    letter = await case.send("clerk", "head", kind, about, fields=fields or None)

    text = await said(office, case, letter["id"], "agency_clerk")

    assert not [secret for secret in (*SECRETS, NARRATIVE) if secret in text]
    assert "应查不查" in text


@pytest.mark.obligation("W5-16")
async def test_a_clerks_own_words_cannot_name_the_complainant_to_an_agency(office: Office):
    case = await concluded(office)
    order = {"agency": "market", "content": "答复甄实明。", "length": 10, "unit": "working_day"}
    order_id = (await case.act("clerk", "orders", **order))["order_id"]
    letter = await case.letter("correction_order", order_id)
    await case.act("head", f"letters/{letter['id']}/approval")

    refused = await case.act("clerk", f"letters/{letter['id']}/issue", 422)
    page = (await office.get("clerk", f"/api/v1/complaints/{case.id}/letters/{letter['id']}")).json()

    assert refused["basis"] == "wulong/complaints@2021-11-10#第十三条"
    assert page["content"] is None
    assert page["missing"]["title"] == "发往他人的文书不得出现投诉举报人的身份信息"


@pytest.mark.obligation("W5-16")
async def test_the_name_stands_in_the_bureaus_issued_letter_and_on_no_page(office: Office):
    case = await accepted(office)
    letter = await case.send("clerk", "head", "acceptance_notice")

    page = await office.get("clerk", f"/api/v1/complaints/{case.id}/letters/{letter['id']}")

    assert "甄实明" in await said(office, case, letter["id"])
    assert not [secret for secret in SECRETS if secret in page.text]
    assert page.json()["addressees"][0]["name"] == "投诉举报人"


@pytest.mark.obligation("W5-16")
async def test_an_agency_that_handles_writes_to_somebody_whose_name_it_does_not_learn(office: Office):
    case, _ = await replied(office)
    form = {"kind": "registration_form", "about": ""}
    await case.act("agency_clerk", "letters", **form)

    for kind in ("acceptance_notice", "reply", "registration_form"):
        letter = await case.issue("agency_clerk", "agency_head", kind)
        text = await said(office, case, letter["id"], "agency_clerk")
        assert not [secret for secret in (*SECRETS, NARRATIVE) if secret in text], kind


async def test_a_letter_goes_only_to_whom_it_concerns(office: Office):
    case = await accepted(office)

    await case.act("clerk", "letters", 422, kind="acceptance_notice", addressees=["market"])
    await case.act("clerk", "letters", 422, kind="gossip")
    await case.act("clerk", "letters", 409, kind="delivery_receipt")


@pytest.mark.rule("complaints.handling")
async def test_a_new_date_that_was_served_takes_effect_and_settles_the_docket(office: Office):
    case = await accepted(office)
    await case.send("clerk", "head", "acceptance_notice")
    await case.act("clerk", "letters", 409, kind="new_date_notice", about="handling")
    await office.learn(correction_2026(worked=date(2026, 10, 18)))
    assert (await case.due("handling"))["due_on"] == "2026-10-19"

    await case.send("clerk", "head", "new_date_notice", "handling")

    assert (await case.due("handling"))["due_on"] == "2026-10-18"
    clock = next(one for one in (await case.page("clerk"))["clocks"] if one["name"] == "handling")
    assert clock["told"] == [{"party": "complainant", "due_on": "2026-10-18"}]
    docket = await office.get("clerk", "/api/v1/complaints/docket?attention=open")
    assert docket.json()["items"] == []


@pytest.mark.rule("complaints.handling")
async def test_service_tells_the_day_that_the_letter_states(office: Office):
    case = await accepted(office)
    letter = await case.issue("clerk", "head", "acceptance_notice")
    await office.learn(correction_2026(off=date(2026, 10, 19)))

    await case.serve("clerk", letter)

    clock = next(one for one in (await case.page("clerk"))["clocks"] if one["name"] == "handling")
    assert clock["due"]["due_on"] == "2026-10-20"
    assert clock["told"] == [{"party": "complainant", "due_on": "2026-10-19"}]


async def test_the_receipt_of_service_is_printed_with_the_name_and_the_look_recorded(office: Office):
    case = await accepted(office)
    letter = await case.send("clerk", "head", "acceptance_notice")
    page = (await office.get("clerk", f"/api/v1/complaints/{case.id}/letters/{letter['id']}")).json()
    path = f"letters/{letter['id']}/deliveries/{page['tries'][0]['id']}/receipt?form=pdf"

    answer = await office.get("clerk", f"/api/v1/complaints/{case.id}/{path}")

    text = "".join("".join(_pages(answer.content)).split())
    assert "送达回证" in text and "甄实明" in text and "武隆司投受〔2026〕1号" in text


async def test_old_notices_and_deliveries_are_gone_from_the_interface(office: Office):
    case, order = await ordered(office)

    for path in ("notices", f"orders/{order}/delivery"):
        assert (await case.act("clerk", path, 404))["status"] == 404
    offered = {one["action"] for one in (await case.page("clerk"))["allowed_actions"]}
    assert not offered & {"notice", "order_delivery"}
