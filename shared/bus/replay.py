"""Parked messages tried again, by a person's order (死信重投).

Messages of one case go in their order, each with its effects in one transaction; the first that fails again
stops the rest. Once none of the case is parked, its later messages flow by themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from inspect import isawaitable

import orjson
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.bus.effects import Subscription, unit_of
from shared.bus.places import parked_rows, resolved
from shared.contracts.base import contract_of
from shared.contracts.envelope import MalformedMessageError, unseal
from shared.eventlog.log import EventLog


@dataclass(frozen=True, slots=True)
class DeadLetters:
    """The parked messages of one subscription."""

    log: EventLog
    subscription: Subscription
    engine: AsyncEngine
    now: Callable[[], datetime]

    async def replay(self, subject: str) -> int:
        """Deal with the parked messages of a case; how many. Raises what the first failing one raises."""
        count = 0
        for ordinal, headers, payload in await parked_rows(self.engine, self.subscription.source, subject):
            await self._replay_one(ordinal, orjson.loads(headers), payload)
            count += 1
        return count

    async def _replay_one(self, ordinal: int, headers: dict[str, str], payload: bytes) -> None:
        kind = contract_of(headers.get("Nats-Subject", ""))
        if kind is None:
            raise MalformedMessageError(f"no contract for {headers.get('Nats-Subject')}")
        effects = self.subscription.handler(unseal(kind, headers, payload))
        settled = await effects if isawaitable(effects) else effects
        at = self.now()
        done = resolved(self.subscription.source, ordinal, at=at)
        await self.log.commit(unit_of(settled, at=at, statements=(done,)))
