"""The log behind the synchronous interface that the published recorder test cases expect."""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime
from threading import Thread
from typing import Any, TypeVar
from uuid import UUID

from eventsourcing.persistence import (
    AggregateRecorder,
    Notification,
    ProcessRecorder,
    StoredEvent,
    Tracking,
)
from sqlalchemy import Select, create_engine, select
from sqlalchemy.ext.asyncio import create_async_engine

from shared.audit.signing import Ed25519Signer
from shared.eventlog.batch import Prepared, PreparedEvent
from shared.eventlog.log import EventLog
from shared.eventlog.unit import Unit
from tests.shared.eventlog.letters import LOG, METADATA

T = TypeVar("T")
AT = datetime(2026, 1, 1, tzinfo=UTC)
EVENTS, TRACKING = LOG.events.c, LOG.tracking.c


class LoopInThread:
    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever)
        self._thread.start()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class LogRecorder(ProcessRecorder):
    def __init__(self, url: str) -> None:
        self._loop = LoopInThread()
        self._reading = create_engine(url)
        METADATA.create_all(self._reading)
        self._engine = create_async_engine(url)
        self._log = self._loop.run(self._start())

    async def _start(self) -> EventLog:
        log = EventLog(self._engine, service="recorder", signer=Ed25519Signer.generate())
        await log.start()
        return log

    def close(self) -> None:
        self._loop.run(self._log.stop())
        self._loop.run(self._engine.dispose())
        self._reading.dispose()
        self._loop.stop()

    def insert_events(
        self, stored_events: Sequence[StoredEvent], *, tracking: Tracking | None = None, **_: Any
    ) -> Sequence[int] | None:
        events: Any = tuple(PreparedEvent(event, event, {}, "{}") for event in stored_events)
        unit = Unit(at=AT, tracking=tracking)
        committed = self._loop.run(self._log.commit_prepared(Prepared(unit, events)))
        return list(committed.positions)

    def insert_tracking(self, tracking: Tracking) -> None:
        self.insert_events([], tracking=tracking)

    def max_tracking_id(self, application_name: str) -> int | None:
        return self._loop.run(self._log.tracked(application_name)) or None

    def max_notification_id(self) -> int | None:
        return self._loop.run(self._log.position()) or None

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        query = select(EVENTS.aggregate_id, EVENTS.version, EVENTS.type, EVENTS.state)
        query = query.where(EVENTS.aggregate_id == originator_id)
        if gt is not None:
            query = query.where(EVENTS.version > gt)
        if lte is not None:
            query = query.where(EVENTS.version <= lte)
        query = query.order_by(EVENTS.version.desc() if desc else EVENTS.version).limit(limit)
        return [StoredEvent(*row) for row in self._rows(query)]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        query = select(EVENTS.aggregate_id, EVENTS.version, EVENTS.type, EVENTS.state, EVENTS.position)
        query = query.where(EVENTS.position >= (start or 0) + (not inclusive_of_start))
        if stop is not None:
            query = query.where(EVENTS.position <= stop)
        if topics:
            query = query.where(EVENTS.type.in_(topics))
        return [Notification(*row) for row in self._rows(query.order_by(EVENTS.position).limit(limit))]

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Any:
        raise NotImplementedError

    def _rows(self, query: Select[Any]) -> list[Any]:
        with self._reading.connect() as connection:
            return list(connection.execute(query))


class SilentRecorder(AggregateRecorder):
    """The same without positions: what an aggregate recorder answers."""

    def __init__(self, recorder: LogRecorder) -> None:
        self._recorder = recorder
        self.select_events = recorder.select_events  # type: ignore[method-assign]

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int] | None:
        self._recorder.insert_events(stored_events)
        return None

    def select_events(self, originator_id: UUID | str, **_: Any) -> Sequence[StoredEvent]:
        raise NotImplementedError
