"""Two small services on real engines: a sender of notes, and a reader that keeps what it read."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from eventsourcing.domain import Aggregate
from sqlalchemy import BigInteger, Column, MetaData, Table, Text, Uuid, insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from shared.audit.signing import Ed25519Signer
from shared.bus.connection import BusConnection
from shared.bus.consumer import Consumer
from shared.bus.effects import Effects, Subscription
from shared.bus.publishing import Publish
from shared.bus.relay import Relay
from shared.bus.streams import Provisioner
from shared.contracts.base import Contract
from shared.contracts.envelope import Envelope
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import Recorded
from shared.eventlog.tables import log_tables
from shared.eventlog.unit import Unit

AT = datetime(2026, 9, 18, 1, 0, tzinfo=UTC)
SMALL_STREAM = 64 * 1024 * 1024
FOLLOWS = {"sender": (), "reader": ("sender",)}


class Noted(Contract):
    """A note was written."""

    name: ClassVar[str] = "sender.noted"
    notebook: UUID
    line: int
    words: str = ""


class Filed(Contract):
    """A second fact of the same event, for events that yield several contracts."""

    name: ClassVar[str] = "sender.filed"
    notebook: UUID
    line: int


class Notebook(Aggregate):
    """Lines, some of them private, some of public interest twice."""

    TOPIC = "sender.notebook"

    class Created(Aggregate.Created):
        TOPIC = "sender.notebook.opened.v1"

    class Written(Aggregate.Event):
        TOPIC = "sender.notebook.written.v1"
        line: int
        words: str

        def apply(self, aggregate: "Notebook") -> None:
            aggregate.lines += 1

    def __init__(self) -> None:
        self.lines = 0

    @classmethod
    def open(cls, notebook: UUID | None = None) -> "Notebook":
        return cls._create(event_class=cls.Created, id=notebook or uuid4(), timestamp=AT)

    def write(self, words: str) -> None:
        self.trigger_event(self.Written, timestamp=AT, line=self.lines + 1, words=words)


def publish(recorded: Recorded) -> Sequence[Contract]:
    """Opening is private, a line is a note, a line saying ``both`` is a note and a filing."""
    event = recorded.event
    if not isinstance(event, Notebook.Written):
        return []
    noted = Noted(notebook=event.originator_id, line=event.line, words=event.words)
    if event.words != "both":
        return [noted]
    return [noted, Filed(notebook=event.originator_id, line=event.line)]


READ = MetaData()
READER_TABLES = log_tables(READ)
HEARD = Table(
    "heard",
    READ,
    Column("place", BigInteger, primary_key=True, autoincrement=True),
    Column("ordinal", BigInteger, nullable=False),
    Column("notebook", Uuid, nullable=False),
    Column("line", BigInteger, nullable=False),
    Column("words", Text, nullable=False),
)
SENT = MetaData()
SENDER_TABLES = log_tables(SENT)
_KEEP = insert(HEARD)


def keep(envelope: Envelope) -> Effects:
    """The reader's handler: a row per message; twice handled would be seen twice."""
    fact: Any = envelope.contract
    row = {"ordinal": envelope.ordinal, "notebook": fact.notebook, "line": fact.line}
    return Effects(statements=((_KEEP, {**row, "words": getattr(fact, "words", "filed")}),))


@asynccontextmanager
async def opened_log(
    url: str, service: str, metadata: MetaData
) -> AsyncIterator[tuple[EventLog, AsyncEngine]]:
    engine = create_async_engine(url, pool_size=10)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    log = EventLog(engine, service=service, signer=Ed25519Signer.generate())
    await log.start()
    yield log, engine
    await log.stop()
    await engine.dispose()


