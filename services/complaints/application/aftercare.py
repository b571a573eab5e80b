"""The use cases after the decision: appeal, call-back, flag, archive, attachment (申诉、回访、归档)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from services.complaints.application.archive import Manifest
from services.complaints.application.desk import Desk, Draft
from services.complaints.application.letter_words import answered
from services.complaints.domain import letters
from services.complaints.domain.complaint import Complaint
from services.complaints.domain.vocabulary import Retention, Stage
from services.complaints.schemas.acts import (
    AppealAnswerInput,
    AppealInput,
    ArchiveInput,
    CallBackInput,
    FlagInput,
)
from shared.casework.desk import Refs
from shared.casework.files import FileRoom
from shared.casework.moment import Moment
from shared.clock.ids import new_id
from shared.eventlog.command import Answer, Command
from shared.identity.actor import Role
from shared.privacy.attachments import Attachment

FILE_PAPERS = tuple(Draft(kind) for kind in letters.FILE)
"""Cover, list of contents and notes are drafted when a file is closed (案卷封面、卷内目录、备考表)."""


@dataclass(frozen=True, slots=True)
class AftercareDesk:
    """What may follow a decision, and what may be added at any time."""

    desk: Desk
    files: FileRoom
    manifest: Manifest

    async def appeal(self, command: Command, case_id: UUID, body: AppealInput) -> Answer:
        """Take in an appeal; answers its id."""
        appeal_id = str(new_id(command.at))
        filed_by = "complainant" if command.actor.role is Role.COMPLAINANT else command.actor.agency or "unit"

        def decide(case: Complaint, moment: Moment, refs: Refs) -> dict[str, str]:
            case.file_appeal(moment, appeal_id=appeal_id, filed_by=filed_by, reasons_ref=refs["reasons"])
            return {"appeal_id": appeal_id, "answered_by": case.appeal_desk}

        return await self.desk.change(command, case_id, decide, {"reasons": body.reasons})

    async def answer_appeal(
        self, command: Command, case_id: UUID, appeal_id: UUID, body: AppealAnswerInput
    ) -> Answer:
        """Answer an appeal as the deciding organ."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.answer_appeal(
                moment, appeal_id=str(appeal_id), outcome=body.outcome, answer_ref=refs["answer"]
            ),
            {"answer": body.answer},
            letters=[Draft(letters.APPEAL, answered(body), str(appeal_id))],
        )

    async def call_back(self, command: Command, case_id: UUID, body: CallBackInput) -> Answer:
        """Record how the complainant found the handling."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.call_back(
                moment, grade=body.grade, reason_ref=refs.get("reason")
            ),
            {"reason": body.reason},
        )

    async def flag(self, command: Command, case_id: UUID, body: FlagInput) -> Answer:
        """Put misconduct around the handling on record."""
        flag_id = str(new_id(command.at))
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.flag(
                moment, flag_id=flag_id, misconduct=body.misconduct, note_ref=refs["note"]
            ),
            {"note": body.note},
        )

    async def attach(self, command: Command, case_id: UUID, chunks: AsyncIterator[bytes]) -> Answer:
        """Add a file."""

        def add(case: Complaint, moment: Moment, stored: Attachment) -> None:
            case.add_attachment(
                moment,
                attachment_id=str(stored.id),
                media_type=stored.media_type,
                size=stored.size,
                digest=stored.digest,
            )

        return await self.files.attach(command, case_id, chunks, add)

    async def archive(self, command: Command, case_id: UUID, body: ArchiveInput) -> Answer:
        """Seal the file under the digest of its list of contents."""
        listed = await self.manifest.write(case_id, command)

        def decide(case: Complaint, moment: Moment, _: Refs) -> dict[str, str]:
            case.archive(
                moment,
                retention=body.retention or _retention(case),
                manifest_id=str(listed.id),
                manifest_digest=listed.digest,
            )
            return {"manifest_digest": listed.digest}

        try:
            given = await self.desk.change(
                command, case_id, decide, rows=listed.statements, letters=FILE_PAPERS
            )
        except Exception:
            await self.manifest.discard(listed.id)
            raise
        if given.replayed:
            await self.manifest.discard(listed.id)
        return given


def _retention(case: Complaint) -> Retention:
    """The default of the retention table: ten years for what was not accepted, else thirty."""
    return Retention.TEN_YEARS if case.stage is Stage.DECLINED else Retention.THIRTY_YEARS
