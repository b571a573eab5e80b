"""The complaint about enforcement as one consistent whole (行政执法投诉举报案件)."""

from types import ModuleType

from eventsourcing.utils import register_topic

from services.complaints.domain.aftercare import AftercareDecisions
from services.complaints.domain.decision import MatterDecisions
from services.complaints.domain.events import aftercare, decision, intake, investigation, remedies
from services.complaints.domain.intake import IntakeDecisions
from services.complaints.domain.investigation import InvestigationDecisions
from services.complaints.domain.remedies import RemedyDecisions
from shared.deadlines.case import Case


class Complaint(
    MatterDecisions, IntakeDecisions, InvestigationDecisions, RemedyDecisions, AftercareDecisions
):
    """A complaint from receipt to archive; each base carries the decisions of one part."""

    TOPIC = "complaints.complaint"


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


_register(intake, investigation, decision, remedies, aftercare)
