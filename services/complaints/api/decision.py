"""Acts of the decision (审定与办结接口)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from services.complaints.application.decision import DecisionDesk
from services.complaints.schemas.acts import (
    ConclusionInput,
    ConfirmationInput,
    DiscussionInput,
    ExtensionDecisionInput,
    ExtensionInput,
    ReplyInput,
)
from services.complaints.schemas.answers import Done
from shared.eventlog.command import Command
from shared.web.edge import answer, command, provided

router = APIRouter(prefix="/api/v1/complaints/{case_id}", tags=["decision"])
Desk = Annotated[DecisionDesk, provided(DecisionDesk)]


@router.post("/discussion", response_model=Done, summary="Record the collective discussion")
async def record_discussion(
    case_id: UUID,
    body: DiscussionInput,
    asked: Annotated[Command, command("complaints.discussion", on_case=True)],
    desk: Desk,
) -> Response:
    """Attendees, each view with its dissent, a conclusion; it counts once the chair confirms (集体讨论)."""
    return answer(await desk.record_discussion(asked, case_id, body))


@router.post("/discussion-confirmation", response_model=Done, summary="Confirm the discussion")
async def confirm_discussion(
    case_id: UUID,
    body: ConfirmationInput,
    asked: Annotated[Command, command("complaints.discussion_confirmation", on_case=True)],
    desk: Desk,
) -> Response:
    """By the chair alone; only then may a founded complaint be concluded (主持人确认)."""
    return answer(await desk.confirm_discussion(asked, case_id, body))


@router.post("/extension", response_model=Done, summary="Ask for more time")
async def request_extension(
    case_id: UUID,
    body: ExtensionInput,
    asked: Annotated[Command, command("complaints.extension", on_case=True)],
    desk: Desk,
) -> Response:
    """For a complex matter, before the handling period has run out (申请延期)."""
    return answer(await desk.request_extension(asked, case_id, body))


@router.post("/extension-decision", response_model=Done, summary="Decide on more time")
async def decide_extension(
    case_id: UUID,
    body: ExtensionDecisionInput,
    asked: Annotated[Command, command("complaints.extension_decision", on_case=True)],
    desk: Desk,
) -> Response:
    """The person in charge consents or not, never to an own request; a consent moves the clock (审批延期)."""
    return answer(await desk.decide_extension(asked, case_id, body))


@router.post("/reply", response_model=Done, summary="Reply to the complainant")
async def reply(
    case_id: UUID,
    body: ReplyInput,
    asked: Annotated[Command, command("complaints.reply", on_case=True)],
    desk: Desk,
) -> Response:
    """The handling agency replies in course; ends the reply clock of the local regulation (答复)."""
    return answer(await desk.reply(asked, case_id, body))


@router.post("/conclusion", response_model=Done, summary="Conclude")
async def conclude(
    case_id: UUID,
    body: ConclusionInput,
    asked: Annotated[Command, command("complaints.conclusion", on_case=True)],
    desk: Desk,
) -> Response:
    """Ends the handling clock; the targets for telling the result and for archiving begin (办结)."""
    return answer(await desk.conclude(asked, case_id, body))
