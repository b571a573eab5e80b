"""The relay: publishes a service's log as contracts, in order, once (转发器).

Its cursor is the tail of the stream itself; it keeps none of its own. A message is accepted only right after
its predecessor, so a stale or second relay is refused: several go as one atomic batch that names the stream's
last sequence (the server writes it to disk with one flush and answers after it), a single one also names the
last message (``Nats-Expected-Last-Msg-Id``). On any refusal, reconnection or doubt the tail is read again, so
that a stream that was wiped or rolled back is filled from the log.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from nats.js.api import PubAck
from nats.js.errors import NotFoundError
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.bus.connection import BusConnection
from shared.bus.history import HistoryDesk
from shared.bus.names import stream_of, subjects_of
from shared.bus.publishing import Publish, outgoing
from shared.bus.trouble import TailMovedError, Troubles, keep_trying
from shared.contracts.envelope import Outgoing, message_id, position_of
from shared.eventlog.leadership import Leadership, leadership
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import Recorded

BATCH = 500
LARGEST_BATCH = 1_000
"""The server takes at most this many messages as one atomic batch."""

POLL_SECONDS = 1.0
TAIL_CHECK_SECONDS = 5.0
ACK_TIMEOUT_SECONDS = 10.0


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
        asyncio.ensure_future(stop.wait()).add_done_callback(lambda _: self._bell.ring())
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
            self.state.ordinal = tail.ordinal
            await self._follow(lead, stop, tail, epoch)

    async def _follow(self, lead: Leadership, stop: asyncio.Event, tail: Tail, epoch: int) -> None:
        """Publish from a known tail until the connection was renewed or the tail must be looked at again."""
        loop = asyncio.get_running_loop()
        read_after = await self._start(tail)
        look_again_at = loop.time() + TAIL_CHECK_SECONDS
        recorded: list[Recorded] = []
        while not stop.is_set() and epoch == self._connection.epoch:
            await lead.confirm()
            recorded = recorded or await self._log.read(read_after, self._batch)
            if recorded:
                read_after = recorded[-1].position
                recorded = await self._send_and_read_on(recorded, tail)
            elif loop.time() > look_again_at:
                return
            else:
                await self._bell.wait(POLL_SECONDS)

    async def _send_and_read_on(self, recorded: Sequence[Recorded], tail: Tail) -> list[Recorded]:
        """Publish, and read the next events meanwhile when there are likely more."""
        if len(recorded) < self._batch:
            await self._send(recorded, tail)
            return []
        following, _ = await asyncio.gather(
            self._log.read(recorded[-1].position, self._batch), self._send(recorded, tail)
        )
        return following

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
        for start in range(0, len(messages), LARGEST_BATCH):
            batch = messages[start : start + LARGEST_BATCH]
            answer = await self._send_batch(batch, tail)
            tail.ordinal, tail.sequence = batch[-1].ordinal, answer.seq
            self.state.ordinal = tail.ordinal
            self.state.published += len(batch)

    async def _send_batch(self, batch: Sequence[Outgoing], tail: Tail) -> PubAck:
        for message in batch:
            message.headers["Nats-Msg-Id"] = message_id(self._service, message.ordinal)
        batch[0].headers["Nats-Expected-Last-Sequence"] = str(tail.sequence)
        if len(batch) == 1:
            if tail.ordinal:
                batch[0].headers["Nats-Expected-Last-Msg-Id"] = message_id(self._service, tail.ordinal)
        else:
            await self._stage(batch)
        last = batch[-1]
        answer = await self._connection.jetstream.publish(
            last.subject, last.payload, timeout=ACK_TIMEOUT_SECONDS, headers=last.headers
        )
        if answer.duplicate:
            raise TailMovedError(f"{self._service}: {last.ordinal} is in the stream already")
        return answer

    async def _stage(self, batch: Sequence[Outgoing]) -> None:
        """Hand over all but the last, which commits the whole batch or nothing."""
        client, name = self._connection.client, uuid4().hex
        for number, message in enumerate(batch, 1):
            message.headers["Nats-Batch-Id"] = name
            message.headers["Nats-Batch-Sequence"] = str(number)
        batch[-1].headers["Nats-Batch-Commit"] = "1"
        for message in batch[:-1]:
            await client.publish(message.subject, message.payload, headers=message.headers)

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
