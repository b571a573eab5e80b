"""The recomputation of all open clocks when the calendar changes (全量重算).

It holds every open clock against the calendar of its handling body and lets the cases record what changes,
one event per clock, several cases per transaction. An exact filter leaves out the clocks that no changed day
can touch. It may be repeated at any time: what is right already is left alone, so that a crash, a second
worker, or a command that still used the old edition end the same way.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import structlog
from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.audit.entry import AuditOutcome
from shared.calendar.almanac import Almanac
from shared.clock.suite import Clock, date_of
from shared.deadlines.case import Case
from shared.deadlines.stock import OpenClocks, moves
from shared.deadlines.tables import RECOMPUTATION
from shared.eventlog.command import Command
from shared.eventlog.context import entry_for, metadata_for
from shared.eventlog.failures import LogConflictError, ServiceUnavailableError
from shared.eventlog.leadership import leadership
from shared.eventlog.log import EventLog
from shared.eventlog.unit import Unit
from shared.identity.actor import SYSTEM

ACTION = "deadlines.recompute"
LOCK = "recompute"
"""What the workers of a service's database compete for."""
TOGETHER = 256
"""So many cases are decided side by side and share a transaction."""
ATTEMPTS = 5
"""So often a case is decided anew when somebody else changed it meanwhile."""
PAUSE = 1.0
"""Seconds of host time between two looks."""

_SEEN = select(RECOMPUTATION).where(RECOMPUTATION.c.edition == bindparam("edition"))
_BEGIN = (
    insert(RECOMPUTATION)
    .values(examined=0, changed=0, seen_position=0)
    .on_conflict_do_nothing(index_elements=["edition"])
)


class Recomputed(NamedTuple):
    """What a pass did: clocks looked at, clocks changed."""

    examined: int = 0
    changed: int = 0


class Recomputer:
    """Keeps one service's open clocks in step with the calendar; of several workers one leads."""

    def __init__(self, log: EventLog, engine: AsyncEngine, almanac: Almanac, clock: Clock) -> None:
        self._log = log
        self._engine = engine
        self._almanac = almanac
        self._clock = clock
        self._clocks = OpenClocks(engine, almanac)
        self._seen: tuple[str, int] = ("", 0)
        self._logger = structlog.get_logger("recomputer").bind(service=log.service)

    async def run(self, stop: asyncio.Event) -> None:
        """Follow the calendar while leading, stand by otherwise, until ``stop``."""
        while not stop.is_set():
            async with leadership(self._engine, LOCK) as leader:
                while leader and not stop.is_set():
                    await leader.confirm()
                    await self.step()
                    await _rest(stop)
            await _rest(stop)

    async def step(self) -> Recomputed:
        """Look at every clock that the present calendar may move and that was not looked at yet."""
        edition, until = self._almanac.book.id, await self._log.position()
        if self._seen == (edition, until):
            return Recomputed()
        row = await self._begun(edition)
        known, place = self._seen
        after = place if known == edition else row.seen_position
        done = await self._pass(after)
        if known != edition:
            held = await self._recompute_all(await self._clocks.held())
            done = done._replace(changed=done.changed + held)
        if done.examined or row.finished_at is None:
            await self._finish(edition, until, done)
            self._logger.info("clocks recomputed", edition=edition, **done._asdict())
        self._seen = (edition, until)
        return done

    async def _pass(self, after: int) -> Recomputed:
        examined = changed = 0
        for stock in await self._clocks.stocks(after):
            async for page in self._clocks.touched(stock, after):
                moved = [row.case_id for row in page if moves(row, stock.calendar)]
                examined += len(page)
                changed += await self._recompute_all(list(dict.fromkeys(moved)))
        return Recomputed(examined, changed)

    async def _recompute_all(self, cases: Sequence[UUID]) -> int:
        changed = 0
        for first in range(0, len(cases), TOGETHER):
            changed += await self._recompute(cases[first : first + TOGETHER])
        return changed

    async def _recompute(self, cases: Sequence[UUID], attempts: int = ATTEMPTS) -> int:
        """Let cases record what changes, in one transaction; one by one where somebody else changed one.

        The other change may have left the row of the clock alone, so that no later look would find it.
        """
        now = self._clock.now()
        decided = await asyncio.gather(*(self._decided(each, now) for each in cases))
        moved = [case for case in decided if case is not None]
        count = sum(len(case.pending_events) for case in moved)
        if not moved:
            return 0
        try:
            await self._log.commit(_unit(moved, self._almanac.book.id, now))
        except LogConflictError:
            if not attempts:
                raise  # the pass does not count as finished, and begins again
            return sum([await self._recompute([each], attempts - 1) for each in cases])
        return count

    async def _decided(self, case_id: UUID, now: datetime) -> Case | None:
        """The case with what it recorded; None if nothing changes, or if it cannot be decided."""
        try:
            case = await self._log.load(Case, case_id)
            calendar = self._almanac.current(case.summary().get("handler"))
            for clock in list(case.clocks):
                case.recompute(clock, calendar, at=now)
        except ServiceUnavailableError:
            raise  # nothing is wrong with the case: the whole pass begins again
        except Exception as error:  # noqa: BLE001 - one broken case must not hold up all others
            self._logger.error("recomputation failed", case=str(case_id), error=repr(error))
            return None
        return case if case.pending_events else None

    async def _begun(self, edition: str) -> Row[Any]:
        """The row of a state of the calendar; a new one begins at the first position."""
        async with self._engine.begin() as connection:
            await connection.execute(_BEGIN, {"edition": edition, "started_at": self._clock.now()})
            return (await connection.execute(_SEEN, {"edition": edition})).one()

    async def _finish(self, edition: str, until: int, done: Recomputed) -> None:
        row = RECOMPUTATION.c
        finished = (
            update(RECOMPUTATION)
            .where(row.edition == edition)
            .values(
                finished_at=self._clock.now(),
                examined=row.examined + done.examined,
                changed=row.changed + done.changed,
                seen_position=until,
            )
        )
        async with self._engine.begin() as connection:
            await connection.execute(finished)


def _unit(cases: Sequence[Case], edition: str, now: datetime) -> Unit:
    """The suite itself acts; one entry of the audit log stands for the batch, each event names its case."""
    correlation = uuid5(cases[0].id, f"{ACTION}:{edition}:{cases[0].version}")
    command = Command(action=ACTION, actor=SYSTEM, at=now, on=date_of(now), correlation_id=str(correlation))
    entry = entry_for(command, AuditOutcome.ACCEPTED, edition)
    return Unit(at=now, metadata=metadata_for(command, None), aggregates=tuple(cases), audit=entry)


async def _rest(stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), PAUSE)
    except TimeoutError:
        return
