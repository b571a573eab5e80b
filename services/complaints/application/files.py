"""Reading a case's files: attachments, an archive's list of contents (查阅材料); each look is recorded."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from services.complaints.application.desk import Desk
from services.complaints.application.policies import POLICIES, CaseFacts
from services.complaints.views.queries import ComplaintQueries
from shared.eventlog.command import Command
from shared.law.refusal import Refusal, UnknownCaseError
from shared.privacy.attachments import Attachments

MANIFEST_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file on its way out: its type as told by content, its clear bytes."""

    media_type: str
    chunks: AsyncIterator[bytes]


@dataclass(frozen=True, slots=True)
class FileRoom:
    """The one way by which a file leaves the object store."""

    desk: Desk
    queries: ComplaintQueries
    attachments: Attachments

    async def open(self, command: Command, case_id: UUID, file_id: UUID) -> OpenedFile:
        """Open a file for the bureau's desk or its investigators, after the entry is in the audit log."""
        case = await self.desk.load(case_id)
        try:
            POLICIES.require(command.action, command.actor, CaseFacts.of(case))
        except Refusal as refusal:
            await self.desk.commands.reject(command, refusal, str(case_id))
        media_type = await self._media_type(case_id, str(file_id))
        await self.desk.commands.note(command, object_=str(case_id), note=f"file {file_id}")
        return OpenedFile(media_type, self.attachments.get(case_id, file_id))

    async def _media_type(self, case_id: UUID, file_id: str) -> str:
        for line in await self.queries.timeline(case_id):
            if line.facts.get("attachment_id") == file_id:
                return str(line.facts["media_type"])
            if line.facts.get("manifest_id") == file_id:
                return MANIFEST_TYPE
        raise UnknownCaseError("this case has no such file")
