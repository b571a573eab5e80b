"""Intake: negotiation, request, own motion, missing papers, acceptance, decline (协商、申请与受理)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from services.dispute_coordination.domain.vocabulary import Side, Stage, Trigger
from services.dispute_coordination.rules.request import Negotiation
from shared.deadlines.case import Case

if TYPE_CHECKING:
    from services.dispute_coordination.domain.dispute import Dispute


class NegotiationOpened(Case.Created):
    """Agencies put their negotiation on file before anybody asked for coordination (登记自行协商)."""

    TOPIC = "dispute_coordination.dispute.negotiation_opened.v1"
    number: str
    title: str
    regulation: str
    applicants: tuple[str, ...]
    respondents: tuple[str, ...]
    opened_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.begin(self.number, self.title, self.regulation, self.opened_on)
        aggregate.set_sides(self.applicants, self.respondents)
        aggregate.enter("negotiating")


class NegotiationRecorded(Case.Event):
    """One round of negotiation, with its minutes where it ended in agreement (协商情况)."""

    TOPIC = "dispute_coordination.dispute.negotiation_recorded.v1"
    held_on: date
    parties: tuple[str, ...]
    agreed: bool
    form: str | None
    record_ref: str | None
    settles: bool

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.negotiations.append(Negotiation(self.held_on, tuple(self.parties), self.agreed))
        if self.settles:
            aggregate.finish("settled", self.held_on)


class Requested(Case.Created):
    """A request for coordination reached the bureau (收到协调申请)."""

    TOPIC = "dispute_coordination.dispute.requested.v1"
    number: str
    title: str
    regulation: str
    ground: str
    national_kind: str | None
    applicants: tuple[str, ...]
    respondents: tuple[str, ...]
    negotiations: tuple[dict[str, Any], ...]
    contents: dict[str, str]
    materials: tuple[str, ...]
    earlier: str | None
    received_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.begin(self.number, self.title, self.regulation, self.received_on)
        aggregate.set_sides(self.applicants, self.respondents)
        aggregate.negotiations = [Negotiation.of(one) for one in self.negotiations]
        aggregate.earlier = self.earlier
        aggregate.take_request(self)


class RequestFiled(Case.Event):
    """After a failed negotiation on file, coordination was asked for (提出协调申请)."""

    TOPIC = "dispute_coordination.dispute.request_filed.v1"
    ground: str
    national_kind: str | None
    applicants: tuple[str, ...]
    respondents: tuple[str, ...]
    contents: dict[str, str]
    materials: tuple[str, ...]
    received_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.set_sides(self.applicants, self.respondents)
        aggregate.take_request(self)


class OpenedOnOwnMotion(Case.Created):
    """The bureau opened the case on instruction or on its own discovery (主动启动)."""

    TOPIC = "dispute_coordination.dispute.opened_on_own_motion.v1"
    number: str
    title: str
    regulation: str
    trigger: str
    instruction: str | None
    source_ref: str
    ground: str
    national_kind: str | None
    agencies: tuple[str, ...]
    earlier: str | None
    opened_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.begin(self.number, self.title, self.regulation, self.opened_on)
        aggregate.trigger = Trigger(self.trigger)
        aggregate.ground, aggregate.national_kind = self.ground, self.national_kind
        aggregate.earlier = self.earlier
        aggregate.parties = dict.fromkeys(self.agencies, Side.CONCERNED)
        aggregate.enter("coordinating")


class HandlersNamed(Case.Event):
    """The bureau said who handles the case (确定承办人员)."""

    TOPIC = "dispute_coordination.dispute.handlers_named.v1"
    persons: tuple[str, ...]
    named_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.handlers = list(self.persons)


class MaterialsAdded(Case.Event):
    """Papers were put on file (补充材料)."""

    TOPIC = "dispute_coordination.dispute.materials_added.v1"
    agency: str | None
    materials: tuple[str, ...]
    note_ref: str | None
    added_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.materials.update(self.materials)


class SupplementRequested(Case.Event):
    """The bureau found papers missing and lists them once and completely (通知补正).

    ``effect`` is what the text says happens when they do not come; the period starts with service.
    """

    TOPIC = "dispute_coordination.dispute.supplement_requested.v1"
    materials: tuple[str, ...]
    contents: tuple[str, ...]
    missing_ref: str | None
    effect: str
    late: bool
    requested_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.supplements.append(
            {
                "requested_on": self.requested_on.isoformat(),
                "effect": self.effect,
                "filed_on": None,
                "in_time": None,
            }
        )
        aggregate.enter("supplementing")


class SupplementFiled(Case.Event):
    """The applicant filed what was missing; papers that come too late are kept too (收到补正材料)."""

    TOPIC = "dispute_coordination.dispute.supplement_filed.v1"
    materials: tuple[str, ...]
    contents: dict[str, str]
    received_on: date
    posted_on: date | None
    in_time: bool
    article: str
    stage: str
    examination: dict[str, Any] | None

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.supplements[-1] |= {
            "filed_on": self.received_on.isoformat(),
            "in_time": self.in_time or bool(aggregate.supplements[-1]["in_time"]),
        }
        aggregate.materials.update(self.materials)
        aggregate.contents |= frozenset(self.contents)
        if self.examination is not None:
            aggregate.examination = self.examination
        aggregate.stage = Stage(self.stage)


class DeemedWithdrawn(Case.Event):
    """The papers did not come, or not as asked: the request counts as withdrawn (视为放弃申请).

    A person can take it back: papers posted in time may arrive later.
    """

    TOPIC = "dispute_coordination.dispute.deemed_withdrawn.v1"
    automatic: bool
    reason_ref: str | None
    due_on: date | None
    withdrawn_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.finish("deemed_withdrawn", self.withdrawn_on)


class WithdrawalReversed(Case.Event):
    """A person took back that the request counts as withdrawn (撤销视为放弃)."""

    TOPIC = "dispute_coordination.dispute.withdrawal_reversed.v1"
    ground: str
    reason_ref: str
    stage: str
    examination: dict[str, Any] | None
    reversed_by: str
    reversed_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.closed_on = None
        if self.examination is not None:
            aggregate.examination = self.examination
        aggregate.enter(self.stage)


class Accepted(Case.Event):
    """The bureau decided to accept (决定受理); ``late`` where its period had run out."""

    TOPIC = "dispute_coordination.dispute.accepted.v1"
    addressees: tuple[str, ...]
    late: bool
    accepted_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.accepted_on = self.accepted_on
        aggregate.enter("coordinating")


class Declined(Case.Event):
    """The bureau decided not to accept, with reasons (决定不予受理)."""

    TOPIC = "dispute_coordination.dispute.declined.v1"
    exclusion: str
    reasons_ref: str
    addressees: tuple[str, ...]
    late: bool
    declined_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.finish("declined", self.declined_on)
