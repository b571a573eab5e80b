"""The rows of drafts, of whatever kind: the list, and one of them (草稿的数据行)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, select
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.law.refusal import UnknownCaseError


class DraftRows:
    """The drafts of one table; there are a few each year."""

    def __init__(self, engine: AsyncEngine, table: Table) -> None:
        self._engine = engine
        self._table = table

    async def drafts(self, status: str | None = None) -> Sequence[Row[Any]]:
        """The drafts, the newest first."""
        columns = self._table.c
        query = select(self._table).order_by(columns.entered_at.desc(), columns.draft_id)
        if status is not None:
            query = query.where(columns.status == status)
        async with self._engine.connect() as connection:
            rows: Sequence[Row[Any]] = (await connection.execute(query)).all()
            return rows

    async def draft(self, draft_id: UUID) -> Row[Any]:
        """One draft's row; raises UnknownCaseError."""
        query = select(self._table).where(self._table.c.draft_id == draft_id)
        async with self._engine.connect() as connection:
            row: Row[Any] | None = (await connection.execute(query)).first()
        if row is None:
            raise UnknownCaseError("There is no such draft.")
        return row
