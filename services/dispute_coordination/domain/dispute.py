"""The dispute between agencies as one consistent whole (行政执法争议案件)."""

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


class Dispute(
    SupplementDecisions, HandlingDecisions, StandstillDecisions, ExecutionDecisions, LetterDecisions
):
    """A dispute from negotiation to execution; each base carries the decisions of one part."""

    TOPIC = "dispute_coordination.dispute"


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