@dataclass
class World:
    """Both services, their connections, and what runs."""

    nats_url: str
    sender: EventLog
    sender_engine: AsyncEngine
    reader: EventLog
    reader_engine: AsyncEngine
    seeds: Mapping[str, str] = field(default_factory=dict)
    connections: list[BusConnection] = field(default_factory=list)
    running: list[tuple[asyncio.Event, "asyncio.Task[None]"]] = field(default_factory=list)

    async def connect(self, service: str) -> BusConnection:
        connection = BusConnection(self.nats_url, service=service, seed=self.seeds.get(service))
        await connection.start()
        self.connections.append(connection)
        return connection

    def run(self, work: Callable[[asyncio.Event], Awaitable[None]]) -> asyncio.Event:
        stop = asyncio.Event()
        self.running.append((stop, asyncio.ensure_future(work(stop))))
        return stop

    async def relay(self, **options: Any) -> Relay:
        return await self.relay_of(publish, **options)

    async def relay_of(self, publisher: Publish, **options: Any) -> Relay:
        connection = await self.connect("sender")
        relay = Relay(self.sender, publisher, connection, engine=self.sender_engine, **options)
        self.run(relay.run)
        return relay

    async def consumer(
        self, handler: Any = keep, *, contracts: tuple[type[Contract], ...] = (Noted, Filed), **options: Any
    ) -> Consumer:
        subscription = Subscription("sender", handler, contracts)
        connection = await self.connect("reader")
        consumer = Consumer(
            self.reader, subscription, connection, engine=self.reader_engine, now=lambda: AT, **options
        )
        self.run(consumer.run)
        return consumer

    async def provision(self) -> Provisioner:
        connection = await self.connect("provisioner")
        await connection.ready(5)
        provisioner = Provisioner(connection, FOLLOWS, max_bytes=SMALL_STREAM)
        await provisioner.provision_once()
        return provisioner

    async def write(self, lines: int, *, notebooks: int = 5, words: str = "") -> None:
        """Write lines spread over some notebooks."""
        for _ in range(notebooks):
            notebook = Notebook.open()
            for _ in range(lines // notebooks):
                notebook.write(words)
            await self.sender.commit(Unit(at=AT, aggregates=[notebook], metadata={"correlation_id": "c-1"}))

    async def heard(self) -> list[tuple[int, UUID, int]]:
        async with self.reader_engine.connect() as connection:
            rows = await connection.execute(
                select(HEARD.c.ordinal, HEARD.c.notebook, HEARD.c.line).order_by(HEARD.c.place)
            )
            return [(row[0], row[1], row[2]) for row in rows]

    async def until_heard(self, count: int, seconds: float = 30) -> list[tuple[int, UUID, int]]:
        async with asyncio.timeout(seconds):
            while len(heard := await self.heard()) < count:  # noqa: ASYNC110 - waiting for the database
                await asyncio.sleep(0.05)
        return heard

    async def until_place(self, position: int, seconds: float = 30) -> None:
        """Wait until the reader has dealt with the sender's event at a position."""
        async with asyncio.timeout(seconds):
            while await self.reader.tracked("sender") < position * 100:  # noqa: ASYNC110 - the database's
                await asyncio.sleep(0.05)

    async def dead_letters(self) -> list[Any]:
        async with self.reader_engine.connect() as connection:
            rows = await connection.execute(
                text("SELECT position, subject, reason, headers, payload FROM dead_letter ORDER BY position")
            )
            return list(rows)

    async def stop(self) -> None:
        for stop, _ in self.running:
            stop.set()
        await asyncio.gather(*(task for _, task in self.running))
        for connection in self.connections:
            await connection.stop()


@asynccontextmanager
async def world_on(
    nats_url: str, databases: tuple[str, str], seeds: Mapping[str, str] | None = None
) -> AsyncIterator[World]:
    async with (
        opened_log(databases[0], "sender", SENT) as (sender, sender_engine),
        opened_log(databases[1], "reader", READ) as (reader, reader_engine),
    ):
        world = World(nats_url, sender, sender_engine, reader, reader_engine, seeds or {})
        try:
            yield world
        finally:
            await world.stop()


def assert_each_once_in_order(heard: list[tuple[int, UUID, int]], count: int) -> None:
    """Nothing lost, nothing doubled, every notebook's lines in their order."""
    ordinals = [ordinal for ordinal, _, _ in heard]
    assert len(ordinals) == count
    assert ordinals == sorted(set(ordinals))
    lines: dict[UUID, int] = {}
    for _, notebook, line in heard:
        assert line >= lines.get(notebook, 0)
        lines[notebook] = line
