"""Read models from zero: the same functions over the whole log (重建读模型)."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from sqlalchemy import Table, delete
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.eventlog.batch import projected
from shared.eventlog.connection import LOG_LOCK, DriverConnection, driver_of
from shared.eventlog.history import READ, Row, recorded_from
from shared.eventlog.statements import Writing, run_grouped

CHUNK = 2_000


async def rebuild(engine: AsyncEngine, tables: Sequence[Table], writing: Writing) -> int:
    """Empty ``tables`` and fill them from the log in one transaction; return the number of events.

    The server writes one chunk while the next is read on a second connection and projected.
    """
    count = 0
    async with engine.begin() as connection, engine.connect() as reading:
        driver, reader = await driver_of(connection), await driver_of(reading)
        await driver.execute("SELECT pg_advisory_xact_lock(%s)", (LOG_LOCK,))
        for table in reversed(tables):
            await connection.execute(delete(table))
        async with driver.pipeline():
            async for rows in _chunks(reader):
                recorded = (recorded_from(row) for row in rows)
                await run_grouped(driver, writing.plans, projected(recorded, writing.projectors))
                count += len(rows)
    return count


async def _chunks(reader: DriverConnection) -> AsyncIterator[list[Row]]:
    rows = await _read(reader, 0)
    while rows:
        coming = asyncio.create_task(_read(reader, rows[-1][0]))
        try:
            yield rows
        finally:
            rows = await coming


async def _read(reader: DriverConnection, after: int) -> list[Row]:
    cursor = await reader.execute(READ, {"after": after, "limit": CHUNK})
    return await cursor.fetchall()
