"""The whole file of a case over HTTP, piece by piece (一案一档导出接口)."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from shared.casework.export import ExportRoom
from shared.eventlog.command import Command
from shared.web.edge import recorded_reader
from shared.web.files import INERT


def export_router(service: str, prefix: str, room: ExportRoom) -> APIRouter:
    """The file of a case at ``<prefix>/{case_id}/export``."""
    router = APIRouter(prefix=f"/api/v1/{prefix}", tags=["export"])

    @router.get("/{case_id}/export", response_class=StreamingResponse, summary="The whole file of a case")
    async def export(
        case_id: UUID,
        look: Annotated[Command, recorded_reader(f"{service}.export")],
        include_identity: bool = False,
        reason: Annotated[
            str, Query(max_length=200, description="Why, where the identity is asked for.")
        ] = "",
    ) -> StreamingResponse:
        """One ZIP: forms, letters, receipts, attachments, events, audit entries, checksums (一案一档)."""
        found = await room.open(look, case_id, include_identity=include_identity, reason=reason)
        name = f"attachment; filename*=UTF-8''{quote(found.filename)}"
        headers = {**INERT, "Content-Disposition": name}
        return StreamingResponse(found.chunks, media_type="application/zip", headers=headers)

    return router
