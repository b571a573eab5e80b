"""Deciding on the standstill: urgency, interim measures, acts of one agency alone (暂停单方执法)."""

from datetime import date
from typing import Any

from services.dispute_coordination.domain.events.standstill import (
    InterimMeasureRecorded,
    UnilateralActRecorded,
    UrgencyDecided,
    UrgencyRequested,
)
from services.dispute_coordination.domain.parties import PartyDecisions
from services.dispute_coordination.rules import outcome
from services.dispute_coordination.rules import standstill as rules
from services.dispute_coordination.rules.outcome import GovernmentAnswer
from shared.casework.moment import Moment
from shared.identity.actor import Actor
from shared.law.refusal import InvalidError, OutOfOrderError, UnknownCaseError


class StandstillDecisions(PartyDecisions):
    """The decisions about acts on the disputed matter while the procedure runs."""

    def request_urgency(
        self, moment: Moment, *, urgency_id: str, agency: str, reason: str, reason_ref: str
    ) -> None:
        """Ask, as a disputing agency, to enforce at once; the government decides (紧急执法报批)."""
        self.require("urgency")
        self._require_party(agency)
        self._record(
            UrgencyRequested,
            moment.at,
            urgency_id=urgency_id,
            agency=agency,
            reason_ref=reason_ref,
            decided_by=rules.urgent_request_goes_to(self.law, reason=reason),
            requested_on=moment.on,
            basis=self.basis_of("urgent_enforcement"),
        )

    def decide_urgency(
        self,
        moment: Moment,
        actor: Actor,
        *,
        urgency_id: str,
        permitted: bool,
        document: str,
        decided_on: date | None = None,
        limits_ref: str | None = None,
    ) -> None:
        """Record what the government decided on urgent enforcement, by its paper (紧急执法决定)."""
        self.require("urgency_decision")
        asked = self._urgency(urgency_id)
        day = moment.happened_on(decided_on)
        outcome.require_government_paper(
            self.law,
            "urgent_enforcement",
            role=actor.role,
            answer=GovernmentAnswer(permitted, document, day),
            asked_on=date.fromisoformat(asked["requested_on"]),
        )
        self._record(
            UrgencyDecided,
            moment.at,
            urgency_id=urgency_id,
            permitted=permitted,
            document=document,
            limits_ref=limits_ref,
            decided_on=day,
            basis=self.basis_of("urgent_enforcement"),
        )

    def record_interim_measure(
        self,
        moment: Moment,
        *,
        agency: str,
        harm: str,
        harm_ref: str,
        measure: str,
        measure_ref: str,
        taken_on: date | None = None,
    ) -> None:
        """Record a measure against harm that could not have been undone (临时性处置措施)."""
        self.require("interim_measure")
        self._require_party(agency)
        rules.require_irreparable_harm(self.law, harm=harm, measure=measure)
        self._record(
            InterimMeasureRecorded,
            moment.at,
            agency=agency,
            harm_ref=harm_ref,
            measure_ref=measure_ref,
            taken_on=moment.happened_on(taken_on),
            basis=self.basis_of("interim_measures"),
        )

    def record_unilateral_act(
        self,
        moment: Moment,
        *,
        act_id: str,
        agency: str,
        act_ref: str,
        acted_on: date,
        exception: str | None = None,
        urgency_id: str | None = None,
        interim: bool = False,
    ) -> rules.ActFinding:
        """Record that an agency acted alone, and judge it: excepted, permitted, or a breach (单方执法行为).

        A breach is offered as a lead for supervision; whether it becomes one is for a person to say.
        """
        self.require("unilateral_act")
        self._require_party(agency)
        day = moment.happened_on(acted_on)
        permit = self._permit(agency, urgency_id, day) if urgency_id else None
        act = rules.UnilateralAct(day, exception, permit, interim)
        finding = rules.judge_act(
            self.law, act, started_on=self.standstill_from, ended_on=self.ended_on or self.closed_on
        )
        self._record(
            UnilateralActRecorded,
            moment.at,
            act_id=act_id,
            agency=agency,
            act_ref=act_ref,
            acted_on=day,
            exception=exception,
            permit=permit,
            interim=interim,
            finding=finding.value,
            lead_offered=finding is rules.ActFinding.BREACH,
            liability=rules.breach_liability(self.law) if finding is rules.ActFinding.BREACH else None,
            recorded_on=moment.on,
            basis=self.basis_of("standstill"),
        )
        return finding

    @property
    def breaches(self) -> tuple[str, ...]:
        """The acts that are offered as leads for supervision (违反暂停单方执法的行为)."""
        breach = rules.ActFinding.BREACH.value
        return tuple(one for one, act in self.unilateral_acts.items() if act["finding"] == breach)

    def _permit(self, agency: str, urgency_id: str, acted_on: date) -> str:
        """The government's paper that permits this agency to act on that day."""
        asked = self.urgencies.get(urgency_id)
        if asked is None or asked["agency"] != agency:
            raise UnknownCaseError(f"no request {urgency_id} of {agency}")
        if asked["state"] != "permitted" or acted_on < date.fromisoformat(asked["decided_on"]):
            raise InvalidError(
                "the government had not permitted it on that day",
                title="行为当日尚未获区政府同意",
                basis=self.basis_of("urgent_enforcement"),
            )
        document: str = asked["document"]
        return document

    def _urgency(self, urgency_id: str) -> dict[str, Any]:
        asked = self.urgencies.get(urgency_id)
        if asked is None:
            raise UnknownCaseError(f"no request {urgency_id}")
        if asked["state"] != "open":
            raise OutOfOrderError("this request has its decision", title="该紧急执法请求已有决定")
        return asked
