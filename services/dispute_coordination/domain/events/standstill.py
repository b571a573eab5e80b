"""The standstill: urgent enforcement, interim measures, acts of one agency alone (暂停单方执法)."""

from datetime import date
from typing import TYPE_CHECKING

from shared.deadlines.case import Case

if TYPE_CHECKING:
    from services.dispute_coordination.domain.dispute import Dispute


class UrgencyRequested(Case.Event):
    """An agency asked to enforce at once; the government decides (紧急执法报批)."""

    TOPIC = "dispute_coordination.dispute.urgency_requested.v1"
    urgency_id: str
    agency: str
    reason_ref: str
    decided_by: str
    requested_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.urgencies[self.urgency_id] = {
            "agency": self.agency,
            "state": "open",
            "requested_on": self.requested_on.isoformat(),
            "document": None,
            "decided_on": None,
        }


class UrgencyDecided(Case.Event):
    """The government permitted or refused urgent enforcement (紧急执法决定)."""

    TOPIC = "dispute_coordination.dispute.urgency_decided.v1"
    urgency_id: str
    permitted: bool
    document: str
    limits_ref: str | None
    decided_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.urgencies[self.urgency_id] |= {
            "state": "permitted" if self.permitted else "refused",
            "document": self.document,
            "decided_on": self.decided_on.isoformat(),
        }


class InterimMeasureRecorded(Case.Event):
    """An agency averted harm that could not have been undone (临时性处置措施)."""

    TOPIC = "dispute_coordination.dispute.interim_measure_recorded.v1"
    agency: str
    harm_ref: str
    measure_ref: str
    taken_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.interim_measures += 1


class UnilateralActRecorded(Case.Event):
    """An agency acted alone on the disputed matter, and what that amounts to (单方执法行为).

    ``exception`` and ``permit`` say on what it rests; a breach is offered as a lead for supervision, with the
    article on ``liability``.
    """

    TOPIC = "dispute_coordination.dispute.unilateral_act_recorded.v1"
    act_id: str
    agency: str
    act_ref: str
    acted_on: date
    exception: str | None
    permit: str | None
    interim: bool
    finding: str
    lead_offered: bool
    liability: str | None
    recorded_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.unilateral_acts[self.act_id] = {"agency": self.agency, "finding": self.finding}
