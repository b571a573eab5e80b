"""What a worker does once in a while: old answers are forgotten, parked messages are told of (日常维护)."""

from collections.abc import Callable, Iterator
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.bus.places import ParkedLetter, parked_count, parked_letters
from shared.eventlog.commands import ANSWERS_KEPT
from shared.eventlog.log import EventLog
from shared.notifications.letters import told
from shared.web.service import BackgroundTask
from shared.web.supervision import every

DAY_SECONDS = 86_400.0
LOOK_SECONDS = 20.0
"""Seconds of host time between two looks at the parked messages."""
MOST_TOLD = 200


class Upkeep:
    """The chores of one service; several workers may do them side by side.

    ``host`` is the host's time, by which keys age; ``tells`` says that the service keeps notifications.
    """

    def __init__(
        self, log: EventLog, engine: AsyncEngine, *, host: Callable[[], datetime], tells: bool
    ) -> None:
        self._log = log
        self._engine = engine
        self._host = host
        self._tells = tells
        self._known: frozenset[ParkedLetter] = frozenset()
        self._logger = structlog.get_logger("upkeep")

    def tasks(self) -> Iterator[BackgroundTask]:
        """The chores as loops."""
        yield BackgroundTask("forget answers", every(DAY_SECONDS, self.forget_answers))
        yield BackgroundTask("parked messages", every(LOOK_SECONDS, self.tell_of_parked))

    async def forget_answers(self) -> None:
        """Forget what was answered to idempotency keys longer ago, in host time, than they are kept."""
        await self._log.forget_answers(self._host() - ANSWERS_KEPT)

    async def parked(self) -> int:
        """How many messages wait for a person; any is an alarm."""
        return await parked_count(self._engine)

    async def tell_of_parked(self) -> None:
        """Tell of each parked message: once in this process's log, once to the administrator."""
        waiting = frozenset(await parked_letters(self._engine, most=MOST_TOLD))
        for letter in sorted(waiting - self._known):
            self._logger.error("message waits for a person", source=letter.source, ordinal=letter.ordinal)
        if self._tells and waiting - self._known:
            async with self._engine.begin() as connection:
                for letter in waiting - self._known:
                    await connection.execute(
                        *told(letter.source, letter.ordinal, letter.subject, letter.parked_at)
                    )
        self._known = waiting
