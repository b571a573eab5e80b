"""From reached rungs to notifications, in the transaction that records the rung (提醒的产生)."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from shared.clock.ids import derived_id
from shared.deadlines.case import Case
from shared.eventlog.command import Statement
from shared.eventlog.recorded import Recorded
from shared.notifications.tables import NOTIFICATION

BUREAU = "bureau"
NAMESPACE = UUID("8c1f6f0e-3a54-5d0b-9d43-6a0f2e9b7d11")
_INSERT = insert(NOTIFICATION).on_conflict_do_nothing(index_elements=["id"])


def notify(recorded: Recorded) -> Iterable[Statement]:
    """One notification for each recipient of a reached rung; a replay of the log adds none."""
    event = recorded.event
    if not isinstance(event, Case.RungReached):
        return
    case = recorded.metadata.get("case") or {}
    agency = case.get("agency") if event.owner.startswith("agency") else None
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
                "agency": agency or BUREAU,
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
