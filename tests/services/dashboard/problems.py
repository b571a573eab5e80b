"""Refusals as services write them."""

from typing import Any

from fastapi import Response
from fastapi.responses import JSONResponse


def refused(status: int, title: str, **members: Any) -> Response:
    """A problem with its title, and with whatever else it tells."""
    body = {"type": "urn:jiandu:problem:refused", "status": status, "title": title, **members}
    return JSONResponse(body, status, media_type="application/problem+json")
