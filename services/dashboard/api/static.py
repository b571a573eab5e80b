"""Styles and scripts, and the descriptions of all interfaces (静态资源与接口文档)."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from services.dashboard.api.assets import FOR_EVER, Assets
from services.dashboard.api.guard import PageRoute, page_of, workbench_of
from shared.law.refusal import UnknownCaseError
from shared.web.edge import open_to_all, provided

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/assets/{path:path}", dependencies=[open_to_all("dashboard.assets")])
async def asset(request: Request, path: str, assets: Annotated[Assets, provided(Assets)]) -> Response:
    """Send one file; its name changes with its content, so it may be kept for ever."""
    found = assets.at(path)
    if found is None:
        raise UnknownCaseError
    headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(
            found.compressed, media_type=found.media_type, headers={**headers, "Content-Encoding": "gzip"}
        )
    return Response(found.content, media_type=found.media_type, headers=headers)


@router.get("/docs", dependencies=[open_to_all("dashboard.docs")])
async def docs(request: Request) -> Response:
    """Link the description of every service's interface."""
    page = await page_of(request)
    return page.html("docs.html", services=workbench_of(request).described)


@router.get("/docs/openapi/{service}.json", dependencies=[open_to_all("dashboard.docs")])
async def openapi(request: Request, service: str) -> Response:
    """Send the description of one service."""
    for described in workbench_of(request).described:
        if described.address == request.url.path and described.file.is_file():
            return Response(described.file.read_bytes(), media_type="application/json")
    raise UnknownCaseError
