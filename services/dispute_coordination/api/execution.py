"""Acts of execution (执行接口)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from services.dispute_coordination.application.execution import ExecutionDesk
from services.dispute_coordination.schemas.acts import (
    ClosureInput,
    DefianceInput,
    ExecutionCheckInput,
    ExecutionReportInput,
    FollowUpInput,
    FollowUpRecordInput,
    LadderInput,
)
from services.dispute_coordination.schemas.answers import Done
from shared.eventlog.command import Command
from shared.web.edge import answer, command, provided

router = APIRouter(prefix="/api/v1/disputes/{case_id}", tags=["execution"])
Desk = Annotated[ExecutionDesk, provided(ExecutionDesk)]


@router.post("/follow-ups", response_model=Done, summary="Set a day to look again")
async def plan_follow_up(
    case_id: UUID,
    body: FollowUpInput,
    asked: Annotated[Command, command("dispute_coordination.follow_up", on_case=True)],
    desk: Desk,
) -> Response:
    """A clock reminds of it (跟踪日期)."""
    return answer(await desk.plan_follow_up(asked, case_id, body))


@router.post("/follow-ups/{follow_up_id}/record", response_model=Done, summary="Record a follow-up")
async def record_follow_up(
    case_id: UUID,
    follow_up_id: UUID,
    body: FollowUpRecordInput,
    asked: Annotated[Command, command("dispute_coordination.follow_up_record", on_case=True)],
    desk: Desk,
) -> Response:
    """Ends the clock of this follow-up (跟踪情况)."""
    return answer(await desk.record_follow_up(asked, case_id, follow_up_id, body))


@router.post("/execution-reports", response_model=Done, summary="Report on execution")
async def report(
    case_id: UUID,
    body: ExecutionReportInput,
    asked: Annotated[Command, command("dispute_coordination.execution_report", on_case=True)],
    desk: Desk,
) -> Response:
    """By a disputing agency, or registered for it (执行情况报告)."""
    return answer(await desk.report(asked, case_id, body))


@router.post("/execution-checks", response_model=Done, summary="Verify the execution")
async def check(
    case_id: UUID,
    body: ExecutionCheckInput,
    asked: Annotated[Command, command("dispute_coordination.execution_check", on_case=True)],
    desk: Desk,
) -> Response:
    """What the bureau found about one agency (核实执行情况)."""
    return answer(await desk.check(asked, case_id, body))


@router.post("/defiance", response_model=Done, summary="Record what is not followed")
async def record_defiance(
    case_id: UUID,
    body: DefianceInput,
    asked: Annotated[Command, command("dispute_coordination.defiance", on_case=True)],
    desk: Desk,
) -> Response:
    """Against an opinion: material for a supervision letter; against a decision: the ladder (不执行)."""
    return answer(await desk.record_defiance(asked, case_id, body))


@router.post("/ladder", response_model=Done, summary="Record the next answer to defiance")
async def climb(
    case_id: UUID,
    body: LadderInput,
    asked: Annotated[Command, command("dispute_coordination.ladder", on_case=True)],
    desk: Desk,
) -> Response:
    """Order to correct, circular, competent organs, in this order (处理不执行决定)."""
    return answer(await desk.climb(asked, case_id, body))


@router.post("/closure", response_model=Done, summary="Close the case")
async def close(
    case_id: UUID,
    body: ClosureInput,
    asked: Annotated[Command, command("dispute_coordination.closure", on_case=True)],
    desk: Desk,
) -> Response:
    """Once every agency carries the outcome out, or its defiance was answered (结案)."""
    return answer(await desk.close(asked, case_id, body))
