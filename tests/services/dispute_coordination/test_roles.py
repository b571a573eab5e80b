"""Who may do what: every route by everybody; what is hidden looks as if it did not exist."""

from typing import Any

import pytest

from services.dispute_coordination.application.actions import ACTS
from services.dispute_coordination.application.policies import POLICIES, CaseFacts
from shared.identity.policy import Deny
from shared.web.authorisation import walk_routes
from shared.web.openapi import application_of
from tests.services.dispute_coordination.office import (
    BASE,
    OPINION,
    PEOPLE,
    Case,
    Office,
    accepted,
    actor_of,
    person,
)

SOME = "00000000-0000-7000-8000-000000000000"
DESK = {"clerk", "head", "deputy"}
APPLICANTS = {"market_clerk", "market_head"}
PARTIES = APPLICANTS | {"farming_clerk", "farming_head"}
GOVERNMENT = {"government"}
HANDLERS = {"handler"}
SEES = DESK | PARTIES | GOVERNMENT | HANDLERS
"""Of an accepted case of the market bureau against the farming bureau that ``handler`` works on."""

ALLOWED: dict[str, set[str]] = {
    "negotiation": DESK | PARTIES,
    "request": DESK | PARTIES,
    "handlers": DESK,
    "materials": DESK | PARTIES,
    "acceptance": DESK,
    "supplement_request": DESK,
    "supplement": DESK | APPLICANTS,
    "decline": DESK,
    "deemed_withdrawal": DESK,
    "reversal": DESK,
    "answer": DESK | PARTIES,
    "joinder": DESK,
    "merger": DESK,
    "withdrawal": DESK | APPLICANTS,
    "termination": DESK,
    "investigation": DESK | HANDLERS,
    "view": DESK | HANDLERS,
    "consultation": DESK | HANDLERS,
    "extension": DESK | HANDLERS,
    "extension_decision": {"head"},
    "suspension": DESK,
    "resumption": DESK,
    "special_limit": DESK,
    "urgency": DESK | PARTIES,
    "urgency_decision": DESK | GOVERNMENT,
    "interim_measure": DESK | PARTIES,
    "unilateral_act": DESK,
    "agreement": DESK,
    "proposal": DESK,
    "tentative_opinion": DESK,
    "consent": DESK | GOVERNMENT,
    "decision": DESK | GOVERNMENT,
    "follow_up": DESK,
    "follow_up_record": DESK,
    "execution_report": DESK | PARTIES,
    "execution_check": DESK,
    "defiance": DESK,
    "ladder": DESK,
    "closure": DESK,
}

