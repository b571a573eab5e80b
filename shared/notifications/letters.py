"""A parked message becomes a notification to the administrator (死信提醒)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from shared.clock.ids import derived_id
from shared.eventlog.command import Statement
from shared.identity.actor import Role
from shared.notifications.projector import BUREAU, NAMESPACE
from shared.notifications.tables import NOTIFICATION

PARKED = "message_parked"
_INSERT = insert(NOTIFICATION).on_conflict_do_nothing(index_elements=["id"])


def told(source: str, ordinal: int, subject: str, at: datetime) -> Statement:
    """The notification of one parked message; telling it again adds none.

    ``subject`` is the case that the message tells of; ``number`` is the message's own.
    """
    return _INSERT, {
        "id": derived_id(NAMESPACE, PARKED, source, str(ordinal)),
        "at": at,
        "kind": PARKED,
        "case_id": _case(source, subject),
        "number": f"{source}:{ordinal}",
        "audience": Role.SYSTEM_ADMIN.value,
        "agency": BUREAU,
        "late": False,
        "handed_out": False,
    }


def _case(source: str, subject: str) -> UUID:
    """The case; a subject that is no id gets one of its own."""
    try:
        return UUID(subject)
    except ValueError:
        return derived_id(NAMESPACE, PARKED, source, subject)
