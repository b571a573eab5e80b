"""Writing a batch through psycopg's pipeline (写入语句)."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, LiteralString

import orjson

from shared.audit.outbox import AuditHead
from shared.audit.signing import Signer
from shared.eventlog.batch import Batch, Head, Prepared
from shared.eventlog.command import Statement
from shared.eventlog.connection import LOG_LOCK, DriverConnection
from shared.eventlog.failures import TrackingConflictError
from shared.eventlog.grouping import grouped
from shared.eventlog.plans import Plans
from shared.eventlog.recorded import Projector

_BEGIN = "; ".join(
    (
        "BEGIN",
        f"SELECT pg_advisory_xact_lock({LOG_LOCK})",
        "SELECT position, audit_sequence, audit_hash FROM log_counter",
    )
)
_FIRST_HEAD = (
    "INSERT INTO log_counter (id, position, audit_sequence, audit_hash) VALUES (1, 0, 0, %s) "
    "ON CONFLICT DO NOTHING"
)
_WRITE_HEAD = "UPDATE log_counter SET position = %s, audit_sequence = %s, audit_hash = %s"
_EVENTS = (
    "INSERT INTO events (position, aggregate_id, version, type, state, metadata, recorded_at) "
    "SELECT * FROM unnest(%b::bigint[], %b::uuid[], %b::int[], %b::text[], %b::bytea[], %b::text[], "
    "%b::timestamptz[])"
)
_AUDIT = (
    "INSERT INTO audit_outbox (sequence, entry, signature) "
    "SELECT * FROM unnest(%b::bigint[], %b::text[], %b::bytea[])"
)
_FORGET = "DELETE FROM idempotency WHERE subject = %s AND key = %s AND answered_at <= %s"
_ANSWERS = (
    "INSERT INTO idempotency (subject, key, fingerprint, status, body, version, answered_at) "
    "SELECT * FROM unnest(%b::text[], %b::text[], %b::text[], %b::smallint[], %b::text[], %b::int[], "
    "%b::timestamptz[])"
)
_TRACKED = "SELECT source, position FROM tracking WHERE source = ANY(%s)"
_SNAPSHOT = (
    "INSERT INTO snapshot (aggregate_id, version, type, state, code) VALUES (%s, %s, %s, %s, %s) "
    "ON CONFLICT (aggregate_id) DO UPDATE SET version = excluded.version, type = excluded.type, "
    "state = excluded.state, code = excluded.code WHERE snapshot.version < excluded.version"
)
_TRACK = (
    "INSERT INTO tracking (source, position) VALUES (%s, %s) ON CONFLICT (source) "
    "DO UPDATE SET position = excluded.position WHERE tracking.position < excluded.position"
)


@dataclass(frozen=True, slots=True)
class Writing:
    """What turns events into rows of read models."""

    projectors: Sequence[Projector]
    plans: Plans


class Attempt:
    """One transaction; once ``started``, a lost connection leaves open whether it was committed."""

    def __init__(self, source: str, signer: Signer, writing: Writing) -> None:
        self.started = False
        self._source = source
        self._signer = signer
        self._writing = writing

    async def write(self, driver: DriverConnection, units: Sequence[Prepared]) -> Batch:
        """Write units: one round trip to take the lock, one for all statements and the commit."""
        batch = Batch(self._source, self._signer, await _begin(driver))
        for unit in units:
            batch.add(unit)
        async with driver.pipeline():
            await _check_tracking(driver, batch)
            await self._send(driver, batch)
        return batch

    async def _send(self, driver: DriverConnection, batch: Batch) -> None:
        plans, projectors = self._writing.plans, self._writing.projectors
        self.started = True
        await run_grouped(driver, plans, batch.own_statements())
        await _write_log(driver, batch)
        await run_grouped(driver, plans, batch.projected(projectors))
        await driver.execute("COMMIT")


async def _begin(driver: DriverConnection) -> Head:
    """Take the lock that orders all writers, held to the commit, and read where the log stands."""
    cursor = await driver.execute(_BEGIN)
    while cursor.nextset():
        pass
    row = await cursor.fetchone()
    if row is None:
        await driver.execute(_FIRST_HEAD, (Head().audit.hash,))
        return Head()
    return Head(row[0], AuditHead(row[1], row[2]))


async def _check_tracking(driver: DriverConnection, batch: Batch) -> None:
    if not batch.tracked:
        return
    cursor = await driver.execute(_TRACKED, (list(batch.tracked),))
    tracked = dict(await cursor.fetchall())
    for source, (first, _) in batch.tracked.items():
        if first <= tracked.get(source, -1):
            raise TrackingConflictError(source, first)


async def run_grouped(
    driver: DriverConnection, plans: Plans, statements: Iterable[tuple[Hashable, Statement]]
) -> None:
    """Run statements, equal ones as one."""
    for statement, rows in grouped(statements, plans.plain_table):
        await plans.plan(statement, tuple(rows[0])).run(driver, rows)


async def _write_log(driver: DriverConnection, batch: Batch) -> None:
    """Write the log's own tables as one statement: every further one costs a turn of the event loop."""
    await _forget_expired(driver, batch)
    parts: list[LiteralString] = []
    values: list[Any] = []
    for part, rows in (
        (_EVENTS, _event_rows(batch)),
        (_AUDIT, [(e.sequence, e.entry, e.signature) for e in batch.entries]),
        (_ANSWERS, _answer_rows(batch)),
    ):
        if rows:
            parts.append(part)
            values += [list(column) for column in zip(*rows, strict=True)]
    head = batch.head
    values += [head.position, head.audit.sequence, head.audit.hash]
    await driver.execute(_as_one(tuple(parts)), values)
    for source, (_, last) in batch.tracked.items():
        await driver.execute(_TRACK, (source, last))
    for prepared in batch.units:
        for row in prepared.snapshots:
            snapshot = (row.aggregate_id, row.version, row.type, row.state, row.code)
            await driver.execute(_SNAPSHOT, snapshot)


@cache
def _as_one(parts: tuple[LiteralString, ...]) -> LiteralString:
    named = ", ".join(f"part_{part.split()[2]} AS ({part})" for part in parts)
    return f"WITH {named} {_WRITE_HEAD}" if parts else _WRITE_HEAD


async def _forget_expired(driver: DriverConnection, batch: Batch) -> None:
    """Make room for a key that was last used longer ago than answers are kept."""
    for prepared in batch.units:
        kept = prepared.unit.answer
        if kept and kept.replaces_until:
            await driver.execute(_FORGET, (kept.subject, kept.key, kept.replaces_until))


def _event_rows(batch: Batch) -> list[tuple[Any, ...]]:
    return [
        (
            recorded.position,
            event.stored.originator_id,
            event.stored.originator_version,
            event.stored.topic,
            event.stored.state,
            event.metadata_text,
            recorded.recorded_at,
        )
        for prepared, committed in zip(batch.units, batch.committed, strict=True)
        for event, recorded in zip(prepared.events, committed.recorded, strict=True)
    ]


def _answer_rows(batch: Batch) -> list[tuple[Any, ...]]:
    return [
        (
            kept.subject,
            kept.key,
            kept.fingerprint,
            kept.answer.status,
            orjson.dumps(kept.answer.body).decode(),
            kept.answer.version,
            kept.answered_at,
        )
        for prepared in batch.units
        if (kept := prepared.unit.answer) is not None
    ]
