"""The loops that exist once per service: relay, consumers, sweeper, sender (后台进程)."""

from collections.abc import Iterator

import httpx

from shared.bus.connection import BusConnection
from shared.bus.consumer import Consumer
from shared.bus.effects import Subscription
from shared.bus.relay import Relay
from shared.contracts.envelope import ordinal_of, position_of
from shared.deadlines.recomputer import Recomputer
from shared.deadlines.sweeper import Sweeper
from shared.deadlines.tables import CLOCK
from shared.notifications.channels import channels_of
from shared.notifications.sender import Sender
from shared.notifications.tables import DELIVERY
from shared.settings.service import ServiceSettings
from shared.web.database import create_engine
from shared.web.following import followed
from shared.web.probes import Health
from shared.web.service import BackgroundTask, Parts, Runtime, ServiceDefinition
from shared.web.upkeep import Upkeep

LAG_READ = 200
"""Events behind the relay's place that readiness looks at."""


class Worker:
    """Leads, or stands by where another process leads; has connections of its own."""

    def __init__(self, definition: ServiceDefinition, runtime: Runtime, parts: Parts, health: Health) -> None:
        self._definition = definition
        self._runtime = runtime
        self._parts = parts
        self._health = health
        settings, subscriptions = runtime.settings, followed(definition, parts)
        self._engine = create_engine(settings, pool_size=2 * len(subscriptions) + 6)
        self._client = httpx.AsyncClient(timeout=10.0)
        self._connection = BusConnection(settings.nats_url, service=definition.name, seed=_seed(settings))
        self._relay = Relay(parts.log, parts.publish, self._connection, engine=self._engine)
        self._consumers = [self._consumer(each) for each in subscriptions]
        tells = DELIVERY.name in definition.metadata.tables
        self._upkeep = Upkeep(parts.log, self._engine, host=runtime.clock.host_time, tells=tells)
        health.readings["parked_messages"] = self._upkeep.parked
        health.readings["nats"] = self._nats
        health.readings["relay_lag"] = self._relay_lag

    def _consumer(self, subscription: Subscription) -> Consumer:
        now = self._runtime.clock.now
        return Consumer(self._parts.log, subscription, self._connection, engine=self._engine, now=now)

    def _nats(self) -> str:
        return "up" if self._connection.is_connected else "down"

    async def _relay_lag(self) -> int | None:
        """Contracts that wait to be published, up to those of ``LAG_READ`` events; None while standing by."""
        state = self._relay.state
        if not state.leading:
            return None
        recorded = await self._parts.log.read(max(position_of(state.ordinal) - 1, 0), LAG_READ)
        return sum(
            ordinal_of(each.position, index) > state.ordinal
            for each in recorded
            for index, _ in enumerate(self._parts.publish(each))
        )

    async def start(self) -> None:
        """Begin to connect."""
        await self._connection.start()

    def tasks(self) -> Iterator[BackgroundTask]:
        """Relay, a consumer per source; sweeper, recomputer and sender where there are their tables."""
        yield BackgroundTask("relay", self._relay.run)
        for consumer in self._consumers:
            yield BackgroundTask(f"follow:{consumer.source}", consumer.run)
        if CLOCK.name in self._definition.metadata.tables:
            yield self._sweeper()
            yield self._recomputer()
        if DELIVERY.name in self._definition.metadata.tables:
            yield self._sender()
        yield from self._upkeep.tasks()
        yield from self._parts.tasks

    def _sweeper(self) -> BackgroundTask:
        sweeper = Sweeper(self._parts.log, self._engine, self._runtime.clock)

        def swept_until() -> str | None:
            return sweeper.swept_until.isoformat() if sweeper.swept_until else None

        self._health.readings["swept_until"] = swept_until
        return BackgroundTask("sweeper", sweeper.run)

    def _recomputer(self) -> BackgroundTask:
        runtime = self._runtime
        recomputer = Recomputer(self._parts.log, self._engine, runtime.calendars, runtime.clock)
        return BackgroundTask("recomputer", recomputer.run)

    def _sender(self) -> BackgroundTask:
        settings = self._runtime.settings
        channels = channels_of(settings, self._client, settings.smtp_recipients)
        return BackgroundTask("sender", Sender(self._engine, channels).run)

    async def close(self) -> None:
        """Leave the broker, the database and the web."""
        await self._connection.stop()
        await self._client.aclose()
        await self._engine.dispose()


def _seed(settings: ServiceSettings) -> str | None:
    path = settings.nats_seed_file
    return path.read_text(encoding="ascii").strip() if path else None
