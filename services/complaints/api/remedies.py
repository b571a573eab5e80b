"""Orders, recommendations, transfers (查实处理接口)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from services.complaints.application.remedies import RemedyDesk
from services.complaints.schemas.acts import (
    CompensationInput,
    CorrectionReportInput,
    FeedbackInput,
    OrderInput,
    RecommendationInput,
    TransferHandlingInput,
    TransferInput,
    TransferReceiptInput,
    VerificationInput,
)
from services.complaints.schemas.answers import Done
from shared.eventlog.command import Command
from shared.web.edge import answer, command, provided

router = APIRouter(prefix="/api/v1/complaints/{case_id}", tags=["remedies"])
Desk = Annotated[RemedyDesk, provided(RemedyDesk)]


@router.post("/orders", response_model=Done, summary="Order to correct")
async def order(
    case_id: UUID,
    body: OrderInput,
    asked: Annotated[Command, command("complaints.order", on_case=True)],
    desk: Desk,
) -> Response:
    """Names agency, correction and limit; the clock begins when the letter is served (责令限期改正)."""
    return answer(await desk.order(asked, case_id, body))


@router.post("/orders/{order_id}/correction-report", response_model=Done, summary="Report a correction")
async def report_correction(
    case_id: UUID,
    order_id: UUID,
    body: CorrectionReportInput,
    asked: Annotated[Command, command("complaints.order_report", on_case=True)],
    desk: Desk,
) -> Response:
    """By the agency that was ordered; ends the clock of the order (报告改正情况)."""
    return answer(await desk.report_correction(asked, case_id, order_id, body))


@router.post("/orders/{order_id}/verification", response_model=Done, summary="Check a correction")
async def verify_correction(
    case_id: UUID,
    order_id: UUID,
    body: VerificationInput,
    asked: Annotated[Command, command("complaints.order_verification", on_case=True)],
    desk: Desk,
) -> Response:
    """Content or not: what is not corrected stays open for a new order (改正核查)."""
    return answer(await desk.verify_correction(asked, case_id, order_id, body))


@router.post(
    "/orders/{order_id}/compensation-notice", response_model=Done, summary="Tell how to claim compensation"
)
async def notify_compensation(
    case_id: UUID,
    order_id: UUID,
    body: CompensationInput,
    asked: Annotated[Command, command("complaints.order_compensation", on_case=True)],
    desk: Desk,
) -> Response:
    """In writing, to a person who was harmed: drafts the letter (告知获赔途径)."""
    return answer(await desk.notify_compensation(asked, case_id, order_id, body))


@router.post("/recommendations", response_model=Done, summary="Pursue a person")
async def recommend(
    case_id: UUID,
    body: RecommendationInput,
    asked: Annotated[Command, command("complaints.recommendation", on_case=True)],
    desk: Desk,
) -> Response:
    """One form of the catalogue for one person, decided or recommended to another organ (追究责任)."""
    return answer(await desk.recommend(asked, case_id, body))


@router.post("/transfers", response_model=Done, summary="Transfer a matter")
async def transfer(
    case_id: UUID,
    body: TransferInput,
    asked: Annotated[Command, command("complaints.transfer", on_case=True)],
    desk: Desk,
) -> Response:
    """To the organ of crime, discipline or another competence, with the reason (移送)."""
    return answer(await desk.transfer(asked, case_id, body))


@router.post("/transfers/{transfer_id}/receipt", response_model=Done, summary="Record a transfer's receipt")
async def record_receipt(
    case_id: UUID,
    transfer_id: UUID,
    body: TransferReceiptInput,
    asked: Annotated[Command, command("complaints.transfer_receipt", on_case=True)],
    desk: Desk,
) -> Response:
    """The day on which the receiver took the matter over (移送回执)."""
    return answer(await desk.record_receipt(asked, case_id, transfer_id, body))


@router.post(
    "/transfers/{transfer_id}/handling", response_model=Done, summary="Record that the receiver finished"
)
async def record_handling(
    case_id: UUID,
    transfer_id: UUID,
    body: TransferHandlingInput,
    asked: Annotated[Command, command("complaints.transfer_handling", on_case=True)],
    desk: Desk,
) -> Response:
    """Begins the period in which the receiver has to tell what came of it (移送事项办结)."""
    return answer(await desk.record_handling(asked, case_id, transfer_id, body))


@router.post("/transfers/{transfer_id}/feedback", response_model=Done, summary="Record the feedback")
async def record_feedback(
    case_id: UUID,
    transfer_id: UUID,
    body: FeedbackInput,
    asked: Annotated[Command, command("complaints.transfer_feedback", on_case=True)],
    desk: Desk,
) -> Response:
    """Ends the feedback clock, where one runs (移送事项反馈)."""
    return answer(await desk.record_feedback(asked, case_id, transfer_id, body))
