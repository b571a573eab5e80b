"""A durable reader of a source's stream: pulls ahead, acknowledges, goes back (拉取).

nats-py's own ``fetch`` asks for one batch at a time and waits for each message singly; here the next batch is
on its way while the present one is being committed.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription as NatsSubscription
from nats.errors import NoRespondersError
from nats.js.errors import APIError

from shared.bus.connection import REQUEST_TIMEOUT_SECONDS
from shared.bus.names import stream_of
from shared.bus.trouble import PullRefusedError

EXPIRES_SECONDS = 5.0
_LOST_AFTER_SECONDS = EXPIRES_SECONDS + 2.0
_NO_RESPONDERS = "503"
_EXHAUSTED = frozenset({"404", "408"})
_HEARTBEAT = "100"


class Reader:
    """One follower's durable consumer on one source's stream; the provisioner made it."""

    def __init__(self, client: Client, source: str, follower: str, *, ahead: int) -> None:
        self._client = client
        self._ahead = ahead
        self._api = f"$JS.API.CONSUMER.{{}}.{stream_of(source)}.{follower}"
        self._subscription: NatsSubscription | None = None
        self._buffer: deque[Msg] = deque()
        self._asked = 0
        self._heard_at = 0.0
        self._arrived = asyncio.Event()
        self._failure: Exception | None = None

    async def open(self, from_sequence: int | None = None) -> None:
        """Begin to read: what was never acknowledged comes again, or all from a sequence of the stream."""
        await self.close()
        await self._reset({"seq": max(from_sequence, 1)} if from_sequence is not None else {})
        self._subscription = await self._client.subscribe(
            self._client.new_inbox(), cb=self._take, pending_msgs_limit=0, pending_bytes_limit=0
        )

    async def close(self) -> None:
        """Stop listening and forget what was fetched ahead."""
        if self._subscription is not None:
            with suppress(Exception):
                await self._subscription.unsubscribe()
        self._subscription, self._asked, self._failure = None, 0, None
        self._buffer.clear()
        self._arrived.clear()

    async def fetch(self, limit: int, wait_seconds: float) -> Sequence[Msg]:
        """Up to ``limit`` messages, as they have arrived; none after ``wait_seconds`` of silence."""
        await self._ask()
        if not self._buffer:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._arrived.wait(), wait_seconds)
        self._arrived.clear()
        if self._failure is not None and not self._buffer:
            raise self._failure
        return [self._buffer.popleft() for _ in range(min(limit, len(self._buffer)))]

    def interrupt(self) -> None:
        """Let a waiting fetch return at once."""
        self._arrived.set()

    async def acknowledge(self, last: Msg) -> None:
        """Everything up to this message has been dealt with."""
        await self._client.publish(last.reply, b"+ACK")

    async def _ask(self) -> None:
        """Keep up to ``ahead`` messages asked for; a request of which nothing was heard is given up."""
        now = asyncio.get_running_loop().time()
        if self._asked and now > self._heard_at + _LOST_AFTER_SECONDS:
            self._asked = 0
        if self._subscription is None or self._asked + len(self._buffer) > self._ahead // 2:
            return
        request = {"batch": self._ahead, "expires": int(EXPIRES_SECONDS * 1e9)}
        self._asked += self._ahead
        self._heard_at = now
        await self._client.publish(
            self._api.format("MSG.NEXT"), orjson.dumps(request), reply=self._subscription.subject
        )

    async def _take(self, message: Msg) -> None:
        self._heard_at = asyncio.get_running_loop().time()
        headers = message.headers or {}
        status = headers.get("Status")
        if status is None:
            self._asked -= 1
            self._buffer.append(message)
        elif status in _EXHAUSTED:
            self._asked = max(self._asked - int(headers.get("Nats-Pending-Messages", "0")), 0)
        elif status == _NO_RESPONDERS:
            self._failure = NoRespondersError()
        elif status != _HEARTBEAT:
            self._failure = PullRefusedError(f"{status} {headers.get('Description', '')}")
        self._arrived.set()

    async def _reset(self, request: dict[str, Any]) -> None:
        body = orjson.dumps(request) if request else b""
        reply = await self._client.request(self._api.format("RESET"), body, timeout=REQUEST_TIMEOUT_SECONDS)
        answer = orjson.loads(reply.data)
        if "error" in answer:
            APIError.from_error(answer["error"])


def sequence_of(message: Msg) -> int:
    """The message's place in the stream."""
    return int(message.metadata.sequence.stream)
