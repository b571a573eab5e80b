"""Read models from zero: the same functions over the whole log (重建读模型)."""

from collections.abc import Sequence

from sqlalchemy import Table, delete
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.eventlog.batch import projected
from shared.eventlog.connection import LOG_LOCK, DriverConnection, driver_of
from shared.eventlog.history import READ, Row, recorded_from
from shared.eventlog.statements import Writing, run_grouped

CHUNK = 2_000


async def rebuild(engine: AsyncEngine, tables: Sequence[Table], writing: Writing) -> int:
    """Empty ``tables`` and fill them from the log in one transaction; return the number of events."""
    async with engine.begin() as connection:
        driver = await driver_of(connection)
        await driver.execute("SELECT pg_advisory_xact_lock(%s)", (LOG_LOCK,))
        for table in reversed(tables):
            await connection.execute(delete(table))
        position = 0
        while rows := await _read(driver, position):
            chunk = [recorded_from(row) for row in rows]
            async with driver.pipeline():
                await run_grouped(driver, writing.plans, projected(chunk, writing.projectors))
            position = chunk[-1].position
    return position


async def _read(driver: DriverConnection, after: int) -> list[Row]:
    cursor = await driver.execute(READ, {"after": after, "limit": CHUNK})
    return await cursor.fetchall()
