"""Who may do what with a dispute (争议协调的权限策略); what is not allowed here is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.dispute_coordination.domain.dispute import Dispute
from shared.identity.actor import Actor, Role
from shared.identity.policy import ALLOW, NOT_FOR_YOU, ROLE_MAY_NOT, Decision, Policies, only

POLICIES = Policies("dispute_coordination")


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What policies know of a dispute: who disputes, who asked, who handles, whether the others were told."""

    parties: frozenset[str]
    applicants: frozenset[str]
    handlers: frozenset[str]
    told: bool

    @classmethod
    def of(cls, case: Dispute) -> "CaseFacts":
        """Read the facts off a loaded case."""
        return cls(
            parties=frozenset(case.parties),
            applicants=frozenset(case.applicants),
            handlers=frozenset(case.handlers),
            told=case.told,
        )


Relation = Callable[[Actor, CaseFacts], bool]
AGENCY_ROLES = frozenset({Role.AGENCY_CLERK, Role.AGENCY_HEAD})
BUREAU_ROLES = frozenset({Role.BUREAU_CLERK, Role.BUREAU_HEAD})


def is_desk(actor: Actor, _: CaseFacts) -> bool:
    """Whether the actor works at the bureau's desk."""
    return actor.role in BUREAU_ROLES


def is_principal(actor: Actor, _: CaseFacts) -> bool:
    """Whether the actor is the bureau's principal."""
    return actor.role is Role.BUREAU_HEAD


def is_government(actor: Actor, _: CaseFacts) -> bool:
    """Whether the actor decides for the district government."""
    return actor.role is Role.GOVERNMENT


def handles(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor is a handler of this case."""
    return actor.role is Role.INVESTIGATOR and str(actor.person) in facts.handlers


def is_applicant(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor works for an agency that asked for coordination."""
    return actor.role in AGENCY_ROLES and actor.agency in facts.applicants


def is_party(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor works for an agency in dispute that knows of the case."""
    return is_applicant(actor, facts) or (
        facts.told and actor.role in AGENCY_ROLES and actor.agency in facts.parties
    )


def sees(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor may know that the dispute exists."""
    if actor.role is Role.SYSTEM:
        return True
    return any(holds(actor, facts) for holds in (is_desk, is_government, handles, is_party))


STEP_RELATIONS: Mapping[str, tuple[Relation, ...]] = {
    "negotiation": (is_party, is_desk),
    "request": (is_party, is_desk),
    "handlers": (is_desk,),
    "materials": (is_party, is_desk),
    "attachment": (is_party, is_desk, handles),
    "acceptance": (is_desk,),
    "supplement_request": (is_desk,),
    "supplement": (is_applicant, is_desk),
    "decline": (is_desk,),
    "deemed_withdrawal": (is_desk,),
    "reversal": (is_desk,),
    "answer": (is_party, is_desk),
    "joinder": (is_desk,),
    "merger": (is_desk,),
    "withdrawal": (is_applicant, is_desk),
    "termination": (is_desk,),
    "investigation": (is_desk, handles),
    "view": (is_desk, handles),
    "consultation": (is_desk, handles),
    "extension": (is_desk, handles),
    "extension_decision": (is_principal,),
    "suspension": (is_desk,),
    "resumption": (is_desk,),
    "special_limit": (is_desk,),
    "urgency": (is_party, is_desk),
    "urgency_decision": (is_government, is_desk),
    "interim_measure": (is_party, is_desk),
    "unilateral_act": (is_desk,),
    "agreement": (is_desk,),
    "proposal": (is_desk,),
    "tentative_opinion": (is_desk,),
    "consent": (is_government, is_desk),
    "decision": (is_government, is_desk),
    "follow_up": (is_desk,),
    "follow_up_record": (is_desk,),
    "execution_report": (is_party, is_desk),
    "execution_check": (is_desk,),
    "defiance": (is_desk,),
    "ladder": (is_desk,),
    "closure": (is_desk,),
    "read_file": (is_desk, is_government, handles, is_party),
    "export": (is_desk,),
    "letter_draft": (is_desk,),
    "letter_revision": (is_desk,),
    "letter_approval": (is_desk, is_government),
    "letter_issue": (is_desk, is_government),
    "letter_voiding": (is_desk,),
    "letter_delivery": (is_desk,),
    "letter_rebuttal": (is_desk,),
    "letter_acknowledgement": (is_party, is_government),
    "letter_read": (is_desk, is_government, handles),
}
"""Per action, the relations of which one must hold."""


def _policy(relations: tuple[Relation, ...]) -> Callable[[Actor, CaseFacts], Decision]:
    def decide(actor: Actor, facts: CaseFacts) -> Decision:
        if not sees(actor, facts):
            return NOT_FOR_YOU
        return ALLOW if any(holds(actor, facts) for holds in relations) else ROLE_MAY_NOT

    return decide


for _step, _relations in STEP_RELATIONS.items():
    POLICIES.action(f"dispute_coordination.{_step}")(_policy(_relations))


@POLICIES.action("dispute_coordination.read")
def _reads(actor: Actor, facts: CaseFacts) -> Decision:
    return ALLOW if sees(actor, facts) else NOT_FOR_YOU


@POLICIES.action(
    "dispute_coordination.list",
    "dispute_coordination.read_events",
    "dispute_coordination.letter_kinds",
    "dispute_coordination.catalogues",
)
def _lists(actor: Actor, _: object) -> Decision:
    return only(actor, *BUREAU_ROLES, *AGENCY_ROLES, Role.GOVERNMENT, Role.INVESTIGATOR)


@POLICIES.action("dispute_coordination.read_escalations")
def _reads_ledger(actor: Actor, _: object) -> Decision:
    return only(actor, *BUREAU_ROLES, *AGENCY_ROLES, Role.GOVERNMENT)


@POLICIES.action("dispute_coordination.register", "dispute_coordination.open_negotiation")
def _asks(actor: Actor, _: object) -> Decision:
    return only(actor, *AGENCY_ROLES, *BUREAU_ROLES)


@POLICIES.action("dispute_coordination.open_own_motion", "dispute_coordination.letter_register")
def _opens(actor: Actor, _: object) -> Decision:
    return only(actor, *BUREAU_ROLES)


@POLICIES.action("dispute_coordination.inbox")
def _receives(actor: Actor, _: object) -> Decision:
    return only(actor, *AGENCY_ROLES, Role.GOVERNMENT)
