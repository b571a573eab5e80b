"""Who may do what here: duties of the three administrators (三员) are kept apart."""

from typing import Any

from shared.identity.actor import Actor, Role
from shared.identity.policy import ALLOW, Decision, Policies, only
from shared.web.problems import UnauthenticatedError

POLICIES = Policies("identity")


@POLICIES.action("identity.open_account", "identity.disable_account", "identity.enable_account")
@POLICIES.action("identity.reset_password", "identity.move_sandbox_clock")
def system_administration(actor: Actor, facts: Any) -> Decision:
    """The system administrator (系统管理员) opens accounts without rights, and runs the deployment."""
    return only(actor, Role.SYSTEM_ADMIN)


@POLICIES.action("identity.grant_role", "identity.link_person")
def security_administration(actor: Actor, facts: Any) -> Decision:
    """The security administrator (安全管理员) grants."""
    return only(actor, Role.SECURITY_ADMIN)


@POLICIES.action("identity.read_accounts")
def administration(actor: Actor, facts: Any) -> Decision:
    """All three administrators may look."""
    return only(actor, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


@POLICIES.action("identity.change_password")
def own_account(actor: Actor, facts: Any) -> Decision:
    """Whoever is signed in changes their own password."""
    if actor.subject == "anonymous":
        raise UnauthenticatedError("Sign in first.")
    return ALLOW


@POLICIES.action("identity.sign_in", "identity.open_session", "identity.refresh_session")
@POLICIES.action("identity.end_session", "identity.read_keys", "identity.read_deployment")
def everybody(actor: Actor, facts: Any) -> Decision:
    """Signing in, signing out and the public facts of the deployment are open."""
    return ALLOW
