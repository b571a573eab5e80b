"""Troubles of the infrastructure: waited out, never blamed on a message (基础设施故障)."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog
from nats.errors import Error as NatsError
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from shared.eventlog.failures import ServiceUnavailableError

SHORTEST_WAIT_SECONDS = 0.1
LONGEST_WAIT_SECONDS = 2.0
_LOG = structlog.get_logger(__name__)


class PullRefusedError(RuntimeError):
    """The server ended a pull: the reader or its stream is gone, or the request was not allowed."""


class TailMovedError(RuntimeError):
    """The stream's tail is not where the relay thought: another relay has published meanwhile."""


class PlaceLostError(RuntimeError):
    """Another reader of the same source moved the place meanwhile."""


TROUBLE = (
    NatsError,
    ServiceUnavailableError,
    OperationalError,
    InterfaceError,
    InternalError,
    ProgrammingError,  # a migration that has not run yet, a missing right
    PoolTimeoutError,
    OSError,
    TimeoutError,
    PullRefusedError,
    PlaceLostError,
    TailMovedError,
)


class Troubles:
    """Counts what went wrong, and says it once."""

    def __init__(self, **names: str) -> None:
        self.count = 0
        self.last: str | None = None
        self._names = names

    def note(self, error: Exception) -> None:
        """Remember a failure; anything but trouble is a defect and is told with its trace."""
        self.count += 1
        text = repr(error)
        if not isinstance(error, TROUBLE):
            _LOG.error("defect", exc_info=error, **self._names)
        elif text != self.last:
            _LOG.warning("interrupted", error=text, **self._names)
        self.last = text


async def keep_trying(
    stop: asyncio.Event,
    attempt: Callable[[], Awaitable[None]],
    *,
    progress: Callable[[], int],
    troubles: Troubles,
) -> None:
    """Call ``attempt`` again and again until told to stop; wait longer while there is no progress."""
    wait = SHORTEST_WAIT_SECONDS
    while not stop.is_set():
        before = progress()
        try:
            await attempt()
        except Exception as error:  # noqa: BLE001 - neither trouble nor a defect may end a follower for good
            troubles.note(error)
        moved = progress() != before
        wait = SHORTEST_WAIT_SECONDS if moved else min(wait * 2, LONGEST_WAIT_SECONDS)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), wait)
