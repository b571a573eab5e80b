"""Who may see which cases in the queue (队列可见范围): deny by default.

The owning service decides again for each case page; the queue must never show more than that.
"""

from services.dashboard.views.queue import Scope
from shared.identity.actor import Actor, Role
from shared.identity.policy import ALLOW, ROLE_MAY_NOT, Allow, Decision, Policies

POLICIES = Policies("dashboard")

_BUREAU = frozenset({Role.BUREAU_CLERK, Role.BUREAU_HEAD})
OF_AGENCIES = frozenset({Role.AGENCY_CLERK, Role.AGENCY_HEAD})
_OWN_STEPS = frozenset({Role.GOVERNMENT, Role.DISCIPLINE})
_WORKING = _BUREAU | OF_AGENCIES | _OWN_STEPS | {Role.INVESTIGATOR}


@POLICIES.action("dashboard.queue", "dashboard.case", "dashboard.letter", "dashboard.notifications")
def _works_on_cases(actor: Actor, facts: object) -> Decision:
    """Let those in who work on cases; administrators and auditors have no queue (三员不见案件)."""
    return ALLOW if actor.role in _WORKING else ROLE_MAY_NOT


@POLICIES.action(
    "dashboard.calendar_drafts", "dashboard.law_drafts", "dashboard.policies", "dashboard.docket"
)
def _keeps_law_and_time(actor: Actor, facts: object) -> Decision:
    """Let the bureau in, which publishes notices and versions; each service decides again on every act."""
    return ALLOW if actor.role in _BUREAU else ROLE_MAY_NOT


@POLICIES.action("dashboard.register", "dashboard.own_motion")
def _keeps_the_register(actor: Actor, facts: object) -> Decision:
    """Let the bureau in, which numbers and sends letters and coordinates disputes (发文登记、主动启动)."""
    return ALLOW if actor.role in _BUREAU else ROLE_MAY_NOT


@POLICIES.action("dashboard.inbox", "dashboard.obligations", "dashboard.dispute_request")
def _acts_for_an_agency(actor: Actor, facts: object) -> Decision:
    """Let those in who receive, file and ask for an agency (机关经办)."""
    return ALLOW if actor.role in OF_AGENCIES and actor.agency else ROLE_MAY_NOT


@POLICIES.action("dashboard.password")
def _has_a_password(actor: Actor, facts: object) -> Decision:
    """Let everybody change the own password."""
    return ALLOW


def has_queue(actor: Actor) -> bool:
    """Say whether a person works on cases at all."""
    return isinstance(POLICIES.decide("dashboard.queue", actor), Allow)


def keeps_law_and_time(actor: Actor) -> bool:
    """Say whether a person publishes notices and versions of regulations (历法与法规的维护)."""
    return isinstance(POLICIES.decide("dashboard.docket", actor), Allow)


def acts_for_agency(actor: Actor) -> bool:
    """Say whether a person receives letters for an agency (收文)."""
    return isinstance(POLICIES.decide("dashboard.inbox", actor), Allow)


def keeps_register(actor: Actor) -> bool:
    """Say whether a person keeps the register of letters (发文登记簿)."""
    return isinstance(POLICIES.decide("dashboard.register", actor), Allow)


def may_draft(actor: Actor, handler: str | None) -> bool:
    """Say to whom drafting is offered: who handles the case; the service decides again (起草文书)."""
    if actor.role in _BUREAU or actor.role is Role.INVESTIGATOR:
        return True
    return actor.role in OF_AGENCIES and actor.agency is not None and actor.agency == handler


def may_upload(actor: Actor) -> bool:
    """Say to whom putting files to a dispute is offered; the service decides again."""
    return actor.role in _BUREAU | OF_AGENCIES


def may_choose_policies(actor: Actor) -> bool:
    """Say whether a person decides what is done about an open question; the service decides again."""
    return actor.role is Role.BUREAU_HEAD


def home_of(actor: Actor | None) -> str:
    """Give a person's first page: the queue, for administrators the interfaces, for the public the form."""
    if actor is None:
        return "/public/complaint"
    return "/" if has_queue(actor) else "/docs"


def scope_of(actor: Actor) -> Scope:
    """Give what a person's queue holds.

    The bureau sees all. An agency sees what it handles and what waits for it: it must not learn from the
    queue that the bureau looks at a complaint about it. The government and the discipline organ see what
    waits for them, an investigator the cases assigned. Nobody sees a case that is about oneself.
    """
    POLICIES.require("dashboard.queue", actor)
    person = actor.person
    if actor.role in _BUREAU:
        return Scope(person=person)
    if actor.role in OF_AGENCIES:
        roles = frozenset(role.value for role in OF_AGENCIES)
        return Scope(body=actor.agency or "", owner_roles=roles, person=person)
    if actor.role is Role.INVESTIGATOR:
        return Scope(person=person, assigned=True)
    return Scope(owner_roles=frozenset({actor.role.value}), person=person)
