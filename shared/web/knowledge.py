"""Every process learns the published law and calendar from its service's database (法规与历法的知悉)."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence

import structlog
from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.bus.effects import Effects
from shared.calendar.almanac import Almanac
from shared.calendar.editions import EditionError
from shared.contracts.base import Contract
from shared.contracts.envelope import Envelope, ordinal_of
from shared.contracts.statutes import (
    CalendarEditionPublished,
    PolicyChosen,
    RegulationPublished,
    Statutory,
)
from shared.eventlog.command import Statement
from shared.eventlog.recorded import Projector, Recorded
from shared.eventlog.wake import Wake
from shared.law.book import LawBook
from shared.settings.copies import kept
from shared.web.supervision import pause

POLL_SECONDS = 1.0
PAUSE_SECONDS = 0.1
CONTRACTS: tuple[type[Statutory], ...] = (CalendarEditionPublished, RegulationPublished, PolicyChosen)
_BY_NAME = {each.name: each for each in CONTRACTS}


class Knowledge:
    """Brings the process's almanac and law book to what the copy holds."""

    def __init__(self, engine: AsyncEngine, table: Table, almanac: Almanac, law: LawBook) -> None:
        self._engine = engine
        self._table = table
        self._almanac = almanac
        self._law = law
        self._known = 0
        self._logger = structlog.get_logger("knowledge")

    async def run(self, stop: asyncio.Event, wake: Wake) -> None:
        """Learn until ``stop``: at once when this process's log grows, else every second."""
        bell = wake.subscribe()
        while not stop.is_set():
            await bell.wait(POLL_SECONDS)
            await self.step()
            await pause(stop, PAUSE_SECONDS)

    async def step(self) -> None:
        """Read what was published since the last look, in the order of publication."""
        newer = select(self._table).where(self._table.c.ordinal > self._known).order_by(self._table.c.ordinal)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(newer)).all()
        for row in rows:
            self._take(row.contract, row.body)
            self._known = row.ordinal

    def _take(self, contract: str, body: str) -> None:
        """Learn one publication; data that this release cannot read are told and left aside."""
        try:
            match _BY_NAME[contract].model_validate_json(body):
                case CalendarEditionPublished() as published:
                    self._almanac.take([published.content()])
                case RegulationPublished() as published:
                    self._law.take_version(published.regulation, published.in_force_from, published.document)
                case PolicyChosen() as published:
                    self._law.choose(
                        published.policy,
                        published.value,
                        chosen_on=published.chosen_on,
                        chosen_by=published.chosen_by,
                        reason=published.reason,
                    )
        except (EditionError, ValueError, LookupError) as error:
            self._logger.error("publication not understood", contract=contract, error=repr(error))


def copying(table: Table, publish: Callable[[Recorded], Sequence[Contract]]) -> Projector:
    """The projector by which the service that publishes keeps its own copy, in the event's transaction."""

    def project(recorded: Recorded) -> Iterator[Statement]:
        for index, contract in enumerate(publish(recorded)):
            yield from copies(table, contract, ordinal_of(recorded.position, index))

    return project


def keep(table: Table, envelope: Envelope) -> Effects:
    """Keep a publication as it arrives."""
    return Effects([*copies(table, envelope.contract, envelope.ordinal)])


def copies(table: Table, contract: Contract, ordinal: int) -> Iterable[Statement]:
    """The row of one publication; nothing for other contracts."""
    if isinstance(contract, Statutory):
        yield kept(
            table, contract=contract.name, key=contract.key, ordinal=ordinal, body=contract.model_dump_json()
        )