NOTE = {"note": "记录。"}
REASON = {"reason": "理由。"}
PAPER = {"document": "武隆府〔2026〕1号"}
BODIES: dict[str, tuple[str, dict[str, Any]]] = {
    "negotiation": ("negotiations", {"held_on": "2026-10-20", "parties": ["market", "farming"]}),
    "request": ("request", {"ground": "enforcement_duties", "respondents": ["farming"]}),
    "handlers": ("handlers", {"persons": [str(person("handler"))]}),
    "materials": ("materials", {"materials": ["other"]}),
    "acceptance": ("acceptance", {}),
    "supplement_request": ("supplement-notice", {"materials": ["legal_basis"]}),
    "supplement": ("supplement", {"materials": ["legal_basis"]}),
    "decline": ("decline", {"exclusion": "other", "reasons": "理由。"}),
    "deemed_withdrawal": ("deemed-withdrawal", REASON),
    "reversal": ("reversal", {"ground": "obstacle", **REASON}),
    "answer": ("answers", {"answer": "答复。"}),
    "joinder": ("joinder", {"agency": "water", "side": "respondent", **REASON}),
    "merger": ("merger", {"into": SOME, **REASON}),
    "withdrawal": ("withdrawal", REASON),
    "termination": ("termination", REASON),
    "investigation": ("investigation", {"persons": [str(person("clerk"))], **NOTE}),
    "view": ("views", {"body": "market", "way": "in_writing", "view": "意见。"}),
    "consultation": (
        "consultations",
        {"form": "meeting", "need": "复杂。", "result": "结果。", "participants": ["双方"]},
    ),
    "extension": ("extension", {"days": 3, **REASON}),
    "extension_decision": ("extension-decision", {"approved": True}),
    "suspension": ("suspensions", {"ground": "superior_consulted", "letter": "1号", "organ": "市局"}),
    "resumption": (f"suspensions/{SOME}/resumption", {}),
    "special_limit": ("special-limit", {"norm": "某法第一条", "length": 5, "unit": "working_day"}),
    "urgency": ("urgent-requests", REASON),
    "urgency_decision": (f"urgent-requests/{SOME}/decision", {"permitted": True, **PAPER}),
    "interim_measure": ("interim-measures", {"harm": "损失。", "measure": "措施。"}),
    "unilateral_act": ("unilateral-acts", {"agency": "farming", "act": "处罚。", "acted_on": "2026-11-02"}),
    "agreement": ("agreement", OPINION),
    "proposal": ("proposal", {"proposal": "建议。"}),
    "tentative_opinion": ("tentative-opinion", {"opinion": "意见。"}),
    "consent": ("consent", {"granted": True, **PAPER}),
    "decision": ("decision", {"decided": True, "decision": "决定。", **PAPER}),
    "follow_up": ("follow-ups", {"planned_on": "2026-12-01"}),
    "follow_up_record": (f"follow-ups/{SOME}/record", NOTE),
    "execution_report": ("execution-reports", {"report": "已执行。"}),
    "execution_check": ("execution-checks", {"agency": "farming", "result": "executed", **NOTE}),
    "defiance": ("defiance", {"agency": "farming", "against": "decision", "manner": "refused", **NOTE}),
    "ladder": ("ladder", {"agency": "farming", "rung": "circular", **PAPER}),
    "closure": ("closure", {}),
}
"""A path and a sound body per act."""

LETTER_ACTS: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "draft": ("letters", {"kind": "meeting_notice"}, DESK),
    "revision": ("letters/{letter}/revision", {"fields": {}}, DESK),
    "approval": ("letters/{letter}/approval", {}, DESK | GOVERNMENT),
    "issue": ("letters/{letter}/issue", {}, DESK | GOVERNMENT),
    "voiding": ("letters/{letter}/voiding", REASON, DESK),
    "delivery": ("letters/{letter}/deliveries", {"addressee": "farming", "method": "electronic"}, DESK),
    "rebuttal": (
        f"letters/{{letter}}/deliveries/{SOME}/rebuttal",
        {"proven_on": "2026-11-02", "evidence": {"arrival_proof": "记录。"}},
        DESK,
    ),
    "acknowledgement": ("letters/{letter}/acknowledgement", {}, PARTIES | GOVERNMENT),
}
FOR_NOBODY_OUTSIDE = {"water_clerk", "other_handler", "discipline", "auditor", "system_admin"}


OF_EVERY_SERVICE = {
    "mark_notification_read",
    "notify_new_date",
    "read_docket",
    "read_notifications",
    "reassess_breach",
}
"""Actions that every service has, with policies of their own beside them."""


async def handled(office: Office) -> Case:
    case = await accepted(office)
    await case.act("clerk", "handlers", persons=[str(person("handler"))])
    return case


def test_the_tables_cover_every_act_of_the_interface():
    names = {act.name for act in ACTS.acts}

    assert names == set(ALLOWED) == set(BODIES)


@pytest.mark.parametrize("act", sorted(ALLOWED))
def test_each_act_is_for_exactly_these(act: str):
    facts = CaseFacts(
        parties=frozenset({"market", "farming"}),
        applicants=frozenset({"market"}),
        handlers=frozenset({str(person("handler"))}),
        told=True,
    )

    allowed = {who for who in PEOPLE if POLICIES.decide(f"dispute_coordination.{act}", actor_of(who), facts)}

    assert allowed == ALLOWED[act]


