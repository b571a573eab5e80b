"""A fresh database with the tables of a test (测试用数据库)."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sqlalchemy import MetaData, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


@asynccontextmanager
async def furnished(
    database: str, metadata: MetaData, statements: Sequence[str] = ()
) -> AsyncIterator[AsyncEngine]:
    """An engine over the database, with the tables and whatever else they need."""
    engine = create_async_engine(database)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
        for statement in statements:
            await connection.execute(text(statement))
    yield engine
    await engine.dispose()
