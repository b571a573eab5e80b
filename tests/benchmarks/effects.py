"""From a commit in one service to its effect in another, each in a process of its own (P3).

``python -m tests.benchmarks.effects '<JSON>'`` is the follower: it prints when each effect was committed.
"""

import asyncio
import json
import subprocess
import sys
import time
from statistics import quantiles
from typing import Any

from shared.bus.connection import BusConnection
from shared.bus.consumer import Consumer
from shared.bus.effects import Effects, Subscription
from shared.bus.relay import Relay
from shared.bus.streams import Provisioner
from shared.contracts.envelope import Envelope
from shared.eventlog.log import EventLog
from shared.eventlog.unit import Unit
from tests.benchmarks.engines import Engines
from tests.benchmarks.figure import Bar, Figure, Line, Size
from tests.shared.bus.notebooks import (
    AT,
    FOLLOWS,
    READ,
    SENT,
    SMALL_STREAM,
    Filed,
    Notebook,
    Noted,
    keep,
    opened_log,
    publish,
)

PER_SECOND = 300
WARM_UP = 300
ROUNDS = 3
BODY = "x" * 200


def commit_to_effect(servers: Engines, size: Size) -> Figure:
    """P3: at a steady pace; times of the two processes are of the same monotonic clock."""
    middle, slow, late = [], [], []
    for _ in range(size.of(ROUNDS, 1)):
        times, pace = asyncio.run(_round(servers, size.of(10, 1) * PER_SECOND))
        spread = quantiles(times, n=100)
        middle.append(spread[49])
        slow.append(spread[98])
        late.append(pace)
    return Figure(
        [
            Line("commit → effect, p99", slow, "ms", Bar(100, 30, at_most=True)),
            Line("commit → effect, p50", middle, "ms"),
            Line("commits made", late, "per s"),
        ],
        [
            "From the end of the commit in the first service to the end of the commit in the second, 300 per"
            " second for 10 s. The relay runs in the process that commits, as in the suite on one machine;"
            " the consumer in another. With api and worker apart the relay polls once a second instead."
        ],
    )


async def _round(servers: Engines, events: int) -> tuple[list[float], float]:
    await _provision(servers.nats.url)
    order = {"url": servers.database(), "nats": servers.nats.url, "events": WARM_UP + events}
    sender = servers.database()
    command = [sys.executable, "-m", "tests.benchmarks.effects", json.dumps(order)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as follower:  # noqa: ASYNC220 - once, before
        try:
            assert follower.stdout is not None
            assert await asyncio.to_thread(follower.stdout.readline) == b"ready\n"
            reading = asyncio.create_task(asyncio.to_thread(follower.stdout.read))
            committed, pace = await _committed(sender, servers.nats.url, events, reading)
            done: dict[str, float] = json.loads(await reading)
        finally:
            follower.kill()
    counted = list(committed)[WARM_UP:]
    return [(done[key] - committed[key]) * 1000 for key in counted], pace


async def _provision(url: str) -> None:
    connection = BusConnection(url, service="provisioner")
    await connection.start()
    await connection.ready(5)
    manager = connection.client.jsm()
    for stream in await manager.streams_info():
        await manager.delete_stream(stream.config.name or "")
    await Provisioner(connection, FOLLOWS, max_bytes=SMALL_STREAM).provision_once()
    await connection.stop()


async def _committed(
    database: str, nats_url: str, events: int, followed: "asyncio.Task[bytes]"
) -> tuple[dict[str, float], float]:
    committed: dict[str, float] = {}
    async with opened_log(database, "sender", SENT) as (log, engine):
        connection, stop = BusConnection(nats_url, service="sender"), asyncio.Event()
        await connection.start()
        relaying = asyncio.create_task(Relay(log, publish, connection, engine=engine).run(stop))
        await asyncio.sleep(0.5)
        began = time.monotonic()
        tasks = []
        for number in range(WARM_UP + events):
            tasks.append(asyncio.create_task(_one(log, committed)))
            await asyncio.sleep(max(0.0, began + number / PER_SECOND - time.monotonic()))
        await asyncio.gather(*tasks)
        pace = len(tasks) / (time.monotonic() - began)
        await asyncio.wait([followed], timeout=60)
        stop.set()
        await relaying
        await connection.stop()
    return committed, pace


async def _one(log: EventLog, committed: dict[str, float]) -> None:
    notebook = Notebook.open()
    notebook.write(BODY)
    await log.commit(Unit(at=AT, aggregates=[notebook], metadata={"correlation_id": "c-1"}))
    committed[str(notebook.id)] = time.monotonic()


async def _follow(order: dict[str, Any]) -> None:
    done: dict[str, float] = {}
    fresh: list[str] = []

    def handle(envelope: Envelope) -> Effects:
        fresh.append(str(envelope.subject))
        return keep(envelope)

    async with opened_log(order["url"], "reader", READ) as (log, engine):
        connection, stop = BusConnection(order["nats"], service="reader"), asyncio.Event()
        await connection.start()
        subscription = Subscription("sender", handle, (Noted, Filed))
        consumer = Consumer(log, subscription, connection, engine=engine, now=lambda: AT)
        bell = log.wake.subscribe()
        following = asyncio.create_task(consumer.run(stop))
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        async with asyncio.timeout(60):
            while len(done) < order["events"]:
                handled, _ = len(fresh), await bell.wait(1)
                now = time.monotonic()
                ready, fresh[:] = fresh[: max(handled, consumer.state.handled - len(done))], []
                done.update(dict.fromkeys(ready, now))
        stop.set()
        await following
        await connection.stop()
    sys.stdout.write(json.dumps(done))


if __name__ == "__main__":
    asyncio.run(_follow(json.loads(sys.argv[1])))
