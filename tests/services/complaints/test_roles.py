"""Who may do what: every act by everybody; what is hidden looks as if it did not exist."""

from typing import Any

import pytest

from services.complaints.application.actions import ACTS
from services.complaints.application.policies import POLICIES, CaseFacts
from services.complaints.domain.vocabulary import Stage
from shared.identity.policy import Deny
from tests.services.complaints.office import (
    PEOPLE,
    Case,
    Office,
    actor_of,
    concluded,
    discussion,
    intake,
    person,
)
from tests.services.complaints.test_order_of_steps import LAW_OF_STEPS, SOME

DESK = {"clerk", "head", "deputy", "unit_head"}
INVESTIGATORS = {"first", "second"}
ORDERED = {"agency_clerk", "agency_head"}
SEES = DESK | INVESTIGATORS | ORDERED | {"government"}
"""Of a case against the market bureau that the judicial bureau handles; the officer is ``accused``."""

ALLOWED: dict[str, set[str]] = {
    "summary": DESK,
    "routing": DESK,
    "respondent": DESK,
    "acceptance": DESK,
    "decline": DESK,
    "investigators": DESK,
    "conflict": DESK | INVESTIGATORS,
    "recusal": {"head", "deputy", "unit_head"},
    "measure": DESK | INVESTIGATORS,
    "preliminary_opinion": DESK | INVESTIGATORS,
    "discussion": DESK,
    "discussion_confirmation": DESK,
    "extension": DESK | INVESTIGATORS,
    "extension_decision": {"head", "deputy"},
    "reply": DESK,
    "conclusion": DESK,
    "order": DESK,
    "order_report": ORDERED,
    "order_verification": DESK,
    "order_compensation": DESK,
    "recommendation": DESK,
    "transfer": DESK,
    "transfer_receipt": DESK,
    "transfer_handling": DESK,
    "transfer_feedback": DESK,
    "appeal": SEES,
    "appeal_answer": DESK,
    "call_back": DESK,
    "flag": SEES,
    "archive": DESK,
    "reveal": DESK,
    "letter_draft": DESK,
    "letter_revision": DESK,
    "letter_approval": DESK,
    "letter_issue": DESK,
    "letter_voiding": DESK,
    "letter_delivery": DESK,
    "letter_rebuttal": DESK,
    "letter_acknowledgement": ORDERED,
}

MORE_BODIES: dict[str, tuple[str, dict[str, Any]]] = {
    "order_report": (f"orders/{SOME}/correction-report", {"report": "已改。"}),
    "order_verification": (f"orders/{SOME}/verification", {"satisfied": True, "note": "属实。"}),
    "order_compensation": (
        f"orders/{SOME}/compensation-notice",
        {"notice": "可申请赔偿。", "period": "两年内。"},
    ),
    "letter_draft": ("letters", {"kind": "registration_form"}),
    "letter_revision": (f"letters/{SOME}/revision", {"fields": {}}),
    "letter_approval": (f"letters/{SOME}/approval", {}),
    "letter_issue": (f"letters/{SOME}/issue", {}),
    "letter_voiding": (f"letters/{SOME}/voiding", {"reason": "有误。"}),
    "letter_delivery": (
        f"letters/{SOME}/deliveries",
        {"addressee": "complainant", "method": "direct"},
    ),
    "letter_rebuttal": (
        f"letters/{SOME}/deliveries/{SOME}/rebuttal",
        {"proven_on": "2026-09-18", "evidence": {"arrival_proof": "截图。"}},
    ),
    "letter_acknowledgement": (f"letters/{SOME}/acknowledgement", {}),
    "transfer_receipt": (f"transfers/{SOME}/receipt", {"evidence": "回执。"}),
    "transfer_handling": (f"transfers/{SOME}/handling", {}),
    "transfer_feedback": (f"transfers/{SOME}/feedback", {"feedback": "已处理。"}),
    "reveal": ("reveal", {"reason": "核实投诉人身份。"}),
}


ONE_OF_EACH = set(PEOPLE) - {"uncertified", "second", "other_inspector", "audit_admin", "security_admin"}
"""Enough for the interface; the policies themselves are asked for everybody below."""


def path_and_body(act: str) -> tuple[str, dict[str, Any]]:
    return MORE_BODIES[act] if act in MORE_BODIES else (LAW_OF_STEPS[act][0], LAW_OF_STEPS[act][2])


def test_the_table_covers_every_act_of_the_interface():
    assert {act.action or act.step for act in ACTS.acts} <= set(ALLOWED)


async def case_against_market(office: Office) -> Case:
    body = intake(channel="desk", officer=str(person("accused")))
    given = (await office.post("clerk", "/api/v1/complaints", body)).json()
    case = Case(office, given["id"], given["receipt_code"])
    await case.act("clerk", "acceptance")
    await case.act("clerk", "investigators", persons=[str(person(one)) for one in ("first", "second")])
    return case


async def test_every_act_is_refused_to_everybody_it_is_not_for(office: Office):
    case = await case_against_market(office)
    version = await case.version()

    for act, allowed in ALLOWED.items():
        path, body = path_and_body(act)
        not_ordered_yet = ORDERED if act in {"order_report", "letter_acknowledgement"} else set()
        for who in ONE_OF_EACH - allowed | not_ordered_yet:
            response = await office.post(who, f"/api/v1/complaints/{case.id}/{path}", body, version)
            assert response.status_code == (403 if who in SEES else 404), (act, who, response.text)

    assert await case.version() == version


