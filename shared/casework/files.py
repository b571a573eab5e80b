"""Files of a case: taken in by content, encrypted, opened only after the look was recorded (案件材料)."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.casework.desk import CaseDesk, Refs
from shared.casework.moment import Moment
from shared.casework.timeline import Line
from shared.eventlog.command import Answer, Command
from shared.identity.actor import Actor
from shared.law.refusal import Refusal, UnknownCaseError
from shared.privacy.attachments import Attachment, Attachments

MANIFEST_TYPE = "application/json"

Course = Callable[[UUID], Awaitable[Sequence[Line]]]
MayOpen = Callable[[Actor, Any, Line], bool]
Add = Callable[[Any, Moment, Attachment], None]


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file on its way out: its type as told by content, its clear bytes."""

    media_type: str
    chunks: AsyncIterator[bytes]


def _everything(_: Actor, __: Any, ___: Line) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class FileRoom:
    """The one way by which a file enters and leaves the object store.

    ``course`` reads the lines of a case; ``may_open`` narrows by line what the policy of the action opens.
    """

    desk: CaseDesk[Any]
    course: Course
    attachments: Attachments
    may_open: MayOpen = _everything

    async def attach(self, command: Command, case_id: UUID, chunks: AsyncIterator[bytes], add: Add) -> Answer:
        """Add a file: checked by content, encrypted under the case's key, kept outside the log."""
        stored = await self._stored(command, case_id, chunks)

        def decide(case: Any, moment: Moment, _: Refs) -> dict[str, str]:
            add(case, moment, stored)
            return {"attachment_id": str(stored.id)}

        try:
            given = await self.desk.change(command, case_id, decide, rows=stored.statements)
        except Refusal:  # an unclear failure may have committed: then the file must stay
            await self.attachments.remove(stored.id)
            raise
        if given.replayed:  # the file of the first request stands
            await self.attachments.remove(stored.id)
        return given

    async def open(self, command: Command, case_id: UUID, file_id: UUID) -> OpenedFile:
        """Open a file for whom the policy names, after the entry is in the audit log."""
        try:
            case = await self.desk.visible(command.actor, case_id, command.action)
            media_type = await self._media_type(command.actor, case, str(file_id))
        except Refusal as refusal:
            await self.desk.commands.reject(command, refusal, str(case_id))
        await self.desk.commands.note(command, object_=str(case_id), note=f"file {file_id}")
        return OpenedFile(media_type, await self.attachments.open(case_id, file_id))

    async def _media_type(self, actor: Actor, case: Any, file_id: str) -> str:
        for line in await self.course(case.id):
            if not self.may_open(actor, case, line):
                continue
            if line.facts.get("attachment_id") == file_id:
                return str(line.facts["media_type"])
            if line.facts.get("manifest_id") == file_id:
                return MANIFEST_TYPE
        raise UnknownCaseError("this case has no such file")

    async def _stored(self, command: Command, case_id: UUID, chunks: AsyncIterator[bytes]) -> Attachment:
        try:
            return await self.attachments.put(case_id, chunks, at=command.at)
        except Refusal as refusal:
            await self.desk.commands.reject(command, refusal, str(case_id))
