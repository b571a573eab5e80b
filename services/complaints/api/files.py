"""Reading a case's files (查阅材料接口)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from services.complaints.application.files import FileRoom
from shared.clock.suite import date_of
from shared.eventlog.command import Command
from shared.identity.actor import Actor
from shared.web.addresses import address_class
from shared.web.context import current_context
from shared.web.edge import provided, reader

router = APIRouter(prefix="/api/v1/complaints/{case_id}", tags=["files"])
INERT = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}
"""Whatever a file holds, a browser shows it without script, form or request."""


@router.get("/attachments/{file_id}", response_class=StreamingResponse, summary="Read a file")
async def read(
    request: Request,
    case_id: UUID,
    file_id: UUID,
    actor: Annotated[Actor, reader("complaints.read_file")],
    room: Annotated[FileRoom, provided(FileRoom)],
) -> StreamingResponse:
    """One attachment, or an archive's list of contents; always as a download."""
    found = await room.open(_look(request, actor), case_id, file_id)
    headers = {**INERT, "Content-Disposition": f'attachment; filename="{file_id}"'}
    return StreamingResponse(found.chunks, media_type=found.media_type, headers=headers)


def _look(request: Request, actor: Actor) -> Command:
    """A look is recorded like a command; it changes nothing and needs no key."""
    context, at = current_context(), request.app.state.clock.now()
    return Command(
        action="complaints.read_file",
        actor=actor,
        at=at,
        on=date_of(at),
        correlation_id=context.correlation_id,
        request_id=context.request_id,
        client=address_class(request),
    )
