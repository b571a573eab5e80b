"""Who may change the law and the calendar of the installation (权限)."""

from shared.identity.actor import Actor, Role
from shared.identity.policy import Decision, Policies, only

POLICIES = Policies("statutes")


@POLICIES.action(
    "statutes.read_drafts",
    "statutes.enter_calendar",
    "statutes.publish_calendar",
    "statutes.withdraw_calendar",
)
def keeps_the_calendar(actor: Actor, _: object) -> Decision:
    """The bureau keeps the calendar; two of its people publish it."""
    return only(actor, Role.BUREAU_CLERK, Role.BUREAU_HEAD)
