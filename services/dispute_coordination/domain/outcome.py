"""Deciding the outcome: agreement, consent, proposal, the government's decision (协调结果)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.dispute_coordination.domain.events.outcome import (
    AgreementReported,
    ConsentAnswered,
    GovernmentDecided,
    GovernmentWaitChanged,
    OpinionIssued,
    OpinionVoided,
    ProposalReported,
)
from services.dispute_coordination.domain.state import DisputeState
from services.dispute_coordination.domain.vocabulary import Stage
from services.dispute_coordination.rules import outcome as rules
from services.dispute_coordination.rules.outcome import GovernmentAnswer, Route
from shared.calendar.deadline import Deadline
from shared.casework.lettered import Issue
from shared.casework.moment import Moment
from shared.deadlines.changes import Change, opened, resumed, suspended
from shared.identity.actor import Actor
from shared.law.refusal import InvalidError

OPINION = "coordination_opinion"


class OutcomeDecisions(DisputeState):
    """The decisions from the agencies' agreement, or the lack of it, to the opinion or decision."""

    def report_agreement(
        self,
        moment: Moment,
        *,
        contents: Mapping[str, str],
        content_refs: Mapping[str, str],
        partial: bool = False,
        unresolved_ref: str | None = None,
        proposal: str = "",
        proposal_ref: str | None = None,
    ) -> None:
        """Report an agreement, full or on the main points, and ask the government to consent (报请同意).

        The open rest goes along as a proposal, or to a new request, as the bureau reads the text.
        """
        self.require("agreement")
        rules.require_opinion_contents(self.law, contents)
        routes = rules.routes(self.law, outcome=rules.AGREEMENT_REACHED, partial=partial)
        if partial and unresolved_ref is None:
            raise InvalidError(
                "say what is still open",
                title="须写明未达成一致的事项",
                basis=self.basis_of("coordination_opinion"),
            )
        proposes = Route.PROPOSAL in routes
        organ = self._goes_to(proposal) if proposes else ""
        self._record(
            AgreementReported,
            moment.at,
            partial=partial,
            contents=dict(content_refs),
            rest=routes[-1].value if partial else None,
            unresolved_ref=unresolved_ref,
            reported_on=moment.on,
            basis=self.basis_of("coordination_opinion"),
        )
        if proposes:
            self._report_proposal(moment, "proposal", proposal_ref or "", organ)
        self._wait(moment)

    def propose(self, moment: Moment, *, proposal: str, proposal_ref: str) -> None:
        """Propose a solution to the government where the agencies do not agree (报请区政府决定)."""
        self.require("proposal")
        organ = self._goes_to(proposal)
        self._report_proposal(moment, "proposal", proposal_ref, organ)
        self._wait(moment)

    def write_tentative_opinion(self, moment: Moment, *, opinion: str, opinion_ref: str) -> None:
        """Report with a tentative opinion what could not be settled in the extended period (倾向性意见)."""
        self.require("tentative_opinion")
        organ = self._goes_to(opinion)
        self._report_proposal(moment, "tentative_opinion", opinion_ref, organ)
        self._wait(moment)

    def answer_consent(
        self,
        moment: Moment,
        actor: Actor,
        *,
        granted: bool,
        document: str,
        decided_on: date | None = None,
        note_ref: str | None = None,
    ) -> None:
        """Record the government's consent to the opinion, or its refusal, by its paper (区政府批复)."""
        self.require("consent")
        asked = self.consent or {}
        day = moment.happened_on(decided_on)
        self._require_paper("coordination_opinion", actor, asked, GovernmentAnswer(granted, document, day))
        stage = self._stage(consent="granted" if granted else "refused")
        self._record(
            ConsentAnswered,
            moment.at,
            granted=granted,
            document=document,
            note_ref=note_ref,
            stage=stage.value,
            decided_on=day,
            recorded_by=moment.by,
            basis=self.basis_of("coordination_opinion"),
        )
        self._count_again(moment, day)

    def record_decision(
        self,
        moment: Moment,
        actor: Actor,
        *,
        decided: bool,
        document: str,
        decided_on: date | None = None,
        decision_ref: str | None = None,
    ) -> None:
        """Record the government's decision, or that it sent the matter back (区政府决定)."""
        self.require("decision")
        if decided and decision_ref is None:
            raise InvalidError(
                "say what was decided", title="须写明决定内容", basis=self.basis_of("coordination_proposal")
            )
        asked = self.proposal or {}
        day = moment.happened_on(decided_on)
        self._require_paper("coordination_proposal", actor, asked, GovernmentAnswer(decided, document, day))
        stage = self._stage(proposal="decided" if decided else "returned")
        self._record(
            GovernmentDecided,
            moment.at,
            decided=decided,
            document=document,
            decision_ref=decision_ref,
            stage=stage.value,
            decided_on=day,
            recorded_by=moment.by,
            clocks=tuple(self._concluded(stage, day)),
            basis=self.basis_of("coordination_proposal"),
        )
        self._count_again(moment, day)

    def issue_letter(self, moment: Moment, *, letter_id: str, issue: Issue, needs_approval: bool) -> None:
        """Issue a letter; the opinion ends the coordination, and needs the government's consent (印发)."""
        kind = self.letter_to_issue(letter_id, needs_approval=needs_approval).kind
        if kind == OPINION:
            rules.require_consent(self.law, self._given())
        super().issue_letter(moment, letter_id=letter_id, issue=issue, needs_approval=needs_approval)
        if kind == OPINION and not (self.consent or {})["opinion"]:
            stage, handling = self._stage(opinion=letter_id), self.clocks.get("handling")
            self._record(
                OpinionIssued,
                moment.at,
                letter_id=letter_id,
                number=issue.number,
                consent=(self.consent or {})["document"],
                stage=stage.value,
                handling=handling.deadline.to_dict() if handling else None,
                issued_on=moment.on,
                clocks=tuple(self._concluded(stage, moment.on)),
                basis=self.basis_of("coordination_opinion"),
            )

    def void_letter(self, moment: Moment, *, letter_id: str, reason_ref: str) -> None:
        """Void a letter that nobody was served with; an opinion must then be issued anew (作废)."""
        super().void_letter(moment, letter_id=letter_id, reason_ref=reason_ref)
        if self.consent and self.consent.get("opinion") == letter_id:
            self._record(
                OpinionVoided,
                moment.at,
                letter_id=letter_id,
                stage=self._stage(opinion="").value,
                voided_on=moment.on,
                clocks=tuple(self._unconcluded(moment)),
                basis=self.basis_of("coordination_opinion"),
            )

    # -- inside ----------------------------------------------------------------------------------------

    def _goes_to(self, proposal: str) -> str:
        return rules.proposal_goes_to(self.law, outcome=rules.NO_AGREEMENT, proposal=proposal)

    def _report_proposal(self, moment: Moment, kind: str, proposal_ref: str, organ: str) -> None:
        key = "tentative_opinion" if kind == "tentative_opinion" else "coordination_proposal"
        self._record(
            ProposalReported,
            moment.at,
            kind=kind,
            proposal_ref=proposal_ref,
            organ=organ,
            bases=rules.proposal_bases(self.law),
            stage=self._stage(proposal="open").value,
            reported_on=moment.on,
            basis=self.basis_of(key),
        )

    def _require_paper(
        self, key: str, actor: Actor, asked: Mapping[str, Any], answer: GovernmentAnswer
    ) -> None:
        asked_on = date.fromisoformat(asked["asked_on"])
        rules.require_government_paper(self.law, key, role=actor.role, answer=answer, asked_on=asked_on)

    def _given(self) -> GovernmentAnswer | None:
        consent = self.consent or {}
        if consent.get("state") != "granted":
            return None
        return GovernmentAnswer(True, consent["document"], date.fromisoformat(consent["decided_on"]))

    def _stage(
        self, *, consent: str | None = None, proposal: str | None = None, opinion: str | None = None
    ) -> Stage:
        """Where the case stands once this is recorded: every open report keeps it from its end."""
        consent = consent or (self.consent or {}).get("state")
        proposal = proposal or (self.proposal or {}).get("state")
        issued = (self.consent or {}).get("opinion") if opinion is None else opinion
        if consent == "open":
            return Stage.CONSENT_PENDING
        if proposal == "open":
            return Stage.GOVERNMENT_PENDING
        if consent == "granted" and not issued:
            return Stage.CONSENTED
        return Stage.COORDINATING if consent == "refused" or proposal == "returned" else Stage.EXECUTING

    def _concluded(self, stage: Stage, on: date) -> list[Change]:
        """The handling period ends with the last opinion or decision, and with it what was waited for."""
        if stage is not Stage.EXECUTING:
            return []
        answers = [clock for clock in self.clocks if clock.startswith(("respondent_answer:", "own_motion"))]
        return self.stopped_if_running(on, "handling", *answers)

    def _unconcluded(self, moment: Moment) -> list[Change]:
        """The handling period goes on where the opinion that ended it was voided."""
        if self.concluded_handling is None or "handling" in self.clocks:
            return []
        deadline = moment.calendar.recomputed(Deadline.from_dict(self.concluded_handling))
        return [opened("handling", deadline, moment.calendar, on=moment.on, owner="bureau_clerk")]

    def _wait(self, moment: Moment) -> None:
        """Let time stand while the government decides, where the bureau reads the text so (等候批复)."""
        running = self.clocks.get("handling")
        if running is None or self.waits_for_government:
            return
        deadline = rules.while_government_decides(
            self.law, moment.calendar, running.deadline, asked_on=moment.on
        )
        if deadline is not None:
            change = suspended("handling", deadline, moment.calendar, on=moment.on)
            self._record_wait(moment, waits=True, day=moment.on, change=change)

    def _count_again(self, moment: Moment, day: date) -> None:
        """Count again once no report is open at the government."""
        pending = {Stage.CONSENT_PENDING, Stage.GOVERNMENT_PENDING}
        running = self.clocks.get("handling")
        if running is None or not self.waits_for_government or self.stage in pending:
            return
        deadline = moment.calendar.resumed(running.deadline, on=day)
        change = resumed("handling", deadline, moment.calendar, on=moment.on)
        self._record_wait(moment, waits=False, day=day, change=change)

    def _record_wait(self, moment: Moment, *, waits: bool, day: date, change: Change) -> None:
        self._record(
            GovernmentWaitChanged,
            moment.at,
            waits=waits,
            from_on=day,
            clocks=(change,),
            basis=self.basis_of("coordination_opinion"),
        )
