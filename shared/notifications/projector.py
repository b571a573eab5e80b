"""From reached rungs to notifications, in the transaction that records the rung (提醒的产生)."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from shared.clock.ids import derived_id
from shared.deadlines.case import Case
from shared.eventlog.command import Statement
from shared.eventlog.recorded import Recorded, written_once
from shared.notifications.tables import NOTIFICATION

BUREAU = "bureau"
NAMESPACE = UUID("8c1f6f0e-3a54-5d0b-9d43-6a0f2e9b7d11")
_INSERT = insert(NOTIFICATION).on_conflict_do_nothing(index_elements=["id"])


@written_once
def notify(recorded: Recorded) -> Iterable[Statement]:
    """One notification for each recipient of a reached rung; a replay of the log adds none."""
    event = recorded.event
    if not isinstance(event, Case.RungReached):
        return
    case = recorded.metadata.get("case") or {}
    body = _body_that_acts(case, event) or BUREAU
    for recipient in event.recipients:
        yield (
            _INSERT,
            {
                "id": derived_id(
                    NAMESPACE, str(event.originator_id), str(event.originator_version), recipient
                ),
                "at": event.reached_at,
                "kind": "rung",
                "case_id": event.originator_id,
                "number": case.get("number"),
                "procedure": case.get("procedure"),
                "audience": event.owner if recipient == "owner" else recipient,
                "agency": body,
                "hidden_from": [UUID(person) for person in case.get("hidden_from", ())],
                "clock": event.clock,
                "rung": event.rung,
                "level": event.level,
                "planned_on": event.planned_on,
                "due_on": event.due_on,
                "late": event.late,
                "basis": event.basis,
                "handed_out": False,
            },
        )


def _body_that_acts(case: Mapping[str, Any], event: Case.RungReached) -> str | None:
    """Whom a clock waits for: the body named for it, else the handling agency, else the one concerned."""
    if not event.owner.startswith("agency"):
        return None
    named: str | None = case.get("bodies", {}).get(event.clock)
    handler = case.get("handler")
    return named or (handler if handler != BUREAU else None) or case.get("agency")
