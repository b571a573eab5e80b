"""Parked messages of a service, for whoever found and mended what stopped them (死信)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from deploy.errors import DeployError
from shared.bus.effects import Subscription
from shared.bus.places import ParkedLetter, parked_letters
from shared.bus.replay import DeadLetters
from shared.web.following import followed
from shared.web.sandbox_clock import ClockFollower
from shared.web.service import Parts, Runtime, ServiceDefinition

MOST_SHOWN = 1_000


@dataclass(frozen=True)
class LetterDesk:
    """One service's parked messages."""

    definition: ServiceDefinition
    runtime: Runtime
    parts: Parts

    async def waiting(self) -> list[ParkedLetter]:
        """Those that wait, oldest first."""
        return await parked_letters(self.runtime.engine, most=MOST_SHOWN)

    async def replay(self, source: str, subject: str) -> int:
        """Deal with the messages of one case in order; how many. The first that fails stops the rest."""
        letters = DeadLetters(
            self.parts.log, self._subscription(source), self.runtime.engine, self.runtime.clock.now
        )
        return await letters.replay(subject)

    def _subscription(self, source: str) -> Subscription:
        for each in followed(self.definition, self.parts):
            if each.source == source:
                return each
        raise DeployError(f"{self.definition.name} does not follow {source!r}.")


@asynccontextmanager
async def letter_desk(definition: ServiceDefinition, runtime: Runtime) -> AsyncIterator[LetterDesk]:
    """Open the desk beside the running service: its log takes commits of several processes."""
    parts = definition.build(runtime)
    if not runtime.settings.is_production:
        await ClockFollower(runtime.engine, definition.deployment, runtime.clock).step()
    await parts.log.start()
    try:
        yield LetterDesk(definition, runtime, parts)
    finally:
        await parts.log.stop()
        await runtime.engine.dispose()
