"""Disputes at the point that a test needs, worked on day by day (争议案件用例).

The market and the farming bureau dispute who inspects pesticide shops. The request arrives on Monday 2
November 2026 and is accepted on Monday the 9th; handling is due on Wednesday the 18th.
"""

from datetime import time
from typing import Any
from uuid import uuid4

from services.dispute_coordination.domain.dispute import Dispute
from services.dispute_coordination.domain.intake import Filing, Parties
from services.dispute_coordination.domain.vocabulary import Trigger, ViewWay
from services.dispute_coordination.rules.request import Negotiation
from shared.casework.lettered import Issue
from shared.casework.moment import Moment
from shared.clock.suite import shanghai
from shared.delivery.attempt import Receiver
from shared.identity.actor import Actor, Post, Role
from shared.law.applicable import ApplicableLaw
from tests.services.complaints.periods import CALENDAR, day
from tests.services.dispute_coordination.periods import LAW
from tests.shared.delivery.attempts import attempt

RECEIVED, ACCEPTED, DUE = "2026-11-02", "2026-11-09", "2026-11-18"
CLERK = Actor("clerk", Role.BUREAU_CLERK, "bureau")
HEAD = Actor("head", Role.BUREAU_HEAD, "bureau", posts=frozenset({Post.HEAD}))
DEPUTY = Actor("deputy", Role.BUREAU_HEAD, "bureau", posts=frozenset({Post.DEPUTY_HEAD}))
GOVERNMENT = Actor("government", Role.GOVERNMENT, "government")
AGENCY = Actor("agency", Role.AGENCY_CLERK, "market")

PARTS = ("agencies_information", "matter", "negotiation_and_differences", "proposal_and_reasons")
GROUPS = ("written_request", "legal_basis", "staffing_and_duty_documents")
OPINION = {
    "matter": "农药门店的检查职责。",
    "basis": "农药管理条例。",
    "result": "达成一致。",
    "opinion": "由农业农村委检查。",
}


def at(on: str, by: str = "clerk") -> Moment:
    """Ten in the morning of a day."""
    return Moment(shanghai(day(on), time(10)), day(on), by, CALENDAR)


def failed_negotiation(*parties: str, held_on: str = "2026-10-20") -> Negotiation:
    return Negotiation(day(held_on), parties or ("market", "farming"), agreed=False)


def filing(**changes: Any) -> Filing:
    respondents = changes.pop("respondents", ("farming",))
    facts = {
        "ground": "enforcement_duties",
        "national_kind": "matter_list",
        "parties": Parties(changes.pop("applicants", ("market",)), respondents),
        "contents": {part: f"sealed#{part}" for part in PARTS},
        "materials": GROUPS,
        "received_on": day(RECEIVED),
        "negotiations": (failed_negotiation("market", *respondents),),
    }
    return Filing(**{**facts, **changes})


def requested(law: ApplicableLaw = LAW, **changes: Any) -> Dispute:
    received_on = changes.get("received_on", day(RECEIVED)).isoformat()
    return Dispute.receive(
        uuid4(),
        law,
        at(received_on),
        number="协调〔2026〕1号",
        title="农药门店检查职责争议",
        filing=filing(**changes),
    )


def accepted(law: ApplicableLaw = LAW, **changes: Any) -> Dispute:
    case = requested(law, **changes)
    case.accept(at(ACCEPTED))
    return case


def own_motion(law: ApplicableLaw = LAW, *agencies: str, on: str = ACCEPTED, **changes: Any) -> Dispute:
    facts: dict[str, Any] = {
        "trigger": Trigger.OWN_DISCOVERY,
        "instruction": "",
        "source": "案卷评查中发现。",
        "source_ref": "sealed#source",
        "ground": "case_transfer",
        "national_kind": None,
        "agencies": agencies or ("market", "farming"),
    }
    return Dispute.open_own_motion(
        uuid4(), law, at(on), number="协调〔2026〕2号", title="案件移送争议", **{**facts, **changes}
    )


