"""The open clocks that a change of the calendar can touch, page by page (受影响的计时).

An exact filter: a changed day outside a period moves nothing, and certainty changes only between the old and
the new end of the published years.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.calendar.almanac import Almanac
from shared.calendar.deadline import CalendarError, Deadline
from shared.calendar.differences import Difference, difference
from shared.calendar.editions import UnknownEditionError
from shared.calendar.work_calendar import WorkCalendar
from shared.deadlines.recomputing import NEW_NOTICE
from shared.deadlines.tables import CLOCK, DOCKET_TASK

PAGE = 1000
_BY_PAGES = {"yield_per": PAGE}
_STATES = (
    select(CLOCK.c.calendar_edition, CLOCK.c.handler).where(CLOCK.c.position > bindparam("after")).distinct()
)

_HELD = (
    select(DOCKET_TASK.c.case_id)
    .where(DOCKET_TASK.c.task == NEW_NOTICE, DOCKET_TASK.c.settled_at.is_(None))
    .distinct()
)


@dataclass(frozen=True, slots=True)
class Stock:
    """The open clocks of one edition and one handling body, and what the calendar changes for them.

    ``change`` is None where this release does not know the edition: then every clock is looked at.
    """

    edition: str
    handler: str | None
    calendar: WorkCalendar
    change: Difference | None


class OpenClocks:
    """Reads the clocks of one service; ``almanac`` is the calendar that they are held against."""

    def __init__(self, engine: AsyncEngine, almanac: Almanac) -> None:
        self._engine = engine
        self._almanac = almanac

    async def stocks(self, after: int) -> list[Stock]:
        """What rests on another edition than the present one, among clocks changed after a position."""
        rows = await self._rows(_STATES, {"after": after})
        stocks = [self._stock(row.calendar_edition, row.handler) for row in rows]
        return [each for each in stocks if each.edition != each.calendar.edition]

    async def touched(self, stock: Stock, after: int) -> AsyncIterator[Sequence[Row[Any]]]:
        """Page by page the clocks of a stock that its change can touch."""
        if stock.change is not None and stock.change.is_empty:
            return
        conditions = [
            CLOCK.c.calendar_edition == stock.edition,
            CLOCK.c.handler.is_not_distinct_from(stock.handler),
            CLOCK.c.position > after,
        ]
        if stock.change is not None:
            conditions.append(_can_touch(stock.change))
        # One pass over the table, as it stood at the beginning; who changes a clock meanwhile gives its row a
        # later position, and the next look finds it.
        async with self._engine.connect() as connection:
            found = await connection.stream(select(CLOCK).where(*conditions), execution_options=_BY_PAGES)
            async for page in found.partitions(PAGE):
                yield page

    async def held(self) -> Sequence[UUID]:
        """The cases with a date that waits for a new notice, whose rows still rest on an older edition."""
        return [row.case_id for row in await self._rows(_HELD, {})]

    def _stock(self, edition: str, handler: str | None) -> Stock:
        calendar = self._almanac.current(handler)
        try:
            known = self._almanac.edition(edition)
        except UnknownEditionError:
            return Stock(edition, handler, calendar, None)
        return Stock(edition, handler, calendar, difference(known, calendar))

    async def _rows(self, query: Any, given: Mapping[str, Any]) -> Sequence[Row[Any]]:
        async with self._engine.connect() as connection:
            return (await connection.execute(query, given)).all()


def moves(row: Row[Any], calendar: WorkCalendar) -> bool:
    """Whether the calendar gives a row other dates; the case tells of one that cannot be computed."""
    try:
        return calendar.changes(deadline_of(row))
    except CalendarError:
        return True


def deadline_of(row: Row[Any]) -> Deadline:
    """The deadline that a row holds."""
    return Deadline.from_dict(orjson.loads(row.deadline))


def _can_touch(change: Difference) -> Any:
    row = CLOCK.c
    certain = and_(row.breach_after > change.certain_after, row.breach_after <= change.certain_until)
    beyond = and_(row.breach_after > change.certain_until, row.provisional.is_(False))
    reasons = [row.due_on.is_(None), certain, beyond]
    if change.first is not None and change.last is not None:
        reasons.append(and_(row.started_on < change.last, row.breach_after >= change.first))
    return or_(*reasons)
