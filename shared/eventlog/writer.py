"""Group commit: commands that wait while a transaction runs share the next one (组提交)."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from shared.eventlog.batch import Prepared
from shared.eventlog.connection import is_unavailable, translated
from shared.eventlog.failures import ServiceUnavailableError
from shared.eventlog.unit import Committed

LARGEST_BATCH = 256
GATHERING_SECONDS = 0.005
"""So long the writer waits for companions of a batch that is smaller than the one before; never for the
companions of a single command, so that one client alone loses nothing."""

Write = Callable[[Sequence[Prepared]], Awaitable[Sequence[Committed]]]
Job = tuple[Prepared, "asyncio.Future[Committed]"]


class Writer:
    """One task per process that writes batch after batch.

    If a batch fails, each of its units is tried alone, so that one loser never harms the others.
    """

    def __init__(self, write: Write) -> None:
        self._write = write
        self._waiting: deque[Job] = deque()
        self._arrived = asyncio.Event()
        self._closing = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start the writer's task."""
        self._closing = False
        self._task = asyncio.create_task(self._run(), name="log writer")

    async def stop(self) -> None:
        """Write what is waiting, then end."""
        if self._task is None:
            return
        self._closing = True
        self._arrived.set()
        await self._task
        self._task = None

    async def commit(self, prepared: Prepared) -> Committed:
        """Wait until the unit is committed; a caller that goes away changes nothing of that."""
        if self._task is None or self._closing:
            message = "the log is not running"
            raise ServiceUnavailableError(message)
        future: asyncio.Future[Committed] = asyncio.get_running_loop().create_future()
        self._waiting.append((prepared, future))
        self._arrived.set()
        return await future

    async def _run(self) -> None:
        before = 0
        while self._waiting or not self._closing:
            if not self._waiting:
                self._arrived.clear()
                await self._arrived.wait()
                continue
            if 1 < before > len(self._waiting) and not self._closing:
                await asyncio.sleep(GATHERING_SECONDS)
            before = min(len(self._waiting), LARGEST_BATCH)
            await self._commit([self._waiting.popleft() for _ in range(before)])

    async def _commit(self, jobs: Sequence[Job]) -> None:
        try:
            results = await self._write([prepared for prepared, _ in jobs])
        except Exception as error:  # noqa: BLE001 - whatever went wrong belongs to the callers
            if len(jobs) == 1 or is_unavailable(error):
                _fail(jobs, error)
                return
        else:
            for (_, future), committed in zip(jobs, results, strict=True):
                if not future.done():
                    future.set_result(committed)
            return
        for job in jobs:
            await self._commit([job])


def _fail(jobs: Sequence[Job], error: Exception) -> None:
    for _, future in jobs:
        if not future.done():
            future.set_exception(translated(error))
