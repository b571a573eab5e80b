"""Writing a batch through psycopg's pipeline (写入语句)."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
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
_FORGET = (
    "DELETE FROM idempotency AS kept USING unnest(%b::text[], %b::text[], %b::timestamptz[]) "
    "AS given (subject, key, at) WHERE kept.subject = given.subject AND kept.key = given.key "
    "AND kept.answered_at <= given.at - interval '7 days'"
)
_ANSWERS = (
    "INSERT INTO idempotency (subject, key, fingerprint, status, body, version, answered_at) "
    "SELECT * FROM unnest(%b::text[], %b::text[], %b::text[], %b::smallint[], %b::text[], %b::int[], "
    "%b::timestamptz[])"
)
_TRACKED = "SELECT source, position FROM tracking WHERE source = ANY(%s) "
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
        async with driver.pipeline():
            head, tracked = await _lock_and_read(driver, units)
            batch = Batch(self._source, self._signer, head)
            for unit in units:
                batch.add(unit)
            _check_tracking(batch, tracked)
            await self._send(driver, batch)
        return batch

    async def _send(self, driver: DriverConnection, batch: Batch) -> None:
        plans, projectors = self._writing.plans, self._writing.projectors
        self.started = True
        await run_grouped(driver, plans, batch.own_statements())
        await _write_log(driver, batch)
        await run_grouped(driver, plans, batch.projected(projectors))
        await driver.execute("COMMIT")


async def _lock_and_read(driver: DriverConnection, units: Sequence[Prepared]) -> tuple[Head, dict[str, int]]:
    """Take the lock that orders all writers, held to the commit, and read where the log stands."""
    sources = [prepared.unit.tracking.application_name for prepared in units if prepared.unit.tracking]
    await driver.execute(_LOCK, (LOG_LOCK,))
    tracking = await driver.execute(_TRACKED, (sources,)) if sources else None
    counter = await driver.execute(_READ_HEAD)
    row = await counter.fetchone()
    tracked = dict(await tracking.fetchall()) if tracking else {}
    if row is None:
        await driver.execute(_FIRST_HEAD, (Head().audit.hash,))
        return Head(), tracked
    return Head(row[0], AuditHead(row[1], row[2])), tracked


def _check_tracking(batch: Batch, tracked: Mapping[str, int]) -> None:
    for source, (first, _) in batch.tracked.items():
        if first <= tracked.get(source, -1):
            raise TrackingConflictError(source, first)


async def run_grouped(
    driver: DriverConnection, plans: Plans, statements: Iterable[tuple[Hashable, Statement]]
) -> None:
    """Run statements, equal ones as one."""
    for statement, rows in grouped(statements):
        await plans.plan(statement, tuple(rows[0])).run(driver, rows)


async def _write_log(driver: DriverConnection, batch: Batch) -> None:
    head = batch.head
    await _insert(driver, _EVENTS, _event_rows(batch))
    await _insert(driver, _AUDIT, [(e.sequence, e.entry, e.signature) for e in batch.entries])
    answers = _answer_rows(batch)
    await _insert(driver, _FORGET, [(row[0], row[1], row[6]) for row in answers])
    await _insert(driver, _ANSWERS, answers)
    for source, (_, last) in batch.tracked.items():
        await driver.execute(_TRACK, (source, last))
    await driver.execute(_WRITE_HEAD, (head.position, head.audit.sequence, head.audit.hash))


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
