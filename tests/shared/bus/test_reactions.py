"""A contract leads to commands on the reader's own cases: once each, in the same conversation."""

from uuid import UUID, uuid5

from eventsourcing.domain import Aggregate
from sqlalchemy import text

from shared.bus.effects import Effects, reaction
from shared.contracts.envelope import Envelope
from shared.eventlog.log import EventLog
from shared.law.refusal import UnknownCaseError
from tests.shared.bus.notebooks import AT, Noted, World

SHELVES = UUID("5f0f3b3c-6f4e-4d4e-9a53-0d1f6a2f7c11")


class Shelf(Aggregate):
    """The reader's own case for each notebook."""

    TOPIC = "reader.shelf"

    class Created(Aggregate.Created):
        TOPIC = "reader.shelf.created.v1"

    class Grew(Aggregate.Event):
        TOPIC = "reader.shelf.grew.v1"
        line: int

        def apply(self, aggregate: "Shelf") -> None:
            aggregate.lines.append(self.line)

    def __init__(self) -> None:
        self.lines: list[int] = []


class Shelving:
    """The process manager: a shelf per notebook, its id following from the cause."""

    def __init__(self, log: EventLog) -> None:
        self.log = log

    async def handle(self, envelope: Envelope) -> Effects:
        fact = envelope.contract
        assert isinstance(fact, Noted)
        shelf_id = uuid5(SHELVES, str(fact.notebook))
        try:
            shelf = await self.log.load(Shelf, shelf_id)
        except UnknownCaseError:
            shelf = Shelf._create(event_class=Shelf.Created, id=shelf_id, timestamp=AT)
        shelf.trigger_event(Shelf.Grew, timestamp=AT, line=fact.line)
        command = reaction(envelope, "shelves.grow", at=AT)
        return Effects(aggregates=[shelf], command=command, basis="reader/shelves@2026-01-01#1")


async def test_each_message_changes_the_case_once_and_leaves_its_audit_entry(world: World) -> None:
    await world.relay()
    shelving = Shelving(world.reader)
    first = await world.consumer(shelving.handle, contracts=(Noted,))
    await world.write(60, notebooks=3)

    await world.until_place(63)
    recorded = await world.reader.read(0, 1_000)

    assert len(recorded) == 3 + 60
    shelf = await world.reader.load(Shelf, recorded[0].event.originator_id)
    assert shelf.lines == list(range(1, 21))
    assert recorded[1].metadata["correlation_id"] == "c-1"
    assert recorded[1].metadata["causation_id"].startswith("sender:")
    assert (recorded[1].metadata["role"], recorded[1].metadata["action"]) == ("system", "shelves.grow")
    async with world.reader_engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM audit_outbox")) == 60
    assert first.state.handled == 60
