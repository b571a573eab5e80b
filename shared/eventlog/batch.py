"""One transaction of the writer: a batch of units with everything that commits with them (批量提交)."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

import orjson
from eventsourcing.domain import Aggregate, AggregateEvent
from eventsourcing.persistence import StoredEvent

from shared.audit.outbox import AuditHead, SignedEntry, events_digest, sign_entry
from shared.audit.signing import Signer
from shared.eventlog.command import Statement
from shared.eventlog.encoding import stored
from shared.eventlog.failures import TrackingConflictError
from shared.eventlog.recorded import Projector, Recorded
from shared.eventlog.snapshots import SnapshotRow, snapshot_due, take_snapshot
from shared.eventlog.unit import Committed, Unit


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log stands before a batch: last position and end of the audit chain."""

    position: int = 0
    audit: AuditHead = field(default_factory=AuditHead)


@dataclass(frozen=True, slots=True)
class PreparedEvent:
    """An event in both forms, with its metadata as value and as text."""

    event: AggregateEvent
    stored: StoredEvent
    metadata: dict[str, Any]
    metadata_text: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A unit whose events are collected and encoded; nothing of it depends on the database yet."""

    unit: Unit
    events: tuple[PreparedEvent, ...]
    snapshots: tuple[SnapshotRow, ...] = ()


def prepare(unit: Unit) -> Prepared:
    """Collect and encode a unit's events; the summary of the case joins their metadata."""
    events: list[PreparedEvent] = []
    snapshots: list[SnapshotRow] = []
    for aggregate in unit.aggregates:
        new = _new_events(unit, aggregate)
        events += new
        if snapshot_due(aggregate, len(new)) and (row := take_snapshot(aggregate)):
            snapshots.append(row)
    return Prepared(unit, tuple(events), tuple(snapshots))


def _new_events(unit: Unit, aggregate: Aggregate) -> list[PreparedEvent]:
    summary = getattr(aggregate, "summary", None)
    metadata = {**unit.metadata, "case": summary()} if summary else dict(unit.metadata)
    text = orjson.dumps(metadata).decode()
    return [
        PreparedEvent(cast("AggregateEvent", event), stored(event), metadata, text)
        for event in aggregate.collect_events()
    ]


class Batch:
    """Rows of several units after a given head, ready to be written."""

    def __init__(self, source: str, signer: Signer, head: Head) -> None:
        self._source = source
        self._signer = signer
        self.head = head
        self.units: list[Prepared] = []
        self.committed: list[Committed] = []
        self.entries: list[SignedEntry] = []
        self.tracked: dict[str, tuple[int, int]] = {}

    def add(self, prepared: Prepared) -> None:
        """Give the unit's events their positions and sign its audit entry."""
        self._track(prepared.unit)
        first = self.head.position + 1
        recorded = tuple(
            Recorded(each.event, position, each.metadata, prepared.unit.at)
            for position, each in enumerate(prepared.events, first)
        )
        audit = self._sign(prepared, first)
        self.head = Head(self.head.position + len(recorded), audit)
        sequence = audit.sequence if prepared.unit.audit else None
        self.units.append(prepared)
        self.committed.append(Committed(recorded, sequence))

    def _sign(self, prepared: Prepared, first: int) -> AuditHead:
        if prepared.unit.audit is None:
            return self.head.audit
        rows = [
            (str(e.stored.originator_id), e.stored.originator_version, e.stored.topic, e.stored.state)
            for e in prepared.events
        ]
        digest = events_digest(first, rows) if rows else None
        signed, head = sign_entry(self._source, prepared.unit.audit, self.head.audit, self._signer, digest)
        self.entries.append(signed)
        return head

    def _track(self, unit: Unit) -> None:
        if unit.tracking is None:
            return
        source, position = unit.tracking.application_name, unit.tracking.notification_id
        first, last = self.tracked.get(source, (position, 0))
        if position <= last:
            raise TrackingConflictError(source, position)
        self.tracked[source] = (first, position)

    def own_statements(self) -> Iterator[tuple[Hashable, Statement]]:
        """Yield the rows that commands bring along, each owned by its command."""
        for number, prepared in enumerate(self.units):
            for statement in prepared.unit.statements:
                yield number, statement

    def projected(self, projectors: Sequence[Projector]) -> Iterator[tuple[Hashable, Statement]]:
        """Yield the rows of the read models, each owned by its aggregate."""
        return projected((each for unit in self.committed for each in unit.recorded), projectors)


def projected(
    recorded: Iterable[Recorded], projectors: Sequence[Projector]
) -> Iterator[tuple[UUID, Statement]]:
    """Yield what the projectors make of events, each statement owned by its aggregate."""
    for each in recorded:
        for projector in projectors:
            for statement in projector(each):
                yield each.event.originator_id, statement
