"""Who may do what with a complaint (投诉举报的权限策略); what is not allowed here is refused."""

from collections.abc import Callable
from dataclasses import dataclass

from services.complaints.domain.complaint import Complaint
from services.complaints.domain.vocabulary import BUREAU, Stage
from shared.identity.actor import Actor, Post, Role
from shared.identity.policy import ALLOW, NOT_FOR_YOU, ROLE_MAY_NOT, Decision, Deny, Policies, only

POLICIES = Policies("complaints")


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What policies know of a complaint: who handles, who is complained of, who investigates, who rests."""

    handler: str
    agency: str | None
    officer: str | None
    stage: str
    investigators: frozenset[str]
    recused: frozenset[str]
    ordered_agencies: frozenset[str]
    served_agencies: frozenset[str]
    was_forwarded: bool
    discipline_transfer: bool
    recusal_basis: str | None

    @classmethod
    def of(cls, case: Complaint) -> "CaseFacts":
        """Read the facts off a loaded case."""
        return cls(
            handler=case.handler,
            agency=case.agency,
            officer=case.officer,
            stage=case.stage.value,
            investigators=frozenset(case.investigators),
            recused=frozenset(case.recused),
            ordered_agencies=frozenset(order["agency"] for order in case.orders.values()),
            served_agencies=case.served_agencies,
            was_forwarded=case.forwarded is not None,
            discipline_transfer=any(one["kind"] == "discipline" for one in case.transfers.values()),
            recusal_basis=case.basis_of("recusal"),
        )


Relation = Callable[[Actor, CaseFacts], bool]

HOLDER = Actor(subject="receipt-holder", role=Role.COMPLAINANT)
"""Whoever holds a receipt code: the complainant, by possession of it. No token carries this subject."""


def sees(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor may know that the complaint exists."""
    if actor.person is not None and str(actor.person) == facts.officer:
        return False  # the person complained of sees nothing, whatever the role
    if actor == HOLDER or actor.role in {Role.BUREAU_CLERK, Role.BUREAU_HEAD, Role.SYSTEM}:
        return True
    if actor.role is Role.GOVERNMENT:
        return facts.handler == BUREAU
    if actor.role is Role.INVESTIGATOR:
        return str(actor.person) in facts.investigators
    if actor.role is Role.DISCIPLINE:
        return facts.discipline_transfer
    return actor.role in {Role.AGENCY_CLERK, Role.AGENCY_HEAD} and _concerns_agency(actor, facts)


def _concerns_agency(actor: Actor, facts: CaseFacts) -> bool:
    if actor.agency is None:
        return False
    if actor.agency == facts.handler or actor.agency in facts.ordered_agencies:
        return True
    return actor.agency == facts.agency and facts.stage not in {Stage.RECEIVED, Stage.DECLINED}


