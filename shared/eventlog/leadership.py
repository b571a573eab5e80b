"""One active relay, reader and sweeper per service: a session-level advisory lock of its database (主备)."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

_TRY = text("SELECT pg_try_advisory_lock(:key)")
_STILL = text("SELECT 1")


class Leadership:
    """Holding the lock; it dies with its database session."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def confirm(self) -> None:
        """Raise a database error when the session, and so the lock, is gone."""
        await self._connection.execute(_STILL)


def lock_key(purpose: str) -> int:
    """The advisory lock's 64-bit number for a purpose."""
    return int.from_bytes(hashlib.sha256(f"jiandu:{purpose}".encode()).digest()[:8], "big", signed=True)


@asynccontextmanager
async def leadership(engine: AsyncEngine, purpose: str) -> AsyncIterator[Leadership | None]:
    """Hold the lock for ``purpose`` inside the block, or yield None when another process holds it."""
    async with engine.connect() as plain:
        connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
        try:
            held = await connection.scalar(_TRY, {"key": lock_key(purpose)})
            yield Leadership(connection) if held else None
        finally:
            await connection.invalidate()
