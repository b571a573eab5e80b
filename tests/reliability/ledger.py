"""The oracle of the clocks: which rungs a log promises, which were climbed, and whether each was in order.

It replays the clock changes inside the events by itself, without the code that it judges.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from shared.clock.suite import SHANGHAI
from shared.deadlines.case import Case
from tests.reliability.verdict import Faults

GRACE = timedelta(minutes=15)


def planned_at(on: date) -> datetime:
    """08:30 of a day in Asia/Shanghai."""
    return datetime.combine(on, time(8, 30), SHANGHAI)


@dataclass
class Running:
    """One open clock: its rungs with their days, when it was last changed, and what was climbed."""

    rungs: dict[str, date]
    changed_at: datetime
    reached: set[str] = field(default_factory=set)


@dataclass
class Ledger:
    """What one log says of all its clocks."""

    clocks: dict[tuple[UUID, str], Running] = field(default_factory=dict)
    climbed: int = 0
    late: int = 0

    def follow(self, events: Iterable[Any], faults: Faults) -> "Ledger":
        """Take events in order; rungs that fired early, twice, or without a plan are faults."""
        for event in events:
            if isinstance(event, Case.RungReached):
                self._climb(event, faults)
            for change in getattr(event, "clocks", ()):
                self._change(event, change)
        return self

    def check_none_missing(self, until: datetime, faults: Faults) -> None:
        """Every rung of an open clock whose time has come by ``until`` was climbed."""
        for (case, clock), running in self.clocks.items():
            for rung, on in running.rungs.items():
                if planned_at(on) <= until and rung not in running.reached:
                    faults.lost.append(f"{case} {clock}: {rung} of {on} did not fire until {until}")

    def days(self, rung: str) -> list[date]:
        """The planned days of a rung over all open clocks."""
        return sorted({running.rungs[rung] for running in self.clocks.values() if rung in running.rungs})

    def _change(self, event: Any, change: dict[str, Any]) -> None:
        key = (event.originator_id, change["clock"])
        if change["op"] == "stop":
            self.clocks.pop(key, None)
            return
        rungs = {name: date.fromisoformat(on) for name, on in change.get("rungs", ())}
        before = self.clocks.get(key) if change["op"] != "open" else None
        passed = {name for name, on in rungs.items() if on <= date.fromisoformat(change["on"])}
        kept = {name for name in before.reached if name in passed or not rungs} if before else set()
        self.clocks[key] = Running(rungs, event.timestamp, kept)

    def _climb(self, event: Any, faults: Faults) -> None:
        name = f"{event.originator_id} {event.clock}: {event.rung}"
        running = self.clocks.get((event.originator_id, event.clock))
        if running is None or event.rung not in running.rungs:
            faults.doubled.append(f"{name} fired without a plan")
            return
        plan = planned_at(running.rungs[event.rung])
        if event.rung in running.reached:
            faults.doubled.append(f"{name} fired twice")
        if event.reached_at < plan or event.timestamp != event.reached_at:
            faults.broken.append(f"{name} fired early: {event.reached_at} before {plan}")
        if event.late != (event.reached_at > max(plan, running.changed_at) + GRACE):
            faults.broken.append(f"{name} of {plan} at {event.reached_at} is marked late={event.late}")
        running.reached.add(event.rung)
        self.climbed += 1
        self.late += event.late
