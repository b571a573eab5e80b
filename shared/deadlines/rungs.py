"""The escalation policy as data: which rungs a clock climbs, and on which days (预警、黄灯、红灯、督办)."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from shared.calendar.deadline import Deadline, Unit
from shared.calendar.work_calendar import WorkCalendar
from shared.deadlines.open_clock import Rung


@dataclass(frozen=True, slots=True)
class RungRule:
    """One rung of a band: how its day is found, who is told, and for 督办 the level that is proposed."""

    name: str
    anchor: str
    count: int
    recipients: tuple[str, ...]
    level: int | None = None

    def day(self, deadline: Deadline, calendar: WorkCalendar) -> date:
        """The day of the rung for a running deadline."""
        if deadline.due_on is None or deadline.breach_after is None:
            raise ValueError("a suspended clock has no rungs")
        match self.anchor:
            case "half_elapsed":
                return _half_elapsed(deadline, deadline.due_on, calendar)
            case "working_days_left":
                return calendar.working_days_before(deadline.due_on, self.count)
            case "days_after_due":
                return deadline.due_on + timedelta(days=self.count)
            case _:
                return calendar.add_working_days(deadline.breach_after, self.count)


@dataclass(frozen=True, slots=True)
class Band:
    """The rungs for periods up to a length, per unit."""

    name: str
    up_to: dict[Unit, int]
    rungs: tuple[RungRule, ...]

    def covers(self, deadline: Deadline) -> bool:
        """Whether a period of this unit and length belongs to the band."""
        return (deadline.length or 0) <= self.up_to.get(deadline.unit, -1)


@dataclass(frozen=True, slots=True)
class Escalation:
    """The whole policy; the first band that covers a deadline gives its rungs."""

    bands: tuple[Band, ...]

    def band(self, deadline: Deadline) -> Band:
        """The band of a deadline."""
        return next(band for band in self.bands if band.covers(deadline))

    def rung(self, deadline: Deadline, name: str) -> RungRule | None:
        """The rule behind a rung of a deadline."""
        return next((rule for rule in self.band(deadline).rungs if rule.name == name), None)

    def rungs_for(self, deadline: Deadline, calendar: WorkCalendar) -> tuple[Rung, ...]:
        """The days of all rungs; none while the clock is suspended, and none on or before day zero."""
        if deadline.due_on is None:
            return ()
        # A target of our own lights lamps; 督办 is proposed for limits of the law only.
        rules = [
            rule for rule in self.band(deadline).rungs if rule.level is None or not _is_internal(deadline)
        ]
        days = ((rule.name, rule.day(deadline, calendar)) for rule in rules)
        return tuple((name, on) for name, on in days if on > deadline.started_on)


@cache
def bundled_escalation() -> Escalation:
    """The policy that ships with the suite."""
    text = files("shared.deadlines").joinpath("escalation.yaml").read_text("utf-8")
    return read_escalation(yaml.safe_load(text))


def read_escalation(document: dict[str, Any]) -> Escalation:
    """A policy from its data."""
    return Escalation(tuple(_band(band) for band in document["bands"]))


def rungs_for(deadline: Deadline, calendar: WorkCalendar) -> tuple[Rung, ...]:
    """The rungs of a deadline under the bundled policy."""
    return bundled_escalation().rungs_for(deadline, calendar)


def _is_internal(deadline: Deadline) -> bool:
    """Whether the bureau set the number itself (内部目标)."""
    return deadline.basis.startswith("internal_target#")


def _band(document: dict[str, Any]) -> Band:
    up_to = {Unit(unit): length for unit, length in document["up_to"].items()}
    return Band(document["name"], up_to, tuple(_rule(rung) for rung in document["rungs"]))


def _rule(document: dict[str, Any]) -> RungRule:
    ((anchor, count),) = document["at"].items()
    return RungRule(document["rung"], anchor, count, tuple(document["to"]), document.get("level"))


def _half_elapsed(deadline: Deadline, due_on: date, calendar: WorkCalendar) -> date:
    """The day on which half of the period has elapsed, rounded up; rolled days are no part of the period."""
    started_on = deadline.started_on
    if deadline.unit is Unit.WORKING_DAY:
        length = calendar.working_days_between(started_on, due_on)
        return calendar.add_working_days(started_on, -(-length // 2))
    length = ((deadline.nominal_due_on or due_on) - started_on).days
    return started_on + timedelta(days=-(-length // 2))
