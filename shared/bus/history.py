"""Older messages on request: what the stream no longer holds, the source's log still does (历史补发).

A follower that is new, or whose gap the stream cannot fill, asks the source's relay and is answered with
sealed contracts, in order.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import orjson
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg

from shared.bus.connection import REQUEST_TIMEOUT_SECONDS, BusConnection
from shared.bus.names import history_of
from shared.bus.publishing import Publish, history
from shared.contracts.envelope import Outgoing
from shared.eventlog.log import EventLog

PAGE = 200
LARGEST_REPLY_BYTES = 512 * 1024
_LOG = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Received:
    """A message as it was received, from the stream or from history."""

    subject: str
    headers: dict[str, str]
    data: bytes


class HistoryDesk:
    """Answers history requests of followers while its relay leads."""

    def __init__(self, log: EventLog, publish: Publish, connection: BusConnection) -> None:
        self._log = log
        self._publish = publish
        self._connection = connection

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Answer requests inside the block."""
        subject = history_of(self._log.service)
        subscription = await self._connection.client.subscribe(subject, cb=self._answer)
        try:
            yield
        finally:
            if self._connection.is_connected:
                await subscription.unsubscribe()

    async def _answer(self, request: Msg) -> None:
        # Only into an inbox: anything else would let a follower speak through this service.
        if not request.reply.startswith("_INBOX_"):
            return
        try:
            after = int(orjson.loads(request.data)["after"])
            await request.respond(page_of(await history(self._log, self._publish, after=after, limit=PAGE)))
        except Exception as error:  # noqa: BLE001 - the asker's time-out tells it; it will ask again
            _LOG.warning("history not answered", service=self._log.service, error=repr(error))


def page_of(messages: Sequence[Outgoing]) -> bytes:
    """As many messages as fit into one reply, at least one."""
    lines: list[bytes] = []
    size = 0
    for message in messages:
        line = orjson.dumps([message.subject, message.headers, orjson.Fragment(message.payload)])
        size += len(line)
        if lines and size > LARGEST_REPLY_BYTES:
            break
        lines.append(line)
    return b"[" + b",".join(lines) + b"]"


async def ask_history(client: Client, source: str, *, after: int) -> list[Received]:
    """The next messages of ``source`` beyond ordinal ``after``; none when there are no more."""
    body = orjson.dumps({"after": after})
    reply = await client.request(history_of(source), body, timeout=REQUEST_TIMEOUT_SECONDS)
    page: list[tuple[str, dict[str, str], Any]] = orjson.loads(reply.data)
    return [Received(subject, headers, orjson.dumps(body)) for subject, headers, body in page]
