"""Decision: collective discussion, extension, reply, conclusion, notices (审定与办结)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from shared.deadlines.case import Case

if TYPE_CHECKING:
    from services.complaints.domain.complaint import Complaint


class DiscussionRecorded(Case.Event):
    """A clerk wrote down the leadership's discussion; the chair has still to confirm it (集体讨论记录)."""

    TOPIC = "complaints.complaint.discussion_recorded.v1"
    discussion_id: str
    held_on: date
    chair: str
    views: tuple[dict[str, Any], ...]
    conclusion_ref: str
    finding: str
    responsible: tuple[dict[str, str], ...]

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.discussion = {
            "id": self.discussion_id,
            "chair": self.chair,
            "finding": self.finding,
            "responsible": self.responsible,
            "held_on": self.held_on.isoformat(),
            "views": self.views,
            "conclusion_ref": self.conclusion_ref,
        }


class DiscussionConfirmed(Case.Event):
    """The chair confirmed the record: the collective decision stands (集体讨论确认)."""

    TOPIC = "complaints.complaint.discussion_confirmed.v1"
    discussion_id: str
    confirmed_by: str
    confirmed_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.discussion_confirmed = True
        aggregate.enter("discussed")


class ExtensionRequested(Case.Event):
    """More time was asked for a complex matter (申请延期)."""

    TOPIC = "complaints.complaint.extension_requested.v1"
    days: int
    reason_ref: str
    requested_by: str
    requested_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.extension_request = {
            "days": self.days,
            "requested_by": self.requested_by,
            "reason_ref": self.reason_ref,
        }


class ExtensionDecided(Case.Event):
    """The person in charge approved or refused more time (延期审批)."""

    TOPIC = "complaints.complaint.extension_decided.v1"
    approved: bool
    days: int
    decided_by: str
    decided_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        request, aggregate.extension_request = aggregate.extension_request, None
        aggregate.extensions += int(self.approved)
        if self.approved:
            aggregate.extension = {
                "reason_ref": (request or {}).get("reason_ref", ""),
                "days": self.days,
                "old_due_on": aggregate.due_of("handling"),
                "approved_on": self.decided_on.isoformat(),
                "deadline": next((each["deadline"] for each in self.clocks if each["op"] == "extend"), None),
            }


class Replied(Case.Event):
    """The agency gave the complainant its reply in course (答复投诉举报人)."""

    TOPIC = "complaints.complaint.replied.v1"
    reply_ref: str
    replied_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.replied_on = self.replied_on


class Concluded(Case.Event):
    """The matter was decided; the handling period ends (办结)."""

    TOPIC = "complaints.complaint.concluded.v1"
    finding: str
    facts_found_ref: str
    explanation_ref: str | None
    corrected_on_the_spot: bool
    concluded_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.finding = self.finding
        aggregate.corrected_on_the_spot = self.corrected_on_the_spot
        aggregate.closed_on = self.concluded_on
        aggregate.enter("concluded")


class ComplainantNotified(Case.Event):
    """The complainant was told something that the rules ask for (告知投诉举报人).

    Recorded until letters took its place (decision record 0019); stored ones stay loadable.
    """

    TOPIC = "complaints.complaint.complainant_notified.v1"
    notice: str
    method: str
    text_ref: str | None
    notified_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.tell(self.notice, self.notified_on)