async def test_page_clock_and_list_are_there_for_those_who_may_know_of_the_case(office: Office):
    case = await case_against_market(office)

    for who in PEOPLE:
        page = await office.get(who, f"/api/v1/complaints/{case.id}")
        clock = await office.get(who, f"/api/v1/complaints/{case.id}/clocks/handling/explanation")
        listing = await office.get(who, "/api/v1/complaints")

        assert page.status_code == clock.status_code == (200 if who in SEES else 404), who
        shown = listing.json().get("items", [])
        assert [one["id"] for one in shown] == ([case.id] if who in SEES else []), who


def facts(**changes: Any) -> CaseFacts:
    known: dict[str, Any] = {
        "handler": "bureau",
        "agency": "market",
        "officer": str(person("accused")),
        "stage": "concluded",
        "investigators": frozenset(str(person(one)) for one in INVESTIGATORS),
        "recused": frozenset(),
        "ordered_agencies": frozenset({"market"}),
        "served_agencies": frozenset({"market"}),
        "was_forwarded": False,
        "discipline_transfer": False,
        "recusal_basis": "wulong/complaints@2021-11-10#第八条",
    }
    return CaseFacts(**{**known, **changes})


def allowed_to(act: str, about: CaseFacts) -> set[str]:
    return {who for who in PEOPLE if POLICIES.decide(f"complaints.{act}", actor_of(who), about)}


@pytest.mark.parametrize("act", sorted(ALLOWED))
def test_at_the_bureau_each_act_is_for_exactly_these(act: str):
    assert allowed_to(act, facts()) == ALLOWED[act]


NOT_OF_THE_DESK = {"order_report", "letter_acknowledgement", "appeal", "flag"}
AGENCY_DESK = {"agency_clerk", "agency_head"}


@pytest.mark.parametrize(
    "act", sorted(set(ALLOWED) - {"order_report", "letter_acknowledgement", "appeal", "flag"})
)
def test_at_an_agency_its_own_desk_does_the_work(act: str):
    handled = facts(
        handler="market",
        investigators=frozenset({str(person("inspector"))}),
        ordered_agencies=frozenset(),
    )
    expected = dict.fromkeys(
        set(ALLOWED) - {"summary", "routing", "respondent", "call_back", "reveal"}, AGENCY_DESK
    )
    for shared in ("conflict", "measure", "preliminary_opinion", "extension"):
        expected[shared] = AGENCY_DESK | {"inspector"}
    expected |= {"recusal": {"agency_head"}, "extension_decision": {"agency_head"}}
    expected |= dict.fromkeys(("summary", "routing", "respondent", "call_back", "reveal"), DESK)

    assert allowed_to(act, handled) == expected[act]


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_the_person_complained_of_sees_nothing_whatever_the_role(who: str):
    about = facts(
        officer=str(person(who)),
        investigators=frozenset(str(person(one)) for one in PEOPLE),
        discipline_transfer=True,
    )

    for act in (*ALLOWED, "read"):
        decision = POLICIES.decide(f"complaints.{act}", actor_of(who), about)
        assert isinstance(decision, Deny)
        assert decision.hidden


@pytest.mark.parametrize("act", sorted(set(ALLOWED)))
def test_who_was_recused_acts_no_more(act: str):
    about = facts(recused=frozenset({str(person("clerk"))}))

    decision = POLICIES.decide(f"complaints.{act}", actor_of("clerk"), about)

    assert isinstance(decision, Deny)
    assert decision.basis == "wulong/complaints@2021-11-10#第八条"


@pytest.mark.parametrize("stage", list(Stage))
def test_the_agency_complained_of_knows_of_it_from_acceptance_on(stage: Stage):
    about = facts(stage=stage.value, ordered_agencies=frozenset())

    knows = bool(POLICIES.decide("complaints.read", actor_of("agency_clerk"), about))

    assert knows is (stage not in {Stage.RECEIVED, Stage.DECLINED})


def test_an_act_that_no_policy_allows_is_denied():
    assert not POLICIES.decide("complaints.shred", actor_of("head"), facts())


@pytest.mark.obligation("W5-13")
async def test_the_ordered_agency_alone_reports_a_correction(office: Office):
    case = await concluded(office)
    body = {"agency": "market", "content": "查处。", "length": 10, "unit": "working_day"}
    order = (await case.act("clerk", "orders", **body))["order_id"]
    await case.send("clerk", "head", "correction_order", order)

    for who in ("clerk", "head", "first", "government"):
        await case.act(who, f"orders/{order}/correction-report", 403, report="已改。")
    await case.act("elsewhere", f"orders/{order}/correction-report", 404, report="已改。")
    await case.act("agency_clerk", f"orders/{order}/correction-report", report="已改。")


async def test_without_a_token_no_case_is_to_be_had(office: Office):
    case = await office.complain()

    for path in (f"/api/v1/complaints/{case.id}", "/api/v1/complaints", "/api/v1/leads"):
        assert (await office.http.get(path)).status_code == 401
    response = await office.post(None, f"/api/v1/complaints/{case.id}/discussion", discussion(), 1)
    assert response.status_code == 401
