"""Reading a case's files (查阅材料接口)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from services.complaints.application.files import FileRoom
from shared.eventlog.command import Command
from shared.web.edge import provided, recorded_reader

router = APIRouter(prefix="/api/v1/complaints/{case_id}", tags=["files"])
INERT = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}
"""Whatever a file holds, a browser shows it without script, form or request."""


@router.get("/attachments/{file_id}", response_class=StreamingResponse, summary="Read a file")
async def read(
    case_id: UUID,
    file_id: UUID,
    look: Annotated[Command, recorded_reader("complaints.read_file")],
    room: Annotated[FileRoom, provided(FileRoom)],
) -> StreamingResponse:
    """One attachment, or an archive's list of contents; always as a download."""
    found = await room.open(look, case_id, file_id)
    headers = {**INERT, "Content-Disposition": f'attachment; filename="{file_id}"'}
    return StreamingResponse(found.chunks, media_type=found.media_type, headers=headers)
