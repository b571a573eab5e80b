"""What the acts after acceptance take (受理后各步骤的输入)."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.dispute_coordination.domain.vocabulary import Against, Defiance, Execution, Side, ViewWay
from services.dispute_coordination.schemas.intake import Code, Codes, DocumentNumber, Input
from shared.privacy.text import CleanText, LongText, ShortText


class AnswerInput(Input):
    """An answer or a statement (答复、情况说明); the bureau may register one for an agency."""

    answer: LongText
    materials: Codes = ()
    agency: Code | None = None
    received_on: date | None = None
    posted_on: date | None = None


class JoinderInput(Input):
    """Another agency joins (追加争议机关)."""

    agency: Code
    side: Side
    reason: CleanText


class MergerInput(Input):
    """This case goes on as part of another one on the same matter (并入他案)."""

    into: UUID
    reason: CleanText


class WithdrawalInput(Input):
    """A request is taken back (撤回申请)."""

    reason: CleanText
    agency: Code | None = None


class TerminationInput(Input):
    """An own-motion case ends without an outcome (终止协调)."""

    reason: CleanText


class InvestigationInput(Input):
    """What was looked into, by whom (调查核实)."""

    persons: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=10)]
    note: LongText
    verified_on: date | None = None


class ViewInput(Input):
    """The view of an agency or of the staffing office; empty where it was asked and kept silent (意见)."""

    body: Code
    way: ViewWay
    view: LongText | None = None
    heard_on: date | None = None


class ConsultationInput(Input):
    """A meeting, an adviser's or an expert's opinion, and why it was needed (会议、论证)."""

    form: Literal["meeting", "legal_adviser", "expert"]
    need: CleanText
    result: LongText
    participants: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=50)]
    held_on: date | None = None


class ExtensionInput(Input):
    """More time asked for (申请延期); ``days`` are working days."""

    days: Annotated[int, Field(ge=1, le=366)]
    reason: CleanText


class ExtensionDecisionInput(Input):
    """The principal's decision on more time (审批延期)."""

    approved: bool
    reason: CleanText | None = None


class SuspensionInput(Input):
    """Time stands while somebody else answers (不计入期限): ground, letter, organ asked."""

    ground: Literal["interpretation_requested", "superior_consulted"]
    letter: DocumentNumber
    organ: ShortText
    from_on: date | None = None


class ResumptionInput(Input):
    """The answer came (恢复计算)."""

    answer: LongText | None = None
    answered_on: date | None = None


class SpecialLimitInput(Input):
    """The limit of another norm, named with its article (另行规定的时限)."""

    norm: DocumentNumber
    length: Annotated[int, Field(ge=1, le=1000)]
    unit: Literal["working_day", "calendar_day", "month"]


class UrgencyInput(Input):
    """An agency asks to enforce at once (紧急执法报批)."""

    reason: LongText
    agency: Code | None = None


class UrgencyDecisionInput(Input):
    """The government's decision on urgent enforcement, by its paper (紧急执法决定)."""

    permitted: bool
    document: DocumentNumber
    decided_on: date | None = None
    limits: CleanText | None = None


class InterimMeasureInput(Input):
    """A measure against harm that could not be undone (临时性处置措施)."""

    harm: LongText
    measure: LongText
    agency: Code | None = None
    taken_on: date | None = None


class UnilateralActInput(Input):
    """An act of one agency alone on the disputed matter (单方执法行为)."""

    agency: Code
    act: LongText
    acted_on: date
    exception: Literal["public_safety", "personal_safety"] | None = None
    urgency_id: UUID | None = None
    interim: bool = False


class AgreementInput(Input):
    """What the agencies agreed on, as the opinion will state it, for the government's consent (报请同意)."""

    matter: LongText
    basis: LongText
    result: LongText
    opinion: LongText
    partial: bool = False
    unresolved: LongText | None = None
    proposal: LongText | None = None

    def contents(self) -> dict[str, str]:
        """The four parts of the opinion by their code."""
        return {"matter": self.matter, "basis": self.basis, "result": self.result, "opinion": self.opinion}


class ProposalInput(Input):
    """The bureau's proposal to the government (协调建议)."""

    proposal: LongText


class TentativeOpinionInput(Input):
    """The bureau's tentative opinion after the extended period (倾向性意见)."""

    opinion: LongText


class ConsentInput(Input):
    """The government's answer to the opinion, by its paper (区政府批复)."""

    granted: bool
    document: DocumentNumber
    decided_on: date | None = None
    note: CleanText | None = None


class DecisionInput(Input):
    """The government's decision, or that it sent the matter back, by its paper (区政府决定)."""

    decided: bool
    document: DocumentNumber
    decision: LongText | None = None
    decided_on: date | None = None


class FollowUpInput(Input):
    """A day on which to look at the execution (跟踪日期)."""

    planned_on: date


class FollowUpRecordInput(Input):
    """What the look showed (跟踪情况)."""

    note: LongText


class ExecutionReportInput(Input):
    """How an agency carries the outcome out (执行情况报告)."""

    report: LongText
    agency: Code | None = None


class ExecutionCheckInput(Input):
    """What the bureau found about one agency (核实执行情况)."""

    agency: Code
    result: Execution
    note: LongText


class DefianceInput(Input):
    """An agency does not follow the opinion or the decision (不执行)."""

    agency: Code
    against: Against
    manner: Defiance
    note: LongText


class LadderInput(Input):
    """The next answer to a defied decision, by its document (处理不执行决定)."""

    agency: Code
    rung: Literal["order_to_correct", "circular", "competent_organ"]
    document: DocumentNumber
    note: CleanText | None = None


class ClosureInput(Input):
    """The case is closed (结案)."""

    note: CleanText | None = None
