"""The complaint about enforcement as one consistent whole (行政执法投诉举报案件)."""

from types import ModuleType

from eventsourcing.utils import register_topic

from services.complaints.domain.aftercare import AftercareDecisions
from services.complaints.domain.decision import MatterDecisions
from services.complaints.domain.events import aftercare, decision, intake, investigation, remedies
from services.complaints.domain.intake import IntakeDecisions
from services.complaints.domain.investigation import InvestigationDecisions
from services.complaints.domain.letters import LetterDecisions
from services.complaints.domain.remedies import RemedyDecisions
from shared.casework.letter_events import LetterEvents
from shared.deadlines.case import Case


class Complaint(
    MatterDecisions,
    IntakeDecisions,
    InvestigationDecisions,
    RemedyDecisions,
    AftercareDecisions,
    LetterDecisions,
):
    """A complaint from receipt to archive; each base carries the decisions of one part."""

    TOPIC = "complaints.complaint"

    class LetterDrafted(LetterEvents.LetterDrafted):
        """A letter of a complaint was drafted (文书起草)."""

        def apply(self, case: "Complaint") -> None:  # type: ignore[override]
            """It stays with the body that wrote it."""
            super().apply(case)
            case.note_draft(self.letter_id)

    class LetterIssued(LetterEvents.LetterIssued):
        """A letter of a complaint went out (编号印发)."""

        def apply(self, case: "Complaint") -> None:  # type: ignore[override]
            """What it states is what its service will tell."""
            super().apply(case)
            case.state_end(self.letter_id)

    class DeliveryRecorded(LetterEvents.DeliveryRecorded):
        """A letter of a complaint was served, or was not (送达)."""

        def apply(self, case: "Complaint") -> None:  # type: ignore[override]
            """Service says who was told, which order runs, what the receiver took over."""
            super().apply(case)
            if self.effective_on is not None:
                case.note_service(self.letter_id, self.addressee, self.effective_on)

    class DeliveryRebutted(LetterEvents.DeliveryRebutted):
        """Another day of arrival was proved for a letter of a complaint (到达日期反证)."""

        def apply(self, case: "Complaint") -> None:  # type: ignore[override]
            """The proven day counts."""
            super().apply(case)
            case.note_service(self.letter_id, self.addressee, self.effective_on)


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
