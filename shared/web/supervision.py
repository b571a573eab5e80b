"""Background loops that are started again when they fail (后台任务监护)."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from shared.web.logs import where_it_failed
from shared.web.metrics import Metrics
from shared.web.service import BackgroundTask

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STOP_WITHIN = 10.0
"""Seconds of host time."""


async def pause(stop: asyncio.Event, seconds: float) -> bool:
    """Wait for ``seconds`` or until ``stop``; True when stopped."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return False
    return True


async def supervise(task: BackgroundTask, stop: asyncio.Event, metrics: Metrics) -> None:
    """Run a loop until ``stop``; after a failure wait a little longer each time and run it again."""
    logger, wait = structlog.get_logger("tasks").bind(task=task.name), FIRST_PAUSE
    running = metrics.task_running.labels(task.name)
    while not stop.is_set():
        began = asyncio.get_running_loop().time()
        running.set(1)
        try:
            await task.run(stop)
        except Exception as error:  # noqa: BLE001 - whatever it was, the loop must go on
            logger.error("task failed", restart_in=wait, **where_it_failed(error))
            metrics.task_restarts.labels(task.name).inc()
        finally:
            running.set(0)
        if asyncio.get_running_loop().time() - began > LONGEST_PAUSE:
            wait = FIRST_PAUSE
        if await pause(stop, wait):
            return
        wait = min(wait * 2, LONGEST_PAUSE)


class Supervisor:
    """Starts and stops the background tasks of one process."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._stop = asyncio.Event()
        self._running: list[asyncio.Task[None]] = []

    def start(self, tasks: Sequence[BackgroundTask]) -> None:
        """Start each task under supervision."""
        for task in tasks:
            running = asyncio.create_task(supervise(task, self._stop, self._metrics), name=task.name)
            self._running.append(running)

    async def stop(self) -> None:
        """Ask all tasks to end; who does not end in time is cancelled."""
        self._stop.set()
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=STOP_WITHIN)
            for task in late:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)


def every(
    seconds: float, step: Callable[[], Awaitable[object]]
) -> Callable[[asyncio.Event], Awaitable[None]]:
    """A loop that takes ``step`` again and again, ``seconds`` of host time apart."""

    async def run(stop: asyncio.Event) -> None:
        while True:
            await step()
            if await pause(stop, seconds):
                return

    return run
