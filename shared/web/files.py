"""Handing out a case's file: always a download, always inert (材料下载)."""

from uuid import UUID

from fastapi.responses import StreamingResponse

from shared.casework.files import OpenedFile

INERT = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}
"""Whatever a file holds, a browser shows it without script, form or request."""


def downloaded(found: OpenedFile, file_id: UUID) -> StreamingResponse:
    """The file as a download under its id; what its sender called it is never a name here."""
    headers = {**INERT, "Content-Disposition": f'attachment; filename="{file_id}"'}
    return StreamingResponse(found.chunks, media_type=found.media_type, headers=headers)
