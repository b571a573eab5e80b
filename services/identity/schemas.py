"""What the interface takes and gives (接口数据)."""

from datetime import datetime, timedelta
from typing import Annotated, Self
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    model_validator,
)

from services.identity import rules
from services.identity.domain.account import AccountState
from services.identity.domain.signed_in import Session, Tokens
from shared.identity.actor import Post, Role
from shared.privacy.text import ShortText

ServiceName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{1,39}$")]
AgencyCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
Password = Annotated[SecretStr, Field(min_length=1, max_length=1_000)]
Audiences = Annotated[list[ServiceName] | None, Field(max_length=30)]


class Closed(BaseModel):
    """A request that may hold nothing unknown."""

    model_config = ConfigDict(extra="forbid")


class SignInRequest(Closed):
    """A login name and password; ``audiences`` are the services to act at, all when left out."""

    username: ShortText
    password: Password
    audiences: Audiences = None


class AudiencesRequest(Closed):
    """The services to act at, all when left out."""

    audiences: Audiences = None


class TokensAnswer(BaseModel):
    """One access token per service, and who they stand for."""

    token_type: str = "Bearer"  # noqa: S105 - the scheme's name
    expires_in: int
    tokens: dict[str, str]
    account: UUID
    role: Role
    agency: str | None
    person: UUID | None
    posts: list[Post]
    must_change_password: bool

    @classmethod
    def of(cls, given: Tokens) -> Self:
        """Show issued tokens."""
        actor = given.actor
        return cls(
            expires_in=given.expires_in,
            tokens=given.tokens,
            account=UUID(actor.subject),
            role=actor.role,
            agency=actor.agency,
            person=actor.person,
            posts=sorted(actor.posts),
            must_change_password=given.must_change_password,
        )


class SessionAnswer(TokensAnswer):
    """A new session; ``session_secret`` is shown once. Times are host time."""

    session_secret: str
    ends_at: datetime
    idle_seconds: int = int(rules.SESSION_IDLE.total_seconds())

    @classmethod
    def opened(cls, session: Session) -> Self:
        """Show a new session."""
        tokens = TokensAnswer.of(session.tokens).model_dump()
        return cls(**tokens, session_secret=session.secret, ends_at=session.ends_at)


class NewAccount(Closed):
    """A login name."""

    username: ShortText


class Grant(Closed):
    """A role, its agency, and posts."""

    role: Role
    agency: AgencyCode | None = None
    posts: Annotated[frozenset[Post], Field(max_length=3)] = frozenset()


class PersonLink(Closed):
    """A person of the registry."""

    person: UUID


class PasswordChange(Closed):
    """The current password and the new one."""

    current_password: Password
    new_password: Password


class AccountShown(BaseModel):
    """An account as administrators see it: no name."""

    id: UUID
    state: AccountState
    role: Role | None
    agency: str | None
    person: UUID | None
    posts: list[Post]


class AccountOpened(BaseModel):
    """A new account or password; ``initial_password`` is shown once and has to be changed."""

    id: UUID
    initial_password: str | None = None


class ClockMove(Closed):
    """Where to move the sandbox clock: ``to`` an instant, or forward ``by_seconds``.

    ``begins`` says that the sandbox begins there, also in the past: once, before anything else happens.
    """

    to: AwareDatetime | None = None
    by_seconds: Annotated[int, Field(ge=1, le=40 * 366 * 86_400)] | None = None
    begins: bool = False

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.to is None) == (self.by_seconds is None):
            raise ValueError("give either 'to' or 'by_seconds'")
        return self

    @property
    def by(self) -> timedelta | None:
        """The duration to move by."""
        return timedelta(seconds=self.by_seconds) if self.by_seconds is not None else None


class ClockShown(BaseModel):
    """The suite's instant, and its offset to host time."""

    offset_seconds: int
    now: datetime


class DeploymentShown(ClockShown):
    """What this installation is for."""

    kind: str
