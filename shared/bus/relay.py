"""The relay: publishes a service's log as contracts, in order, once (转发器).

Its cursor is the tail of the stream itself; it keeps none of its own. A message is accepted only right after
its predecessor (``Nats-Expected-Last-Msg-Id``), so a stale or second relay is refused, and the answer to a
batch's last message proves the whole batch: one round trip each. On any refusal, reconnection or doubt the
tail is read again, and a stream that was wiped or rolled back is filled from the log.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nats.js.errors import NotFoundError
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.bus.connection import BusConnection
from shared.bus.history import HistoryDesk
from shared.bus.leadership import Leadership, leadership
from shared.bus.names import stream_of, subjects_of
from shared.bus.publishing import Publish, outgoing
from shared.bus.trouble import Troubles, keep_trying
from shared.contracts.envelope import Outgoing, message_id, position_of
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import Recorded

BATCH = 500
POLL_SECONDS = 1.0
TAIL_CHECK_SECONDS = 5.0
ACK_TIMEOUT_SECONDS = 10.0
EXPECTED_ID = "Nats-Expected-Last-Msg-Id"
EXPECTED_SEQUENCE = "Nats-Expected-Last-Sequence"


class StreamAheadOfLogError(RuntimeError):
    """The stream holds messages that the log does not: the database is an older copy, or another one.

    Publishing would hide new events behind old numbers, so the relay waits until a person removes the stream.
    """


@dataclass(slots=True)
class Tail:
    """Where the stream ends: ``ordinal`` 0 and the last sequence for a stream without messages."""

    ordinal: int
    sequence: int
    at: datetime | None = None


@dataclass(slots=True)
class RelayState:
    """What the relay reports to metrics and health."""

    leading: bool = False
    published: int = 0
    ordinal: int = 0
    tail_reads: int = 0


class Relay:
    """Publishes one service's log while this process holds the service's relay lock."""

    def __init__(
        self,
        log: EventLog,
        publish: Publish,
        connection: BusConnection,
        *,
        engine: AsyncEngine,
        batch: int = BATCH,
    ) -> None:
        self.state = RelayState()
        self.troubles = Troubles(task="relay", service=log.service)
        self._log = log
        self._service = log.service
        self._publish = publish
        self._connection = connection
        self._engine = engine
        self._batch = batch
        self._bell = log.wake.subscribe()
        self._desk = HistoryDesk(log, publish, connection)

    async def run(self, stop: asyncio.Event) -> None:
        """Relay until told to stop; troubles are counted, logged once, and waited out."""
        await keep_trying(
            stop,
            lambda: self._stand(stop),
            progress=lambda: self.state.published,
            troubles=self.troubles,
        )

    async def _stand(self, stop: asyncio.Event) -> None:
        """Try for the lock; lead when it is ours."""
        await self._connection.ready(POLL_SECONDS)
        async with leadership(self._engine, f"relay:{self._service}") as lead:
            if lead is None:
                return
            self.state.leading = True
            try:
                async with self._desk.open():
                    await self._lead(lead, stop)
            finally:
                self.state.leading = False

    async def _lead(self, lead: Leadership, stop: asyncio.Event) -> None:
        while not stop.is_set():
            epoch, tail = self._connection.epoch, await self._read_tail()
            await self._follow(lead, stop, tail, epoch)

    async def _follow(self, lead: Leadership, stop: asyncio.Event, tail: Tail, epoch: int) -> None:
        """Publish from a known tail until the connection was renewed or the tail must be looked at again."""
        loop = asyncio.get_running_loop()
        read_after = await self._start(tail)
        look_again_at = loop.time() + TAIL_CHECK_SECONDS
        while not stop.is_set() and epoch == self._connection.epoch:
            await lead.confirm()
            recorded = await self._log.read(read_after, self._batch)
            if recorded:
                await self._send(recorded, tail)
                read_after = recorded[-1].position
            elif loop.time() > look_again_at:
                return
            else:
                await self._bell.wait(POLL_SECONDS)

    async def _start(self, tail: Tail) -> int:
        """The position to read after; the tail's own event is looked at again and must be the same."""
        position = position_of(tail.ordinal)
        if position == 0:
            return 0
        found = await self._log.read(position - 1, 1)
        if not found or found[0].event.timestamp != tail.at:
            raise StreamAheadOfLogError(f"{self._service}: the stream ends at {tail.ordinal}")
        return position - 1

    async def _send(self, recorded: Sequence[Recorded], tail: Tail) -> None:
        messages = list(outgoing(self._service, self._publish, recorded, after=tail.ordinal))
        if not messages:
            return
        client, last = self._connection.client, messages[-1]
        for message in messages[:-1]:
            await client.publish(message.subject, message.payload, headers=self._chained(message, tail))
        await self._connection.jetstream.publish(
            last.subject, last.payload, timeout=ACK_TIMEOUT_SECONDS, headers=self._chained(last, tail)
        )
        tail.ordinal = last.ordinal
        self.state.ordinal = last.ordinal
        self.state.published += len(messages)

    def _chained(self, message: Outgoing, tail: Tail) -> dict[str, str]:
        headers = message.headers
        headers["Nats-Msg-Id"] = message_id(self._service, message.ordinal)
        if message.previous:
            headers[EXPECTED_ID] = message_id(self._service, message.previous)
        else:
            headers[EXPECTED_SEQUENCE] = str(tail.sequence)
        return headers

    async def _read_tail(self) -> Tail:
        """The last message of the stream; for an empty one its last sequence."""
        self.state.tail_reads += 1
        manager, stream = self._connection.client.jsm(), stream_of(self._service)
        try:
            last = await manager.get_last_msg(stream, subjects_of(self._service))
        except NotFoundError:
            info = await manager.stream_info(stream)
            return Tail(0, info.state.last_seq)
        headers = last.headers or {}
        ordinal = int(headers["ce-id"].rpartition(":")[2])
        return Tail(ordinal, last.seq or 0, datetime.fromisoformat(headers["ce-time"]))
