"""Acts of the outcome (协调结果接口)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from services.dispute_coordination.application.outcome import OutcomeDesk
from services.dispute_coordination.schemas.acts import (
    AgreementInput,
    ConsentInput,
    DecisionInput,
    ProposalInput,
    TentativeOpinionInput,
)
from services.dispute_coordination.schemas.answers import Done
from shared.eventlog.command import Command
from shared.web.edge import answer, command, provided

router = APIRouter(prefix="/api/v1/disputes/{case_id}", tags=["outcome"])
Desk = Annotated[OutcomeDesk, provided(OutcomeDesk)]


@router.post("/agreement", response_model=Done, summary="Report an agreement")
async def report_agreement(
    case_id: UUID,
    body: AgreementInput,
    asked: Annotated[Command, command("dispute_coordination.agreement", on_case=True)],
    desk: Desk,
) -> Response:
    """Full or on the main points; asks for the government's consent (报请同意)."""
    return answer(await desk.report_agreement(asked, case_id, body))


@router.post("/proposal", response_model=Done, summary="Propose to the government")
async def propose(
    case_id: UUID,
    body: ProposalInput,
    asked: Annotated[Command, command("dispute_coordination.proposal", on_case=True)],
    desk: Desk,
) -> Response:
    """Where the agencies do not agree (协调建议)."""
    return answer(await desk.propose(asked, case_id, body))


@router.post("/tentative-opinion", response_model=Done, summary="Write the tentative opinion")
async def write_tentative_opinion(
    case_id: UUID,
    body: TentativeOpinionInput,
    asked: Annotated[Command, command("dispute_coordination.tentative_opinion", on_case=True)],
    desk: Desk,
) -> Response:
    """What the extended period did not settle (倾向性意见)."""
    return answer(await desk.write_tentative_opinion(asked, case_id, body))


@router.post("/consent", response_model=Done, summary="Record the government's consent")
async def answer_consent(
    case_id: UUID,
    body: ConsentInput,
    asked: Annotated[Command, command("dispute_coordination.consent", on_case=True)],
    desk: Desk,
) -> Response:
    """By its paper; with a yes the opinion is drafted (区政府批复)."""
    return answer(await desk.answer_consent(asked, case_id, body))


@router.post("/decision", response_model=Done, summary="Record the government's decision")
async def record_decision(
    case_id: UUID,
    body: DecisionInput,
    asked: Annotated[Command, command("dispute_coordination.decision", on_case=True)],
    desk: Desk,
) -> Response:
    """By its paper; or that the matter came back (区政府决定)."""
    return answer(await desk.record_decision(asked, case_id, body))
