"""What a command leaves in the metadata of its events and in the audit log (上下文)."""

from typing import Any

from shared.audit.entry import AuditEntry, AuditOutcome
from shared.eventlog.command import Command
from shared.law.refusal import Refusal


def metadata_for(command: Command, basis: str | None = None) -> dict[str, Any]:
    """Return the metadata of a command's events: who, when, in which conversation; no personal data."""
    actor = command.actor
    return {
        "subject": actor.subject,
        "role": actor.role.value,
        "agency": actor.agency,
        "person": str(actor.person) if actor.person else None,
        "action": command.action,
        "at": command.at.isoformat(),
        "correlation_id": command.correlation_id,
        "causation_id": command.causation_id,
        "request_id": command.request_id,
        "client": command.client,
        "basis": basis,
    }


def entry_for(
    command: Command,
    outcome: AuditOutcome,
    object_: str | None = None,
    *,
    action: str | None = None,
    basis: str | None = None,
    reason: str | None = None,
    note: str | None = None,
    refusal: Refusal | None = None,
) -> AuditEntry:
    """Return the audit entry of a command."""
    return AuditEntry(
        at=command.at,
        actor=command.actor.subject,
        role=command.actor.role.value,
        organisation=command.actor.agency,
        action=action or command.action,
        object=object_,
        basis=refusal.basis if refusal else basis,
        rule=refusal.rule if refusal else None,
        outcome=outcome,
        reason=refusal.slug if refusal else reason,
        note=note,
        trace=command.correlation_id,
    )
