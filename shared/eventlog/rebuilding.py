"""Read models from zero: the same functions over the whole log (重建读模型)."""

from collections.abc import Sequence

from sqlalchemy import Table, delete
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.eventlog.batch import projected
from shared.eventlog.connection import LOG_LOCK, driver_of
from shared.eventlog.history import READ, recorded_from
from shared.eventlog.recorded import Projector, Recorded
from shared.eventlog.statements import run_grouped

CHUNK = 2_000


async def rebuild(engine: AsyncEngine, tables: Sequence[Table], projectors: Sequence[Projector]) -> int:
    """Empty ``tables`` and fill them from the log in one transaction; return the number of events."""
    async with engine.begin() as connection:
        driver = await driver_of(connection)
        await driver.execute("SELECT pg_advisory_xact_lock(%s)", (LOG_LOCK,))
        for table in reversed(tables):
            await connection.execute(delete(table))
        position = 0
        while chunk := await _read(connection, position):
            await run_grouped(connection, projected(chunk, projectors))
            position = chunk[-1].position
    return position


async def _read(connection: AsyncConnection, after: int) -> list[Recorded]:
    driver = await driver_of(connection)
    cursor = await driver.execute(READ, {"after": after, "limit": CHUNK})
    return [recorded_from(row) for row in await cursor.fetchall()]
