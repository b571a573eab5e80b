"""Clocks and lines of a course as every case page gives them (案件页的通用部分)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from shared.calendar.work_calendar import WorkCalendar
from shared.casework.labels import Labels
from shared.casework.timeline import Line
from shared.clock.suite import date_of
from shared.deadlines.case import Case
from shared.deadlines.due import due_object
from shared.deadlines.explaining import told_of


def clocks_shown(case: Case, labels: Labels, calendar: WorkCalendar, today: date) -> list[dict[str, Any]]:
    """The clocks that run or stand, with their due objects and whom the end was told."""
    return [
        {
            "name": name,
            "rule_key": running.deadline.rule_key,
            "label_zh": labels.clock(name)[0],
            "label_en": labels.clock(name)[1],
            "state": "suspended" if running.deadline.suspended else "running",
            "due": due_object(running.deadline, calendar, today),
            "internal": running.deadline.basis.startswith("internal_target"),
            **told_of(running),
        }
        for name, running in case.clocks.items()
    ]


def line_shown(
    line: Line,
    labels: Labels,
    *,
    facts: Mapping[str, Any],
    details: Sequence[Mapping[str, Any]],
    texts: Mapping[str, str],
) -> dict[str, Any]:
    """A line of the course: what, when, who, on which article, and what the reader may see of it."""
    zh, en = labels.line(line.type, line.facts)
    return {
        "at": line.at.isoformat(),
        "on": date_of(line.at).isoformat(),
        "type": line.type,
        "label_zh": zh,
        "label_en": en,
        "role": line.role,
        "agency": line.agency,
        "person": line.person,
        "basis": line.basis,
        "facts": dict(facts),
        "details": list(details),
        "texts": dict(texts),
    }
