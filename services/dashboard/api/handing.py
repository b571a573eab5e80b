"""Files of other services on their way to the browser (文件转交)."""

import httpx
from fastapi import Response
from fastapi.responses import StreamingResponse
from starlette.background import BackgroundTask

KEPT_HEADERS = ("content-type", "content-disposition", "content-security-policy", "x-content-type-options")
"""What says what a file is, and what keeps it inert."""


def handed_through(found: httpx.Response) -> Response:
    """Give a service's file to the browser as it comes."""
    headers = {name: found.headers[name] for name in KEPT_HEADERS if name in found.headers}
    return StreamingResponse(found.aiter_bytes(), headers=headers, background=BackgroundTask(found.aclose))
