"""Reading a case's files (查阅材料接口)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from shared.casework.files import FileRoom
from shared.eventlog.command import Command
from shared.web.edge import provided, recorded_reader
from shared.web.files import downloaded

router = APIRouter(prefix="/api/v1/complaints/{case_id}", tags=["files"])


@router.get("/attachments/{file_id}", response_class=StreamingResponse, summary="Read a file")
async def read(
    case_id: UUID,
    file_id: UUID,
    look: Annotated[Command, recorded_reader("complaints.read_file")],
    room: Annotated[FileRoom, provided(FileRoom)],
) -> StreamingResponse:
    """One attachment, or an archive's list of contents; always as a download."""
    return downloaded(await room.open(look, case_id, file_id), file_id)
