"""From recomputed clocks to the docket and its tasks (重算清单的投影).

Pure, like the projector of the clocks. A task is settled by the act of a person, by a later recomputation of
the same clock, or by the end of the clock; a breach that was undone waits for a person in any case.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.dialects.postgresql import insert

from shared.deadlines.case import Case
from shared.deadlines.recomputing import NEW_NOTICE, NOTICE_DUE, UNDONE_BREACH
from shared.deadlines.tables import DOCKET, DOCKET_TASK
from shared.eventlog.command import Statement
from shared.eventlog.recorded import Recorded

SUPERSEDED, CLOCK_ENDED, NOTIFIED = "superseded", "clock_ended", "notified"

_LIST = insert(DOCKET).on_conflict_do_nothing(index_elements=["position"])
_TASK = insert(DOCKET_TASK).on_conflict_do_nothing(index_elements=["position", "task"])
_SETTLE = (
    update(DOCKET_TASK)
    .where(
        DOCKET_TASK.c.case_id == bindparam("of_case"),
        DOCKET_TASK.c.clock == bindparam("of_clock"),
        DOCKET_TASK.c.task == bindparam("of_task"),
        DOCKET_TASK.c.settled_at.is_(None),
        DOCKET_TASK.c.position < bindparam("before"),
    )
    .values(
        settled_at=bindparam("new_at"),
        settled_by=bindparam("new_by"),
        outcome=bindparam("new_outcome"),
        reason=bindparam("new_reason"),
    )
)
_NOTICES = (NEW_NOTICE, NOTICE_DUE)


def docketed(recorded: Recorded) -> Iterator[Statement]:
    """The rows of the docket that an event of a case writes or settles."""
    event = recorded.event
    if isinstance(event, Case.ClockRecomputed):
        if event.told:
            yield from _settled(recorded, event.clock, _NOTICES, SUPERSEDED)
        yield _LIST, _row(recorded, event)
        for task in event.attention:
            key = {"case_id": event.originator_id, "clock": event.clock}
            yield _TASK, {"position": recorded.position, "task": task, **key}
    elif isinstance(event, Case.NewDateNotified):
        by = {"by": event.notified_by, "reason": event.reason}
        yield from _settled(recorded, event.clock, _NOTICES, NOTIFIED, **by)
    elif isinstance(event, Case.BreachReassessed):
        by = {"by": event.decided_by, "reason": event.reason}
        yield from _settled(recorded, event.clock, (UNDONE_BREACH,), event.outcome, **by)
    elif isinstance(event, Case.Event):
        for change in event.clocks:
            yield from _overtaken(recorded, change)


def _overtaken(recorded: Recorded, change: Mapping[str, Any]) -> Iterator[Statement]:
    """What waited for a notice, and was overtaken by an act: the end, an extension, or a notice in course."""
    if change["op"] == "tell":
        yield from _settled(recorded, change["clock"], (NOTICE_DUE,), NOTIFIED)
    elif change.get("told"):
        outcome = CLOCK_ENDED if change["op"] == "stop" else SUPERSEDED
        yield from _settled(recorded, change["clock"], _NOTICES, outcome)


def _row(recorded: Recorded, event: Case.ClockRecomputed) -> dict[str, Any]:
    case = recorded.metadata.get("case") or {}
    return {
        "position": recorded.position,
        "at": event.timestamp,
        "case_id": event.originator_id,
        **{name: case.get(name) for name in ("number", "procedure", "agency")},
        "clock": event.clock,
        "rule_key": event.rule_key,
        "owner": event.owner,
        "edition_before": event.edition_before,
        "edition_after": event.edition_after,
        "due_before": event.due_before,
        "due_after": event.due_after,
        "breach_before": event.breach_before,
        "breach_after": event.breach_after,
        "provisional_before": event.provisional_before,
        "provisional_after": event.provisional_after,
        "effect": event.effect,
        "told": " ".join(event.told),
        "basis": event.basis,
        "hidden_from": " ".join(case.get("hidden_from", ())),
        "version": event.originator_version,
    }


def _settled(
    recorded: Recorded,
    clock: str,
    tasks: Iterable[str],
    outcome: str,
    *,
    by: str | None = None,
    reason: str | None = None,
) -> Iterator[Statement]:
    for task in tasks:
        yield (
            _SETTLE,
            {
                "of_case": recorded.event.originator_id,
                "of_clock": clock,
                "of_task": task,
                "before": recorded.position,
                "new_at": recorded.event.timestamp,
                "new_by": by,
                "new_outcome": outcome,
                "new_reason": reason,
            },
        )
