"""What a calendar edition did, or would do, to the open clocks of a service (重算清单).

The docket is read from its rows; a preview holds every open clock against a calendar that is not in force.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, exists, func, not_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.calendar.almanac import Almanac
from shared.calendar.deadline import CalendarError, Deadline
from shared.deadlines.recomputing import before_and_after, is_shortened
from shared.deadlines.stock import OpenClocks, Stock, deadline_of
from shared.deadlines.tables import CLOCK, DOCKET, DOCKET_TASK, RECOMPUTATION

SHOWN = 200
"""Rows of a preview; its counts cover everything."""

_RUNS = select(RECOMPUTATION).order_by(RECOMPUTATION.c.started_at.desc())


@dataclass(slots=True)
class Preview:
    """What would change: ``counts`` by effect, and the first rows (重算预览)."""

    examined: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def changed(self) -> int:
        """Clocks whose dates or certainty would change."""
        return sum(count for name, count in self.counts.items() if name != "held")

    def add(self, row: Mapping[str, Any]) -> None:
        """Count a change, and keep it while there is room."""
        self.counts[row["effect"]] += 1
        self.counts["held"] += row["held"]
        if len(self.rows) < SHOWN:
            self.rows.append(dict(row))


class Docket:
    """The questions about recomputations of one service."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def runs(self) -> Sequence[Row[Any]]:
        """The states of the calendar that the clocks were held against, the newest first."""
        return await self._rows(_RUNS)

    async def tasks(self, positions: Sequence[int]) -> Mapping[int, list[Row[Any]]]:
        """The tasks of some rows of the docket."""
        found: dict[int, list[Row[Any]]] = {}
        wanted = select(DOCKET_TASK).where(DOCKET_TASK.c.position.in_(positions))
        for row in await self._rows(wanted.order_by(DOCKET_TASK.c.task)):
            found.setdefault(row.position, []).append(row)
        return found

    async def touched_by(self, regulation: str) -> Sequence[Row[Any]]:
        """Open clocks that rest on a version of a regulation, by procedure: how many cases."""
        counted = (
            select(CLOCK.c.procedure, func.count(CLOCK.c.case_id.distinct()).label("cases"))
            .where(CLOCK.c.basis.startswith(f"{regulation}#", autoescape=True))
            .group_by(CLOCK.c.procedure)
        )
        return await self._rows(counted)

    async def preview(self, almanac: Almanac) -> Preview:
        """What a calendar would change; the reader yields to others between the pages."""
        clocks, seen = OpenClocks(self._engine, almanac), Preview()
        for stock in await clocks.stocks(0):
            async for page in clocks.touched(stock, 0):
                seen.examined += len(page)
                for row in _changes(page, stock):
                    seen.add(row)
                await asyncio.sleep(0)
        return seen

    async def _rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        async with self._engine.connect() as connection:
            rows: Sequence[Row[Any]] = (await connection.execute(query)).all()
            return rows


def docket_rows(person: UUID | None, *, edition: str | None, attention: str) -> Select[Any]:
    """The rows of the docket that a person may see; ``attention`` is all, open or none."""
    waiting = exists().where(DOCKET_TASK.c.position == DOCKET.c.position, DOCKET_TASK.c.settled_at.is_(None))
    conditions = [] if attention == "all" else [waiting if attention == "open" else not_(waiting)]
    if edition is not None:
        conditions.append(DOCKET.c.edition_after == edition)
    if person is not None:
        conditions.append(not_(DOCKET.c.hidden_from.contains(str(person), autoescape=True)))
    return select(DOCKET).where(*conditions)


def _changes(page: Sequence[Row[Any]], stock: Stock) -> Iterator[dict[str, Any]]:
    for row in page:
        before = deadline_of(row)
        try:
            after = stock.calendar.recomputed(before) if stock.calendar.changes(before) else None
        except CalendarError:
            continue
        if after is not None:
            yield _change(row, before, after)


def _change(row: Row[Any], before: Deadline, after: Deadline) -> dict[str, Any]:
    told = {party: date.fromisoformat(due_on) for party, due_on in row.told.items()}
    return {
        "case_id": row.case_id,
        "number": row.number,
        "procedure": row.procedure,
        "clock": row.clock,
        "rule_key": row.rule_key,
        "agency": row.agency,
        "owner": row.owner,
        **before_and_after(before, after),
        "told": list(told),
        "held": is_shortened(told, after),
    }
