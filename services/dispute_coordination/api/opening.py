"""Opening cases: negotiations on file, requests, own motion (立案接口)."""

from typing import Annotated

from fastapi import APIRouter, Response

from services.dispute_coordination.application.intake import IntakeDesk
from services.dispute_coordination.schemas.answers import Done
from services.dispute_coordination.schemas.intake import (
    NegotiationOpeningInput,
    NewRequestInput,
    OwnMotionInput,
)
from shared.eventlog.command import Command
from shared.web.edge import answer, command, location_of, provided

BASE = "/api/v1/disputes"
router = APIRouter(prefix=BASE, tags=["opening"])
Desk = Annotated[IntakeDesk, provided(IntakeDesk)]


@router.post("/negotiations", status_code=201, response_model=Done, summary="Put a negotiation on file")
async def open_negotiation(
    body: NegotiationOpeningInput,
    asked: Annotated[Command, command("dispute_coordination.open_negotiation")],
    desk: Desk,
) -> Response:
    """Agencies negotiate first; what they agree on settles the matter (自行协商)."""
    given = await desk.open_negotiation(asked, body)
    return answer(given, location=location_of(BASE, str(given.body["id"])))


@router.post("", status_code=201, response_model=Done, summary="Ask for coordination")
async def request(
    body: NewRequestInput,
    asked: Annotated[Command, command("dispute_coordination.register")],
    desk: Desk,
) -> Response:
    """By an agency for itself, or registered by the bureau from paper (协调申请)."""
    given = await desk.receive(asked, body)
    return answer(given, location=location_of(BASE, str(given.body["id"])))


@router.post("/own-motion", status_code=201, response_model=Done, summary="Open a case on own motion")
async def open_own_motion(
    body: OwnMotionInput,
    asked: Annotated[Command, command("dispute_coordination.open_own_motion")],
    desk: Desk,
) -> Response:
    """On the government's instruction or the bureau's discovery; notices are drafted (主动启动)."""
    given = await desk.open_own_motion(asked, body)
    return answer(given, location=location_of(BASE, str(given.body["id"])))
