"""An audit entry before it is numbered, chained and signed (审计记录)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AuditOutcome(StrEnum):
    """How the act ended."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to which object, when, on which basis, with which end; never personal data.

    ``organisation`` is an agency code, ``reason`` a slug such as ``stale-version``, ``trace`` the correlation
    id. ``note`` is a short public remark (the reason code of a reveal, the name of a setting).
    """

    at: datetime
    actor: str
    role: str
    action: str
    outcome: AuditOutcome
    trace: str
    organisation: str | None = None
    object: str | None = None
    basis: str | None = None
    rule: str | None = None
    reason: str | None = None
    note: str | None = None
