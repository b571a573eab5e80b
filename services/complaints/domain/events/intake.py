"""Intake: received, summarised, routed, accepted or declined (接收与受理)."""

from datetime import date
from typing import TYPE_CHECKING

from shared.deadlines.case import Case

if TYPE_CHECKING:
    from services.complaints.domain.complaint import Complaint


class Received(Case.Created):
    """The complaint reached an intake body (收到投诉举报).

    ``complainant`` is the person's id in the sealed store, ``intake_ref`` everything the person wrote there.
    ``electronic_service`` is the consent to be served on the receipt page (送达地址确认书).
    """

    TOPIC = "complaints.complaint.received.v1"
    number: str
    kind: str
    channel: str
    complainant: str
    complainant_kind: str
    intake_ref: str
    ground: str
    agency: str | None
    officer: str | None
    addressee: str
    handler: str
    received_on: date
    regulation: str
    proceedings: tuple[str, ...]
    lead_id: str | None
    electronic_service: bool = False

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.begin(self)


class AttachmentAdded(Case.Event):
    """A file was added; its content stands encrypted in the object store (附件)."""

    TOPIC = "complaints.complaint.attachment_added.v1"
    attachment_id: str
    media_type: str
    size: int
    digest: str
    disclosable: bool
    added_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.attachments[self.attachment_id] = self.disclosable


class Summarised(Case.Event):
    """A clerk wrote the summary that may be shown and searched (转办摘要)."""

    TOPIC = "complaints.complaint.summarised.v1"
    summary: str

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.summary_text = self.summary


class RespondentNamed(Case.Event):
    """The officer complained of was identified (确定被投诉举报人员); from now on the officer sees nothing."""

    TOPIC = "complaints.complaint.respondent_named.v1"
    officer: str
    named_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.officer = self.officer


class Routed(Case.Event):
    """The complaint was given to the body that handles it (分办)."""

    TOPIC = "complaints.complaint.routed.v1"
    handler: str
    reason_ref: str
    routed_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.forwarded = {
            "from": aggregate.handler,
            "to": self.handler,
            "on": self.routed_on.isoformat(),
        }
        aggregate.handler = self.handler
        aggregate.replied_on = None  # what another body replied is no reply of this one


class Accepted(Case.Event):
    """The intake body decided to accept (决定受理)."""

    TOPIC = "complaints.complaint.accepted.v1"
    accepted_on: date
    override_reason_ref: str | None

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.accepted_on = self.accepted_on
        aggregate.enter("accepted")


class Declined(Case.Event):
    """The intake body decided not to accept, with reasons (决定不予受理)."""

    TOPIC = "complaints.complaint.declined.v1"
    ground: str
    reasons_ref: str
    remedies: tuple[str, ...]
    declined_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.decline_ground = self.ground
        aggregate.closed_on = self.declined_on
        aggregate.enter("declined")
