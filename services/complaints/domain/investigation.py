"""Deciding in the investigation: investigators, recusal, measures, preliminary opinion (调查中的决定)."""

from collections.abc import Collection, Sequence
from datetime import date

from services.complaints.domain.events.investigation import (
    ConflictDeclared,
    InvestigatorsAssigned,
    MeasureRecorded,
    PreliminaryOpinionDrafted,
    RecusalDecided,
)
from services.complaints.domain.state import ComplaintState
from services.complaints.domain.vocabulary import Finding
from services.complaints.rules import handling as rules
from shared.casework.moment import Moment
from shared.law.refusal import OutOfOrderError


class InvestigationDecisions(ComplaintState):
    """The decisions from the naming of investigators to their opinion."""

    def assign(self, moment: Moment, investigators: Sequence[rules.Investigator]) -> None:
        """Name the investigators (确定调查人员): enough of them, certified, nobody with an interest."""
        self.require("investigators")
        rules.require_investigators(self.law, investigators)
        for one in investigators:
            rules.require_no_interest(self.law, person=one.person, interested=self._interested)
            rules.require_other_house(
                self.law, agency=one.agency, handler=self.handler, respondent=self.agency
            )
        self._record(
            InvestigatorsAssigned,
            moment.at,
            persons=tuple(one.person for one in investigators),
            certificates=tuple(one.certificate or "" for one in investigators),
            assigned_on=moment.on,
            basis=self.basis_of("investigators_minimum"),
        )

    def declare_conflict(self, moment: Moment, *, person: str, reason_ref: str) -> None:
        """Say that an investigator has a direct interest; the person rests until it is decided (申报回避)."""
        self.require("conflict")
        if person not in self.investigators:
            raise OutOfOrderError(
                "this person does not investigate here",
                title="该人员不是本案调查人员",
                basis=self.basis_of("recusal"),
            )
        self._record(
            ConflictDeclared,
            moment.at,
            person=person,
            declared_by=moment.by,
            reason_ref=reason_ref,
            declared_on=moment.on,
            basis=self.basis_of("recusal"),
        )

    def decide_recusal(self, moment: Moment, *, person: str, recused: bool, reason_ref: str) -> None:
        """Decide on a recusal (回避决定); a recused investigator leaves the case for good."""
        self.require("recusal")
        if person not in self.open_conflicts:
            raise OutOfOrderError(
                "no conflict was declared for this person",
                title="该人员没有待决定的回避事项",
                basis=self.basis_of("recusal"),
            )
        rules.require_no_interest(self.law, person=moment.by, interested={person})
        self._record(
            RecusalDecided,
            moment.at,
            person=person,
            recused=recused,
            reason_ref=reason_ref,
            decided_on=moment.on,
            basis=self.basis_of("recusal"),
        )

    def record_measure(
        self, moment: Moment, *, measure: str, persons: Sequence[str], note_ref: str, taken_on: date | None
    ) -> None:
        """Write down one measure (调查措施), taken together by investigators of this case."""
        self.require("measure")
        rules.require_known_measure(self.law, measure)
        rules.require_supervisors(self.law, persons)
        for person in persons:
            self._require_active(person)
        self._record(
            MeasureRecorded,
            moment.at,
            measure=measure,
            persons=tuple(persons),
            note_ref=note_ref,
            taken_on=moment.happened_on(taken_on, not_before=self.accepted_on),
            basis=self.basis_of("investigators_minimum"),
        )

    def draft_opinion(
        self,
        moment: Moment,
        *,
        finding: Finding,
        opinion: str,
        opinion_ref: str,
        accountability_proposed: bool,
    ) -> None:
        """End the investigation with a preliminary opinion (初步处理意见)."""
        self.require("preliminary_opinion")
        rules.require_opinion(self.law, opinion=opinion)
        self._record(
            PreliminaryOpinionDrafted,
            moment.at,
            finding=finding.value,
            opinion_ref=opinion_ref,
            accountability_proposed=accountability_proposed,
            drafted_on=moment.on,
            basis=self.basis_of("preliminary_opinion"),
        )

    @property
    def _interested(self) -> Collection[str]:
        return self.recused | self.open_conflicts | ({self.officer} if self.officer else set())

    def _require_active(self, person: str) -> None:
        if person not in self.investigators:
            raise rules.RecusalError(
                "only investigators of this case take its measures",
                title="须由本案调查人员实施",
                basis=self.basis_of("investigators_minimum"),
            )
        rules.require_no_interest(self.law, person=person, interested=self.open_conflicts | self.recused)
