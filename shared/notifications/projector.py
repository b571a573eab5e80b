"""From reached rungs and moved dates to notifications, in the event's own transaction (提醒的产生)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from shared.clock.ids import derived_id
from shared.deadlines.case import Case
from shared.deadlines.recomputing import NEW_NOTICE, NOTICE_DUE, UNDONE_BREACH
from shared.eventlog.command import Statement
from shared.eventlog.recorded import Recorded, written_once
from shared.notifications.tables import NOTIFICATION

BUREAU, AGENCY = "bureau", "agency"
KEEPERS = {NEW_NOTICE: "bureau_clerk", NOTICE_DUE: "bureau_clerk", UNDONE_BREACH: "bureau_head"}
"""Who has to see to what a recomputation leaves to people."""
NAMESPACE = UUID("8c1f6f0e-3a54-5d0b-9d43-6a0f2e9b7d11")
_INSERT = insert(NOTIFICATION).on_conflict_do_nothing(index_elements=["id"])


@written_once
def notify(recorded: Recorded) -> Iterable[Statement]:
    """What an event has to be told, to whom; a replay of the log tells nothing."""
    event = recorded.event
    if isinstance(event, Case.RungReached):
        yield from _rung(recorded, event)
    elif isinstance(event, Case.ClockRecomputed):
        yield from _recomputed(recorded, event)


def _rung(recorded: Recorded, event: Case.RungReached) -> Iterator[Statement]:
    """One notification for each recipient of a reached rung."""
    for recipient in event.recipients:
        row = {
            "at": event.reached_at,
            "kind": "rung",
            "audience": event.owner if recipient == "owner" else recipient,
            "clock": event.clock,
            "rung": event.rung,
            "level": event.level,
            "planned_on": event.planned_on,
            "due_on": event.due_on,
            "late": event.late,
            "basis": event.basis,
        }
        yield _told(recorded, recipient, _body_that_acts(recorded, event.owner, event.clock), row)


def _recomputed(recorded: Recorded, event: Case.ClockRecomputed) -> Iterator[Statement]:
    """An agency that was told a date learns the new one; what is left to people goes to who has to act."""
    moved = {
        "at": event.timestamp,
        "clock": event.clock,
        "rung": None,
        "level": None,
        "planned_on": None,
        "due_on": event.due_after,
        "late": False,
        "basis": event.basis,
    }
    body = _body_that_acts(recorded, event.owner, event.clock)
    told = bool({AGENCY, body} & set(event.told))  # where several agencies are told, each stands by its code
    if told and NEW_NOTICE not in event.attention and event.due_before != event.due_after:
        yield _told(recorded, "date_moved", body, {**moved, "kind": "date_moved", "audience": event.owner})
    for task in event.attention:
        row = {**moved, "kind": task, "audience": KEEPERS[task]}
        yield _told(recorded, task, None, row)


def _told(recorded: Recorded, what: str, body: str | None, row: Mapping[str, Any]) -> Statement:
    event, case = recorded.event, recorded.metadata.get("case") or {}
    return (
        _INSERT,
        {
            "id": derived_id(NAMESPACE, str(event.originator_id), str(event.originator_version), what),
            "case_id": event.originator_id,
            "number": case.get("number"),
            "procedure": case.get("procedure"),
            "agency": body or BUREAU,
            "hidden_from": [UUID(person) for person in case.get("hidden_from", ())],
            "handed_out": False,
            **row,
        },
    )


def _body_that_acts(recorded: Recorded, owner: str, clock: str) -> str | None:
    """Whom a clock waits for: the body named for it, else the handling agency, else the one concerned."""
    case = recorded.metadata.get("case") or {}
    if not owner.startswith("agency"):
        return None
    named: str | None = case.get("bodies", {}).get(clock)
    handler = case.get("handler")
    return named or (handler if handler != BUREAU else None) or case.get("agency")
