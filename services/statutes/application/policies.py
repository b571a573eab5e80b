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


@POLICIES.action(
    "statutes.read_law_drafts",
    "statutes.enter_regulation",
    "statutes.publish_regulation",
    "statutes.withdraw_regulation",
)
def keeps_the_law(actor: Actor, _: object) -> Decision:
    """The bureau enters new versions; two of its people publish one."""
    return only(actor, Role.BUREAU_CLERK, Role.BUREAU_HEAD)


@POLICIES.action("statutes.choose_policy")
def answers_open_questions(actor: Actor, _: object) -> Decision:
    """The head of the bureau decides how open questions are read until the text is mended."""
    return only(actor, Role.BUREAU_HEAD)


@POLICIES.action("statutes.read_policies")
def reads_policies(actor: Actor, _: object) -> Decision:
    """Everybody who works with the suite sees which reading holds, and who chose it."""
    return only(actor, *(role for role in Role if role is not Role.COMPLAINANT))
