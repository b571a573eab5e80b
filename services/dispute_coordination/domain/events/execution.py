"""Execution: follow-ups, reports, what is not followed and the answers to it (执行跟踪)."""

from datetime import date
from typing import TYPE_CHECKING

from shared.deadlines.case import Case

if TYPE_CHECKING:
    from services.dispute_coordination.domain.dispute import Dispute


class FollowUpPlanned(Case.Event):
    """The bureau set a day on which it looks at the execution again (确定跟踪日期)."""

    TOPIC = "dispute_coordination.dispute.follow_up_planned.v1"
    follow_up_id: str
    planned_on: date
    set_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.follow_ups[self.follow_up_id] = "planned"


class FollowedUp(Case.Event):
    """The bureau looked at the execution (跟踪情况)."""

    TOPIC = "dispute_coordination.dispute.followed_up.v1"
    follow_up_id: str
    note_ref: str
    followed_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.follow_ups[self.follow_up_id] = "done"


class ExecutionReported(Case.Event):
    """An agency reported how it carries the outcome out (报告执行情况)."""

    TOPIC = "dispute_coordination.dispute.execution_reported.v1"
    agency: str
    report_ref: str
    reported_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.executions[self.agency] = {"state": "reported"}


class ExecutionVerified(Case.Event):
    """The bureau checked what one agency did (核实执行情况)."""

    TOPIC = "dispute_coordination.dispute.execution_verified.v1"
    agency: str
    result: str
    note_ref: str
    verified_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.executions[self.agency] = {"state": self.result}


class OpinionDefied(Case.Event):
    """An agency does not follow the opinion; a supervision letter answers it (不执行协调意见书).

    ``manner`` says whether it refuses or merely does nothing, which decides between the instruments.
    """

    TOPIC = "dispute_coordination.dispute.opinion_defied.v1"
    agency: str
    manner: str
    opinion_number: str
    served_on: date
    note_ref: str
    recorded_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.executions[self.agency] = {"state": "defied", "against": "opinion"}


class DecisionDefied(Case.Event):
    """An agency does not follow the government's decision; the ladder of answers opens (不执行区政府决定)."""

    TOPIC = "dispute_coordination.dispute.decision_defied.v1"
    agency: str
    manner: str
    document: str
    next_rung: str | None
    note_ref: str
    recorded_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.executions[self.agency] = {"state": "defied", "against": "decision"}
        aggregate.ladders.setdefault(self.agency, [])


class LadderClimbed(Case.Event):
    """The next answer to a defied decision was given (责令限期纠正、通报、移交)."""

    TOPIC = "dispute_coordination.dispute.ladder_climbed.v1"
    agency: str
    rung: str
    document: str
    note_ref: str | None
    next_rung: str | None
    taken_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.ladders[self.agency].append(self.rung)


class Closed(Case.Event):
    """The outcome is carried out, or its defiance was answered: the case ends (结案)."""

    TOPIC = "dispute_coordination.dispute.closed.v1"
    note_ref: str | None
    closed_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.finish("closed", self.closed_on)
