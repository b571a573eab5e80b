"""Lights from dates: what a queue row shows today, and which dates show it (亮灯).

A light never changes the legal state of a case and is never stored. Green turns yellow on the day of the
yellow rung and red on the day after the due date.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from services.dashboard.views.tables import PAUSED
from shared.calendar.deadline import Deadline
from shared.calendar.work_calendar import WorkCalendar
from shared.contracts.cases import Due
from shared.deadlines.rungs import bundled_escalation

YELLOW = "yellow"
WHOLE_YEAR = 400


class Light(StrEnum):
    """The lamps of the queue (绿、黄、红、暂停)."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    PAUSED = "paused"
    NONE = "none"


class Lateness(StrEnum):
    """What a passed day may be called (已过应办日、逾期、超过内部目标)."""

    NONE = "none"
    PAST_DUE = "past_due"
    OVERDUE = "overdue"
    PAST_TARGET = "past_target"


INTERNAL_TARGET = "internal_target"
"""The document that is no law: the basis of a period which no article sets."""


@dataclass(frozen=True, slots=True)
class Dates:
    """Which rows of the queue show a light: bounds of ``sort_on`` and of ``yellow_on``, all inclusive."""

    due_from: date
    due_to: date
    yellow_from: date | None = None
    yellow_to: date | None = None


def light_on(today: date, *, due_on: date, yellow_on: date) -> Light:
    """Say which light a row shows; ``due_on`` may be one of the two places behind all dates."""
    if due_on >= PAUSED:
        return Light.PAUSED if due_on == PAUSED else Light.NONE
    if due_on < today:
        return Light.RED
    return Light.YELLOW if yellow_on <= today else Light.GREEN


def lateness_on(today: date, *, due_on: date, breach_after: date | None, basis: str) -> Lateness:
    """Say what may be said of a period's end: 逾期 only when no defensible reading of the law leaves time.

    Between the due date and that day a statutory period is past its due date and no more; an internal target
    is never overdue.
    """
    if today <= due_on:
        return Lateness.NONE
    if basis.partition("#")[0] == INTERNAL_TARGET:
        return Lateness.PAST_TARGET
    return Lateness.OVERDUE if breach_after and today > breach_after else Lateness.PAST_DUE


def days_left(calendar: WorkCalendar, today: date, due_on: date) -> int:
    """Give the working days from today to a date; negative when it has passed (剩余工作日)."""
    if due_on >= today:
        return calendar.working_days_between(today, due_on)
    return -calendar.working_days_between(due_on, today)


def dates_of(light: Light, today: date) -> Dates:
    """Say which rows show a light today."""
    yesterday, tomorrow = date.fromordinal(today.toordinal() - 1), date.fromordinal(today.toordinal() + 1)
    match light:
        case Light.RED:
            return Dates(date.min, yesterday)
        case Light.YELLOW:
            last = date.fromordinal(today.toordinal() + widest_warning())
            return Dates(today, last, yellow_to=today)
        case Light.GREEN:
            return Dates(today, date.fromordinal(PAUSED.toordinal() - 1), yellow_from=tomorrow)
        case Light.PAUSED:
            return Dates(PAUSED, PAUSED)
        case Light.NONE:
            return Dates(date.max, date.max)


@cache
def widest_warning() -> int:
    """Give the calendar days within which the policy turns a light yellow before its due date.

    Working days left are twice as many calendar days at most, and one long holiday with its neighbours.
    """
    rules = [rung for band in bundled_escalation().bands for rung in band.rungs if rung.name == YELLOW]
    if any(rung.anchor != "working_days_left" for rung in rules):
        return WHOLE_YEAR
    return 20 + 2 * max(rung.count for rung in rules)


def yellow_on(rule_key: str, due: Due, calendar: WorkCalendar) -> date | None:
    """Say on which day the light of a running period turns yellow (黄灯)."""
    facts = due.model_dump(mode="json", exclude={"suspended", "remaining"})
    deadline = Deadline.from_dict({"rule_key": rule_key, **facts})
    rung = bundled_escalation().rung(deadline, YELLOW)
    return rung.day(deadline, calendar) if rung else None
