"""A lead from a hotline or channel, or an anonymous complaint, and its triage (线索及其研判)."""

from datetime import date
from typing import Any
from uuid import UUID

from services.complaints.domain.vocabulary import TriageOutcome
from services.complaints.rules import intake, outcome
from services.complaints.rules.applicable import ApplicableLaw
from shared.casework.moment import Moment
from shared.deadlines.case import Case
from shared.deadlines.changes import Change, opened, stopped
from shared.identity.actor import Role
from shared.law.refusal import ForbiddenError, InvalidError, OutOfOrderError

HEAD_DECIDES = {
    TriageOutcome.KEY_SUPERVISION,
    TriageOutcome.LISTED_SUPERVISION,
    TriageOutcome.ESCALATED_SUPERVISION,
}
STAGE_LABELS = {"received": ("待研判", "To be triaged"), "triaged": ("已研判", "Triaged")}


class Lead(Case):
    """A lead: no real name is asked for, and triage decides what becomes of it."""

    TOPIC = "complaints.lead"

    class Received(Case.Created):
        """A lead came in (收到线索)."""

        number: str
        channel: str
        agency: str | None
        content_ref: str
        received_on: date

        def apply(self, aggregate: "Lead") -> None:
            """Take over what was received."""
            aggregate.number = self.number
            aggregate.stage = "received"
            aggregate.agency = self.agency
            aggregate.channel = self.channel
            aggregate.received_on = self.received_on
            aggregate.content_ref = self.content_ref
            aggregate.outcome = ""

    class Triaged(Case.Event):
        """The lead was looked at and decided upon (研判)."""

        outcome: str
        note_ref: str
        forwarded_to: str | None
        triaged_on: date

        def apply(self, aggregate: "Lead") -> None:
            """Close the lead."""
            aggregate.outcome, aggregate.stage = self.outcome, "triaged"

    def __init__(self) -> None:
        super().__init__()
        self.number = ""
        self.stage = "received"
        self.agency: str | None = None
        self.channel = ""
        self.received_on = date.min
        self.content_ref = ""
        self.outcome = ""

    @classmethod
    def receive(
        cls,
        lead_id: UUID,
        law: ApplicableLaw,
        moment: Moment,
        *,
        number: str,
        channel: str,
        agency: str | None,
        content_ref: str,
        received_on: date,
    ) -> "Lead":
        """Take a lead in (登记线索); triage falls due at once, where the law of the day asks for it."""
        clocks: list[Change] = []
        if law.has_rule("lead_triage"):
            deadline = outcome.triage_target(law, moment.calendar, received_on=received_on)
            clocks = [opened("lead_triage", deadline, moment.calendar, on=moment.on, owner="bureau_clerk")]
        return cls._begin(
            cls.Received,
            lead_id,
            moment.at,
            number=number,
            channel=channel if channel == "anonymous_complaint" else intake.lead_channel(law, channel),
            agency=agency,
            content_ref=content_ref,
            received_on=received_on,
            clocks=tuple(clocks),
            basis=_triage_basis(law),
        )

    def triage(
        self,
        law: ApplicableLaw,
        moment: Moment,
        role: Role,
        *,
        outcome: TriageOutcome,
        note_ref: str,
        forwarded_to: str | None,
    ) -> None:
        """Decide what becomes of the lead (研判); key supervision and its sharper forms are the head's."""
        basis = _triage_basis(law)
        if self.stage != "received":
            raise OutOfOrderError("this lead was triaged", title="该线索已研判", basis=basis)
        if outcome in HEAD_DECIDES and role is not Role.BUREAU_HEAD:
            raise ForbiddenError(
                "the bureau's head decides on this", title="须由司法局主要负责人决定", basis=basis
            )
        if (outcome is TriageOutcome.FORWARDED) != bool(forwarded_to):
            raise InvalidError(
                "name the body it goes to, and only then", title="转送须写明接收机关", basis=basis
            )
        self._record(
            self.Triaged,
            moment.at,
            outcome=outcome.value,
            note_ref=note_ref,
            forwarded_to=forwarded_to,
            triaged_on=moment.on,
            clocks=(stopped("lead_triage", on=moment.on),) if "lead_triage" in self.clocks else (),
            basis=basis,
        )

    def summary(self) -> dict[str, Any]:
        """What lists show of the lead."""
        zh, en = STAGE_LABELS[self.stage]
        return {
            "number": self.number,
            "procedure": "lead",
            "agency": self.agency,
            "handler": "bureau",
            "stage": self.stage,
            "stage_zh": zh,
            "stage_en": en,
            "owner_role": "bureau_clerk",
            "title": "",
            "closed": self.stage == "triaged",
        }


def _triage_basis(law: ApplicableLaw) -> str | None:
    return law.rule("lead_triage").basis if law.has_rule("lead_triage") else None
