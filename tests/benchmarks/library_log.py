"""The library's own PostgreSQL recorder in the place of the suite's log, for comparison (P2).

Everything else stays: look-ups, sealing, decisions, answers, and the rows that commit with the events. The
recorder gets what favours it: those rows are sent in its pipeline before its lock is taken, so they carry
numbers of the process where the suite's own carry the position; the audit entries are signed in the order of
arrival. Requests hand the write to a thread, because the recorder is synchronous.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from shared.eventlog.batch import Batch, Head, Prepared
from shared.eventlog.log import EventLog
from shared.eventlog.plans import Plans
from shared.eventlog.statements import run_grouped
from shared.eventlog.unit import Committed

CONNECTIONS = 10
"""Threads and connections of the recorder; more made it slower here."""

_AUDIT = "INSERT INTO audit_outbox (sequence, entry, signature) VALUES (%s, %s, %s)"
_ANSWER = (
    "INSERT INTO idempotency (subject, key, fingerprint, status, body, version, answered_at) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s)"
)

Texts = list[tuple[str, Any]]


class Recorder(PostgresApplicationRecorder):
    """The library's recorder with rows of the same transaction, by the hook that it offers."""

    def _insert_events(self, curs: Any, stored_events: Any, *, rows: Texts = (), **_: Any) -> None:  # type: ignore[assignment]
        for text, values in rows:
            curs.execute(text, values)


class Collected:
    """Takes statements where a connection would run them."""

    def __init__(self) -> None:
        self.texts: Texts = []

    async def execute(self, text: str, values: Any = None) -> None:
        self.texts.append((text, values))

    def cursor(self) -> "Collected":
        return self


class LibraryLog(EventLog):
    """The suite's log with the library's recorder under it: one transaction for each command."""

    def __init__(self, engine: Any, **options: Any) -> None:
        super().__init__(engine, **options)
        self._head = Head()
        self._projectors = tuple(options.get("projectors", ()))
        self._batch_signer = options["signer"]
        self._statement_plans = Plans(engine.dialect)
        self._pool = ThreadPoolExecutor(CONNECTIONS)
        self._database = engine.url

    async def start(self) -> None:
        url = self._database
        self._datastore = PostgresDatastore(
            dbname=url.database or "",
            host=str(url.query.get("host", url.host)),
            port=str(url.query.get("port", url.port)),
            user=url.username or "",
            password=url.password or "",
            pool_size=CONNECTIONS,
            max_overflow=0,
            originator_id_type="uuid",
        )
        self._recorder = Recorder(self._datastore)
        await asyncio.to_thread(self._recorder.create_table)

    async def stop(self) -> None:
        self._pool.shutdown()
        self._datastore.close()
        await super().stop()

    async def commit_prepared(self, prepared: Prepared) -> Committed:
        batch = Batch(self.service, self._batch_signer, self._head)
        batch.add(prepared)
        self._head = batch.head
        rows = await self.rows_of(batch)
        stored = [each.stored for each in prepared.events]
        await asyncio.get_running_loop().run_in_executor(self._pool, self._record, stored, rows)
        return batch.committed[0]

    def _record(self, stored: Sequence[StoredEvent], rows: Texts) -> None:
        self._recorder.insert_events(stored, rows=rows)

    async def rows_of(self, batch: Batch) -> Texts:
        """All rows that the suite's own log commits with the event."""
        collected: Any = Collected()
        await run_grouped(collected, self._statement_plans, batch.own_statements())
        await run_grouped(collected, self._statement_plans, batch.projected(self._projectors))
        rows: Texts = collected.texts
        rows += [(_AUDIT, (each.sequence, each.entry, each.signature)) for each in batch.entries]
        if kept := batch.units[0].unit.answer:
            body = orjson.dumps(kept.answer.body).decode()
            answer = (kept.answer.status, body, kept.answer.version, kept.answered_at)
            rows.append((_ANSWER, (kept.subject, kept.key, kept.fingerprint, *answer)))
        return rows


class EventOnlyLog(LibraryLog):
    """The library as it comes: the event and nothing beside it."""

    async def rows_of(self, batch: Batch) -> Texts:
        return []
