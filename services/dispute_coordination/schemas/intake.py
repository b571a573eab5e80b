"""What is handed in up to acceptance: negotiations, requests, own motion, papers (协商、申请与受理的输入)."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.dispute_coordination.domain.vocabulary import Reversal
from shared.privacy.text import CleanText, LongText, ShortText

Code = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9_\-]*$")]
"""A code of a catalogue or of an agency."""
Codes = Annotated[tuple[Code, ...], Field(max_length=30)]
SomeCodes = Annotated[tuple[Code, ...], Field(min_length=1, max_length=30)]
DocumentNumber = ShortText
"""The number of a paper outside the suite, or another way to name it."""


class Input(BaseModel):
    """Base of all bodies: unknown fields are refused, so that a misspelt one is not lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NegotiationHeld(Input):
    """One round of negotiation (自行协商): when, who was asked to it, how it ended."""

    held_on: date
    parties: SomeCodes
    agreed: bool = False


class NegotiationInput(NegotiationHeld):
    """A round of negotiation on file; an agreement has its paper (会议纪要或者其他文件)."""

    form: Literal["minutes", "other_document"] | None = None
    record: LongText | None = None


class NegotiationOpeningInput(Input):
    """Agencies put their negotiation on file before anybody asks for coordination."""

    title: ShortText
    applicants: SomeCodes
    respondents: SomeCodes


class Contents(Input):
    """What the request itself states (申请书内容); what is left out is missing, and asked for once."""

    agencies_information: LongText | None = None
    matter: LongText | None = None
    negotiation_and_differences: LongText | None = None
    proposal_and_reasons: LongText | None = None

    def texts(self) -> dict[str, str | None]:
        """The parts by their code."""
        return {name: getattr(self, name) for name in Contents.model_fields}


class RequestInput(Contents):
    """A request for coordination (争议协调申请): ground, parties, contents, groups of papers.

    An agency asks for itself; the bureau may register a request on paper with the day of receipt.
    """

    ground: Code
    national_kind: Code | None = None
    applicants: Codes = ()
    respondents: SomeCodes
    materials: Codes = ()
    received_on: date | None = None


class NewRequestInput(RequestInput):
    """A request that opens a case; ``earlier`` is an ended case on the same matter."""

    title: ShortText
    negotiations: Annotated[tuple[NegotiationHeld, ...], Field(max_length=20)] = ()
    earlier: UUID | None = None


class OwnMotionInput(Input):
    """A case that the bureau opens itself (主动启动): on instruction, or on its own discovery."""

    title: ShortText
    trigger: Literal["government_instruction", "own_discovery"]
    instruction: DocumentNumber | None = None
    source: LongText
    ground: Code
    national_kind: Code | None = None
    agencies: Annotated[tuple[Code, ...], Field(min_length=2, max_length=30)]
    earlier: UUID | None = None


class HandlersInput(Input):
    """Who handles the case (承办人员)."""

    persons: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=10)]


class MaterialsInput(Input):
    """More papers, by their groups (补充材料)."""

    materials: SomeCodes
    note: CleanText | None = None


class AcceptanceInput(Input):
    """The decision to accept (决定受理)."""


class SupplementNoticeInput(Input):
    """What is missing, completely and once (通知补正): groups, parts of the request, single papers."""

    materials: Codes = ()
    contents: Codes = ()
    missing: CleanText | None = None


class SupplementInput(Contents):
    """Missing papers come in (补正材料)."""

    materials: Codes = ()
    received_on: date | None = None
    posted_on: date | None = None


class DeclineInput(Input):
    """The decision not to accept, with its exclusion and reasons (不予受理)."""

    exclusion: Code
    reasons: CleanText


class DeemedWithdrawalInput(Input):
    """The request counts as withdrawn (视为放弃)."""

    reason: CleanText


class ReversalInput(Input):
    """The request is taken up again (撤销视为放弃)."""

    ground: Reversal
    reason: CleanText
