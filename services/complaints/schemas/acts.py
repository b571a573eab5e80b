"""What the acts of the procedure take, from investigators to archive (办理各步骤的输入)."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from services.complaints.domain.vocabulary import (
    AccountabilityMode,
    AppealOutcome,
    Finding,
    Misconduct,
    Retention,
    Satisfaction,
    TransferKind,
)
from services.complaints.schemas.intake import Code, Input
from shared.privacy.identifiers import CreditCode, ResidentIdNumber
from shared.privacy.text import CleanText, LongText, ShortText

People = Annotated[tuple[UUID, ...], Field(min_length=1, max_length=20)]


class InvestigatorsInput(Input):
    """The investigators, by person (调查人员)."""

    persons: People


class ConflictInput(Input):
    """An investigator's direct interest (回避申报或者申请)."""

    person: UUID
    reason: CleanText


class RecusalInput(Input):
    """The decision on a recusal (回避决定)."""

    person: UUID
    recused: bool
    reason: CleanText


class MeasureInput(Input):
    """One measure of the investigation (调查措施)."""

    measure: Code
    persons: People
    note: CleanText
    taken_on: date | None = None
    materials: Annotated[tuple[ShortText, ...], Field(max_length=50)] = ()
    """What the agency is asked for in a notice of investigation; without it none is drafted."""


class OpinionInput(Input):
    """The preliminary opinion (初步处理意见)."""

    finding: Finding
    opinion: LongText
    accountability_proposed: bool = False


class ViewInput(Input):
    """What one attendee said (讨论意见)."""

    person: UUID
    view: CleanText
    dissents: bool = False


class ResponsibleInput(Input):
    """A person who answers and the form of it (责任人及追究形式)."""

    person: UUID
    form: Code


class DiscussionInput(Input):
    """The leadership's discussion (集体讨论)."""

    held_on: date | None = None
    chair: UUID
    views: Annotated[tuple[ViewInput, ...], Field(min_length=1, max_length=50)]
    conclusion: LongText
    finding: Finding
    responsible: Annotated[tuple[ResponsibleInput, ...], Field(max_length=50)] = ()


class ConfirmationInput(Input):
    """The chair's confirmation; nothing to add (确认)."""


class ExtensionInput(Input):
    """More time for a complex matter, in calendar days (延期申请)."""

    days: Annotated[int, Field(ge=1, le=366)]
    reason: CleanText


class ExtensionDecisionInput(Input):
    """The decision of the person in charge, and the reasons that the notice gives (延期审批)."""

    approved: bool
    reasons: LongText | None = None


class ReplyInput(Input):
    """The agency's reply in course (答复)."""

    reply: LongText


class ConclusionInput(Input):
    """The decision on the matter (办结)."""

    finding: Finding
    facts_found: LongText
    explanation: LongText | None = None
    measures: Annotated[tuple[ShortText, ...], Field(max_length=20)] = ()
    corrected_on_the_spot: bool = False


class OrderInput(Input):
    """An order to correct with its own limit; its letter says no more than this (责令限期改正)."""

    agency: Code
    content: LongText
    length: Annotated[int, Field(ge=1, le=366)]
    unit: Annotated[str, Field(pattern=r"^(working_day|calendar_day|month)$")] = "working_day"
    facts_found: LongText | None = None
    legal_basis: LongText | None = None
    report_way: ShortText | None = None


class CorrectionReportInput(Input):
    """What the agency corrected (改正情况报告)."""

    report: LongText


class VerificationInput(Input):
    """Whether the correction stands up (改正核查)."""

    satisfied: bool
    note: CleanText


class CompensationInput(Input):
    """The way to compensation and the period for the claim, for the written notice (获赔途径告知)."""

    notice: LongText
    period: ShortText


class RecommendationInput(Input):
    """A person to be held to account (追究责任)."""

    person: UUID
    mode: AccountabilityMode
    organ: Code
    conduct: LongText | None = None
    factors: LongText | None = None


class TransferInput(Input):
    """A matter handed to another organ (移送)."""

    kind: TransferKind
    organ: Code | None = None
    reason: CleanText
    facts_found: LongText | None = None
    materials: Annotated[tuple[ShortText, ...], Field(max_length=50)] = ()


class TransferReceiptInput(Input):
    """The receiving organ's receipt (移送回执)."""

    evidence: CleanText
    received_on: date | None = None


class TransferHandlingInput(Input):
    """The day on which the receiver dealt with the matter (处理完毕)."""

    handled_on: date | None = None


class FeedbackInput(Input):
    """What the receiver reports back (反馈)."""

    feedback: LongText


class AppealInput(Input):
    """Why somebody is not satisfied (申诉)."""

    reasons: LongText


class AppealAnswerInput(Input):
    """The deciding organ's answer (申诉答复)."""

    outcome: AppealOutcome
    answer: LongText
    appeal_reasons: LongText | None = None


class CallBackInput(Input):
    """How the complainant found the handling (回访)."""

    grade: Satisfaction
    reason: CleanText | None = None


class FlagInput(Input):
    """Conduct around the handling that must be pursued (登记)."""

    misconduct: Misconduct
    note: CleanText


class ArchiveInput(Input):
    """How long the file is kept (归档)."""

    retention: Retention | None = None


class SearchInput(Input):
    """Whose complaints are looked for, and why; exactly one number (按证件号查找)."""

    id_number: ResidentIdNumber | None = None
    credit_code: CreditCode | None = None
    reason: Annotated[str, Field(min_length=4, max_length=200)]

    @model_validator(mode="after")
    def _one_number(self) -> Self:
        if (self.id_number is None) == (self.credit_code is None):
            raise ValueError("give an identity number or a credit code")
        return self


class RevealInput(Input):
    """Why the complainant's identity must be seen (调阅)."""

    reason: Annotated[str, Field(min_length=1, max_length=200)]
