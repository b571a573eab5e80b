"""Deciding on the agencies: answers, who joins, who leaves, cases joined to one (争议各方)."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from services.dispute_coordination.domain.events.parties import (
    AgencyJoined,
    AnswerReceived,
    CaseJoined,
    Merged,
    Terminated,
    Withdrawn,
)
from services.dispute_coordination.domain.state import DisputeState
from services.dispute_coordination.domain.vocabulary import Side
from shared.calendar.receipt import ContradictoryDaysError, handed_in
from shared.casework.moment import Moment
from shared.law.refusal import ForbiddenError, InvalidError, OutOfOrderError


class PartyDecisions(DisputeState):
    """The decisions about who is part of the dispute and what it says."""

    def receive_answer(
        self,
        moment: Moment,
        *,
        agency: str,
        answer_ref: str,
        materials: Collection[str] = (),
        received_on: date | None = None,
        posted_on: date | None = None,
    ) -> None:
        """Take in an answer or a statement (答复、情况说明); a late one is kept and marked, and nothing else.

        The applicant answers nothing in the text, yet may comment; what it files is no answer with a period.
        """
        self.require("answer")
        self._require_party(agency)
        day = moment.happened_on(received_on, not_before=self.opened_on)
        key = "own_motion_statement" if self.parties[agency] is Side.CONCERNED else "respondent_answer"
        self._record(
            AnswerReceived,
            moment.at,
            agency=agency,
            answer_ref=answer_ref,
            materials=tuple(materials),
            received_on=day,
            posted_on=posted_on,
            late=self._is_late(agency, day, posted_on),
            clocks=tuple(self.stopped_if_running(moment.on, self.answer_clock(agency))),
            basis=self.basis_of(key),
        )

    def join_agency(self, moment: Moment, *, agency: str, side: Side, reason_ref: str) -> None:
        """Let another agency join (追加争议机关); its own period starts when it is served with a notice."""
        self.require("joinder")
        if agency in self.parties:
            raise OutOfOrderError("this agency is a party already", title="该机关已是争议一方")
        if (side is Side.CONCERNED) != self.own_motion:
            raise InvalidError(
                "sides exist where coordination was asked for",
                title="主动启动的案件不分申请方和被申请方",
                basis=self.basis_of("dispute_grounds"),
            )
        self._record(
            AgencyJoined,
            moment.at,
            agency=agency,
            side=side.value,
            reason_ref=reason_ref,
            joined_on=moment.on,
            basis=self.basis_of("dispute_grounds"),
        )

    def join_case(self, moment: Moment, other: DisputeState) -> None:
        """Take another case on the same matter into this one (并案); its parties become parties here."""
        self.require("merger")
        if other.id == self.id or not set(self.parties) & set(other.parties):
            raise InvalidError(
                "two cases on one matter share an agency",
                title="两案须涉及同一争议机关方可并案",
                basis=self.basis_of("single_desk"),
            )
        if other.told and not self.told:
            raise OutOfOrderError(
                "a case that was accepted goes on only in one that was accepted too",
                title="已受理的案件不能并入尚未受理的案件",
                basis=self.basis_of("single_desk"),
            )
        own_motion = other.own_motion
        self._record(
            CaseJoined,
            moment.at,
            case_id=str(other.id),
            number=other.number,
            applicants=() if own_motion else other.applicants,
            respondents=other.agencies if own_motion else other.respondents,
            negotiations=tuple(one.facts() for one in other.negotiations),
            joined_on=moment.on,
            basis=self.basis_of("single_desk"),
        )

    def merge_into(self, moment: Moment, *, case_id: UUID, number: str, reason_ref: str) -> None:
        """End this case because it goes on as part of another one (并入他案)."""
        self.require("merger")
        self._record(
            Merged,
            moment.at,
            case_id=str(case_id),
            number=number,
            reason_ref=reason_ref,
            merged_on=moment.on,
            clocks=self.all_stopped(moment.on),
            basis=self.basis_of("single_desk"),
        )

    def withdraw(self, moment: Moment, *, agency: str, reason_ref: str) -> None:
        """Take a request back, as one of those who made it; with the last one the case ends (撤回申请)."""
        self.require("withdrawal")
        if agency not in self.applicants:
            raise ForbiddenError(
                "only who asked withdraws",
                title="只有申请机关可以撤回申请",
                basis=self.basis_of("dispute_grounds"),
            )
        ends = self.applicants == (agency,)
        self._record(
            Withdrawn,
            moment.at,
            agency=agency,
            reason_ref=reason_ref,
            ends=ends,
            withdrawn_on=moment.on,
            clocks=self.all_stopped(moment.on) if ends else (),
            basis=self.basis_of("request_after_failed_negotiation"),
        )

    def terminate(self, moment: Moment, *, reason: str, reason_ref: str) -> None:
        """End an own-motion case whose matter fell away (终止协调)."""
        self.require("termination")
        if not reason.strip():
            raise InvalidError("say why", title="须说明终止的理由", basis=self.basis_of("own_motion_opening"))
        self._record(
            Terminated,
            moment.at,
            reason_ref=reason_ref,
            terminated_on=moment.on,
            clocks=self.all_stopped(moment.on),
            basis=self.basis_of("own_motion_opening"),
        )

    @property
    def silent(self) -> tuple[str, ...]:
        """The agencies that were to answer and have not; the case goes on without them (未答复的机关)."""
        owing = self.respondents or (self.agencies if self.own_motion else ())
        return tuple(one for one in owing if one not in self.answers)

    def _is_late(self, agency: str, received_on: date, posted_on: date | None) -> bool:
        running = self.clocks.get(self.answer_clock(agency))
        if running is None:
            return False
        try:
            return not handed_in(running.deadline, received_on=received_on, posted_on=posted_on).in_time
        except ContradictoryDaysError as found:
            raise InvalidError(str(found), title="交邮日期晚于收到日期") from found

    def _require_party(self, agency: str) -> None:
        if agency not in self.parties:
            raise ForbiddenError(
                "this agency is no party of the dispute",
                title="该机关不是争议一方",
                basis=self.basis_of("dispute_grounds"),
            )
