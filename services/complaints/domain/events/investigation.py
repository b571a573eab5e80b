"""Investigation: investigators, recusal, measures, preliminary opinion (调查)."""

from datetime import date
from typing import TYPE_CHECKING

from shared.deadlines.case import Case

if TYPE_CHECKING:
    from services.complaints.domain.complaint import Complaint


class InvestigatorsAssigned(Case.Event):
    """Two or more investigators were named (确定调查人员)."""

    TOPIC = "complaints.complaint.investigators_assigned.v1"
    persons: tuple[str, ...]
    certificates: tuple[str, ...]
    assigned_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.investigators = list(self.persons)
        if aggregate.stage == "accepted":
            aggregate.enter("investigating")


class ConflictDeclared(Case.Event):
    """An investigator or a party said that an investigator has a direct interest (申报或者申请回避)."""

    TOPIC = "complaints.complaint.conflict_declared.v1"
    person: str
    declared_by: str
    reason_ref: str
    declared_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.open_conflicts.add(self.person)
        aggregate.conflicts[self.person] = {
            "declared_by": self.declared_by,
            "declared_on": self.declared_on.isoformat(),
            "reason_ref": self.reason_ref,
        }


class RecusalDecided(Case.Event):
    """The head of the intake body decided on a recusal (回避决定)."""

    TOPIC = "complaints.complaint.recusal_decided.v1"
    person: str
    recused: bool
    reason_ref: str
    decided_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.open_conflicts.discard(self.person)
        aggregate.conflicts.setdefault(self.person, {})["recused"] = self.recused
        if self.recused:
            aggregate.recused.add(self.person)
            aggregate.investigators = [one for one in aggregate.investigators if one != self.person]


class MeasureRecorded(Case.Event):
    """One step of the investigation was done (调查措施记录)."""

    TOPIC = "complaints.complaint.measure_recorded.v1"
    measure: str
    persons: tuple[str, ...]
    note_ref: str
    taken_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.measures += 1
        aggregate.measures_taken.append(self.measure)


class PreliminaryOpinionDrafted(Case.Event):
    """The investigation ended with a preliminary opinion (初步处理意见)."""

    TOPIC = "complaints.complaint.preliminary_opinion_drafted.v1"
    finding: str
    opinion_ref: str
    accountability_proposed: bool
    drafted_on: date

    def apply(self, aggregate: "Complaint") -> None:  # noqa: D102
        aggregate.proposed_finding = self.finding
        aggregate.accountability_proposed = self.accountability_proposed
        aggregate.enter("opinion_drafted")
