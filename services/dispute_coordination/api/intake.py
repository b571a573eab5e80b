"""Acts up to acceptance (申请与受理接口)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from services.dispute_coordination.application.intake import IntakeDesk
from services.dispute_coordination.schemas.answers import Done
from services.dispute_coordination.schemas.intake import (
    AcceptanceInput,
    DeclineInput,
    DeemedWithdrawalInput,
    HandlersInput,
    MaterialsInput,
    NegotiationInput,
    RequestInput,
    ReversalInput,
    SupplementInput,
    SupplementNoticeInput,
)
from shared.eventlog.command import Command
from shared.web.edge import answer, command, provided

router = APIRouter(prefix="/api/v1/disputes/{case_id}", tags=["intake"])
Desk = Annotated[IntakeDesk, provided(IntakeDesk)]


@router.post("/negotiations", response_model=Done, summary="Record a negotiation")
async def record_negotiation(
    case_id: UUID,
    body: NegotiationInput,
    asked: Annotated[Command, command("dispute_coordination.negotiation", on_case=True)],
    desk: Desk,
) -> Response:
    """Who was asked to it, how it ended; an agreement has its paper (协商情况)."""
    return answer(await desk.record_negotiation(asked, case_id, body))


@router.post("/request", response_model=Done, summary="Ask for coordination after negotiation")
async def file_request(
    case_id: UUID,
    body: RequestInput,
    asked: Annotated[Command, command("dispute_coordination.request", on_case=True)],
    desk: Desk,
) -> Response:
    """Starts the examination of the request (提出协调申请)."""
    return answer(await desk.file_request(asked, case_id, body))


@router.post("/handlers", response_model=Done, summary="Name the handlers")
async def name_handlers(
    case_id: UUID,
    body: HandlersInput,
    asked: Annotated[Command, command("dispute_coordination.handlers", on_case=True)],
    desk: Desk,
) -> Response:
    """Who handles the case at the bureau (承办人员)."""
    return answer(await desk.name_handlers(asked, case_id, body))


@router.post("/materials", response_model=Done, summary="Add material")
async def add_materials(
    case_id: UUID,
    body: MaterialsInput,
    asked: Annotated[Command, command("dispute_coordination.materials", on_case=True)],
    desk: Desk,
) -> Response:
    """Papers by their groups; files go to the attachments (补充材料)."""
    return answer(await desk.add_materials(asked, case_id, body))


@router.post("/acceptance", response_model=Done, summary="Accept")
async def accept(
    case_id: UUID,
    body: AcceptanceInput,
    asked: Annotated[Command, command("dispute_coordination.acceptance", on_case=True)],
    desk: Desk,
) -> Response:
    """Starts the handling period; the notices to both sides are drafted (受理)."""
    return answer(await desk.accept(asked, case_id, body))


@router.post("/supplement-notice", response_model=Done, summary="Ask for missing papers")
async def request_supplement(
    case_id: UUID,
    body: SupplementNoticeInput,
    asked: Annotated[Command, command("dispute_coordination.supplement_request", on_case=True)],
    desk: Desk,
) -> Response:
    """Everything that is missing, at once; the period starts when the notice is served (通知补正)."""
    return answer(await desk.request_supplement(asked, case_id, body))


@router.post("/supplement", response_model=Done, summary="File missing papers")
async def file_supplement(
    case_id: UUID,
    body: SupplementInput,
    asked: Annotated[Command, command("dispute_coordination.supplement", on_case=True)],
    desk: Desk,
) -> Response:
    """In time also when posted in time; then the request is examined anew (补正)."""
    return answer(await desk.file_supplement(asked, case_id, body))


@router.post("/decline", response_model=Done, summary="Decline")
async def decline(
    case_id: UUID,
    body: DeclineInput,
    asked: Annotated[Command, command("dispute_coordination.decline", on_case=True)],
    desk: Desk,
) -> Response:
    """With the exclusion and reasons; the decision is drafted as a letter (不予受理)."""
    return answer(await desk.decline(asked, case_id, body))


@router.post("/deemed-withdrawal", response_model=Done, summary="Find the request withdrawn")
async def deem_withdrawn(
    case_id: UUID,
    body: DeemedWithdrawalInput,
    asked: Annotated[Command, command("dispute_coordination.deemed_withdrawal", on_case=True)],
    desk: Desk,
) -> Response:
    """What did not come, came too late or not as asked (视为放弃)."""
    return answer(await desk.deem_withdrawn(asked, case_id, body))


@router.post("/reversal", response_model=Done, summary="Take the request up again")
async def reverse(
    case_id: UUID,
    body: ReversalInput,
    asked: Annotated[Command, command("dispute_coordination.reversal", on_case=True)],
    desk: Desk,
) -> Response:
    """Papers posted in time may arrive after the end (撤销视为放弃)."""
    return answer(await desk.reverse(asked, case_id, body))
