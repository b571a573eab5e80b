"""What changed in the queue since a page was made: one look per second for all open pages (实时变动).

The consumer may write in another process, so the database is asked and nothing is signalled. A page's
place is the highest chain number it has seen of each service; it travels in the page and comes back on
reconnection.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from sqlalchemy.ext.asyncio import AsyncEngine

from services.dashboard.views.queue import QueueRow, latest_positions, rows_changed

LOOK_EVERY_SECONDS = 1.0

Seen = Mapping[str, int]


class Changes:
    """Wakes the open pages when rows change or a new day begins."""

    def __init__(self, engine: AsyncEngine, services: tuple[str, ...], today: Callable[[], date]) -> None:
        self._engine = engine
        self._services = services
        self._today = today
        self._latest: Seen = {}
        self._day = today()
        self._listening = 0
        self._turn = asyncio.Event()

    async def seen_now(self) -> dict[str, int]:
        """Give the place of a page that is made now; ask before its rows are read."""
        async with self._engine.connect() as connection:
            return await latest_positions(connection, self._services)

    async def since(self, seen: Seen) -> tuple[list[QueueRow], dict[str, int]]:
        """Give the rows that changed after a place, and the new place."""
        rows, reached = [], dict(seen)
        async with self._engine.connect() as connection:
            for service in self._services:
                found = await rows_changed(connection, service, seen.get(service, 0), self._today())
                rows += found
                reached[service] = max([seen.get(service, 0), *(row.position for row in found)])
        return rows, reached

    @contextmanager
    def listening(self) -> Iterator[Callable[[float], Awaitable[None]]]:
        """Be woken while the block runs; the given function waits at most so many seconds."""
        self._listening += 1
        try:
            yield self._wait
        finally:
            self._listening -= 1

    async def run(self, stop: asyncio.Event) -> None:
        """Look until told to stop; nobody listening, nothing is asked."""
        while not stop.is_set():
            if self._listening:
                await self.look()
            try:
                await asyncio.wait_for(stop.wait(), LOOK_EVERY_SECONDS)
            except TimeoutError:
                continue

    async def look(self) -> None:
        """Look once and wake the pages if there is news."""
        latest, day = await self.seen_now(), self._today()
        if latest != self._latest or day != self._day:
            self._latest, self._day = latest, day
            self._turn.set()
            self._turn = asyncio.Event()

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._turn.wait(), seconds)
        except TimeoutError:
            return
