"""The sweeper: finds rungs whose time has come and lets the cases climb them (巡查).

It reads without row locks and acts through the aggregate; the writer's transaction records the rung, so that
a rung fires exactly once, also with several sweepers, after a crash and after a week of downtime.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5

import structlog
from sqlalchemy import DateTime, Row, Uuid, bindparam, select, tuple_
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.audit.entry import AuditOutcome
from shared.clock.suite import Clock, date_of
from shared.deadlines.case import Case
from shared.deadlines.tables import CLOCK
from shared.eventlog.command import Command
from shared.eventlog.context import entry_for, metadata_for
from shared.eventlog.failures import LogConflictError
from shared.eventlog.leadership import Leadership, leadership
from shared.eventlog.log import EventLog
from shared.eventlog.unit import Unit
from shared.identity.actor import SYSTEM

ACTION = "deadlines.reach_rung"
LOCK = "sweep"
"""What sweepers of a service's database compete for."""
PAGE = 1000
NAP = 0.1
"""Seconds of host time between two looks at the clock while resting."""
JUMP = timedelta(seconds=30)
"""A clock that ran ahead of the host by more than this was moved."""
AT_ONCE = 128
"""So many cases are decided side by side and share the writer's next transactions."""

_AFTER = (bindparam("after_at", type_=DateTime(timezone=True)), bindparam("after_case", type_=Uuid()))
_DUE = (
    select(CLOCK.c.next_action_at, CLOCK.c.case_id)
    .where(CLOCK.c.next_action_at <= bindparam("now"))
    .where(tuple_(CLOCK.c.next_action_at, CLOCK.c.case_id) > tuple_(*_AFTER))
    .order_by(CLOCK.c.next_action_at, CLOCK.c.case_id)
    .limit(PAGE)
)


class Swept(NamedTuple):
    """What one pass did: rungs fired, cases left to another sweeper, cases that failed."""

    fired: int = 0
    lost: int = 0
    failed: int = 0

    def plus(self, other: "Swept") -> "Swept":
        """Both together."""
        return Swept(*(one + two for one, two in zip(self, other, strict=True)))


class Sweeper:
    """Sweeps one service's clocks; of several sweepers one leads and the others stand by.

    ``swept_until`` is the instant up to which every rung has fired, as far as this sweeper knows.
    """

    def __init__(self, log: EventLog, engine: AsyncEngine, clock: Clock, *, pause: float = 1.0) -> None:
        self.swept_until: datetime | None = None
        self._log = log
        self._engine = engine
        self._clock = clock
        self._pause = pause
        self._logger = structlog.get_logger("sweeper").bind(service=log.service)

    async def run(self, stop: asyncio.Event) -> None:
        """Sweep while leading, stand by otherwise, until ``stop``; ``pause`` is in seconds of host time."""
        while not stop.is_set():
            async with leadership(self._engine, LOCK) as leader:
                if leader:
                    await self._lead(leader, stop)
            await self._rest(stop)

    async def sweep_once(self) -> Swept:
        """Fire every rung whose time has come; a failing case never holds up the others."""
        now, swept = self._clock.now(), Swept()
        async for cases in self.due(now):
            for first in range(0, len(cases), AT_ONCE):
                swept = swept.plus(await self._fire_all(cases[first : first + AT_ONCE], now))
        if not swept.failed and not swept.lost:
            self.swept_until = now
        return swept

    async def due(self, now: datetime) -> AsyncIterator[list[UUID]]:
        """Page by page the cases that have a rung to climb, earliest first."""
        after_at, after_case = datetime.min.replace(tzinfo=now.tzinfo), UUID(int=0)
        while rows := await self._due(now, after_at, after_case):
            after_at, after_case = rows[-1].next_action_at, rows[-1].case_id
            yield list(dict.fromkeys(row.case_id for row in rows))

    async def _lead(self, leader: Leadership, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await leader.confirm()
            await self.sweep_once()
            await self._rest(stop)

    async def _rest(self, stop: asyncio.Event) -> None:
        """Wait for the pause, for ``stop``, or until the sandbox clock was moved."""
        began, rested = self._clock.now(), 0.0
        while rested < self._pause:
            nap = min(NAP, self._pause - rested)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), nap)
                return
            rested += nap
            if self._clock.now() - began > timedelta(seconds=rested) + JUMP:
                return

    async def _due(
        self, now: datetime, after_at: datetime, after_case: UUID
    ) -> Sequence[Row[datetime, UUID]]:
        given = {"now": now, "after_at": after_at, "after_case": after_case}
        async with self._engine.connect() as connection:
            return (await connection.execute(_DUE, given)).all()

    async def _fire_all(self, cases: Sequence[UUID], now: datetime) -> Swept:
        swept = Swept()
        for each in await asyncio.gather(*(self._fire(case_id, now) for case_id in cases)):
            swept = swept.plus(each)
        return swept

    async def _fire(self, case_id: UUID, now: datetime) -> Swept:
        try:
            return Swept(fired=await self._climb(case_id, now))
        except LogConflictError:
            return Swept(lost=1)
        except Exception as error:  # noqa: BLE001 - one broken case must not silence all other clocks
            self._logger.error("sweep failed", case=str(case_id), error=type(error).__name__)
            return Swept(failed=1)

    async def _climb(self, case_id: UUID, now: datetime) -> int:
        """Decide through the aggregate and append what it recorded."""
        case = await self._log.load(Case, case_id)
        basis = climb(case, now)
        fired = len(case.pending_events)
        if fired:
            command = _command(case, now)
            entry = entry_for(command, AuditOutcome.ACCEPTED, str(case_id), basis=basis)
            await self._log.commit(
                Unit(at=now, metadata=metadata_for(command, basis), aggregates=(case,), audit=entry)
            )
        return fired


def climb(case: Case, now: datetime) -> str | None:
    """Let a case reach every rung whose time has come; the basis of the last clock that climbed."""
    basis = None
    for name, running in list(case.clocks.items()):
        for rung, _ in running.pending():
            if case.reach_rung(name, rung, at=now):
                basis = running.deadline.basis
    return basis


def _command(case: Case, now: datetime) -> Command:
    """The suite itself acts; the conversation follows from the case and its version."""
    correlation = uuid5(case.id, f"{ACTION}:{case.version}")
    return Command(action=ACTION, actor=SYSTEM, at=now, on=date_of(now), correlation_id=str(correlation))
