"""What a successful sign-in gives: an actor, tokens, a session (登录结果)."""

from dataclasses import dataclass, field
from datetime import datetime

from shared.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, and whether the password has to be changed first."""

    actor: Actor
    must_change: bool


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens by service, issued together; ``expires_in`` is in seconds of host time."""

    actor: Actor
    tokens: dict[str, str] = field(repr=False)
    expires_in: int
    must_change_password: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """A new session: its secret, shown once, and the first tokens."""

    secret: str = field(repr=False)
    ends_at: datetime
    tokens: Tokens
