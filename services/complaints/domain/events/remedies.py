"""What follows a finding: orders to correct, recommendations, transfers (查实后的处理)."""

from datetime import date
from typing import TYPE_CHECKING

from shared.deadlines.case import Case

if TYPE_CHECKING:
    from services.complaints.domain.complaint import Complaint


class OrderIssued(Case.Event):
    """The receiving organ ordered a correction within a stated limit (责令限期改正).

    It takes the place of an earlier order that the same agency did not carry out.
    """

    TOPIC = "complaints.complaint.order_issued.v1"
    order_id: str
    agency: str
    content_ref: str
    length: int
    unit: str
    issued_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        for earlier in aggregate.orders.values():
            if earlier["state"] == "not_corrected" and earlier["agency"] == self.agency:
                earlier["state"] = "superseded"
        aggregate.orders[self.order_id] = {
            "agency": self.agency,
            "length": self.length,
            "unit": self.unit,
            "state": "issued",
            "issued_on": self.issued_on.isoformat(),
        }


class OrderDelivered(Case.Event):
    """The order reached the agency; its limit starts (送达).

    Recorded until letters took its place (decision record 0019); stored ones stay loadable.
    """

    TOPIC = "complaints.complaint.order_delivered.v1"
    order_id: str
    method: str
    evidence_ref: str
    delivered_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.orders[self.order_id]["state"] = "delivered"


class CorrectionReported(Case.Event):
    """The agency reported that it corrected (报告改正情况)."""

    TOPIC = "complaints.complaint.correction_reported.v1"
    order_id: str
    report_ref: str
    reported_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.orders[self.order_id]["state"] = "reported"


class CorrectionVerified(Case.Event):
    """The receiving organ looked at the correction (改正核查)."""

    TOPIC = "complaints.complaint.correction_verified.v1"
    order_id: str
    satisfied: bool
    note_ref: str
    verified_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.orders[self.order_id]["state"] = "corrected" if self.satisfied else "not_corrected"


class CompensationNotified(Case.Event):
    """A person harmed by the corrected act was told in writing how to claim (告知获赔途径).

    Recorded until letters took its place (decision record 0019); stored ones stay loadable.
    """

    TOPIC = "complaints.complaint.compensation_notified.v1"
    order_id: str
    method: str
    notice_ref: str
    notified_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.notices.add("compensation")


class AccountabilityRecommended(Case.Event):
    """A person found responsible is pursued, directly or on recommendation (追究或者建议追究责任)."""

    TOPIC = "complaints.complaint.accountability_recommended.v1"
    recommendation_id: str
    person: str
    form: str
    mode: str
    organ: str
    recommended_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.recommendations[self.recommendation_id] = {
            "person": self.person,
            "form": self.form,
            "mode": self.mode,
            "organ": self.organ,
        }


class Transferred(Case.Event):
    """A matter went to the organ that must pursue it (移送)."""

    TOPIC = "complaints.complaint.transferred.v1"
    transfer_id: str
    kind: str
    organ: str
    reason_ref: str
    transferred_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.transfers[self.transfer_id] = {
            "kind": self.kind,
            "organ": self.organ,
            "state": "sent",
            "since": self.transferred_on.isoformat(),
        }


class TransferReceiptRecorded(Case.Event):
    """The receiving organ signed for the transfer (移送回执)."""

    TOPIC = "complaints.complaint.transfer_receipt_recorded.v1"
    transfer_id: str
    evidence_ref: str
    received_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.transfers[self.transfer_id] |= {"state": "received", "since": self.received_on.isoformat()}


class TransferHandled(Case.Event):
    """The receiving organ dealt with the matter; its feedback falls due (接收机关处理完毕)."""

    TOPIC = "complaints.complaint.transfer_handled.v1"
    transfer_id: str
    handled_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.transfers[self.transfer_id]["state"] = "handled"


class TransferFeedbackReceived(Case.Event):
    """The receiving organ reported back (移送事项反馈)."""

    TOPIC = "complaints.complaint.transfer_feedback_received.v1"
    transfer_id: str
    feedback_ref: str
    received_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.transfers[self.transfer_id]["state"] = "closed"
