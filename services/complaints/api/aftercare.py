"""Appeals, call-back, flags, archive (申诉、回访、归档接口)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from services.complaints.application.aftercare import AftercareDesk
from services.complaints.schemas.acts import (
    AppealAnswerInput,
    AppealInput,
    ArchiveInput,
    CallBackInput,
    FlagInput,
)
from services.complaints.schemas.answers import Done
from shared.eventlog.command import Command
from shared.web.edge import answer, command, provided

router = APIRouter(prefix="/api/v1/complaints/{case_id}", tags=["aftercare"])
Desk = Annotated[AftercareDesk, provided(AftercareDesk)]


@router.post("/appeals", response_model=Done, summary="Appeal")
async def appeal(
    case_id: UUID,
    body: AppealInput,
    asked: Annotated[Command, command("complaints.appeal", on_case=True)],
    desk: Desk,
) -> Response:
    """The complainant, or the clerk for them, asks for another look; no clock runs (申诉)."""
    return answer(await desk.appeal(asked, case_id, body))


@router.post("/appeals/{appeal_id}/answer", response_model=Done, summary="Answer an appeal")
async def answer_appeal(
    case_id: UUID,
    appeal_id: UUID,
    body: AppealAnswerInput,
    asked: Annotated[Command, command("complaints.appeal_answer", on_case=True)],
    desk: Desk,
) -> Response:
    """The answer is kept with the case; the decision itself stays as it was (申诉答复)."""
    return answer(await desk.answer_appeal(asked, case_id, appeal_id, body))


@router.post("/call-back", response_model=Done, summary="Call back")
async def call_back(
    case_id: UUID,
    body: CallBackInput,
    asked: Annotated[Command, command("complaints.call_back", on_case=True)],
    desk: Desk,
) -> Response:
    """Once, after the result was told: was the complainant content, and with what not (回访)."""
    return answer(await desk.call_back(asked, case_id, body))


@router.post("/flags", response_model=Done, summary="Flag misconduct")
async def flag(
    case_id: UUID,
    body: FlagInput,
    asked: Annotated[Command, command("complaints.flag", on_case=True)],
    desk: Desk,
) -> Response:
    """Retaliation and the like, at any stage; others learn of it as a contract (打击报复等情形)."""
    return answer(await desk.flag(asked, case_id, body))


@router.post("/archive", response_model=Done, summary="Archive")
async def archive(
    case_id: UUID,
    body: ArchiveInput,
    asked: Annotated[Command, command("complaints.archive", on_case=True)],
    desk: Desk,
) -> Response:
    """Closes the file and lists its contents; nothing may be pending, the result must be told (归档)."""
    return answer(await desk.archive(asked, case_id, body))
