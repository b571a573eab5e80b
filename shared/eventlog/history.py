"""Reading the log: histories of aggregates, positions, kept answers (读取)."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from eventsourcing.domain import Aggregate

from shared.eventlog.command import Answer
from shared.eventlog.encoding import restored
from shared.eventlog.recorded import Recorded
from shared.eventlog.snapshots import SnapshotRow, restore_snapshot
from shared.eventlog.unit import StoredAnswer

Row = tuple[Any, ...]

READ = (
    "SELECT position, aggregate_id, version, type, state, metadata, recorded_at FROM events "
    "WHERE position > %(after)s ORDER BY position LIMIT %(limit)s"
)
HISTORY = (
    "SELECT aggregate_id, version, type, state, code FROM snapshot WHERE aggregate_id = ANY(%(ids)s) "
    "UNION ALL SELECT events.aggregate_id, events.version, events.type, events.state, NULL FROM events "
    "LEFT JOIN snapshot ON snapshot.aggregate_id = events.aggregate_id "
    "WHERE events.aggregate_id = ANY(%(ids)s) AND events.version > coalesce(snapshot.version, 0) "
    "ORDER BY aggregate_id, version"
)
WHOLE_HISTORY = (
    "SELECT aggregate_id, version, type, state, NULL FROM events "
    "WHERE aggregate_id = ANY(%(ids)s) ORDER BY aggregate_id, version"
)
HISTORY_UNTIL = (
    "SELECT aggregate_id, version, type, state, NULL FROM events "
    "WHERE aggregate_id = ANY(%(ids)s) AND recorded_at < %(until)s ORDER BY aggregate_id, version"
)
FORGET_ANSWERS = "DELETE FROM idempotency WHERE answered_at <= %(until)s RETURNING 1"
POSITION = "SELECT position FROM log_counter"
TRACKED = "SELECT position FROM tracking WHERE source = %(source)s"
ANSWERS = (
    "SELECT subject, key, fingerprint, status, body, version, answered_at FROM idempotency "
    "JOIN unnest(%(subjects)s::text[], %(keys)s::text[]) AS asked (subject, key) USING (subject, key)"
)


class SnapshotOutdatedError(Exception):
    """The snapshot was taken by another program text: the whole history is needed."""


def aggregate_from(rows: Iterable[Row]) -> Aggregate | None:
    """Play an aggregate's events, oldest first, on top of its snapshot if there is one."""
    aggregate: Aggregate | None = None
    for aggregate_id, version, topic, state, code in rows:
        if code is None:
            aggregate = restored(aggregate_id, version, topic, state).mutate(aggregate)
        else:
            aggregate = restore_snapshot(SnapshotRow(aggregate_id, version, topic, state, code))
            if aggregate is None:
                raise SnapshotOutdatedError
    return aggregate


def recorded_from(row: Row) -> Recorded:
    """Read a row of the log."""
    position, aggregate_id, version, topic, state, metadata, recorded_at = row
    event = restored(aggregate_id, version, topic, state)
    return Recorded(event, position, orjson.loads(metadata), recorded_at)


def answer_from(row: Row, body: Mapping[str, Any]) -> StoredAnswer:
    """Read a kept answer."""
    subject, key, fingerprint, status, _, version, answered_at = row
    return StoredAnswer(subject, key, fingerprint, Answer(status, body, version, replayed=True), answered_at)
