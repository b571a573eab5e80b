"""Relay and consumer on real engines (P4), and commit to effect at a steady pace (P3).

Run alone: ``python -m tests.benchmarks.messaging``. The broker writes through (``sync_interval: always``).
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles

import psycopg
from sqlalchemy import text

from deploy.nats import NatsServer
from deploy.postgres import PostgresServer
from shared.bus.effects import Effects
from shared.contracts.envelope import Envelope
from shared.eventlog.unit import Unit
from tests.shared.bus.notebooks import AT, Notebook, World, keep, world_on

LINES_PER_NOTEBOOK = 50
BODY = "x" * 200


async def throughput(world: World, events: int) -> dict[str, float]:
    """Events per second of the relay, then of a consumer that writes one row for each."""
    for _ in range(events // LINES_PER_NOTEBOOK // 40):
        await asyncio.gather(*(_notebook(world) for _ in range(40)))
    total = events // LINES_PER_NOTEBOOK // 40 * 40 * LINES_PER_NOTEBOOK
    began = time.perf_counter()
    relay = await world.relay()
    await _until(lambda: relay.state.published >= total)
    relayed = time.perf_counter() - began
    for stop, task in world.running:
        stop.set()
        await task
    began = time.perf_counter()
    consumer = await world.consumer()
    await _until(lambda: consumer.state.ordinal >= relay.state.ordinal)
    return {"relay": total / relayed, "consumer": total / (time.perf_counter() - began)}


async def latency(world: World, *, per_second: int, seconds: int) -> dict[str, float]:
    """Milliseconds from the end of a commit to the effect's commit elsewhere: median and 99th percentile."""
    committed: dict[str, float] = {}
    done: dict[str, float] = {}

    def handle(envelope: Envelope) -> Effects:
        done[envelope.subject] = 0.0
        return keep(envelope)

    await world.relay()
    consumer = await world.consumer(handle)

    async def one() -> None:
        notebook = Notebook.open()
        notebook.write(BODY)
        await world.sender.commit(Unit(at=AT, aggregates=[notebook]))
        committed[str(notebook.id)] = time.perf_counter()

    async def watch() -> None:
        bell = world.reader.wake.subscribe()
        while len(done) < per_second * seconds or any(not at for at in done.values()):
            await bell.wait(1)
            now = time.perf_counter()
            done.update({subject: now for subject, at in done.items() if not at})

    watching = asyncio.ensure_future(watch())
    tasks = []
    for _ in range(per_second * seconds):
        tasks.append(asyncio.ensure_future(one()))
        await asyncio.sleep(1 / per_second)
    await asyncio.gather(*tasks, watching)
    spread = quantiles([(done[key] - committed[key]) * 1000 for key in committed], n=100)
    assert consumer.state.parked == 0
    return {"p50": spread[49], "p99": spread[98]}


async def _until(reached: Callable[[], bool]) -> None:
    while not reached():  # noqa: ASYNC110 - a figure is waited for, not an event
        await asyncio.sleep(0.005)


async def _notebook(world: World) -> None:
    notebook = Notebook.open()
    for _ in range(LINES_PER_NOTEBOOK):
        notebook.write(BODY)
    await world.sender.commit(Unit(at=AT, aggregates=[notebook], metadata={"correlation_id": "c-1"}))


async def _measure(postgres: PostgresServer, nats: NatsServer, name: str) -> World:
    with psycopg.connect(postgres.dsn, autocommit=True) as admin:
        for role in ("s", "r"):
            admin.execute(f"create database {name}_{role}".encode())
    urls = (postgres.url(f"{name}_s", driver="psycopg"), postgres.url(f"{name}_r", driver="psycopg"))
    async with world_on(nats.url, urls) as world:
        provisioner = await world.provision()
        for stream in await provisioner.connection.client.jsm().streams_info():
            await provisioner.connection.client.jsm().delete_stream(stream.config.name or "")
        await provisioner.provision_once()
        if name.startswith("t"):
            figures = await throughput(world, 20_000)
        else:
            figures = await latency(world, per_second=300, seconds=5)
        sys.stdout.write(f"{name}: " + ", ".join(f"{k} {v:,.1f}" for k, v in figures.items()) + "\n")
        async with world.reader_engine.connect() as connection:
            assert await connection.scalar(text("SELECT count(*) FROM dead_letter")) == 0
        return world


def main() -> None:
    """Three rounds of each."""
    with tempfile.TemporaryDirectory(prefix="jb-") as place:
        postgres = PostgresServer(Path(place) / "p", run_dir=Path(place) / "r", durable=True)
        nats = NatsServer(Path(place) / "n", sync_always=True)
        postgres.start()
        nats.start()
        try:
            for turn in range(3):
                asyncio.run(_measure(postgres, nats, f"t{turn}"))
                asyncio.run(_measure(postgres, nats, f"l{turn}"))
        finally:
            nats.stop()
            postgres.stop()


if __name__ == "__main__":
    main()
