"""What is handed in: complaints by the public and by staff, leads, routing, acceptance (接收与受理的输入)."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.complaints.domain.vocabulary import Channel, Kind, Proceeding, TriageOutcome
from shared.privacy.identifiers import CreditCode, PhoneNumber, ResidentIdNumber
from shared.privacy.text import CleanText, LongText, ShortText

Code = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9_\-]*$")]
"""A code of a catalogue or of an agency."""


class Input(BaseModel):
    """Base of all bodies: unknown fields are refused, so that a misspelt one is not lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NaturalPerson(Input):
    """A person who complains under the real name (实名投诉人)."""

    kind: Literal["person"] = "person"
    name: ShortText
    id_number: ResidentIdNumber
    address: ShortText
    contact: PhoneNumber


class Organisation(Input):
    """An organisation that complains (单位投诉人)."""

    kind: Literal["organisation"]
    name: ShortText
    credit_code: CreditCode
    address: ShortText
    contact_name: ShortText
    contact: PhoneNumber


Complainant = Annotated[NaturalPerson | Organisation, Field(discriminator="kind")]


class IntakeInput(Input):
    """A complaint as the public form or an integrator hands it in (投诉举报登记)."""

    kind: Kind = Kind.COMPLAINT
    complainant: Complainant
    addressee: Literal["district_government", "agency"] = "district_government"
    agency: Code | None = None
    respondent: ShortText | None = None
    ground: Code
    request: CleanText
    facts: LongText
    proceedings: Annotated[tuple[Proceeding, ...], Field(max_length=6)] = ()
    electronic_service: bool = False
    """Consent to be served on the receipt page (同意电子送达)."""


class RegistrationInput(IntakeInput):
    """A complaint that staff take in at the desk, by post or telephone (工作人员代为登记).

    ``summary`` is the clerk's own wording; an agency that registers must give it, because it is all the
    agency will see afterwards.
    """

    channel: Literal[Channel.DESK, Channel.POST, Channel.TELEPHONE, Channel.AGENCY, Channel.LEAD] = (
        Channel.DESK
    )
    received_on: date | None = None
    officer: UUID | None = None
    summary: CleanText | None = None
    lead_id: UUID | None = None


class SummaryInput(Input):
    """The clerk's summary, the only text an agency sees (转办摘要)."""

    summary: CleanText


class RespondentInput(Input):
    """The officer complained of, by person (被投诉举报人员)."""

    officer: UUID


class RoutingInput(Input):
    """Which body handles (分办); ``request`` is what the forwarding letter asks of it."""

    handler: Code
    reason: CleanText
    request: CleanText | None = None


class AcceptanceInput(Input):
    """The decision to accept; a reason where the matter is pending elsewhere (受理)."""

    override_reason: CleanText | None = None


class DeclineInput(Input):
    """The decision not to accept: ground, reasons, and what the examination found (不予受理)."""

    ground: Code
    reasons: CleanText
    facts_found: LongText | None = None


class LeadInput(Input):
    """A lead from the hotline or another channel (线索)."""

    channel: Code
    agency: Code | None = None
    content: LongText
    received_on: date | None = None


class TriageInput(Input):
    """What becomes of a lead (研判)."""

    outcome: TriageOutcome
    note: CleanText
    forwarded_to: Code | None = None
