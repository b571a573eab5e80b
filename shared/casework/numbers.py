"""Case numbers (案号): drawn in blocks from a sequence, unique; gaps after a restart do no harm."""

import asyncio
from collections.abc import Iterator
from datetime import date

from sqlalchemy import Sequence, select
from sqlalchemy.ext.asyncio import AsyncEngine

BLOCK = 32


class CaseNumbers:
    """Numbers of one kind of case, such as 投诉〔2026〕17号.

    The number of a letter (文号) is another matter: it may have no gap, and is drawn in its transaction.
    """

    def __init__(self, engine: AsyncEngine, sequence: Sequence, word: str) -> None:
        self._engine = engine
        self._sequence = sequence
        self._word = word
        self._held: Iterator[int] = iter(())
        self._drawing = asyncio.Lock()

    async def next(self, on: date) -> str:
        """Draw the next number; the year is the suite's."""
        async with self._drawing:
            number = next(self._held, None)
            if number is None:
                number = await self._draw_block()
        return f"{self._word}〔{on.year}〕{number}号"

    async def _draw_block(self) -> int:
        async with self._engine.connect() as connection:
            block = (await connection.execute(select(self._sequence.next_value()))).scalar_one()
        first = (block - 1) * BLOCK + 1
        self._held = iter(range(first + 1, first + BLOCK))
        return first
