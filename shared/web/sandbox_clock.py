"""Every process follows the sandbox clock that its service's database holds (演示时钟)."""

import asyncio
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.clock.suite import SuiteClock
from shared.eventlog.wake import Wake
from shared.settings.tables import DeploymentTables, offset_of
from shared.web.supervision import pause

POLL_SECONDS = 1.0
PAUSE_SECONDS = 0.1
"""A busy log does not make the follower busy."""


class ClockFollower:
    """Brings the process's clock to the stored offset."""

    def __init__(self, engine: AsyncEngine, tables: DeploymentTables, clock: SuiteClock) -> None:
        self._engine = engine
        self._table = tables.sandbox_clock
        self._clock = clock
        self._begun = False

    async def run(self, stop: asyncio.Event, wake: Wake) -> None:
        """Follow until ``stop``: at once when this process's log grows, else every second."""
        bell = wake.subscribe()
        while not stop.is_set():
            await bell.wait(POLL_SECONDS)
            await self.step()
            await pause(stop, PAUSE_SECONDS)

    async def step(self) -> None:
        """Read the stored offset once; the first one may lie in the past, later ones only ahead."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(select(self._table))).first()
        if row is None:
            return
        self._follow(offset_of(row))

    def _follow(self, offset: timedelta) -> None:
        if not self._begun:
            self._clock.begin_at_offset(offset)
        elif offset > self._clock.offset:
            self._clock.move_to_offset(offset)
        self._begun = True
