"""Acts while the bureau coordinates (办理接口)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from services.dispute_coordination.application.handling import HandlingDesk
from services.dispute_coordination.schemas.acts import (
    ConsultationInput,
    ExtensionDecisionInput,
    ExtensionInput,
    InvestigationInput,
    ResumptionInput,
    SpecialLimitInput,
    SuspensionInput,
    ViewInput,
)
from services.dispute_coordination.schemas.answers import Done
from shared.eventlog.command import Command
from shared.web.edge import answer, command, provided

router = APIRouter(prefix="/api/v1/disputes/{case_id}", tags=["handling"])
Desk = Annotated[HandlingDesk, provided(HandlingDesk)]


@router.post("/investigation", response_model=Done, summary="Record a verification of facts")
async def verify(
    case_id: UUID,
    body: InvestigationInput,
    asked: Annotated[Command, command("dispute_coordination.investigation", on_case=True)],
    desk: Desk,
) -> Response:
    """What was looked into, by whom (调查核实)."""
    return answer(await desk.verify(asked, case_id, body))


@router.post("/views", response_model=Done, summary="Record a view")
async def record_view(
    case_id: UUID,
    body: ViewInput,
    asked: Annotated[Command, command("dispute_coordination.view", on_case=True)],
    desk: Desk,
) -> Response:
    """Of every agency and of the staffing office; empty where it was asked in vain (听取意见)."""
    return answer(await desk.record_view(asked, case_id, body))


@router.post("/consultations", response_model=Done, summary="Record a meeting or opinion")
async def consult(
    case_id: UUID,
    body: ConsultationInput,
    asked: Annotated[Command, command("dispute_coordination.consultation", on_case=True)],
    desk: Desk,
) -> Response:
    """Why it was needed and what came of it (协调会议、论证)."""
    return answer(await desk.consult(asked, case_id, body))


@router.post("/extension", response_model=Done, summary="Ask for more time")
async def request_extension(
    case_id: UUID,
    body: ExtensionInput,
    asked: Annotated[Command, command("dispute_coordination.extension", on_case=True)],
    desk: Desk,
) -> Response:
    """For a complex matter, before the end (申请延期)."""
    return answer(await desk.request_extension(asked, case_id, body))


@router.post("/extension-decision", response_model=Done, summary="Decide on more time")
async def decide_extension(
    case_id: UUID,
    body: ExtensionDecisionInput,
    asked: Annotated[Command, command("dispute_coordination.extension_decision", on_case=True)],
    desk: Desk,
) -> Response:
    """By the principal alone, never on an own request; a yes moves the clock (审批延期)."""
    return answer(await desk.decide_extension(asked, case_id, body))


@router.post("/suspensions", response_model=Done, summary="Let time stand")
async def suspend(
    case_id: UUID,
    body: SuspensionInput,
    asked: Annotated[Command, command("dispute_coordination.suspension", on_case=True)],
    desk: Desk,
) -> Response:
    """While an interpretation or an answer from above is waited for (不计入期限)."""
    return answer(await desk.suspend(asked, case_id, body))


@router.post("/suspensions/{stop_id}/resumption", response_model=Done, summary="Count again")
async def resume(
    case_id: UUID,
    stop_id: UUID,
    body: ResumptionInput,
    asked: Annotated[Command, command("dispute_coordination.resumption", on_case=True)],
    desk: Desk,
) -> Response:
    """From the day after the answer came (恢复计算)."""
    return answer(await desk.resume(asked, case_id, stop_id, body))


@router.post("/special-limit", response_model=Done, summary="Apply another norm's limit")
async def apply_special_limit(
    case_id: UUID,
    body: SpecialLimitInput,
    asked: Annotated[Command, command("dispute_coordination.special_limit", on_case=True)],
    desk: Desk,
) -> Response:
    """Named with its article; it replaces the handling period (从其规定)."""
    return answer(await desk.apply_special_limit(asked, case_id, body))
