"""What commits together: events, rows, tracking, the answer and the audit entry (一次提交)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from eventsourcing.domain import Aggregate
from eventsourcing.persistence import Tracking

from shared.audit.entry import AuditEntry
from shared.eventlog.command import Answer, Statement
from shared.eventlog.recorded import Recorded


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer kept under its idempotency key; ``fingerprint`` identifies the request (幂等记录).

    ``replaces_until`` allows it to replace an answer under the same key given up to that instant.
    """

    subject: str
    key: str
    fingerprint: str
    answer: Answer
    answered_at: datetime
    replaces_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """One job of the writer; all of it commits, or nothing.

    ``at`` is the suite's instant and becomes ``recorded_at``. The aggregates' pending events are collected
    when the unit is handed over: throw the aggregates away if it fails.
    """

    at: datetime
    metadata: Mapping[str, Any] = field(default_factory=dict)
    aggregates: Sequence[Aggregate] = ()
    statements: Sequence[Statement] = ()
    tracking: Tracking | None = None
    answer: StoredAnswer | None = None
    audit: AuditEntry | None = None


@dataclass(frozen=True, slots=True)
class Committed:
    """What a unit became in the log; ``audit_sequence`` is the number of its audit entry."""

    recorded: tuple[Recorded, ...] = ()
    audit_sequence: int | None = None

    @property
    def positions(self) -> tuple[int, ...]:
        """The gap-free positions of the unit's events."""
        return tuple(each.position for each in self.recorded)