def is_desk(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor is a clerk or the head of the body that handles."""
    if facts.handler == BUREAU:
        return actor.role in {Role.BUREAU_CLERK, Role.BUREAU_HEAD}
    return actor.role in {Role.AGENCY_CLERK, Role.AGENCY_HEAD} and actor.agency == facts.handler


def is_head(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor heads the handling body, alone or as deputy in charge."""
    role = Role.BUREAU_HEAD if facts.handler == BUREAU else Role.AGENCY_HEAD
    deputy = is_desk(actor, facts) and bool(actor.posts & {Post.HEAD, Post.DEPUTY_HEAD})
    return deputy or (actor.role is role and is_desk(actor, facts))


def is_unit_head(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor heads the intake body's unit, or the body itself."""
    return is_head(actor, facts) or (is_desk(actor, facts) and Post.UNIT_HEAD in actor.posts)


def investigates(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor is an investigator of this case."""
    return actor.person is not None and str(actor.person) in facts.investigators


def is_bureau(actor: Actor, _: CaseFacts) -> bool:
    """Whether the actor works at the bureau's desk."""
    return actor.role in {Role.BUREAU_CLERK, Role.BUREAU_HEAD}


def _investigates_for_bureau(actor: Actor, facts: CaseFacts) -> bool:
    return facts.handler == BUREAU and investigates(actor, facts)


def is_ordered(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor works for an agency that was ordered to correct."""
    return actor.role in {Role.AGENCY_CLERK, Role.AGENCY_HEAD} and actor.agency in facts.ordered_agencies


def writes_letters(actor: Actor, facts: CaseFacts) -> bool:
    """Whether letters are written where the actor works: at the desk, or at the bureau that forwarded it."""
    return is_desk(actor, facts) or (facts.was_forwarded and is_bureau(actor, facts))


def takes_transfers(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor receives leads about breaches of discipline."""
    return actor.role is Role.DISCIPLINE and facts.discipline_transfer


def holds_receipt(actor: Actor, _: CaseFacts) -> bool:
    """Whether the actor is the complainant, by the receipt code of this case."""
    return actor == HOLDER


def _anybody(actor: Actor, facts: CaseFacts) -> bool:
    return sees(actor, facts)


STEP_RELATIONS: dict[str, tuple[Relation, ...]] = {
    "summary": (is_bureau,),
    "routing": (is_bureau,),
    "attachment": (is_desk, holds_receipt),
    "acceptance": (is_desk,),
    "decline": (is_desk,),
    "investigators": (is_desk,),
    "conflict": (is_desk, investigates),
    "recusal": (is_unit_head,),
    "measure": (is_desk, investigates),
    "preliminary_opinion": (is_desk, investigates),
    "discussion": (is_desk,),
    "discussion_confirmation": (is_desk,),
    "extension": (is_desk, investigates),
    "extension_decision": (is_head,),
    "reply": (is_desk,),
    "conclusion": (is_desk,),
    "order": (is_desk,),
    "order_report": (is_ordered,),
    "order_verification": (is_desk,),
    "order_compensation": (is_desk,),
    "recommendation": (is_desk,),
    "transfer": (is_desk,),
    "transfer_receipt": (is_desk, takes_transfers),
    "transfer_handling": (is_desk, takes_transfers),
    "transfer_feedback": (is_desk, takes_transfers),
    "appeal": (_anybody,),
    "appeal_answer": (is_desk,),
    "call_back": (is_bureau, holds_receipt),
    "flag": (_anybody,),
    "archive": (is_desk,),
    "reveal": (is_bureau,),
    "read_file": (is_bureau, _investigates_for_bureau),
    "respondent": (is_bureau,),
    "read_texts": (is_bureau, investigates),
    "export": (is_bureau, is_desk),
    "letter_draft": (writes_letters,),
    "letter_revision": (writes_letters,),
    "letter_approval": (writes_letters,),
    "letter_issue": (writes_letters,),
    "letter_voiding": (writes_letters,),
    "letter_delivery": (writes_letters,),
    "letter_rebuttal": (writes_letters,),
    "letter_read": (is_bureau, writes_letters),
}
"""Per action, the relations of which one must hold; nobody acts in a case from which they were recused."""


def _recused(facts: CaseFacts) -> Deny:
    return Deny("complaints.recusal", facts.recusal_basis, "您已回避，不能办理本案", "You are recused here.")


def _policy(relations: tuple[Relation, ...]) -> Callable[[Actor, CaseFacts], Decision]:
    def decide(actor: Actor, facts: CaseFacts) -> Decision:
        if not sees(actor, facts):
            return NOT_FOR_YOU
        if actor.person is not None and str(actor.person) in facts.recused:
            return _recused(facts)
        return ALLOW if any(holds(actor, facts) for holds in relations) else ROLE_MAY_NOT

    return decide


for _step, _relations in STEP_RELATIONS.items():
    POLICIES.action(f"complaints.{_step}")(_policy(_relations))


@POLICIES.action("complaints.letter_acknowledgement")
def _signs_for_letters(actor: Actor, facts: CaseFacts) -> Decision:
    """For the bodies that were served; never for the person complained of, nor for who was recused."""
    person = str(actor.person)
    of_body = actor.role in {Role.AGENCY_CLERK, Role.AGENCY_HEAD} and actor.agency in facts.served_agencies
    if person == facts.officer or not (of_body or sees(actor, facts)):
        return NOT_FOR_YOU
    if person in facts.recused:
        return _recused(facts)
    return ALLOW if of_body else ROLE_MAY_NOT


@POLICIES.action("complaints.inbox")
def _opens_inbox(actor: Actor, _: object) -> Decision:
    return only(actor, Role.AGENCY_CLERK, Role.AGENCY_HEAD)


@POLICIES.action("complaints.letter_register")
def _reads_register(actor: Actor, _: object) -> Decision:
    return only(actor, Role.BUREAU_CLERK, Role.BUREAU_HEAD, Role.AUDITOR)


@POLICIES.action("complaints.letter_kinds")
def _knows_kinds(actor: Actor, _: object) -> Decision:
    return only(actor, Role.BUREAU_CLERK, Role.BUREAU_HEAD, Role.AGENCY_CLERK, Role.AGENCY_HEAD)


@POLICIES.action("complaints.read")
def _reads(actor: Actor, facts: CaseFacts) -> Decision:
    return ALLOW if sees(actor, facts) else NOT_FOR_YOU


@POLICIES.action("complaints.list", "complaints.read_events")
def _lists(actor: Actor, _: object) -> Decision:
    return only(
        actor,
        Role.BUREAU_CLERK,
        Role.BUREAU_HEAD,
        Role.GOVERNMENT,
        Role.AGENCY_CLERK,
        Role.AGENCY_HEAD,
        Role.INVESTIGATOR,
        Role.DISCIPLINE,
    )


@POLICIES.action("complaints.read_escalations")
def _reads_ledger(actor: Actor, _: object) -> Decision:
    return only(
        actor, Role.BUREAU_CLERK, Role.BUREAU_HEAD, Role.GOVERNMENT, Role.AGENCY_CLERK, Role.AGENCY_HEAD
    )


@POLICIES.action("complaints.search_person")
def _looks_for_people(actor: Actor, _: object) -> Decision:
    return only(actor, Role.BUREAU_CLERK, Role.BUREAU_HEAD)


@POLICIES.action("complaints.register")
def _registers(actor: Actor, _: object) -> Decision:
    return only(actor, Role.BUREAU_CLERK, Role.AGENCY_CLERK)


@POLICIES.action(
    "complaints.intake", "complaints.follow", "complaints.follow_letter", "complaints.catalogues"
)
def _everybody(actor: Actor, _: object) -> Decision:
    return ALLOW


@POLICIES.action("complaints.register_lead", "complaints.triage", "complaints.read_leads")
def _leads(actor: Actor, _: object) -> Decision:
    return only(actor, Role.BUREAU_CLERK, Role.BUREAU_HEAD)
