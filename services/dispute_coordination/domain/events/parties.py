"""The agencies: answers, who joins, who leaves, cases joined to one (争议各方)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from services.dispute_coordination.domain.vocabulary import Side
from services.dispute_coordination.rules.request import Negotiation
from shared.deadlines.case import Case

if TYPE_CHECKING:
    from services.dispute_coordination.domain.dispute import Dispute


class AnswerReceived(Case.Event):
    """An agency answered, or filed its statement, with papers; ``late`` is a mark only (答复、情况说明)."""

    TOPIC = "dispute_coordination.dispute.answer_received.v1"
    agency: str
    answer_ref: str
    materials: tuple[str, ...]
    received_on: date
    posted_on: date | None
    late: bool

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.answers.setdefault(
            self.agency, {"received_on": self.received_on.isoformat(), "late": self.late}
        )


class AgencyJoined(Case.Event):
    """Another agency became a party of the dispute (追加争议机关)."""

    TOPIC = "dispute_coordination.dispute.agency_joined.v1"
    agency: str
    side: str
    reason_ref: str
    joined_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.parties[self.agency] = Side(self.side)


class CaseJoined(Case.Event):
    """Another case on the same matter was joined to this one (并入他案)."""

    TOPIC = "dispute_coordination.dispute.case_joined.v1"
    case_id: str
    number: str
    applicants: tuple[str, ...]
    respondents: tuple[str, ...]
    negotiations: tuple[dict[str, Any], ...]
    joined_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.joined.append(self.case_id)
        aggregate.take_in(self.applicants, self.respondents)
        aggregate.negotiations += [Negotiation.of(one) for one in self.negotiations]


class Merged(Case.Event):
    """This case goes on as part of another one (并入他案办理)."""

    TOPIC = "dispute_coordination.dispute.merged.v1"
    case_id: str
    number: str
    reason_ref: str
    merged_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.joined_to = self.case_id
        aggregate.finish("merged", self.merged_on)


class Withdrawn(Case.Event):
    """An applicant took its request back; with the last one the case ends (撤回申请)."""

    TOPIC = "dispute_coordination.dispute.withdrawn.v1"
    agency: str
    reason_ref: str
    ends: bool
    withdrawn_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        if self.ends:
            aggregate.finish("withdrawn", self.withdrawn_on)
        else:
            aggregate.parties[self.agency] = Side.RESPONDENT
            aggregate.withdrew.add(self.agency)


class Terminated(Case.Event):
    """The matter of an own-motion case fell away (终止协调)."""

    TOPIC = "dispute_coordination.dispute.terminated.v1"
    reason_ref: str
    terminated_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.finish("terminated", self.terminated_on)
