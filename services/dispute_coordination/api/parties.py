"""Acts about the agencies in dispute (争议各方接口)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from services.dispute_coordination.application.parties import PartyDesk
from services.dispute_coordination.schemas.acts import (
    AnswerInput,
    JoinderInput,
    MergerInput,
    TerminationInput,
    WithdrawalInput,
)
from services.dispute_coordination.schemas.answers import Done
from shared.eventlog.command import Command
from shared.web.edge import answer, command, provided

router = APIRouter(prefix="/api/v1/disputes/{case_id}", tags=["parties"])
Desk = Annotated[PartyDesk, provided(PartyDesk)]


@router.post("/answers", response_model=Done, summary="Answer, or state")
async def receive_answer(
    case_id: UUID,
    body: AnswerInput,
    asked: Annotated[Command, command("dispute_coordination.answer", on_case=True)],
    desk: Desk,
) -> Response:
    """A late one is kept and marked; silence does not stop the case (答复、情况说明)."""
    return answer(await desk.answer(asked, case_id, body))


@router.post("/joinder", response_model=Done, summary="Let another agency join")
async def join(
    case_id: UUID,
    body: JoinderInput,
    asked: Annotated[Command, command("dispute_coordination.joinder", on_case=True)],
    desk: Desk,
) -> Response:
    """Its own period starts when its notice is served (追加争议机关)."""
    return answer(await desk.join(asked, case_id, body))


@router.post("/merger", response_model=Done, summary="Join this case to another one")
async def merge(
    case_id: UUID,
    body: MergerInput,
    asked: Annotated[Command, command("dispute_coordination.merger", on_case=True)],
    desk: Desk,
) -> Response:
    """Both change together, or neither (并案)."""
    return answer(await desk.merge(asked, case_id, body))


@router.post("/withdrawal", response_model=Done, summary="Withdraw")
async def withdraw(
    case_id: UUID,
    body: WithdrawalInput,
    asked: Annotated[Command, command("dispute_coordination.withdrawal", on_case=True)],
    desk: Desk,
) -> Response:
    """By who asked; with the last of them the case ends (撤回)."""
    return answer(await desk.withdraw(asked, case_id, body))


@router.post("/termination", response_model=Done, summary="Terminate an own-motion case")
async def terminate(
    case_id: UUID,
    body: TerminationInput,
    asked: Annotated[Command, command("dispute_coordination.termination", on_case=True)],
    desk: Desk,
) -> Response:
    """With the reason; the agencies are told (终止)."""
    return answer(await desk.terminate(asked, case_id, body))
