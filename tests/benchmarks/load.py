"""The load: a process of its own that sends one request after the other on each of its connections.

``python -m tests.benchmarks.load '<JSON of Order>'`` prints the JSON of ``Answers``. Loopback only, bounded
in time; a client sends its next request when it has the answer to the one before.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import count
from statistics import quantiles
from typing import cast

import httptools
import uvloop

from deploy.ports import LOOPBACK
from tests.benchmarks.complaint_forms import requests

LONGEST_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Order:
    """What to send where: for ``warm_up`` seconds uncounted, then for ``seconds``.

    ``first`` numbers the first complainant, so that every round brings new people.
    """

    port: int
    path: str
    clients: int
    seconds: float
    warm_up: float
    first: int


@dataclass(slots=True)
class Answers:
    """What came back within the counted time."""

    seconds: float
    sent: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    client_cpu_share: float = 0.0

    @property
    def per_second(self) -> float:
        """Answers per second; any answer but 2xx spoils the round."""
        bad = {status: many for status, many in self.statuses.items() if not status.startswith("2")}
        if bad:
            raise AssertionError(f"refused: {bad}")
        return sum(self.statuses.values()) / self.seconds


class Client(asyncio.Protocol):
    """One connection."""

    def __init__(self, texts: Iterator[bytes], round_: "Round") -> None:
        self._texts = texts
        self._round = round_
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        now = time.perf_counter()
        self._round.answered(self._parser.get_status_code(), self._sent_at, now)
        if now < self._round.ends_at:
            asyncio.get_running_loop().call_soon(self._send)
        else:
            self._round.left(self._transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._round.lost(self._transport)

    def _send(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._sent_at = time.perf_counter()
        self._transport.write(next(self._texts))


class Round:
    """What all clients of a round see together."""

    def __init__(self, order: Order) -> None:
        self.begins_at = time.perf_counter() + order.warm_up
        self.ends_at = self.begins_at + order.seconds
        self.answers = Answers(order.seconds)
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._times: list[float] = []
        self._open = order.clients

    def answered(self, status: int, sent_at: float, now: float) -> None:
        if self.begins_at <= now < self.ends_at:
            key = str(status)
            self.answers.statuses[key] = self.answers.statuses.get(key, 0) + 1
            self._times.append(now - sent_at)
        self.answers.sent += 1

    def left(self, transport: asyncio.Transport) -> None:
        self._open -= 1
        transport.close()
        if not self._open and not self.done.done():
            self.done.set_result(None)

    def lost(self, transport: asyncio.Transport) -> None:
        if not transport.is_closing() and not self.done.done():
            self.done.set_exception(ConnectionResetError("the server hung up"))

    def summed_up(self) -> Answers:
        spread = quantiles(self._times, n=100) if len(self._times) > 1 else [0.0] * 99
        self.answers.p50_ms, self.answers.p99_ms = spread[49] * 1000, spread[98] * 1000
        return self.answers


async def _played(order: Order) -> Answers:
    loop, numbers = asyncio.get_running_loop(), count(order.first)
    texts = requests(order.path, numbers)
    round_ = Round(order)
    busy = time.process_time()
    for _ in range(order.clients):
        await loop.create_connection(lambda: Client(texts, round_), LOOPBACK, order.port)
    await asyncio.wait_for(round_.done, LONGEST_SECONDS)
    answers = round_.summed_up()
    answers.client_cpu_share = (time.process_time() - busy) / (order.warm_up + order.seconds)
    return answers


def play(order: Order) -> Answers:
    """Run one round in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.load", json.dumps(asdict(order))]
    done = subprocess.run(command, stdout=subprocess.PIPE, timeout=LONGEST_SECONDS + 10, check=True)
    return Answers(**json.loads(done.stdout))


if __name__ == "__main__":
    answered = uvloop.run(_played(Order(**json.loads(sys.argv[1]))))
    sys.stdout.write(json.dumps(asdict(answered)))
