"""The contracts that every event of a case yields: the case's summary and its clocks (案件通用契约).

Pure mapping from what the log keeps beside each event: the summary of the case, and the clock changes inside.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.calendar.deadline import Deadline
from shared.clock.suite import date_of
from shared.contracts.base import Contract
from shared.contracts.cases import (
    CaseChanged,
    CaseClosed,
    CaseOpened,
    ClockChanged,
    ClockOpened,
    ClockStopped,
    Due,
    Remaining,
)
from shared.deadlines.changes import SILENT
from shared.eventlog.recorded import Recorded

_FIRST_VERSION = 1
_HEAD = ("number", "procedure", "agency", "stage", "owner_role")
_SUMMARY = ("title", "handler", "stage_zh", "stage_en")
_LISTS = ("people", "hidden_from", "addressed")


def case_contracts(service: str, recorded: Recorded) -> list[Contract]:
    """The common contracts of one event; none for an aggregate without a summary.

    A case is opened by its first event and closed by every event after which its summary says ``closed``.
    """
    summary = recorded.metadata.get("case")
    if not summary:
        return []
    event = recorded.event
    on = date_of(event.timestamp)
    head = {
        "service": service,
        "case_id": event.originator_id,
        "case_version": event.originator_version,
        **{name: summary.get(name) for name in _HEAD},
    }
    of_clocks = {**head, "hidden_from": tuple(summary.get("hidden_from", ()))}
    changes = [change for change in getattr(event, "clocks", ()) if change["op"] not in SILENT]
    clocks = [_clock(of_clocks, change) for change in changes]
    return [*_case(head, summary, event.originator_version, on), *clocks]


def _case(head: Mapping[str, Any], summary: Mapping[str, Any], version: int, on: date) -> list[Contract]:
    fields = {**head, **{name: summary.get(name) for name in _SUMMARY}}
    fields |= {name: tuple(summary.get(name, ())) for name in _LISTS}
    told: list[Contract] = []
    if version == _FIRST_VERSION:
        told.append(CaseOpened(**fields, opened_on=on))
    elif not summary.get("closed"):
        told.append(CaseChanged(**fields, changed_on=on))
    if summary.get("closed"):
        told.append(CaseClosed(**fields, closed_on=on))
    return told


def _clock(head: Mapping[str, Any], change: Mapping[str, Any]) -> Contract:
    on, clock = date.fromisoformat(change["on"]), change["clock"]
    if change["op"] == "stop":
        return ClockStopped(**head, clock=clock, stopped_on=on)
    deadline = Deadline.from_dict(change["deadline"])
    fields = {**head, "clock": clock, "rule_key": deadline.rule_key, "due": due_of(deadline)}
    if change["op"] == "open":
        return ClockOpened(**fields, opened_on=on, clock_owner_role=change.get("owner"))
    return ClockChanged(**fields, change=change["op"], changed_on=on)


def due_of(deadline: Deadline) -> Due:
    """The due object of a contract: what does not change from day to day."""
    left = deadline.remaining
    return Due(
        due_on=deadline.due_on,
        breach_after=deadline.breach_after,
        nominal_due_on=deadline.nominal_due_on,
        unit=deadline.unit.value,
        length=deadline.length,
        started_on=deadline.started_on,
        basis=deadline.basis,
        calendar_edition=deadline.calendar_edition,
        provisional=deadline.provisional,
        suspended=deadline.suspended,
        remaining=None if left is None else Remaining(count=left, unit=deadline.remaining_unit.value),
    )
