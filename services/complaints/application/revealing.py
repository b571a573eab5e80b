"""Seeing who complained: a logged act with a reason, recorded before anything is shown (调阅投诉人身份)."""

from dataclasses import dataclass
from uuid import UUID

from services.complaints.application.desk import Desk
from services.complaints.application.intake import IDENTITY_FIELDS
from services.complaints.application.policies import POLICIES, CaseFacts
from services.complaints.schemas.acts import RevealInput
from shared.eventlog.command import Command
from shared.law.refusal import Refusal
from shared.privacy.reveal import Access, reveal


@dataclass(frozen=True, slots=True)
class RevealDesk:
    """The one place where a complainant's identity leaves the sealed store."""

    desk: Desk

    async def reveal(self, command: Command, case_id: UUID, body: RevealInput) -> dict[str, str]:
        """Give the identity in full to the bureau's desk; no entry in the audit log, no value."""
        case = await self.desk.known(command, case_id)
        try:
            POLICIES.require(command.action, command.actor, CaseFacts.of(case))
        except Refusal as refusal:
            await self.desk.commands.reject(command, refusal, str(case_id))
        held = await self.desk.sealed.open(case.intake_ref, IDENTITY_FIELDS)

        async def record(access: Access) -> None:
            note = f"{','.join(access.fields)}: {access.reason}"
            await self.desk.commands.note(command, object_=str(case_id), note=note)

        try:
            return await reveal(
                self.desk.sealed, command, ref=case.intake_ref, fields=held, reason=body.reason, record=record
            )
        except Refusal as refusal:
            await self.desk.commands.reject(command, refusal, str(case_id))
