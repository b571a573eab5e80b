"""The clock changes that travel inside domain events, JSON-safe (计时变更)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from shared.calendar.deadline import Deadline
from shared.calendar.work_calendar import WorkCalendar
from shared.deadlines.rungs import rungs_for

Change = dict[str, Any]
"""``op``, ``clock``, ``on``; unless it stops, ``deadline`` and ``rungs``; when it opens, ``owner``."""

SILENT = frozenset({"tell", "hold"})
"""Changes that move no date, so that no contract follows from them."""


def opened(clock: str, deadline: Deadline, calendar: WorkCalendar, *, on: date, owner: str) -> Change:
    """A clock starts to run (开始计时); ``owner`` is the role that must act before it ends."""
    return _change("open", clock, deadline, calendar, on) | {"owner": owner}


def extended(clock: str, deadline: Deadline, calendar: WorkCalendar, *, on: date) -> Change:
    """The period was extended by a decision (延长)."""
    return _change("extend", clock, deadline, calendar, on)


def suspended(clock: str, deadline: Deadline, calendar: WorkCalendar, *, on: date) -> Change:
    """Time stops counting (中止); ``deadline`` comes from ``WorkCalendar.suspended``."""
    return _change("suspend", clock, deadline, calendar, on)


def resumed(clock: str, deadline: Deadline, calendar: WorkCalendar, *, on: date) -> Change:
    """Time counts again (恢复); ``deadline`` comes from ``WorkCalendar.resumed``."""
    return _change("resume", clock, deadline, calendar, on)


def recomputed(
    clock: str, deadline: Deadline, calendar: WorkCalendar, *, on: date, owner: str | None = None
) -> Change:
    """The dates moved because the calendar did, or the case went to another owner (重算、移交)."""
    change = _change("recompute", clock, deadline, calendar, on)
    return change | {"owner": owner} if owner else change


def stopped(clock: str, *, on: date) -> Change:
    """What the clock waited for has happened (停止计时)."""
    return {"op": "stop", "clock": clock, "on": on.isoformat()}


def told(clock: str, parties: Iterable[str], due_on: date | None, *, on: date) -> Change:
    """Parties outside the handling body were told the last day (已告知); it is never shortened in silence."""
    dates = {party: due_on.isoformat() for party in parties} if due_on else {}
    return {"op": "tell", "clock": clock, "told": dates, "on": on.isoformat()}


def held(clock: str, deadline: Deadline, *, on: date) -> Change:
    """A recomputation gives an earlier end, which waits for a new notice to those told (待重新告知)."""
    return {"op": "hold", "clock": clock, "deadline": deadline.to_dict(), "on": on.isoformat()}


def _change(op: str, clock: str, deadline: Deadline, calendar: WorkCalendar, on: date) -> Change:
    return {
        "op": op,
        "clock": clock,
        "deadline": deadline.to_dict(),
        "rungs": [[name, day.isoformat()] for name, day in rungs_for(deadline, calendar)],
        "on": on.isoformat(),
    }
