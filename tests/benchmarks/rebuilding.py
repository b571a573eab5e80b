"""Read models of the complaints service from zero (P5)."""

import asyncio
import time

from sqlalchemy import func, select

from tests.benchmarks.complaint_log import Office, office
from tests.benchmarks.engines import Engines
from tests.benchmarks.figure import Bar, Figure, Line, Size

ROUNDS = 3


def rebuild(servers: Engines, size: Size) -> Figure:
    """P5: all read models that the service names, as ``jiandu rebuild complaints`` fills them."""
    return asyncio.run(_measured(servers, size))


async def _measured(servers: Engines, size: Size) -> Figure:
    async with office(servers.database(), str(servers.directory("objects"))) as place:
        cases = size.of(6_000, 100)
        events = await place.keep(place.in_course(number) for number in range(cases))
        before, rates = await _rows(place), []
        for _ in range(size.of(ROUNDS, 1)):
            servers.checkpoint()
            began = time.perf_counter()
            assert await place.parts.log.rebuild(place.parts.read_models) == events
            rates.append(events / (time.perf_counter() - began))
            assert await _rows(place) == before
    tables = ", ".join(f"{name} {count:,}" for name, count in before.items())
    return Figure(
        [Line("rebuild", rates, "events/s", Bar(10_000, 50_000))],
        [
            f"{events:,} events of {cases:,} complaints, emptying the tables included; rows after it, as"
            f" before: {tables}. One process."
        ],
    )


async def _rows(place: Office) -> dict[str, int]:
    async with place.engine.connect() as connection:
        return {
            table.name: await connection.scalar(select(func.count()).select_from(table)) or 0
            for table in place.parts.read_models
        }
