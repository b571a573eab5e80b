"""Acts up to acceptance (受理环节接口)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from services.complaints.application.intake import IntakeDesk
from services.complaints.schemas.answers import Done
from services.complaints.schemas.intake import (
    AcceptanceInput,
    DeclineInput,
    RespondentInput,
    RoutingInput,
    SummaryInput,
)
from shared.eventlog.command import Command
from shared.web.edge import answer, command, provided

router = APIRouter(prefix="/api/v1/complaints/{case_id}", tags=["intake"])
Desk = Annotated[IntakeDesk, provided(IntakeDesk)]


@router.post("/summary", response_model=Done, summary="Write the summary")
async def summarise(
    case_id: UUID,
    body: SummaryInput,
    asked: Annotated[Command, command("complaints.summary", on_case=True)],
    desk: Desk,
) -> Response:
    """The clerk's own words about the matter: the only text that an agency sees (转办摘要)."""
    return answer(await desk.summarise(asked, case_id, body))


@router.post("/respondent", response_model=Done, summary="Name the officer complained of")
async def name_respondent(
    case_id: UUID,
    body: RespondentInput,
    asked: Annotated[Command, command("complaints.respondent", on_case=True)],
    desk: Desk,
) -> Response:
    """Name the officer complained of; the officer sees nothing of the case from then on."""
    return answer(await desk.name_respondent(asked, case_id, body))


@router.post("/routing", response_model=Done, summary="Route to the handling body")
async def route(
    case_id: UUID,
    body: RoutingInput,
    asked: Annotated[Command, command("complaints.routing", on_case=True)],
    desk: Desk,
) -> Response:
    """Hands the case to the body that is competent; the strict end of acceptance stays (分办)."""
    return answer(await desk.route(asked, case_id, body))


@router.post("/acceptance", response_model=Done, summary="Decide to accept")
async def accept(
    case_id: UUID,
    body: AcceptanceInput,
    asked: Annotated[Command, command("complaints.acceptance", on_case=True)],
    desk: Desk,
) -> Response:
    """Ends the acceptance clock and begins the handling clock (决定受理)."""
    return answer(await desk.accept(asked, case_id, body))


@router.post("/decline", response_model=Done, summary="Decide not to accept")
async def decline(
    case_id: UUID,
    body: DeclineInput,
    asked: Annotated[Command, command("complaints.decline", on_case=True)],
    desk: Desk,
) -> Response:
    """On one of the printed grounds, with reasons and the way to turn to instead (不予受理)."""
    return answer(await desk.decline(asked, case_id, body))
