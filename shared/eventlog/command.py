"""What a command carries besides its content, and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from eventsourcing.domain import Aggregate

from shared.identity.actor import Actor

Statement = tuple[Any, Mapping[str, Any]]
"""An SQLAlchemy Core statement with bind parameters, and its parameters; equal statements run as one."""


@dataclass(frozen=True, slots=True)
class Command:
    """Who asks for what, when, and in which conversation.

    ``at`` is the suite's instant (UTC), ``on`` its date in Asia/Shanghai. ``fingerprint`` identifies the
    request's content, so that a reused idempotency key is noticed. ``expected_version`` comes from If-Match.
    ``host_at`` is the host's instant, by which keys age: whoever repeats a request waits on host time, also
    while a sandbox clock jumps over weeks; ``at`` where it is not given.
    """

    action: str
    actor: Actor
    at: datetime
    on: date
    correlation_id: str
    causation_id: str | None = None
    request_id: str | None = None
    client: str = "internal"
    idempotency_key: str | None = None
    fingerprint: str | None = None
    expected_version: int | None = None
    host_at: datetime | None = None

    @property
    def key_at(self) -> datetime:
        """The instant by which its idempotency key ages."""
        return self.host_at or self.at


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision produced: changed aggregates, further rows of the same transaction, and the answer.

    ``statements`` are rows that must commit with the events (sealed personal data, registry copies).
    ``body`` is the answer's JSON; ``basis`` cites the article the decision rests on.
    """

    aggregates: Sequence[Aggregate] = ()
    statements: Sequence[Statement] = ()
    body: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a command: HTTP-like status, JSON body, version of the case (its ETag)."""

    status: int
    body: Mapping[str, Any]
    version: int | None = None
    replayed: bool = False
