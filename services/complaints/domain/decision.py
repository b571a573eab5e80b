"""Deciding the matter: collective discussion, extension, reply, conclusion (审定与办结)."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.complaints.domain.events.decision import (
    Concluded,
    DiscussionConfirmed,
    DiscussionRecorded,
    ExtensionDecided,
    ExtensionRequested,
    Replied,
)
from services.complaints.domain.state import ComplaintState
from services.complaints.domain.vocabulary import BUREAU, Finding
from services.complaints.rules import handling as rules
from services.complaints.rules import outcome
from shared.calendar.deadline import Deadline
from shared.casework.moment import Moment
from shared.deadlines.changes import Change, extended, opened, stopped
from shared.identity.actor import Actor
from shared.law.refusal import ForbiddenError, InvalidError


class MatterDecisions(ComplaintState):
    """The decisions from the discussion to the conclusion."""

    def record_discussion(
        self,
        moment: Moment,
        *,
        discussion_id: str,
        held_on: date | None,
        chair: str,
        views: Sequence[rules.View],
        view_refs: Mapping[str, str],
        conclusion: str,
        conclusion_ref: str,
        finding: Finding,
        responsible: Sequence[tuple[str, str]],
    ) -> None:
        """Write down the leadership's discussion (集体讨论记录): attendees, each view, the conclusion."""
        self.require("discussion")
        rules.require_collective(self.law, chair=chair, views=views, conclusion=conclusion)
        outcome.require_forms(self.law, {form for _, form in responsible})
        if finding is Finding.UNFOUNDED and responsible:
            raise InvalidError(
                "nobody answers for what was not found",
                title="查无实据的不得确定责任人",
                basis=self.basis_of("collective_decision"),
            )
        self._record(
            DiscussionRecorded,
            moment.at,
            discussion_id=discussion_id,
            held_on=moment.happened_on(held_on, not_before=self.accepted_on),
            chair=chair,
            views=tuple(
                {"person": one.person, "view_ref": view_refs[one.person], "dissents": one.dissents}
                for one in views
            ),
            conclusion_ref=conclusion_ref,
            finding=finding.value,
            responsible=tuple({"person": person, "form": form} for person, form in responsible),
            basis=self.basis_of("collective_decision"),
        )

    def confirm_discussion(self, moment: Moment) -> None:
        """Confirm the record as its chair (主持人确认); only then does the collective decision stand."""
        self.require("discussion_confirmation")
        discussion = self.discussion or {}
        if moment.by != discussion["chair"]:
            raise ForbiddenError(
                "only the chair confirms the record",
                title="须由讨论主持人确认",
                basis=self.basis_of("collective_decision"),
            )
        self._record(
            DiscussionConfirmed,
            moment.at,
            discussion_id=discussion["id"],
            confirmed_by=moment.by,
            confirmed_on=moment.on,
            basis=self.basis_of("collective_decision"),
        )

    def request_extension(self, moment: Moment, *, days: int, reason: str, reason_ref: str) -> None:
        """Ask for more time for a complex matter (申请延期)."""
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

    def decide_extension(self, moment: Moment, actor: Actor, *, approved: bool) -> None:
        """Approve or refuse more time as the person in charge (负责人审批延期)."""
        self.require("extension_decision")
        request = self.extension_request or {}
        rules.require_person_in_charge(
            self.law, role=actor.role, posts=actor.posts, proposer=moment.by == request["requested_by"]
        )
        changes: tuple[Change, ...] = ()
        if approved:
            deadline = self._extended(moment, request["days"], "approved on the recorded reason")
            changes = (extended("handling", deadline, moment.calendar, on=moment.on),)
        self._record(
            ExtensionDecided,
            moment.at,
            approved=approved,
            days=request["days"],
            decided_by=moment.by,
            decided_on=moment.on,
            clocks=changes,
            basis=self.basis_of("handling_extension"),
        )

    def reply(self, moment: Moment, *, reply_ref: str) -> None:
        """Reply to the complainant in course, as the handling agency (答复); service ends the reply clock."""
        self.require("reply")
        self._record(
            Replied,
            moment.at,
            reply_ref=reply_ref,
            replied_on=moment.on,
            basis=self.basis_of("reply"),
        )

    def conclude(
        self,
        moment: Moment,
        actor: Actor,
        *,
        finding: Finding,
        facts_found_ref: str,
        explanation: str,
        explanation_ref: str | None,
        corrected_on_the_spot: bool,
    ) -> None:
        """Conclude (办结): ends the handling clock; the result is still to be told and the file archived."""
        self.require("conclusion")
        self._require_decided(finding)
        if self.handler != BUREAU:
            rules.require_head_signs(self.law, role=actor.role)
        outcome.require_explanation(self.law, finding=finding.value, explanation=explanation)
        self._record(
            Concluded,
            moment.at,
            finding=finding.value,
            facts_found_ref=facts_found_ref,
            explanation_ref=explanation_ref,
            corrected_on_the_spot=corrected_on_the_spot,
            concluded_on=moment.on,
            clocks=(stopped("handling", on=moment.on), *self.after_decision(moment)),
            basis=self.basis_of("handling"),
        )

    def after_decision(self, moment: Moment) -> list[Change]:
        """Start the bureau's own targets: telling the complainant, archiving (及时告知、及时归档)."""
        told = outcome.result_notice_target(self.law, moment.calendar, decided_on=moment.on)
        filed = outcome.archiving_target(self.law, moment.calendar, decided_on=moment.on)
        return [
            opened("result_notice", told, moment.calendar, on=moment.on, owner=self.owner_role),
            opened("archiving", filed, moment.calendar, on=moment.on, owner=self.owner_role),
        ]

    def _extended(self, moment: Moment, days: int, reason: str) -> Deadline:
        request = rules.ExtensionRequest(days, self.extensions, reason)
        return rules.extended_deadline(
            self.law, moment.calendar, self.clocks["handling"].deadline, request, on=moment.on
        )

    def _require_decided(self, finding: Finding) -> None:
        decided = (
            self.discussion["finding"]
            if self.discussion_confirmed and self.discussion
            else self.proposed_finding
        )
        if finding.value != decided:
            raise InvalidError(
                f"the decision was {decided}",
                title="办结结论与审定结论不一致",
                basis=self.basis_of("collective_decision"),
            )
