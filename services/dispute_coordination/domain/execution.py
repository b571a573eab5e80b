"""Deciding on execution: follow-ups, reports, what is not followed and the answers to it (执行跟踪)."""

from datetime import date

from services.dispute_coordination.domain.events.execution import (
    Closed,
    DecisionDefied,
    ExecutionReported,
    ExecutionVerified,
    FollowedUp,
    FollowUpPlanned,
    LadderClimbed,
    OpinionDefied,
)
from services.dispute_coordination.domain.parties import PartyDecisions
from services.dispute_coordination.domain.vocabulary import Against, Defiance, Execution
from services.dispute_coordination.rules import outcome as rules
from shared.casework.moment import Moment
from shared.deadlines.changes import opened
from shared.law.refusal import InvalidError, OutOfOrderError, UnknownCaseError


class ExecutionDecisions(PartyDecisions):
    """The decisions after the opinion or the government's decision."""

    def plan_follow_up(self, moment: Moment, *, follow_up_id: str, planned_on: date) -> None:
        """Set a day on which to look at the execution again (确定跟踪日期)."""
        self.require("follow_up")
        deadline = rules.follow_up_deadline(self.law, moment.calendar, on=moment.on, planned_on=planned_on)
        clock = f"follow_up:{follow_up_id}"
        self._record(
            FollowUpPlanned,
            moment.at,
            follow_up_id=follow_up_id,
            planned_on=planned_on,
            set_on=moment.on,
            clocks=(opened(clock, deadline, moment.calendar, on=moment.on, owner="bureau_clerk"),),
            basis=deadline.basis,
        )

    def record_follow_up(self, moment: Moment, *, follow_up_id: str, note_ref: str) -> None:
        """Record what a look at the execution showed (跟踪情况)."""
        self.require("follow_up")
        if self.follow_ups.get(follow_up_id) != "planned":
            raise UnknownCaseError(f"no follow-up {follow_up_id} is planned")
        self._record(
            FollowedUp,
            moment.at,
            follow_up_id=follow_up_id,
            note_ref=note_ref,
            followed_on=moment.on,
            clocks=tuple(self.stopped_if_running(moment.on, f"follow_up:{follow_up_id}")),
            basis=self.basis_of("execution_monitoring"),
        )

    def report_execution(self, moment: Moment, *, agency: str, report_ref: str) -> None:
        """Report, as a disputing agency, how the outcome is carried out (报告执行情况)."""
        self.require("execution_report")
        self._require_party(agency)
        self._record(
            ExecutionReported,
            moment.at,
            agency=agency,
            report_ref=report_ref,
            reported_on=moment.on,
            basis=self.basis_of("execution_monitoring"),
        )

    def verify_execution(self, moment: Moment, *, agency: str, result: Execution, note_ref: str) -> None:
        """Check what one agency did (核实执行情况)."""
        self.require("execution_check")
        self._require_party(agency)
        self._record(
            ExecutionVerified,
            moment.at,
            agency=agency,
            result=result.value,
            note_ref=note_ref,
            verified_on=moment.on,
            basis=self.basis_of("execution_monitoring"),
        )

    def record_defiance(
        self, moment: Moment, *, agency: str, against: Against, manner: Defiance, note_ref: str
    ) -> None:
        """Record that an agency does not follow the opinion or the decision (不执行).

        Against an opinion this is what a supervision letter is written from; against a decision it opens the
        ladder of answers.
        """
        self.require("defiance")
        self._require_party(agency)
        if against is Against.OPINION:
            self._opinion_defied(moment, agency, manner, note_ref)
        else:
            self._decision_defied(moment, agency, manner, note_ref)

    def climb_ladder(
        self, moment: Moment, *, agency: str, rung: str, document: str, note_ref: str | None = None
    ) -> None:
        """Record the next answer to a defied decision, in the order of the text (责令、通报、移交)."""
        self.require("ladder")
        taken = self.ladders.get(agency)
        if taken is None:
            raise UnknownCaseError(f"{agency} does not defy a decision")
        following = rules.next_rung(self.law, taken=taken)
        if rung != following:
            raise OutOfOrderError(
                f"the next answer is {following}" if following else "every answer was given",
                title="须按责令纠正、通报、移交的次序办理",
                basis=self.basis_of("defied_decision"),
            )
        if not document.strip():
            raise InvalidError(
                "name the document", title="须写明文书文号", basis=self.basis_of("defied_decision")
            )
        self._record(
            LadderClimbed,
            moment.at,
            agency=agency,
            rung=rung,
            document=document,
            note_ref=note_ref,
            next_rung=rules.next_rung(self.law, taken=[*taken, rung]),
            taken_on=moment.on,
            basis=self.basis_of("defied_decision"),
        )

    def close(self, moment: Moment, *, note_ref: str | None = None) -> None:
        """Close a case whose outcome every agency carries out, or whose defiance was answered (结案)."""
        self.require("closure")
        self._record(
            Closed,
            moment.at,
            note_ref=note_ref,
            closed_on=moment.on,
            clocks=self.all_stopped(moment.on),
            basis=self.basis_of("execution_monitoring"),
        )

    def next_rung(self, agency: str) -> str | None:
        """The answer that the system offers next against an agency that defies a decision (下一步处理)."""
        taken = self.ladders.get(agency)
        return None if taken is None else rules.next_rung(self.law, taken=taken)

    @property
    def opinion_defied_by(self) -> tuple[str, ...]:
        """The agencies against which a supervision letter is offered (拒不执行意见书的机关)."""
        return tuple(one for one, what in self.executions.items() if what.get("against") == "opinion")

    def _opinion_defied(self, moment: Moment, agency: str, manner: Defiance, note_ref: str) -> None:
        served = [
            (one["number"], on)
            for one in self.opinions
            if (on := self.letters[one["letter_id"]].served_on(agency)) is not None and on <= moment.on
        ]
        if not served:
            raise OutOfOrderError(
                "the opinion has not been served on this agency",
                title="协调意见书尚未送达该机关",
                basis=self.basis_of("opinion_delivery"),
            )
        number, served_on = served[-1]
        self._record(
            OpinionDefied,
            moment.at,
            agency=agency,
            manner=manner.value,
            opinion_number=number,
            served_on=served_on,
            note_ref=note_ref,
            recorded_on=moment.on,
            basis=rules.defied_opinion_basis(self.law),
        )

    def _decision_defied(self, moment: Moment, agency: str, manner: Defiance, note_ref: str) -> None:
        decision = self.proposal or {}
        if decision.get("state") != "decided":
            raise OutOfOrderError(
                "there is no decision of the government",
                title="没有区政府决定",
                basis=self.basis_of("defied_decision"),
            )
        self._record(
            DecisionDefied,
            moment.at,
            agency=agency,
            manner=manner.value,
            document=decision["document"],
            next_rung=rules.next_rung(self.law, taken=self.ladders.get(agency, [])),
            note_ref=note_ref,
            recorded_on=moment.on,
            basis=self.basis_of("defied_decision"),
        )
