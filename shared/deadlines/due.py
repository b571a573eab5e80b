"""The due object of every answer: dates, certainty, what remains, and the lamp (届满信息、灯)."""

from datetime import date
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import RowMapping

from shared.calendar.deadline import Deadline
from shared.calendar.work_calendar import WorkCalendar
from shared.deadlines.rungs import bundled_escalation


class Light(StrEnum):
    """The lamp; it never changes the legal state (灯)."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    PAUSED = "paused"


def due_object(source: Deadline | RowMapping, calendar: WorkCalendar, today: date) -> dict[str, Any]:
    """The due object of a deadline, or of a row of the clock table; "overdue" is computed, never stored."""
    deadline = source if isinstance(source, Deadline) else deadline_of(source)
    due: dict[str, Any] = {
        "due_on": _text(deadline.due_on),
        "breach_after": _text(deadline.breach_after),
        "unit": deadline.unit.value,
        "length": deadline.length,
        "started_on": deadline.started_on.isoformat(),
        "basis": deadline.basis,
        "rule": deadline.rule_key,
        "calendar_edition": deadline.calendar_edition,
        "provisional": deadline.provisional,
        "remaining_working_days": _remaining(deadline, calendar, today),
        "light": light(deadline, calendar, today).value,
    }
    if deadline.suspended:
        due |= {
            "suspended": True,
            "remaining": {"count": deadline.remaining, "unit": deadline.remaining_unit.value},
        }
    return due


def light(deadline: Deadline, calendar: WorkCalendar, today: date) -> Light:
    """Green, yellow from the day of the yellow rung, red after ``due_on``; paused while suspended."""
    if deadline.due_on is None:
        return Light.PAUSED
    if today > deadline.due_on:
        return Light.RED
    rule = bundled_escalation().rung(deadline, "yellow")
    return Light.YELLOW if rule and today >= rule.day(deadline, calendar) else Light.GREEN


def is_overdue(deadline: Deadline, today: date) -> bool:
    """Whether lateness may be recorded: the last day of any defensible reading has passed (逾期)."""
    return deadline.breach_after is not None and today > deadline.breach_after


def deadline_of(row: RowMapping) -> Deadline:
    """The deadline that a row of the clock table holds."""
    return Deadline.from_dict(orjson.loads(row["deadline"]))


def _remaining(deadline: Deadline, calendar: WorkCalendar, today: date) -> int | None:
    """Working days left; negative once the due date has passed."""
    return calendar.working_days_between(today, deadline.due_on) if deadline.due_on else None


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
