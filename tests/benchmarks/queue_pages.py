"""The dashboard's work queue at a million cases: every filter, first page and a deep one (P8)."""

import asyncio
import time
from collections.abc import Callable
from statistics import quantiles

from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from services.dashboard.views.tables import metadata
from tests.benchmarks.engines import Engines
from tests.benchmarks.figure import Bar, Figure, Line, Size
from tests.benchmarks.work_queue import QUESTIONS, ask, deep_key, fill

CASES = 1_000_000
ROUNDS = 3
TIMES = 7
BAR = Bar(50, 10, at_most=True)


def work_queue(servers: Engines, size: Size) -> Figure:
    """P8: what a page of the work queue asks, answered by one connection."""
    return asyncio.run(_measured(servers, size))


async def _measured(servers: Engines, size: Size) -> Figure:
    engine = create_async_engine(servers.database())
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await fill(engine, size.of(CASES, 2_000))
    servers.checkpoint()
    first: list[float] = []
    deep: list[float] = []
    worst: dict[str, float] = {}
    async with engine.connect() as connection:
        await _round(connection, 1, worst.setdefault)
        worst.clear()
        for _ in range(size.of(ROUNDS, 1)):
            one, two = await _round(connection, TIMES, lambda name, slow: _keep(worst, name, slow))
            first.append(_p95(one))
            deep.append(_p95(two))
    await engine.dispose()
    slowest = sorted(worst.items(), key=lambda each: -each[1])[:3]
    return Figure(
        [Line("first page, p95", first, "ms", BAR), Line("deep page, p95", deep, "ms", BAR)],
        [
            f"{len(QUESTIONS)} filters, each {TIMES} times a round, warm: fifty rows and the capped count,"
            f" {size.of(CASES, 2_000):,} cases. Slowest: "
            + ", ".join(f"{name} {slow:.1f} ms" for name, slow in slowest)
        ],
    )


async def _round(
    connection: AsyncConnection, times: int, keep: Callable[[str, float], object]
) -> tuple[list[float], list[float]]:
    first, deep = [], []
    for name, filters in QUESTIONS.items():
        key = await deep_key(connection, filters)
        for after, kept in ((None, first), (key, deep)):
            if after is None and kept is deep:
                continue
            for _ in range(times):
                began = time.perf_counter()
                await ask(connection, filters, after)
                kept.append((time.perf_counter() - began) * 1000)
            keep(f"{name}, {'deep' if after else 'first'}", sorted(kept[-times:])[times // 2])
    return first, deep


def _keep(worst: dict[str, float], name: str, slow: float) -> None:
    worst[name] = max(worst.get(name, 0.0), slow)


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[18]
