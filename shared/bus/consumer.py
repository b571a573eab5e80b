"""The consumer: follows another service's public messages, each exactly once and in order (消费者).

Its place in the source's chain commits together with what the messages cause. A message that does not follow
its predecessor shows a gap: the stream is read again further back, and at last the source's log is asked.
Troubles of the infrastructure are waited out; a message itself at fault is parked, with its successors of the
same case, and a person is told.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from nats.aio.msg import Msg
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.bus.connection import BusConnection
from shared.bus.effects import Subscription
from shared.bus.history import ask_history
from shared.bus.intake import GapError, Intake
from shared.bus.pull import Reader, sequence_of
from shared.bus.trouble import PullRefusedError, Troubles, keep_trying
from shared.eventlog.leadership import Leadership, leadership
from shared.eventlog.log import EventLog

BATCH = 500
POLL_SECONDS = 1.0
REWINDS = (1_000, 100_000, None)
"""How far back in the stream a gap is looked for, step by step: messages, then everything."""

_LOG = structlog.get_logger(__name__)


@dataclass(slots=True)
class ConsumerState:
    """What the consumer reports to metrics and health."""

    leading: bool = False
    ordinal: int = 0
    handled: int = 0
    parked: int = 0
    gaps: int = 0


class Consumer:
    """Follows one source for one service while this process holds the follower's lock.

    ``now`` is the suite's clock (UTC instant), read once per batch.
    """

    def __init__(
        self,
        log: EventLog,
        subscription: Subscription,
        connection: BusConnection,
        *,
        engine: AsyncEngine,
        now: Callable[[], datetime],
        batch: int = BATCH,
    ) -> None:
        self.state = ConsumerState()
        self.troubles = Troubles(task="consumer", service=log.service, source=subscription.source)
        self.source = subscription.source
        self._connection = connection
        self._service = log.service
        self._engine = engine
        self._batch = batch
        self._intake = Intake(log, subscription, engine=engine, now=now)
        self._rewound = 0
        self._reader: Reader | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Follow until told to stop; troubles are counted, logged once, and waited out."""
        asyncio.ensure_future(stop.wait()).add_done_callback(lambda _: self._interrupt())
        await keep_trying(
            stop,
            lambda: self._stand(stop),
            progress=lambda: self._intake.ordinal,
            troubles=self.troubles,
        )

    async def _stand(self, stop: asyncio.Event) -> None:
        """Try for the lock; lead when it is ours."""
        await self._connection.ready(POLL_SECONDS)
        async with leadership(self._engine, f"follow:{self.source}") as lead:
            if lead is None:
                return
            self.state.leading = True
            self._reader = Reader(self._connection.client, self.source, self._service, ahead=2 * self._batch)
            try:
                await self._lead(lead, self._reader, stop)
            finally:
                self.state.leading = False
                await self._reader.close()

    async def _lead(self, lead: Leadership, reader: Reader, stop: asyncio.Event) -> None:
        epoch = self._connection.epoch
        await self._intake.find_place()
        await reader.open()
        while not stop.is_set() and epoch == self._connection.epoch:
            messages = await reader.fetch(self._batch, POLL_SECONDS)
            await lead.confirm()
            if messages:
                await self._take(reader, messages)

    async def _take(self, reader: Reader, messages: Sequence[Msg]) -> None:
        before = self._intake.ordinal
        try:
            await self._intake.take(messages)
        except GapError as gap:
            await self._repair(reader, gap, sequence_of(messages[gap.index]))
        else:
            await reader.acknowledge(messages[-1])
        finally:
            self._report()
        if self._intake.ordinal > before:
            self._rewound = 0

    async def _repair(self, reader: Reader, gap: GapError, sequence: int) -> None:
        """Look for the missing messages further back in the stream, then in the source's log."""
        self.state.gaps += 1
        _LOG.warning(
            "gap", service=self._service, source=self.source, missing=str(gap), rewound=self._rewound
        )
        if self._rewound < len(REWINDS):
            back = REWINDS[self._rewound]
            self._rewound += 1
            await reader.open(1 if back is None else sequence - back)
            return
        await self._ask_source(gap)
        self._rewound = 0
        await reader.open(sequence)

    async def _ask_source(self, gap: GapError) -> None:
        while self._intake.ordinal < gap.previous:
            page = await ask_history(self._connection.client, self.source, after=self._intake.ordinal)
            if not page:
                raise PullRefusedError(f"{self.source} has no message between {gap}")
            await self._intake.take(page)

    def _interrupt(self) -> None:
        """Do not sit out a fetch once told to stop."""
        if self._reader is not None:
            self._reader.interrupt()

    def _report(self) -> None:
        self.state.ordinal = self._intake.ordinal
        self.state.handled = self._intake.handled
        self.state.parked = self._intake.parked
