"""Relay and consumer on real engines, in batches (P4). The broker flushes before it acknowledges."""

import asyncio
import time
from collections.abc import Callable

from sqlalchemy import text

from shared.eventlog.unit import Unit
from tests.benchmarks.engines import Engines
from tests.benchmarks.figure import Bar, Figure, Line, Size
from tests.shared.bus.notebooks import AT, Notebook, World, world_on

LINES_PER_NOTEBOOK = 50
AT_ONCE = 40
BODY = "x" * 200
ROUNDS = 3
LONGEST_SECONDS = 60.0


def relay_and_consumer(servers: Engines, size: Size) -> Figure:
    """P4: from the log into the stream, then from the stream into another service's database."""
    relay, consumer = [], []
    for _ in range(size.of(ROUNDS, 1)):
        relayed, consumed = asyncio.run(_round(servers, size.of(20_000, 2_000)))
        relay.append(relayed)
        consumer.append(consumed)
    bar = Bar(8_000, 15_000)
    return Figure(
        [Line("relay", relay, "events/s", bar), Line("consumer", consumer, "events/s", bar)],
        [
            "20,000 events in the log at the start of a round; one after the other, not at the same time. The"
            " consumer writes one row for each event, together with its place. sync_interval: always."
        ],
    )


async def _round(servers: Engines, events: int) -> tuple[float, float]:
    urls = (servers.database(), servers.database())
    async with world_on(servers.nats.url, urls) as world:
        await _empty_streams(world)
        total = await _written(world, events)
        servers.checkpoint()
        began = time.perf_counter()
        relay = await world.relay()
        await _until(lambda: relay.state.published >= total)
        relayed = total / (time.perf_counter() - began)
        for stop, task in world.running:
            stop.set()
            await task
        world.running.clear()
        began = time.perf_counter()
        consumer = await world.consumer()
        await _until(lambda: consumer.state.ordinal >= relay.state.ordinal)
        consumed = total / (time.perf_counter() - began)
        async with world.reader_engine.connect() as connection:
            assert await connection.scalar(text("SELECT count(*) FROM heard")) == total
            assert await connection.scalar(text("SELECT count(*) FROM dead_letter")) == 0
    return relayed, consumed


async def _empty_streams(world: World) -> None:
    provisioner = await world.provision()
    manager = provisioner.connection.client.jsm()
    for stream in await manager.streams_info():
        await manager.delete_stream(stream.config.name or "")
    await provisioner.provision_once()


async def _written(world: World, events: int) -> int:
    turns = events // LINES_PER_NOTEBOOK // AT_ONCE
    for _ in range(turns):
        await asyncio.gather(*(_notebook(world) for _ in range(AT_ONCE)))
    return turns * AT_ONCE * LINES_PER_NOTEBOOK


async def _notebook(world: World) -> None:
    notebook = Notebook.open()
    for _ in range(LINES_PER_NOTEBOOK):
        notebook.write(BODY)
    await world.sender.commit(Unit(at=AT, aggregates=[notebook], metadata={"correlation_id": "c-1"}))


async def _until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONGEST_SECONDS):
        while not reached():  # noqa: ASYNC110 - a figure is waited for, not an event
            await asyncio.sleep(0.002)
