"""Handling: facts, views, meetings, more time, time that stands, another norm's limit (办理)."""

from datetime import date
from typing import TYPE_CHECKING

from shared.deadlines.case import Case

if TYPE_CHECKING:
    from services.dispute_coordination.domain.dispute import Dispute


class FactsVerified(Case.Event):
    """The bureau looked into the facts (调查核实)."""

    TOPIC = "dispute_coordination.dispute.facts_verified.v1"
    persons: tuple[str, ...]
    note_ref: str
    verified_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.verifications += 1


class ViewRecorded(Case.Event):
    """A body was asked for its view; ``given`` is False where it kept silent (听取意见)."""

    TOPIC = "dispute_coordination.dispute.view_recorded.v1"
    body: str
    way: str
    given: bool
    view_ref: str | None
    heard_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.views[self.body] = self.given or aggregate.views.get(self.body, False)


class Consulted(Case.Event):
    """A meeting was held, or advisers or experts were heard, because it was needed (会议、论证)."""

    TOPIC = "dispute_coordination.dispute.consulted.v1"
    form: str
    need_ref: str
    result_ref: str
    participants: tuple[str, ...]
    held_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.consultations += 1


class ExtensionRequested(Case.Event):
    """A handler asked for more time (申请延期)."""

    TOPIC = "dispute_coordination.dispute.extension_requested.v1"
    days: int
    reason_ref: str
    requested_by: str
    requested_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.extension_request = {
            "days": self.days,
            "requested_by": self.requested_by,
            "reason_ref": self.reason_ref,
        }


class ExtensionDecided(Case.Event):
    """The bureau's principal approved or refused more time (延期审批)."""

    TOPIC = "dispute_coordination.dispute.extension_decided.v1"
    approved: bool
    days: int
    reason_ref: str | None
    addressees: tuple[str, ...]
    decided_by: str
    decided_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.extension_request = None
        if self.approved:
            aggregate.extensions.append(self.days)


class HandlingSuspended(Case.Event):
    """A question went out, and the time until its answer is not counted (中止计算)."""

    TOPIC = "dispute_coordination.dispute.handling_suspended.v1"
    stop_id: str
    ground: str
    letter: str
    organ: str
    from_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.stops[self.stop_id] = {
            "ground": self.ground,
            "letter": self.letter,
            "from": self.from_on.isoformat(),
            "until": None,
        }


class HandlingResumed(Case.Event):
    """The answer came, and time counts again (恢复计算)."""

    TOPIC = "dispute_coordination.dispute.handling_resumed.v1"
    stop_id: str
    answer_ref: str | None
    answered_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.stops[self.stop_id]["until"] = self.answered_on.isoformat()


class SpecialLimitApplied(Case.Event):
    """Another norm sets the limit of this dispute (适用另行规定的时限)."""

    TOPIC = "dispute_coordination.dispute.special_limit_applied.v1"
    norm: str
    length: int
    unit: str
    applied_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.special_limit = self.norm
