"""The sandbox clock seen from outside: where each process stands, and waiting until all have arrived."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deploy.errors import DeployError
from deploy.probing import readiness
from deploy.running import RunningStack

WAIT_SECONDS = 120.0
POLL_SECONDS = 0.2


@dataclass(frozen=True)
class Move:
    """A move as the identity service answered it: the new offset, and what time it was in the suite then.

    An offset reckoned from this process's own reading of the host's clock would be another one: time passes
    until the command arrives, on a busy machine seconds.
    """

    offset_seconds: int
    now: datetime

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> "Move":
        """Read the answer."""
        return cls(answer["offset_seconds"], datetime.fromisoformat(answer["now"]))


@dataclass(frozen=True)
class Stand:
    """One service: its clock's offset to host time, and up to when its sweeper has looked."""

    service: str
    offset_seconds: float | None
    swept_until: datetime | None

    @classmethod
    def of(cls, service: str, report: dict[str, Any]) -> "Stand":
        """Read a readiness report."""
        offset, swept = report.get("clock_offset_seconds"), report.get("swept_until")
        return cls(service, offset, datetime.fromisoformat(swept) if swept else None)

    def has_reached(self, move: Move) -> bool:
        """Whether it keeps the new time and its sweeper, where it has one, has acted on it."""
        if self.offset_seconds is None or self.offset_seconds < move.offset_seconds:
            return False
        return self.swept_until is None or self.swept_until >= move.now

    def has_begun(self, move: Move) -> bool:
        """Whether it went back to where the sandbox begins."""
        return self.offset_seconds is not None and self.offset_seconds <= move.offset_seconds


async def stands(running: RunningStack) -> list[Stand]:
    """Where every service stands."""
    reports = await asyncio.gather(*(readiness(running.port_of(name)) for name in running.services))
    return [Stand.of(name, report) for name, report in zip(running.services, reports, strict=True)]


async def wait_for_all(running: RunningStack, move: Move, *, at_most: bool = False) -> list[Stand]:
    """Wait until every process has reached the new time; ``at_most`` when the sandbox begins in the past."""
    give_up_at = time.monotonic() + WAIT_SECONDS
    while True:
        found = await stands(running)
        arrived = Stand.has_begun if at_most else Stand.has_reached
        late = [each.service for each in found if not arrived(each, move)]
        if not late:
            return found
        if time.monotonic() > give_up_at:
            raise DeployError(f"These services have not reached the new time: {', '.join(late)}")
        await asyncio.sleep(POLL_SECONDS)
