"""What stands in a table."""

from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncEngine


async def rows_of(engine: AsyncEngine, table: Table) -> list[Any]:
    """Return all rows in the order of the primary key."""
    async with engine.connect() as connection:
        return list(await connection.execute(select(table).order_by(*table.primary_key.columns)))
