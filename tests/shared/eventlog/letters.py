"""A small aggregate with a read model: a letter is received, then noted any number of times."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.domain import Aggregate
from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text, Uuid, bindparam, insert, update

from shared.eventlog.command import Command, Outcome, Statement
from shared.eventlog.recorded import Recorded
from shared.eventlog.tables import log_tables
from shared.identity.actor import Actor, Role
from shared.law.refusal import OutOfOrderError

NOON = datetime(2026, 9, 18, 4, tzinfo=UTC)
CLERK = Actor(subject="clerk", role=Role.BUREAU_CLERK, agency="bureau")

METADATA = MetaData()
LOG = log_tables(METADATA)
LETTERS = Table(
    "letters",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, unique=True),
    Column("notes", Integer, nullable=False),
    Column("last_position", BigInteger, nullable=False),
)
RECEIVE = insert(LETTERS)
NOTE = (
    update(LETTERS)
    .where(LETTERS.c.id == bindparam("letter"))
    .values(notes=LETTERS.c.notes + 1, last_position=bindparam("position"))
)


class Letter(Aggregate):
    TOPIC = "test.letter"

    class Event(Aggregate.Event):
        @staticmethod
        def create_timestamp() -> datetime:
            raise AssertionError("an event without its time")

    class Created(Event, Aggregate.Created):
        TOPIC = "test.letter.received.v1"
        number: str

    class Noted(Event):
        TOPIC = "test.letter.noted.v2"
        class_version = 2
        text: str
        on: date

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            state["on"] = date(2020, 1, 1)

        def apply(self, aggregate: "Letter") -> None:
            aggregate.notes = [*aggregate.notes, (self.text, self.on)]

    class Closed(Event):
        TOPIC = "test.letter.closed.v1"

        def apply(self, aggregate: "Letter") -> None:
            aggregate.open = False

    def __init__(self, number: str) -> None:
        self.number = number
        self.notes: list[tuple[str, date]] = []
        self.open = True

    def note(self, text: str, at: datetime = NOON) -> None:
        if not self.open:
            raise OutOfOrderError("closed", basis="test/letters@2020-01-01#1", rule="letters.note")
        self.trigger_event(self.Noted, text=text, on=at.date(), timestamp=at)

    def close(self, at: datetime = NOON) -> None:
        self.trigger_event(self.Closed, timestamp=at)

    def summary(self) -> dict[str, Any]:
        return {"number": self.number}


def letter(number: str | None = None, aggregate_id: UUID | None = None) -> Letter:
    return Letter._create(
        Letter.Created, id=aggregate_id or uuid4(), number=number or str(uuid4()), timestamp=NOON
    )


def project(recorded: Recorded) -> Iterable[Statement]:
    event = recorded.event
    if isinstance(event, Letter.Created):
        row = {"id": event.originator_id, "number": event.number, "notes": 0}
        yield RECEIVE, {**row, "last_position": recorded.position}
    if isinstance(event, Letter.Noted):
        yield NOTE, {"letter": event.originator_id, "position": recorded.position}


def command(action: str = "letters.receive", **fields: Any) -> Command:
    given = {"actor": CLERK, "at": NOON, "on": NOON.date(), "correlation_id": "c-1", **fields}
    return Command(action=action, **given)


def receiving(number: str | None = None) -> Outcome:
    one = letter(number)
    return Outcome(aggregates=[one], body={"id": str(one.id)}, status=201)


def noting(text: str) -> Any:
    def decide(one: Letter) -> Outcome:
        one.note(text)
        return Outcome(aggregates=[one], body={"notes": len(one.notes)})

    return decide
