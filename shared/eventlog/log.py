"""The event log of a service: load, commit, read, rebuild (事件日志)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import orjson
from eventsourcing.domain import Aggregate
from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.audit.signing import Signer
from shared.eventlog import history
from shared.eventlog.batch import Prepared, prepare
from shared.eventlog.connection import cause_of, is_unavailable, translated
from shared.eventlog.failures import ServiceUnavailableError
from shared.eventlog.holding import HeldConnection
from shared.eventlog.plans import Plans
from shared.eventlog.reading import SharedLookup
from shared.eventlog.rebuilding import rebuild
from shared.eventlog.recorded import Projector, Recorded
from shared.eventlog.statements import Attempt, Writing
from shared.eventlog.unit import Committed, StoredAnswer, Unit
from shared.eventlog.wake import Wake
from shared.eventlog.writer import Writer
from shared.law.refusal import UnknownCaseError

A = TypeVar("A", bound=Aggregate)


class EventLog:
    """Append-only log of one service's database; read models commit with the events.

    Positions are gap-free and in commit order, also with several processes writing. ``wake`` rings after
    each commit of this process.
    """

    def __init__(
        self, engine: AsyncEngine, *, service: str, projectors: Sequence[Projector] = (), signer: Signer
    ) -> None:
        self.service = service
        self.wake = Wake()
        self._engine = engine
        self._signer = signer
        self._writing = Writing(tuple(projectors), Plans(engine.dialect))
        self._write_connection = HeldConnection(engine, autocommit=True)
        self._read_connection = HeldConnection(engine, autocommit=True)
        self._writer = Writer(self._write)
        self._histories = SharedLookup(self._fetch_histories)
        self._answers = SharedLookup(self._fetch_answers)

    async def start(self) -> None:
        """Start taking commits."""
        self._writer.start()

    async def stop(self) -> None:
        """Commit what is waiting, then take no more."""
        await self._writer.stop()
        await self._write_connection.close()
        await self._read_connection.close()

    async def commit(self, unit: Unit) -> Committed:
        """Commit a unit: all of it, once, or nothing; cancelling the caller changes neither.

        Raises LogConflictError, KeyTakenError, TrackingConflictError, ConstraintError or
        ServiceUnavailableError.
        """
        return await self.commit_prepared(prepare(unit))

    async def commit_prepared(self, prepared: Prepared) -> Committed:
        """Commit a unit whose events are encoded already (an import, a test of the store)."""
        return await self._writer.commit(prepared)

    async def load(self, cls: type[A], aggregate_id: UUID) -> A:
        """Return the aggregate as it stands, or raise UnknownCaseError."""
        try:
            aggregate = history.aggregate_from(await self._histories.get(aggregate_id) or ())
        except history.SnapshotOutdatedError:
            rows = await self._query(history.WHOLE_HISTORY, {"ids": [aggregate_id]})
            aggregate = history.aggregate_from(rows)
        if not isinstance(aggregate, cls):
            raise UnknownCaseError(f"no {cls.__name__} {aggregate_id}")
        return aggregate

    async def load_as_known(self, cls: type[A], aggregate_id: UUID, *, until: datetime) -> A:
        """Return the aggregate as it stood before an instant of the suite's clock (当时的状态)."""
        rows = await self._query(history.HISTORY_UNTIL, {"ids": [aggregate_id], "until": until})
        aggregate = history.aggregate_from(rows)
        if not isinstance(aggregate, cls):
            raise UnknownCaseError(f"no {cls.__name__} {aggregate_id} was known before {until}")
        return aggregate

    async def answer(self, subject: str, key: str) -> StoredAnswer | None:
        """Return the answer kept under an idempotency key."""
        return await self._answers.get((subject, key))

    async def read(self, after: int, limit: int) -> list[Recorded]:
        """Return up to ``limit`` events with a position above ``after``, in order and without gaps."""
        rows = await self._query(history.READ, {"after": after, "limit": limit})
        return [history.recorded_from(row) for row in rows]

    async def position(self) -> int:
        """Return the last position, 0 for an empty log."""
        rows = await self._query(history.POSITION, {})
        return int(rows[0][0]) if rows else 0

    async def tracked(self, source: str) -> int:
        """Return the last position of ``source`` that has been dealt with, 0 for none."""
        rows = await self._query(history.TRACKED, {"source": source})
        return int(rows[0][0]) if rows else 0

    async def forget_answers(self, until: datetime) -> None:
        """Remove the answers given up to ``until``; the worker does so once a day with a week's delay."""
        await self._query(history.FORGET_ANSWERS, {"until": until})

    async def rebuild(self, tables: Iterable[Table]) -> int:
        """Empty the read models ``tables`` and fill them from the log; return the number of events.

        Commands wait meanwhile; readers see the old rows until the end. Only tables that projectors alone
        write may be given.
        """
        return await rebuild(self._engine, tuple(tables), self._writing)

    async def _write(self, jobs: Sequence[Prepared]) -> list[Committed]:
        attempt = Attempt(self.service, self._signer, self._writing)
        for reused in (not self._write_connection.is_new, False):
            try:
                async with self._write_connection.use() as driver:
                    batch = await attempt.write(driver, jobs)
                break
            except Exception as error:
                if not is_unavailable(error):
                    raise
                await self._engine.dispose()
                if attempt.started or not reused:
                    raise ServiceUnavailableError(str(cause_of(error)), uncertain=attempt.started) from error
        self.wake.ring()
        return batch.committed

    async def _query(self, statement: Any, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        may_be_stale = not self._read_connection.is_new
        try:
            async with self._read_connection.use() as driver:
                cursor = await driver.execute(statement, parameters)
                return await cursor.fetchall()
        except Exception as error:
            if may_be_stale and is_unavailable(error):
                await self._engine.dispose()
                return await self._query(statement, parameters)
            raise translated(error) from error

    async def _fetch_histories(self, ids: Sequence[UUID]) -> Mapping[UUID, list[history.Row]]:
        found: dict[UUID, list[history.Row]] = {}
        for row in await self._query(history.HISTORY, {"ids": list(ids)}):
            found.setdefault(row[0], []).append(row)
        return found

    async def _fetch_answers(self, keys: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], StoredAnswer]:
        parameters = {"subjects": [key[0] for key in keys], "keys": [key[1] for key in keys]}
        rows = await self._query(history.ANSWERS, parameters)
        return {(row[0], row[1]): history.answer_from(row, orjson.loads(row[4])) for row in rows}
