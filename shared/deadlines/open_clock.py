"""An open clock of a case, as the case itself remembers it (办理计时)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from shared.calendar.deadline import Deadline
from shared.clock.suite import shanghai

Rung = tuple[str, date]
"""A rung of the escalation and its day (预警级次)."""

Told = tuple[str, date]
"""A party outside the handling body, and the last day of which it was told (已告知的届满日)."""

RUNG_TIME = time(8, 30)
"""When a rung fires on its day, Asia/Shanghai."""

GRACE = timedelta(minutes=15)
"""A rung that is reached later than this after its time is marked late."""


@dataclass(frozen=True, slots=True)
class OpenClock:
    """A running or suspended clock: its deadline, its rungs, and which of them were reached.

    ``owner`` is the role that must act; ``changed_at`` the instant of the last change, before which no rung
    of the present plan could be reached. ``told`` are the outside parties who were told a date, ``held`` an
    earlier date that must not take effect before they have a new notice.
    """

    name: str
    deadline: Deadline
    rungs: tuple[Rung, ...]
    reached: tuple[str, ...]
    owner: str
    opened_on: date
    changed_at: datetime
    told: tuple[Told, ...] = ()
    held: Deadline | None = None

    def pending(self) -> tuple[Rung, ...]:
        """The rungs not reached yet, in their order."""
        return tuple(rung for rung in self.rungs if rung[0] not in self.reached)

    def planned_at(self, rung: str) -> datetime | None:
        """When a pending rung fires; None if there is no such rung or it was reached."""
        return next((shanghai(on, RUNG_TIME) for name, on in self.pending() if name == rung), None)

    def is_late(self, rung: str, at: datetime) -> bool:
        """Whether reaching the rung at this instant is noticeably after its time."""
        planned_at = self.planned_at(rung)
        return planned_at is not None and at > max(planned_at, self.changed_at) + GRACE

    def next_on(self) -> date | None:
        """The day of the next pending rung."""
        return min((on for _, on in self.pending()), default=None)

    def with_reached(self, rung: str) -> "OpenClock":
        """The clock after a rung was reached."""
        return replace(self, reached=(*self.reached, rung))

    def changed(self, change: Mapping[str, Any], at: datetime) -> "OpenClock":
        """The clock after a change: rungs that now lie after the day of the change are armed again."""
        rungs = rungs_of(change)
        passed = {name for name, on in rungs if on <= date.fromisoformat(change["on"])}
        return replace(
            self,
            deadline=Deadline.from_dict(change["deadline"]),
            rungs=rungs,
            reached=tuple(name for name in self.reached if name in passed or not rungs),
            owner=change.get("owner", self.owner),
            changed_at=at,
            held=None,
        )

    def with_told(self, told: Mapping[str, str]) -> "OpenClock":
        """The clock after parties were told its last day; a later notice replaces an earlier one."""
        dates = dict(self.told) | {party: date.fromisoformat(due_on) for party, due_on in told.items()}
        return replace(self, told=tuple(dates.items()))


def opened_clock(change: Mapping[str, Any], at: datetime) -> OpenClock:
    """The clock that an opening change starts."""
    return OpenClock(
        name=change["clock"],
        deadline=Deadline.from_dict(change["deadline"]),
        rungs=rungs_of(change),
        reached=(),
        owner=change["owner"],
        opened_on=date.fromisoformat(change["on"]),
        changed_at=at,
    )


def follow(clocks: dict[str, OpenClock], change: Mapping[str, Any], at: datetime) -> None:
    """Keep open clocks in step with a change."""
    name = change["clock"]
    if change["op"] == "stop":
        clocks.pop(name, None)
    elif change["op"] == "open":
        clocks[name] = opened_clock(change, at)
    elif change["op"] == "tell":
        clocks[name] = clocks[name].with_told(change["told"])
    elif change["op"] == "hold":
        clocks[name] = replace(clocks[name], held=Deadline.from_dict(change["deadline"]))
    else:
        clocks[name] = clocks[name].changed(change, at)


def rungs_of(change: Mapping[str, Any]) -> tuple[Rung, ...]:
    """The rungs that a change carries."""
    return tuple((name, date.fromisoformat(on)) for name, on in change.get("rungs", ()))
