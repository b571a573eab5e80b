"""The outcome: agreement, consent, opinion, proposal, the government's decision (协调结果)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from shared.deadlines.case import Case

if TYPE_CHECKING:
    from services.dispute_coordination.domain.dispute import Dispute


class AgreementReported(Case.Event):
    """The agencies agreed, at least on the main points; the government is asked to consent (报请同意).

    ``contents`` are the parts that the opinion must state; ``rest`` says where an open rest goes.
    """

    TOPIC = "dispute_coordination.dispute.agreement_reported.v1"
    partial: bool
    contents: dict[str, str]
    rest: str | None
    unresolved_ref: str | None
    reported_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.consent = {
            "state": "open",
            "asked_on": self.reported_on.isoformat(),
            "document": None,
            "decided_on": None,
            "rest": self.rest,
            "opinion": None,
        }
        if aggregate.proposal and aggregate.proposal["state"] == "returned":
            aggregate.proposal = None
        aggregate.enter("consent_pending")


class ProposalReported(Case.Event):
    """A proposal, or a tentative opinion, went to the government to decide (报请区政府决定)."""

    TOPIC = "dispute_coordination.dispute.proposal_reported.v1"
    kind: str
    proposal_ref: str
    organ: str
    bases: tuple[str, ...]
    stage: str
    reported_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.proposal = {
            "kind": self.kind,
            "state": "open",
            "asked_on": self.reported_on.isoformat(),
            "document": None,
            "decided_on": None,
        }
        if aggregate.consent and aggregate.consent["state"] == "refused":
            aggregate.consent = None
        aggregate.enter(self.stage)


class GovernmentWaitChanged(Case.Event):
    """Time stands while the government decides, or counts again, where the bureau reads it so (等候批复)."""

    TOPIC = "dispute_coordination.dispute.government_wait_changed.v1"
    waits: bool
    from_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.waits_for_government = self.waits


class ConsentAnswered(Case.Event):
    """The government consented to the opinion, or not (区政府批复)."""

    TOPIC = "dispute_coordination.dispute.consent_answered.v1"
    granted: bool
    document: str
    note_ref: str | None
    stage: str
    decided_on: date
    recorded_by: str

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.consent = {
            **(aggregate.consent or {}),
            "state": "granted" if self.granted else "refused",
            "document": self.document,
            "decided_on": self.decided_on.isoformat(),
        }
        aggregate.go_on(self.stage, self.decided_on)


class OpinionIssued(Case.Event):
    """The coordination opinion went out under its number (制发协调意见书).

    ``handling`` is the period that ended with it, should the letter be voided before anybody has it.
    """

    TOPIC = "dispute_coordination.dispute.opinion_issued.v1"
    letter_id: str
    number: str
    consent: str
    stage: str
    handling: dict[str, Any] | None
    issued_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.opinions.append({"letter_id": self.letter_id, "number": self.number})
        aggregate.consent = {**(aggregate.consent or {}), "opinion": self.letter_id}
        aggregate.concluded_handling = self.handling
        aggregate.go_on(self.stage, self.issued_on)


class OpinionVoided(Case.Event):
    """An opinion that nobody was served with was voided; another one must be issued (意见书作废)."""

    TOPIC = "dispute_coordination.dispute.opinion_voided.v1"
    letter_id: str
    stage: str
    voided_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.opinions = [one for one in aggregate.opinions if one["letter_id"] != self.letter_id]
        aggregate.consent = {**(aggregate.consent or {}), "opinion": None}
        aggregate.ended_on = None
        aggregate.enter(self.stage)


class GovernmentDecided(Case.Event):
    """The government decided the dispute, or sent it back to be coordinated further (区政府决定)."""

    TOPIC = "dispute_coordination.dispute.government_decided.v1"
    decided: bool
    document: str
    decision_ref: str | None
    stage: str
    decided_on: date
    recorded_by: str

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.proposal = {
            **(aggregate.proposal or {}),
            "state": "decided" if self.decided else "returned",
            "document": self.document,
            "decided_on": self.decided_on.isoformat(),
        }
        aggregate.go_on(self.stage, self.decided_on)
