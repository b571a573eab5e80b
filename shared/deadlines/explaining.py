"""Why a clock ends when it does, as data and in words (为什么是这一天)."""

from datetime import date
from typing import Any

from shared.calendar.almanac import Almanac
from shared.calendar.deadline import Deadline
from shared.calendar.editions import UnknownEditionError
from shared.calendar.sentences import sentence
from shared.calendar.work_calendar import WorkCalendar
from shared.deadlines.open_clock import OpenClock


def explained(clock: OpenClock, almanac: Almanac, *, as_of: date | None = None) -> dict[str, Any]:
    """The walk of days under the edition that the date rests on, with its sentence and what was told."""
    deadline = clock.deadline
    zh, en = sentence(deadline)
    return {
        "clock": clock.name,
        "as_of": as_of and as_of.isoformat(),
        "due_on": _text(deadline.due_on),
        "breach_after": _text(deadline.breach_after),
        "basis": deadline.basis,
        "calendar_edition": deadline.calendar_edition,
        "provisional": deadline.provisional,
        "sentence_zh": zh,
        "sentence_en": en,
        "days": [step.to_dict() for step in _edition(deadline, almanac).explain(deadline)],
        **told_of(clock),
    }


def told_of(clock: OpenClock) -> dict[str, Any]:
    """Who was told which last day, and an earlier one that waits for a new notice."""
    return {
        "told": [{"party": party, "due_on": due_on.isoformat()} for party, due_on in clock.told],
        "held": {"due_on": _text(clock.held.due_on)} if clock.held else None,
    }


def _edition(deadline: Deadline, almanac: Almanac) -> WorkCalendar:
    """The calendar that the date was computed on; the present one where this release knows it no more."""
    try:
        return almanac.edition(deadline.calendar_edition)
    except UnknownEditionError:
        return almanac.current()


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
