"""What runs beside the requests, according to the role of the process (后台工作)."""

from collections.abc import Iterator

from shared.settings.copies import statute_copy
from shared.web.knowledge import Knowledge
from shared.web.metrics import Metrics
from shared.web.probes import Health
from shared.web.sandbox_clock import ClockFollower
from shared.web.service import BackgroundTask, Parts, Runtime, ServiceDefinition
from shared.web.supervision import Supervisor
from shared.web.worker import Worker


class Background:
    """The log's writer in every process; relay, consumers, sweeper and sender in the worker."""

    def __init__(
        self, definition: ServiceDefinition, runtime: Runtime, parts: Parts, metrics: Metrics, health: Health
    ) -> None:
        self._definition = definition
        self._runtime = runtime
        self._parts = parts
        self._health = health
        # Production keeps the host's time whatever a row or a message says.
        self._follower = (
            None
            if runtime.settings.is_production
            else ClockFollower(runtime.engine, definition.deployment, runtime.clock)
        )
        copy = statute_copy(definition.metadata)
        self._knowledge = Knowledge(runtime.engine, copy, runtime.calendars, runtime.law)
        self._supervisor = Supervisor(metrics)
        self._worker = Worker(definition, runtime, parts, health) if runtime.settings.runs_worker else None

    async def start(self) -> None:
        """Follow the clock and learn the law first, then take commits, then start the loops."""
        self._health.readings["clock_offset_seconds"] = self._clock_offset_seconds
        if self._follower:
            await self._follower.step()
        await self._knowledge.step()
        await self._parts.log.start()
        if self._worker:
            await self._worker.start()
        self._supervisor.start(list(self._tasks()))

    async def stop(self) -> None:
        """Stop in reverse."""
        await self._supervisor.stop()
        if self._worker:
            await self._worker.close()
        await self._parts.log.stop()

    def _clock_offset_seconds(self) -> float:
        return self._runtime.clock.offset.total_seconds()

    def _tasks(self) -> Iterator[BackgroundTask]:
        if follower := self._follower:
            yield BackgroundTask("clock", lambda stop: follower.run(stop, self._parts.log.wake))
        yield BackgroundTask("knowledge", lambda stop: self._knowledge.run(stop, self._parts.log.wake))
        yield from self._parts.always
        if self._worker:
            yield from self._worker.tasks()
