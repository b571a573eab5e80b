"""Acts of the standstill (暂停单方执法接口)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from services.dispute_coordination.application.standstill import StandstillDesk
from services.dispute_coordination.schemas.acts import (
    InterimMeasureInput,
    UnilateralActInput,
    UrgencyDecisionInput,
    UrgencyInput,
)
from services.dispute_coordination.schemas.answers import Done
from shared.eventlog.command import Command
from shared.web.edge import answer, command, provided

router = APIRouter(prefix="/api/v1/disputes/{case_id}", tags=["standstill"])
Desk = Annotated[StandstillDesk, provided(StandstillDesk)]


@router.post("/urgent-requests", response_model=Done, summary="Ask for urgent enforcement")
async def request_urgency(
    case_id: UUID,
    body: UrgencyInput,
    asked: Annotated[Command, command("dispute_coordination.urgency", on_case=True)],
    desk: Desk,
) -> Response:
    """The government decides (紧急执法报批)."""
    return answer(await desk.request_urgency(asked, case_id, body))


@router.post("/urgent-requests/{urgency_id}/decision", response_model=Done, summary="Decide on urgency")
async def decide_urgency(
    case_id: UUID,
    urgency_id: UUID,
    body: UrgencyDecisionInput,
    asked: Annotated[Command, command("dispute_coordination.urgency_decision", on_case=True)],
    desk: Desk,
) -> Response:
    """By the number and date of its paper (紧急执法决定)."""
    return answer(await desk.decide_urgency(asked, case_id, urgency_id, body))


@router.post("/interim-measures", response_model=Done, summary="Record an interim measure")
async def record_interim_measure(
    case_id: UUID,
    body: InterimMeasureInput,
    asked: Annotated[Command, command("dispute_coordination.interim_measure", on_case=True)],
    desk: Desk,
) -> Response:
    """Against harm that could not be undone (临时性处置措施)."""
    return answer(await desk.record_interim_measure(asked, case_id, body))


@router.post("/unilateral-acts", response_model=Done, summary="Record an act of one agency alone")
async def record_act(
    case_id: UUID,
    body: UnilateralActInput,
    asked: Annotated[Command, command("dispute_coordination.unilateral_act", on_case=True)],
    desk: Desk,
) -> Response:
    """Judged on the spot: excepted, permitted, interim, outside, or a breach (单方执法行为)."""
    return answer(await desk.record_act(asked, case_id, body))
