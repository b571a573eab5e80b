"""Who may do what: plain functions per action, refused unless one allows (权限策略).

A policy sees the actor and the facts of the case and answers with ``Allow`` or with a ``Deny`` that names its
rule. What no policy was written for is denied.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from shared.identity.actor import Actor, Role
from shared.law.refusal import ForbiddenError, Refusal, UnknownCaseError


@dataclass(frozen=True, slots=True)
class Allow:
    """Permission, with the article it rests on where there is one (许可)."""

    basis: str | None = None

    def __bool__(self) -> Literal[True]:
        """Permission is true."""
        return True


@dataclass(frozen=True, slots=True)
class Deny:
    """A refusal with its rule, article and words (拒绝).

    ``hidden`` says that the actor may not even learn that the case exists; the edge then answers 404.
    """

    rule: str
    basis: str | None
    text_zh: str
    text_en: str
    hidden: bool = False

    def __bool__(self) -> Literal[False]:
        """A refusal is false."""
        return False

    def refusal(self) -> Refusal:
        """Give the refusal as the exception that the edge and the audit log understand."""
        if self.hidden:
            return UnknownCaseError()
        return ForbiddenError(self.text_en, title=self.text_zh, basis=self.basis, rule=self.rule)


Decision = Allow | Deny
Decide = Callable[[Actor, Any], Decision]

ALLOW = Allow()
ROLE_MAY_NOT = Deny("identity.role", None, "您的角色不能办理此事项", "Your role may not do this.")
NOT_FOR_YOU = Deny("identity.relation", None, "未找到", "There is no such case.", hidden=True)


def only(actor: Actor, *roles: Role) -> Decision:
    """Allow the named roles, deny all others."""
    return ALLOW if actor.role in roles else ROLE_MAY_NOT


class Policies:
    """The policies of one service, one per action (策略表).

    Actions are named ``<service>.<verb>``; a second policy for an action, or a name of another service, is a
    programming error and stops the start.
    """

    def __init__(self, service: str) -> None:
        self.service = service
        self._decide: dict[str, Decide] = {}

    def action(self, *names: str) -> Callable[[Decide], Decide]:
        """Register the decorated function as the policy of these actions."""

        def register(decide: Decide) -> Decide:
            for name in names:
                if not name.startswith(f"{self.service}.") or name in self._decide:
                    raise ValueError(f"not a new action of {self.service}: {name}")
                self._decide[name] = decide
            return decide

        return register

    def decide(self, action: str, actor: Actor, facts: Any = None) -> Decision:
        """Decide one action; an unknown action is denied."""
        policy = self._decide.get(action)
        if policy is None:
            return Deny("identity.no_policy", None, "未授权的操作", f"No policy allows {action}.")
        return policy(actor, facts)

    def require(self, action: str, actor: Actor, facts: Any = None) -> Allow:
        """Decide and raise the refusal if the answer is no."""
        decision = self.decide(action, actor, facts)
        if isinstance(decision, Deny):
            raise decision.refusal()
        return decision

    @property
    def table(self) -> Mapping[str, Decide]:
        """Every action with its policy, for the test that walks the routes."""
        return dict(self._decide)

    def __contains__(self, action: str) -> bool:
        """Say whether an action has a policy."""
        return action in self._decide
