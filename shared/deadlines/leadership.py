"""One leader per service, by an advisory lock of its database (主执行者)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

_TRY = text("SELECT pg_try_advisory_lock(:key)")
_ALIVE = text("SELECT 1")


class Leadership:
    """A held lock; ``is_held`` asks the database, because a broken connection loses the lock."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def confirm(self) -> None:
        """Raise if the connection, and with it the lock, is gone."""
        await self._connection.execute(_ALIVE)


@asynccontextmanager
async def leadership(engine: AsyncEngine, key: int) -> AsyncIterator[Leadership | None]:
    """Try to lead; None if another process does. The connection is closed, so the lock cannot linger."""
    async with engine.connect() as connection:
        held = await connection.execution_options(isolation_level="AUTOCOMMIT")
        try:
            yield Leadership(held) if (await held.execute(_TRY, {"key": key})).scalar() else None
        finally:
            await connection.invalidate()
