"""The sandbox clock seen from outside: where each process stands, and waiting until all have arrived."""

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deploy.errors import DeployError
from deploy.probing import readiness
from deploy.running import RunningStack

WAIT_SECONDS = 120.0
POLL_SECONDS = 0.2
TOLERANCE_SECONDS = 1.0


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

    def has_reached(self, offset_seconds: float, instant: datetime) -> bool:
        """Whether it keeps the new time and its sweeper, where it has one, has acted on it."""
        if self.offset_seconds is None or self.offset_seconds < offset_seconds - TOLERANCE_SECONDS:
            return False
        return self.swept_until is None or self.swept_until >= instant

    def has_begun(self, offset_seconds: float, instant: datetime) -> bool:
        """Whether it went back to where the sandbox begins."""
        return self.offset_seconds is not None and self.offset_seconds <= offset_seconds + TOLERANCE_SECONDS


async def stands(running: RunningStack) -> list[Stand]:
    """Where every service stands."""
    reports = await asyncio.gather(*(readiness(running.port_of(name)) for name in running.services))
    return [Stand.of(name, report) for name, report in zip(running.services, reports, strict=True)]


async def wait_for_all(
    running: RunningStack, offset_seconds: float, instant: datetime, *, at_most: bool = False
) -> list[Stand]:
    """Wait until every process has reached the new time; ``at_most`` when the sandbox begins in the past."""
    give_up_at = time.monotonic() + WAIT_SECONDS
    while True:
        found = await stands(running)
        arrived = Stand.has_begun if at_most else Stand.has_reached
        late = [each.service for each in found if not arrived(each, offset_seconds, instant)]
        if not late:
            return found
        if time.monotonic() > give_up_at:
            raise DeployError(f"These services have not reached the new time: {', '.join(late)}")
        await asyncio.sleep(POLL_SECONDS)