async def test_every_act_is_refused_to_everybody_it_is_not_for(office: Office):
    case = await handled(office)
    version = await case.version()

    for act, (path, body) in BODIES.items():
        for who in set(PEOPLE) - ALLOWED[act]:
            response = await office.post(who, f"{BASE}/{case.id}/{path}", body, version)
            assert response.status_code == (403 if who in SEES else 404), (act, who, response.text)

    assert await case.version() == version


async def test_every_act_on_letters_is_refused_to_everybody_it_is_not_for(office: Office):
    case = await handled(office)
    letter, version = await case.letter("acceptance_notice"), await case.version()

    for verb, (path, body, allowed) in LETTER_ACTS.items():
        for who in set(PEOPLE) - allowed:
            address = f"{BASE}/{case.id}/{path.format(letter=letter)}"
            response = await office.post(who, address, body, version)
            assert response.status_code == (403 if who in SEES else 404), (verb, who, response.text)

    assert await case.version() == version


async def test_whoever_is_not_part_of_a_case_finds_nothing_of_it(office: Office):
    case = await handled(office)
    letter = await case.letter("acceptance_notice")
    paths = (
        "",
        "/clocks/handling/explanation",
        f"/attachments/{SOME}",
        f"/letters/{letter}",
        f"/letters/{letter}/document",
        f"/letters/{letter}/deliveries/{SOME}/receipt",
    )

    for who in FOR_NOBODY_OUTSIDE:
        for path in paths:
            found = await office.get(who, f"{BASE}/{case.id}{path}")
            assert found.status_code == 404, (who, path, found.text)
            assert case.id not in found.text
        listed = await office.get(who, BASE)
        assert listed.json().get("items", []) == [], who


async def test_the_page_is_there_for_those_who_may_know_of_the_case(office: Office):
    case = await handled(office)

    for who in PEOPLE:
        await case.page(who, 200 if who in SEES else 404)


async def test_opening_a_case_is_for_agencies_and_the_bureau(office: Office):
    for who in set(PEOPLE) - DESK:
        own = await office.post(
            who,
            f"{BASE}/own-motion",
            {
                "title": "争议",
                "trigger": "own_discovery",
                "source": "来源。",
                "ground": "other",
                "agencies": ["market", "water"],
            },
        )
        assert own.status_code == 403, (who, own.text)
    for who in ("government", "handler", "discipline", "auditor", "system_admin"):
        body = {"title": "争议", "applicants": ["market"], "respondents": ["water"]}
        given = await office.post(who, f"{BASE}/negotiations", body)
        assert given.status_code == 403, (who, given.text)


async def test_an_agency_acts_for_itself_alone(office: Office):
    case = await handled(office)

    await case.act("farming_clerk", "answers", 403, answer="答复。", agency="market")
    await case.act("market_clerk", "withdrawal", 403, reason="理由。", agency="farming")


async def test_nobody_approves_an_own_request_for_more_time(office: Office):
    case = await handled(office)
    await case.act("head", "extension", days=3, reason="情况复杂。")

    await case.act("head", "extension-decision", 403, approved=True)


async def test_without_a_token_nothing_is_to_be_had(office: Office):
    case = await handled(office)

    for path in ("", "/escalations", "/letters/inbox", "/letters/register", f"/{case.id}"):
        assert (await office.http.get(f"{BASE}{path}")).status_code == 401
    response = await office.http.post(f"{BASE}/{case.id}/closure", json={}, headers={"If-Match": '"1"'})
    assert response.status_code == 401


def test_every_route_of_the_service_rests_on_a_policy_that_exists():
    named = {
        each.action
        for _, declared in walk_routes(application_of("dispute_coordination"))
        for each in declared
        if each.action.startswith("dispute_coordination.")
    }

    assert named
    assert {one.partition(".")[2] for one in named if one not in POLICIES} == OF_EVERY_SERVICE


def test_an_act_that_no_policy_allows_is_denied():
    decision = POLICIES.decide("dispute_coordination.shred", actor_of("head"))

    assert isinstance(decision, Deny)
