"""What runs beside the requests, according to the role of the process (后台工作)."""

from collections.abc import Iterator

from shared.bus.connection import BusConnection
from shared.bus.consumer import Consumer
from shared.bus.relay import Relay
from shared.settings.service import ServiceSettings
from shared.web.database import create_engine
from shared.web.following import followed
from shared.web.metrics import Metrics
from shared.web.probes import Health
from shared.web.sandbox_clock import POLL_SECONDS, ClockFollower
from shared.web.service import BackgroundTask, Parts, Runtime, ServiceDefinition
from shared.web.supervision import Supervisor, every


class Background:
    """The log's writer in every process; relay, consumers, sweeper and sender in the worker."""

    def __init__(
        self, definition: ServiceDefinition, runtime: Runtime, parts: Parts, metrics: Metrics, health: Health
    ) -> None:
        self._definition = definition
        self._runtime = runtime
        self._parts = parts
        self._health = health
        self._follower = ClockFollower(runtime.engine, definition.deployment, runtime.clock)
        self._supervisor = Supervisor(metrics)
        self._worker = Worker(definition, runtime, parts, health) if runtime.settings.runs_worker else None

    async def start(self) -> None:
        """Follow the clock first, then take commits, then start the loops."""
        self._health.readings["clock_offset_seconds"] = self._clock_offset_seconds
        await self._follower.step()
        await self._parts.log.start()
        if self._worker:
            await self._worker.connection.start()
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
        yield BackgroundTask("clock", every(POLL_SECONDS, self._follower.step))
        yield from self._parts.always
        if self._worker:
            yield from self._worker.tasks()


class Worker:
    """The loops that exist once per service; standing by where another process leads."""

    def __init__(self, definition: ServiceDefinition, runtime: Runtime, parts: Parts, health: Health) -> None:
        self._runtime = runtime
        self._parts = parts
        self._subscriptions = followed(definition, parts)
        self._engine = create_engine(runtime.settings, pool_size=2 * len(self._subscriptions) + 4)
        self.connection = BusConnection(
            runtime.settings.nats_url, service=definition.name, seed=_seed(runtime.settings)
        )
        self._relay = Relay(parts.log, parts.publish, self.connection, engine=self._engine)
        health.readings["nats"] = self._nats
        health.readings["relay_ordinal"] = lambda: self._relay.state.ordinal

    def _nats(self) -> str:
        return "up" if self.connection.is_connected else "down"

    def tasks(self) -> Iterator[BackgroundTask]:
        """Relay, one consumer per source, and what the service brings."""
        yield BackgroundTask("relay", self._relay.run)
        for subscription in self._subscriptions:
            consumer = Consumer(
                self._parts.log,
                subscription,
                self.connection,
                engine=self._engine,
                now=self._runtime.clock.now,
            )
            yield BackgroundTask(f"follow:{subscription.source}", consumer.run)
        yield from self._parts.tasks

    async def close(self) -> None:
        """Leave the broker and the database."""
        await self.connection.stop()
        await self._engine.dispose()


def _seed(settings: ServiceSettings) -> str | None:
    path = settings.nats_seed_file
    return path.read_text(encoding="ascii").strip() if path else None
