"""After the decision: appeal, call-back, misconduct on record, archive (申诉、回访、归档)."""

from datetime import date
from typing import TYPE_CHECKING

from shared.deadlines.case import Case

if TYPE_CHECKING:
    from services.complaints.domain.complaint import Complaint


class AppealFiled(Case.Event):
    """Somebody not satisfied turned to the deciding organ (申诉)."""

    TOPIC = "complaints.complaint.appeal_filed.v1"
    appeal_id: str
    filed_by: str
    reasons_ref: str
    filed_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.appeals[self.appeal_id] = "open"
        aggregate.appealed[self.appeal_id] = {
            "by": self.filed_by,
            "on": self.filed_on.isoformat(),
            "reasons_ref": self.reasons_ref,
        }


class AppealAnswered(Case.Event):
    """The deciding organ answered the appeal (申诉答复)."""

    TOPIC = "complaints.complaint.appeal_answered.v1"
    appeal_id: str
    outcome: str
    answer_ref: str
    answered_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.appeals[self.appeal_id] = self.outcome


class CalledBack(Case.Event):
    """The complainant was asked how the handling was (回访)."""

    TOPIC = "complaints.complaint.called_back.v1"
    grade: str
    reason_ref: str | None
    rehandling_proposed: bool
    called_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.called_back = True


class MisconductFlagged(Case.Event):
    """Retaliation, obstruction or misconduct of intake staff was put on record (打击报复等情形登记)."""

    TOPIC = "complaints.complaint.misconduct_flagged.v1"
    flag_id: str
    misconduct: str
    note_ref: str
    flagged_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.flags.append(self.misconduct)


class Archived(Case.Event):
    """The file was closed and sealed (归档)."""

    TOPIC = "complaints.complaint.archived.v1"
    retention: str
    manifest_id: str
    manifest_digest: str
    archived_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.archived_on = self.archived_on
        aggregate.retention = self.retention
        aggregate.enter("archived")