def prepared(case: Dispute, on: str = "2026-11-12") -> Dispute:
    """With verified facts and every view asked for."""
    case.verify_facts(at(on), persons=["a", "b"], note_ref="sealed#note")
    for body in (*case.agencies, "staffing_office"):
        case.record_view(at(on), body=body, way=ViewWay.IN_WRITING, given=True, view_ref="sealed#view")
    return case


def extended(case: Dispute, *, days: int = 15, on: str = "2026-11-16") -> Dispute:
    case.request_extension(at(on), days=days, reason="涉及专业判断。", reason_ref="sealed#reason")
    case.decide_extension(at(on, by="head"), HEAD, approved=True)
    return case


def letter(case: Dispute, kind: str, on: str, *to: str, about: str = "", number: str = "") -> str:
    """Draft, approve and issue a letter; gives its id."""
    letter_id = str(uuid4())
    moment = at(on)
    case.draft_letter(moment, letter_id=letter_id, kind=kind, addressees=to, about=about)
    case.approve_letter(moment, letter_id=letter_id)
    issue = Issue(number or f"武隆司协〔2026〕{len(case.letters)}号", "pdf", "p", "docx", "d")
    case.issue_letter(moment, letter_id=letter_id, issue=issue, needs_approval=True)
    return letter_id


def serve(case: Dispute, letter_id: str, agency: str, on: str) -> None:
    """Hand the letter over at the agency's mail room."""
    issued_on = case.letters[letter_id].issued_on
    tried = attempt("direct", day(on), issued_on=issued_on, id=str(uuid4()))
    case.record_delivery(at(on), letter_id=letter_id, receiver=Receiver(agency), attempt=tried)


def served(case: Dispute, kind: str, on: str, *agencies: str) -> str:
    """Issue a letter and serve it on each of these agencies the same day."""
    letter_id = letter(case, kind, on, *agencies)
    for agency in agencies:
        serve(case, letter_id, agency, on)
    return letter_id


def agreed(case: Dispute, on: str = "2026-11-13", **changes: Any) -> Dispute:
    refs = {part: f"sealed#{part}" for part in OPINION}
    case.report_agreement(at(on), contents=OPINION, content_refs=refs, **changes)
    return case


def consented(case: Dispute, on: str = "2026-11-16", document: str = "武隆府函〔2026〕12号") -> Dispute:
    case.answer_consent(at(on), CLERK, granted=True, document=document)
    return case


def decided(case: Dispute, on: str = "2026-11-17", document: str = "武隆府函〔2026〕13号") -> Dispute:
    case.record_decision(at(on), CLERK, decided=True, document=document, decision_ref="sealed#decision")
    return case


def with_opinion(law: ApplicableLaw = LAW, *, on: str = "2026-11-17", **changes: Any) -> Dispute:
    """Agreed, consented to, and the opinion served on everybody."""
    case = consented(agreed(prepared(accepted(law, **changes))))
    served(case, "coordination_opinion", on, *case.agencies)
    return case


def with_decision(law: ApplicableLaw = LAW) -> Dispute:
    """Not agreed, and decided by the government."""
    case = prepared(accepted(law))
    case.propose(at("2026-11-13"), proposal="建议由农业农村委检查。", proposal_ref="sealed#proposal")
    return decided(case)


def due(case: Dispute, clock: str) -> str:
    """The end of a running clock."""
    due_on = case.clocks[clock].deadline.due_on
    return due_on.isoformat() if due_on else "standing"


def last(case: Dispute) -> Any:
    """The event recorded last."""
    return case.pending_events[-1]


def reloaded(case: Dispute) -> Dispute:
    """The same dispute as its events make it again, without the law."""
    again: Any = None
    for event in case.pending_events:
        again = event.mutate(again)
    return again


def swept(case: Dispute, on: str) -> list[str]:
    """Let every clock climb the rungs of a day, as the sweeper does at half past eight."""
    moment = shanghai(day(on), time(8, 30))
    return [
        rung
        for name, running in list(case.clocks.items())
        for rung, _ in running.pending()
        if case.reach_rung(name, rung, at=moment)
    ]
