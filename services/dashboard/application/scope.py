"""Who may see which cases in the queue (队列可见范围): deny by default.

The owning service decides again for each case page; the queue must never show more than that.
"""

from services.dashboard.views.queue import Scope
from shared.identity.actor import Actor, Role
from shared.identity.policy import ALLOW, ROLE_MAY_NOT, Decision, Policies

POLICIES = Policies("dashboard")
BUREAU = "bureau"

_EVERYTHING = frozenset({Role.BUREAU_CLERK, Role.BUREAU_HEAD})
_OF_AGENCIES = frozenset({Role.AGENCY_CLERK, Role.AGENCY_HEAD, Role.INVESTIGATOR})
_OWN_STEPS = frozenset({Role.GOVERNMENT, Role.DISCIPLINE})


@POLICIES.action("dashboard.queue", "dashboard.case")
def _works_on_cases(actor: Actor, facts: object) -> Decision:
    """Let those in who work on cases; administrators and auditors have no queue (三员不见案件)."""
    return ALLOW if actor.role in _EVERYTHING | _OF_AGENCIES | _OWN_STEPS else ROLE_MAY_NOT


@POLICIES.action("dashboard.password")
def _has_a_password(actor: Actor, facts: object) -> Decision:
    """Let everybody change the own password."""
    return ALLOW


def scope_of(actor: Actor) -> Scope:
    """Give what a person's queue holds.

    The bureau sees all. An agency sees what waits for the agency itself: it must not learn from the queue
    that a complaint about it is being looked at. Others see what waits for their role.
    """
    POLICIES.require("dashboard.queue", actor)
    if actor.role in _EVERYTHING or (actor.role is Role.INVESTIGATOR and actor.agency == BUREAU):
        return Scope()
    if actor.role in _OF_AGENCIES:
        return Scope(agency=actor.agency or "", owner_roles=frozenset(role.value for role in _OF_AGENCIES))
    return Scope(owner_roles=frozenset({actor.role.value}))
