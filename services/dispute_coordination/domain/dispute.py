"""The dispute between agencies as one consistent whole (行政执法争议案件)."""

from dataclasses import dataclass
from datetime import date
from types import ModuleType

from eventsourcing.utils import register_topic

from services.dispute_coordination.domain.events import (
    execution,
    files,
    handling,
    intake,
    outcome,
    parties,
    standstill,
)
from services.dispute_coordination.domain.execution import ExecutionDecisions
from services.dispute_coordination.domain.handling import HandlingDecisions
from services.dispute_coordination.domain.letters import LetterDecisions
from services.dispute_coordination.domain.standstill import StandstillDecisions
from services.dispute_coordination.domain.supplement import SupplementDecisions
from shared.deadlines.case import Case


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that the suite proposes: the act, the agency concerned, the rung of a ladder (提示)."""

    act: str
    agency: str | None = None
    rung: str | None = None


class Dispute(
    SupplementDecisions, HandlingDecisions, StandstillDecisions, ExecutionDecisions, LetterDecisions
):
    """A dispute from negotiation to execution; each base carries the decisions of one part."""

    TOPIC = "dispute_coordination.dispute"

    def offers(self, on: date) -> tuple[Offer, ...]:
        """What the suite proposes today; a person decides on each (系统提示事项)."""
        found = [Offer("tentative_opinion")] if self.offers_tentative_opinion(on) else []
        found += [Offer("supervision_lead", self.unilateral_acts[one]["agency"]) for one in self.breaches]
        found += [Offer("supervision_letter", one) for one in self.opinion_defied_by]
        ladders = ((one, self.next_rung(one)) for one in self.ladders)
        return (*found, *(Offer("ladder", one, rung) for one, rung in ladders if rung))


def _register(*modules: ModuleType) -> None:
    """Give the events of these modules the names under which they are stored."""
    for module in modules:
        for event in vars(module).values():
            if (
                isinstance(event, type)
                and issubclass(event, Case.Event)
                and event.__module__ == module.__name__
            ):
                register_topic(vars(event)["TOPIC"], event)


_register(intake, files, parties, handling, standstill, outcome, execution)
