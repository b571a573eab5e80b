"""Writing a batch: the log's own tables through psycopg, read models through SQLAlchemy (写入语句)."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, LiteralString

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.audit.outbox import AuditHead
from shared.eventlog.batch import Batch, Head
from shared.eventlog.command import Statement
from shared.eventlog.connection import LOG_LOCK, DriverConnection, driver_of
from shared.eventlog.failures import KeyTakenError, TrackingConflictError
from shared.eventlog.grouping import grouped
from shared.eventlog.recorded import Projector

_LOCK = "SELECT pg_advisory_xact_lock(%s)"
_READ_HEAD = "SELECT position, audit_sequence, audit_hash FROM log_counter"
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
_ANSWERS = (
    "INSERT INTO idempotency (subject, key, fingerprint, status, body, version, answered_at) "
    "SELECT * FROM unnest(%b::text[], %b::text[], %b::text[], %b::smallint[], %b::text[], %b::int[], "
    "%b::timestamptz[]) ON CONFLICT ON CONSTRAINT idempotency_pkey DO UPDATE SET "
    "fingerprint = excluded.fingerprint, status = excluded.status, body = excluded.body, "
    "version = excluded.version, answered_at = excluded.answered_at "
    "WHERE idempotency.answered_at <= excluded.answered_at - interval '7 days'"
)
_TRACK = (
    "INSERT INTO tracking (source, position) VALUES (%(source)s, %(last)s) ON CONFLICT (source) "
    "DO UPDATE SET position = excluded.position WHERE tracking.position < %(first)s"
)


async def lock_and_read_head(driver: DriverConnection) -> Head:
    """Take the lock that orders all writers, held to the commit, and read where the log stands."""
    async with driver.pipeline():
        await driver.execute(_LOCK, (LOG_LOCK,))
        cursor = await driver.execute(_READ_HEAD)
    row = await cursor.fetchone()
    if row is None:
        first = Head()
        await driver.execute(_FIRST_HEAD, (first.audit.hash,))
        return first
    return Head(row[0], AuditHead(row[1], row[2]))


async def write_batch(connection: AsyncConnection, batch: Batch, projectors: Sequence[Projector]) -> None:
    """Write everything of a batch; the caller commits."""
    await run_grouped(connection, batch.own_statements())
    await _write_log(await driver_of(connection), batch)
    await run_grouped(connection, batch.projected(projectors))


async def run_grouped(connection: AsyncConnection, statements: Iterable[tuple[Hashable, Statement]]) -> None:
    """Run statements, equal ones as one."""
    for statement, rows in grouped(statements):
        await connection.execute(statement, rows[0] if len(rows) == 1 else rows)


async def _write_log(driver: DriverConnection, batch: Batch) -> None:
    head = batch.head
    async with driver.pipeline():
        await _insert(driver, _EVENTS, _event_rows(batch))
        await _insert(driver, _AUDIT, [(e.sequence, e.entry, e.signature) for e in batch.entries])
        answers = _answer_rows(batch)
        answered = await _insert(driver, _ANSWERS, answers)
        tracked = [
            await driver.execute(_TRACK, {"source": source, "first": first, "last": last})
            for source, (first, last) in batch.tracked.items()
        ]
        await driver.execute(_WRITE_HEAD, (head.position, head.audit.sequence, head.audit.hash))
    if answered is not None and answered.rowcount != len(answers):
        raise KeyTakenError
    if any(cursor.rowcount != 1 for cursor in tracked):
        raise TrackingConflictError(*batch.tracked)


async def _insert(driver: DriverConnection, statement: LiteralString, rows: list[tuple[Any, ...]]) -> Any:
    if not rows:
        return None
    return await driver.execute(statement, [list(column) for column in zip(*rows, strict=True)])


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
