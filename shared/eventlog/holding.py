"""A connection that is kept between uses and replaced when it breaks (常驻连接)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from psycopg.pq import PipelineStatus
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.eventlog.connection import DriverConnection, driver_of


class HeldConnection:
    """One connection of the engine's pool for one purpose, used by one task at a time."""

    def __init__(self, engine: AsyncEngine, *, autocommit: bool = False) -> None:
        level = "AUTOCOMMIT" if autocommit else "READ COMMITTED"
        self._engine = engine.execution_options(isolation_level=level)
        self._lock = asyncio.Lock()
        self._connection: AsyncConnection | None = None
        self._driver: DriverConnection | None = None

    @property
    def is_new(self) -> bool:
        """Tell whether the next use opens a connection, so that a failure cannot be an old one's."""
        return self._connection is None

    @asynccontextmanager
    async def use(self) -> AsyncIterator[DriverConnection]:
        """Lend the connection; after a failure its transaction is rolled back."""
        async with self._lock:
            try:
                yield await self._open()
            except BaseException:
                await self._recover()
                raise

    async def close(self) -> None:
        """Give the connection back to the pool."""
        async with self._lock:
            if self._connection is not None:
                await self._connection.close()
            self._connection = self._driver = None

    async def _open(self) -> DriverConnection:
        if self._driver is None:
            connection = await self._engine.connect()
            self._connection, self._driver = connection, await driver_of(connection)
        return self._driver

    async def _recover(self) -> None:
        """Undo what failed; a connection that is broken or in an unknown state is given up."""
        driver = self._driver
        if driver is None or driver.closed or driver.pgconn.pipeline_status != PipelineStatus.OFF:
            await self._give_up()
            return
        try:
            await driver.rollback()
        except psycopg.Error:
            await self._give_up()

    async def _give_up(self) -> None:
        connection, self._connection, self._driver = self._connection, None, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()
