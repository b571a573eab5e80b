"""Acts of the investigation (调查环节接口)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from services.complaints.application.investigation import InvestigationDesk
from services.complaints.schemas.acts import (
    ConflictInput,
    InvestigatorsInput,
    MeasureInput,
    OpinionInput,
    RecusalInput,
)
from services.complaints.schemas.answers import Done
from shared.eventlog.command import Command
from shared.web.edge import answer, command, provided

router = APIRouter(prefix="/api/v1/complaints/{case_id}", tags=["investigation"])
Desk = Annotated[InvestigationDesk, provided(InvestigationDesk)]


@router.post("/investigators", response_model=Done, summary="Name the investigators")
async def assign(
    case_id: UUID,
    body: InvestigatorsInput,
    asked: Annotated[Command, command("complaints.investigators", on_case=True)],
    desk: Desk,
) -> Response:
    """As many as the rule asks for, certified, none of them interested in the matter (调查人员)."""
    return answer(await desk.assign(asked, case_id, body))


@router.post("/conflicts", response_model=Done, summary="Declare a conflict")
async def declare_conflict(
    case_id: UUID,
    body: ConflictInput,
    asked: Annotated[Command, command("complaints.conflict", on_case=True)],
    desk: Desk,
) -> Response:
    """By the person or by somebody else; the person waits until it is decided (申请回避)."""
    return answer(await desk.declare_conflict(asked, case_id, body))


@router.post("/recusals", response_model=Done, summary="Decide on a recusal")
async def decide_recusal(
    case_id: UUID,
    body: RecusalInput,
    asked: Annotated[Command, command("complaints.recusal", on_case=True)],
    desk: Desk,
) -> Response:
    """By the head of the intake body; whoever is recused may no longer see the case (决定回避)."""
    return answer(await desk.decide_recusal(asked, case_id, body))


@router.post("/measures", response_model=Done, summary="Record a measure")
async def record_measure(
    case_id: UUID,
    body: MeasureInput,
    asked: Annotated[Command, command("complaints.measure", on_case=True)],
    desk: Desk,
) -> Response:
    """From the catalogue of the highest regulation, taken by several persons together (调查措施)."""
    return answer(await desk.record_measure(asked, case_id, body))


@router.post("/preliminary-opinion", response_model=Done, summary="Draft the preliminary opinion")
async def draft_opinion(
    case_id: UUID,
    body: OpinionInput,
    asked: Annotated[Command, command("complaints.preliminary_opinion", on_case=True)],
    desk: Desk,
) -> Response:
    """Ends the investigation with a proposed finding; a sanction may be proposed (初步处理意见)."""
    return answer(await desk.draft_opinion(asked, case_id, body))
