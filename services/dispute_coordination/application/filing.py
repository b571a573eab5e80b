"""The use case of putting a file there (上传材料)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from services.dispute_coordination.application.policies import AGENCY_ROLES
from services.dispute_coordination.domain.dispute import Dispute
from shared.casework.files import FileRoom
from shared.casework.moment import Moment
from shared.eventlog.command import Answer, Command
from shared.privacy.attachments import Attachment


@dataclass(frozen=True, slots=True)
class FilingDesk:
    """What agencies put there is open to all parties; what the bureau puts there is its own."""

    files: FileRoom

    async def attach(self, command: Command, case_id: UUID, chunks: AsyncIterator[bytes]) -> Answer:
        """Add a file."""
        actor = command.actor
        provider = actor.agency if actor.role in AGENCY_ROLES else None

        def add(case: Dispute, moment: Moment, stored: Attachment) -> None:
            case.add_attachment(
                moment,
                attachment_id=str(stored.id),
                media_type=stored.media_type,
                size=stored.size,
                digest=stored.digest,
                provider=provider,
            )

        return await self.files.attach(command, case_id, chunks, add)
