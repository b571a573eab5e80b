"""Read models from zero: the same functions over the whole log (重建读模型)."""

import asyncio
from collections.abc import AsyncIterator, Container, Hashable, Iterable, Iterator, Sequence

from sqlalchemy import Table, delete
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.eventlog.batch import projected
from shared.eventlog.command import Statement
from shared.eventlog.connection import LOG_LOCK, DriverConnection, driver_of
from shared.eventlog.history import READ, Row, recorded_from
from shared.eventlog.recorded import is_rebuilt
from shared.eventlog.statements import Writing, run_grouped

CHUNK = 2_000

_BY_INDEX = "SELECT set_config(name, 'off', true) FROM unnest(%s::text[]) AS names (name)"
"""The planner cannot know how many rows this transaction has written: it would read whole tables."""
_WHOLE_TABLES = ["enable_seqscan", "enable_hashjoin", "enable_mergejoin"]


async def rebuild(engine: AsyncEngine, tables: Sequence[Table], writing: Writing) -> int:
    """Empty ``tables`` and fill them from the log in one transaction; return the number of events.

    The server writes one chunk while the next is read on a second connection and projected. What projectors
    write to other tables is there already.
    """
    count, names = 0, {table.fullname for table in tables}
    projectors = [each for each in writing.projectors if is_rebuilt(each)]
    async with engine.begin() as connection, engine.connect() as reading:
        driver, reader = await driver_of(connection), await driver_of(reading)
        await driver.execute("SELECT pg_advisory_xact_lock(%s)", (LOG_LOCK,))
        await driver.execute(_BY_INDEX, (_WHOLE_TABLES,))
        for table in reversed(tables):
            await connection.execute(delete(table))
        async with driver.pipeline():
            async for rows in _chunks(reader):
                recorded = (recorded_from(row) for row in rows)
                rows_to_write = _of_tables(projected(recorded, projectors), names)
                await run_grouped(driver, writing.plans, rows_to_write)
                count += len(rows)
    return count


def _of_tables(
    statements: Iterable[tuple[Hashable, Statement]], names: Container[str]
) -> Iterator[tuple[Hashable, Statement]]:
    """Leave out what goes to other tables; a statement that names no table stays."""
    for owner, (statement, parameters) in statements:
        table = getattr(statement, "table", None)
        if table is None or table.fullname in names:
            yield owner, (statement, parameters)


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
