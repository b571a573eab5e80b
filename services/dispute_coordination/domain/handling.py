"""Deciding on handling: facts, views, more time, time that stands, another norm's limit (办理)."""

from collections.abc import Sequence
from datetime import date

from services.dispute_coordination.domain.events.handling import (
    Consulted,
    ExtensionDecided,
    ExtensionRequested,
    FactsVerified,
    HandlingResumed,
    HandlingSuspended,
    SpecialLimitApplied,
    ViewRecorded,
)
from services.dispute_coordination.domain.state import DisputeState
from services.dispute_coordination.domain.vocabulary import ViewWay
from services.dispute_coordination.rules import handling as rules
from shared.calendar.deadline import Deadline
from shared.calendar.tolling import chain
from shared.casework.moment import Moment
from shared.deadlines.changes import Change, extended, recomputed, resumed, suspended
from shared.identity.actor import Actor
from shared.law.refusal import InvalidError, OutOfOrderError, UnknownCaseError


class HandlingDecisions(DisputeState):
    """The decisions while the bureau coordinates."""

    def verify_facts(
        self, moment: Moment, *, persons: Sequence[str], note_ref: str, verified_on: date | None = None
    ) -> None:
        """Record that the facts were looked into (调查核实)."""
        self.require("investigation")
        self._record(
            FactsVerified,
            moment.at,
            persons=tuple(persons),
            note_ref=note_ref,
            verified_on=moment.happened_on(verified_on, not_before=self.opened_on),
            basis=self.basis_of("investigation"),
        )

    def record_view(
        self,
        moment: Moment,
        *,
        body: str,
        way: ViewWay,
        given: bool,
        view_ref: str | None = None,
        heard_on: date | None = None,
    ) -> None:
        """Record a body's view, or that it was asked and kept silent (听取意见)."""
        self.require("view")
        if given != (view_ref is not None):
            raise InvalidError(
                "a view that was given is written down",
                title="已发表的意见须有记录",
                basis=self.basis_of("views_heard"),
            )
        self._record(
            ViewRecorded,
            moment.at,
            body=body,
            way=way.value,
            given=given,
            view_ref=view_ref,
            heard_on=moment.happened_on(heard_on, not_before=self.opened_on),
            basis=self.basis_of("views_heard"),
        )

    def record_consultation(
        self,
        moment: Moment,
        *,
        form: str,
        need: str,
        need_ref: str,
        result_ref: str,
        participants: Sequence[str],
        held_on: date | None = None,
    ) -> None:
        """Record a meeting, or what advisers or experts said, and why it was needed (会议、论证)."""
        self.require("consultation")
        rules.require_consultation(self.law, form=form, need=need)
        self._record(
            Consulted,
            moment.at,
            form=form,
            need_ref=need_ref,
            result_ref=result_ref,
            participants=tuple(participants),
            held_on=moment.happened_on(held_on, not_before=self.opened_on),
            basis=self.basis_of("consultation"),
        )

    # -- more time -------------------------------------------------------------------------------------

    def request_extension(self, moment: Moment, *, days: int, reason: str, reason_ref: str) -> None:
        """Ask the bureau's principal for more time (申请延期)."""
        self.require("extension")
        self._extended(moment, days, reason)
        self._record(
            ExtensionRequested,
            moment.at,
            days=days,
            reason_ref=reason_ref,
            requested_by=moment.by,
            requested_on=moment.on,
            basis=self.basis_of("handling_extension"),
        )

    def decide_extension(
        self, moment: Moment, actor: Actor, *, approved: bool, reason_ref: str | None = None
    ) -> None:
        """Approve or refuse more time as the bureau's principal (主要负责人审批延期); parties are told."""
        self.require("extension_decision")
        request = self.extension_request or {}
        rules.require_bureau_principal(
            self.law, role=actor.role, posts=actor.posts, proposer=moment.by == request["requested_by"]
        )
        changes: tuple[Change, ...] = ()
        if approved:
            deadline = self._extended(moment, request["days"], "approved on the recorded reason")
            changes = (extended("handling", deadline, moment.calendar, on=moment.on),)
        told = rules.extension_addressees(self.law, agencies=self.agencies) if approved else ()
        self._record(
            ExtensionDecided,
            moment.at,
            approved=approved,
            days=request["days"],
            reason_ref=reason_ref,
            addressees=told,
            decided_by=moment.by,
            decided_on=moment.on,
            clocks=changes,
            basis=self.basis_of("handling_extension"),
        )

    # -- time that stands ------------------------------------------------------------------------------

    def suspend_handling(
        self,
        moment: Moment,
        *,
        stop_id: str,
        ground: str,
        letter: str,
        organ: str,
        from_on: date | None = None,
    ) -> None:
        """Leave out the time of waiting for an interpretation or a superior's answer (不计入期限)."""
        self.require("suspension")
        day = moment.happened_on(from_on)
        stop = rules.Stop(ground, letter, day)
        deadline = rules.suspended_deadline(
            self.law, moment.calendar, self._handling, stop, opened_on=self.handling_from
        )
        self._record(
            HandlingSuspended,
            moment.at,
            stop_id=stop_id,
            ground=ground,
            letter=letter,
            organ=organ,
            from_on=day,
            clocks=(suspended("handling", deadline, moment.calendar, on=moment.on),),
            basis=self.basis_of("handling_suspension"),
        )

    def resume_handling(
        self,
        moment: Moment,
        *,
        stop_id: str,
        answer_ref: str | None = None,
        answered_on: date | None = None,
    ) -> None:
        """Count again from the day after the answer came (恢复计算)."""
        self.require("resumption")
        if stop_id not in self.stops:
            raise UnknownCaseError(f"no stop {stop_id}")
        if self.stops[stop_id]["until"] is not None:
            raise OutOfOrderError("this stop has ended", title="该次中止已经恢复")
        day = moment.happened_on(answered_on)
        deadline = rules.resumed_deadline(self.law, moment.calendar, self._handling, answered_on=day)
        self._record(
            HandlingResumed,
            moment.at,
            stop_id=stop_id,
            answer_ref=answer_ref,
            answered_on=day,
            clocks=(resumed("handling", deadline, moment.calendar, on=moment.on),),
            basis=self.basis_of("handling_suspension"),
        )

    def apply_special_limit(self, moment: Moment, *, norm: str, length: int, unit: str) -> None:
        """Put another norm's limit in the place of this one's, from the same day (从其规定)."""
        self.require("special_limit")
        limit = rules.SpecialLimit(norm, length, unit)
        deadline = rules.special_deadline(self.law, moment.calendar, limit, started_on=self.handling_from)
        self._record(
            SpecialLimitApplied,
            moment.at,
            norm=norm,
            length=length,
            unit=unit,
            applied_on=moment.on,
            clocks=(recomputed("handling", deadline, moment.calendar, on=moment.on),),
            basis=deadline.basis,
        )

    def offers_tentative_opinion(self, on: date) -> bool:
        """Whether the system proposes a tentative opinion now; a person writes it (提示提出倾向性意见)."""
        running = self.clocks.get("handling")
        return running is not None and rules.is_tentative_opinion_due(
            self.law, handling=running.deadline, on=on
        )

    @property
    def handling_from(self) -> date:
        """Day zero of the handling period (办理起算日)."""
        return chain(self._handling)[0].started_on

    @property
    def _handling(self) -> Deadline:
        return self.running("handling").deadline

    def _extended(self, moment: Moment, days: int, reason: str) -> Deadline:
        request = rules.ExtensionRequest(days, tuple(self.extensions), reason)
        return rules.extended_deadline(self.law, moment.calendar, self._handling, request, on=moment.on)
