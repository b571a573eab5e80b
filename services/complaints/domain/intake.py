"""Deciding on intake: receive, summarise, route, accept or decline (受理决定)."""

from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from services.complaints.domain.events.intake import (
    Accepted,
    AttachmentAdded,
    Declined,
    Received,
    RespondentNamed,
    Routed,
    Summarised,
)
from services.complaints.domain.state import ComplaintState
from services.complaints.domain.vocabulary import BUREAU
from services.complaints.rules import handling as handling_rules
from services.complaints.rules import intake as rules
from services.complaints.rules.applicable import ApplicableLaw
from services.complaints.rules.receipt import receipt_day
from shared.calendar.deadline import Deadline
from shared.casework.moment import Moment
from shared.deadlines.changes import Change, opened, recomputed, stopped
from shared.law.refusal import OutOfOrderError


@dataclass(frozen=True, slots=True)
class Intake:
    """A complaint as it is handed in, without anything personal: references stand for sealed values."""

    number: str
    kind: str
    channel: str
    complainant: str
    complainant_kind: str
    intake_ref: str
    ground: str
    agency: str | None
    officer: str | None
    addressee: str
    handler: str
    received_on: date
    proceedings: tuple[str, ...] = ()
    lead_id: str | None = None
    electronic_service: bool = False


class IntakeDecisions(ComplaintState):
    """The decisions up to acceptance."""

    @classmethod
    def receive(cls, case_id: UUID, intake: Intake, law: ApplicableLaw, moment: Moment) -> Self:
        """Take a complaint in; starts the acceptance clock, and the reply clock where an agency handles."""
        rules.ground(law, intake.ground)
        acceptance = rules.acceptance_deadline(law, moment.calendar, received_on=intake.received_on)
        owner = "bureau_clerk" if intake.handler == BUREAU else "agency_clerk"
        clocks = [opened("acceptance", acceptance, moment.calendar, on=moment.on, owner=owner)]
        if intake.handler != BUREAU and handling_rules.owes_interim_reply(law):
            clocks.append(_reply_clock(law, moment, received_on=intake.received_on))
        return cls._begin(
            Received,
            case_id,
            moment.at,
            regulation=law.complaints.id,
            clocks=tuple(clocks),
            basis=acceptance.basis,
            **{name: getattr(intake, name) for name in Intake.__slots__},
        ).under(law)

    def add_attachment(
        self, moment: Moment, *, attachment_id: str, media_type: str, size: int, digest: str
    ) -> None:
        """Add material; it stays with the intake body unless a clerk discloses it."""
        self.require("attachment")
        self._record(
            AttachmentAdded,
            moment.at,
            attachment_id=attachment_id,
            media_type=media_type,
            size=size,
            digest=digest,
            disclosable=False,
            added_on=moment.on,
        )

    def summarise(self, moment: Moment, summary: str) -> None:
        """Write the clerk's summary: the only text about the matter that an agency sees."""
        self.require("summary")
        self._record(Summarised, moment.at, summary=summary, basis=self.basis_of("routing"))

    def name_respondent(self, moment: Moment, *, officer: str) -> None:
        """Say which officer is complained of (被投诉举报人员); an investigator of the case cannot be."""
        self.require("respondent")
        handling_rules.require_no_interest(self.law, person=officer, interested=self.investigators)
        self._record(
            RespondentNamed,
            moment.at,
            officer=officer,
            named_on=moment.on,
            basis=self.basis_of("admissibility_conditions"),
        )

    def route(self, moment: Moment, *, handler: str, legal_unit: str | None, reason_ref: str) -> None:
        """Give the case to the body that handles it.

        The strict end of the acceptance period stays; the latest defensible one counts from the new body's
        own receipt, because the article starts each body's period there.
        """
        self.require("routing")
        if handler == self.handler:
            raise OutOfOrderError(
                "this body handles the case already", title="该机关已在承办", basis=self.basis_of("routing")
            )
        addressee = "district_government" if handler == BUREAU else "agency"
        rules.handler_of(self.law, addressee=addressee, agency=handler)
        rules.intake_body(self.law, handler=handler, legal_unit=legal_unit)
        owner = "bureau_clerk" if handler == BUREAU else "agency_clerk"
        again = receipt_day(self.law, moment.calendar, received_on=moment.on)
        kept = moment.calendar.breach_from(self.clocks["acceptance"].deadline, again)
        clocks = [recomputed("acceptance", kept, moment.calendar, on=moment.on, owner=owner)]
        clocks += self._reply_changes(moment, handler)
        self._record(
            Routed,
            moment.at,
            handler=handler,
            reason_ref=reason_ref,
            routed_on=moment.on,
            clocks=tuple(clocks),
            basis=self.basis_of("routing"),
        )

    def accept(
        self, moment: Moment, *, override_reason: str = "", override_reason_ref: str | None = None
    ) -> None:
        """Decide to accept (决定受理); ends the acceptance clock and starts the handling clock."""
        self.require("acceptance")
        rules.require_no_repeat(self.law, proceedings=self.proceedings, override_reason=override_reason)
        deadline = rules_handling(self.law, moment)
        self._record(
            Accepted,
            moment.at,
            accepted_on=moment.on,
            override_reason_ref=override_reason_ref,
            clocks=(
                stopped("acceptance", on=moment.on),
                opened("handling", deadline, moment.calendar, on=moment.on, owner=self.owner_role),
            ),
            basis=self.basis_of("acceptance"),
        )

    def decline(self, moment: Moment, *, ground: str, reasons: str, reasons_ref: str) -> None:
        """Decide not to accept (决定不予受理), with reasons and the remedies that stand open."""
        self.require("decline")
        item = rules.decline_ground(self.law, ground)
        rules.require_reasons(self.law, reasons)
        clocks = [stopped("acceptance", on=moment.on)]
        if "reply" in self.clocks:
            clocks.append(stopped("reply", on=moment.on))
        self._record(
            Declined,
            moment.at,
            ground=ground,
            reasons_ref=reasons_ref,
            remedies=rules.remedies_to_name(self.law, decline_code=ground),
            declined_on=moment.on,
            clocks=(*clocks, *self.after_decision(moment)),
            basis=item.basis,
        )

    def after_decision(self, moment: Moment) -> list[Change]:
        """Clocks that start with every decision that ends the case; the closing decisions give them."""
        raise NotImplementedError

    def _reply_changes(self, moment: Moment, handler: str) -> list[Change]:
        if handler != BUREAU and handling_rules.owes_interim_reply(self.law):
            return [_reply_clock(self.law, moment, received_on=moment.on)]
        return [stopped("reply", on=moment.on)] if "reply" in self.clocks else []


def rules_handling(law: ApplicableLaw, moment: Moment) -> Deadline:
    """The handling period from a decision made at this moment."""
    return handling_rules.handling_deadline(law, moment.calendar, accepted_on=moment.on)


def _reply_clock(law: ApplicableLaw, moment: Moment, *, received_on: date) -> Change:
    deadline = handling_rules.reply_deadline(law, moment.calendar, received_on=received_on)
    return opened("reply", deadline, moment.calendar, on=moment.on, owner="agency_clerk")
