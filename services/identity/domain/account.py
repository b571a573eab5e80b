"""An account: who may sign in, in which role, for which person (账号).

Login names and password hashes are no part of it: they are sealed beside the log. No event names anybody.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from eventsourcing.domain import Aggregate

from services.identity import rules
from services.identity.domain import event
from shared.identity.actor import Actor, Post, Role
from shared.law.refusal import ForbiddenError, InvalidError, OutOfOrderError


class AccountState(StrEnum):
    """Whether an account may sign in."""

    OPEN = "open"
    DISABLED = "disabled"


class RoleConflictError(ForbiddenError):
    """The grant would put duties into one hand that exclude each other (职责不相容)."""

    slug = "role-conflict"
    title = "职责不相容，不能授予"


class Account(Aggregate):
    """One account with at most one role."""

    TOPIC = "identity.account"

    class Event(event.Event):
        """Base of the account's events."""

    class Created(Event, event.Created):
        """The account came to be, without any right (开户)."""

        TOPIC = "identity.account.opened.v1"
        opened_by: str

        def apply(self, account: "Account") -> None:
            """Record who opened it."""
            account.opened_by = self.opened_by

    class RoleGranted(Event):
        """A role was granted; it replaces the one before (授权)."""

        TOPIC = "identity.account.role_granted.v1"
        role: str
        agency: str | None
        posts: tuple[str, ...]

        def apply(self, account: "Account") -> None:
            """Record the role."""
            account.role, account.agency = Role(self.role), self.agency
            account.posts = frozenset(Post(post) for post in self.posts)

    class PersonLinked(Event):
        """The account belongs to a person of the registry (关联人员)."""

        TOPIC = "identity.account.person_linked.v1"
        person: UUID

        def apply(self, account: "Account") -> None:
            """Record the person."""
            account.person = self.person

    class PasswordChanged(Event):
        """The password was changed, by its owner or anew by an administrator (修改口令)."""

        TOPIC = "identity.account.password_changed.v1"
        by_owner: bool

        def apply(self, account: "Account") -> None:
            """Leave the state as it is: the secret lies elsewhere."""

    class Locked(Event):
        """Too many failures locked the account for a while; ``until`` is host time (锁定)."""

        TOPIC = "identity.account.locked.v1"
        until: datetime
        failures: int

        def apply(self, account: "Account") -> None:
            """Leave the state as it is: a lock ends by itself."""

    class Disabled(Event):
        """The account may no longer sign in (停用)."""

        TOPIC = "identity.account.disabled.v1"

        def apply(self, account: "Account") -> None:
            """Record the state."""
            account.state = AccountState.DISABLED

    class Enabled(Event):
        """The account may sign in again (启用)."""

        TOPIC = "identity.account.enabled.v1"

        def apply(self, account: "Account") -> None:
            """Record the state."""
            account.state = AccountState.OPEN

    def __init__(self) -> None:
        self.opened_by = ""
        self.state = AccountState.OPEN
        self.role: Role | None = None
        self.agency: str | None = None
        self.person: UUID | None = None
        self.posts: frozenset[Post] = frozenset()

    @classmethod
    def open(cls, account_id: UUID, *, opened_by: str, at: datetime) -> "Account":
        """Open an account without rights."""
        return cls._create(cls.Created, id=account_id, timestamp=at, opened_by=opened_by)

    def grant(
        self, role: Role, agency: str | None, posts: frozenset[Post], *, granted_by: str, at: datetime
    ) -> None:
        """Grant a role; the three administrators exclude each other and everything else."""
        own, opened = granted_by == str(self.id), granted_by == self.opened_by
        conflict = rules.role_conflict(role, own=own, opened_by_granter=opened)
        if conflict or not rules.may_change_role(self.role, role):
            raise RoleConflictError(conflict or "An administrator's account never changes into another.")
        if fault := rules.agency_fault(role, agency):
            raise InvalidError(fault, title="角色与单位不符")
        names = tuple(sorted(post.value for post in posts))
        self.trigger_event(self.RoleGranted, timestamp=at, role=role.value, agency=agency, posts=names)

    def link(self, person: UUID, *, at: datetime) -> None:
        """Link the account to a person, once and for ever: recusal works on the person."""
        if self.person is not None and self.person != person:
            raise OutOfOrderError("The account belongs to another person.", title="账号已关联其他人员")
        if self.person is None:
            self.trigger_event(self.PersonLinked, timestamp=at, person=person)

    def change_password(self, *, by_owner: bool, at: datetime) -> None:
        """Record that the password was changed."""
        self.trigger_event(self.PasswordChanged, timestamp=at, by_owner=by_owner)

    def lock(self, *, until: datetime, failures: int, at: datetime) -> None:
        """Record that failures locked the account until an instant of host time."""
        self.trigger_event(self.Locked, timestamp=at, until=until, failures=failures)

    def disable(self, *, at: datetime) -> None:
        """Take the account out of use."""
        if self.state is AccountState.DISABLED:
            raise OutOfOrderError("The account is disabled already.", title="账号已停用")
        self.trigger_event(self.Disabled, timestamp=at)

    def enable(self, *, at: datetime) -> None:
        """Take the account into use again."""
        if self.state is AccountState.OPEN:
            raise OutOfOrderError("The account is open already.", title="账号未停用")
        self.trigger_event(self.Enabled, timestamp=at)

    def actor(self) -> Actor | None:
        """Give the actor of a signed-in account; nothing when it may not act."""
        if self.state is AccountState.DISABLED or self.role is None:
            return None
        return Actor(str(self.id), self.role, self.agency, self.person, self.posts)

    def shown(self) -> dict[str, Any]:
        """Give what administrators see of an account."""
        return {
            "id": str(self.id),
            "state": self.state.value,
            "role": self.role.value if self.role else None,
            "agency": self.agency,
            "person": str(self.person) if self.person else None,
            "posts": sorted(post.value for post in self.posts),
        }
