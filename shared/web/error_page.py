"""A problem as a page for whoever reads it in a browser; programs get problem details (错误页面)."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
import structlog
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from shared.web.logs import where_it_failed

ErrorPage = Callable[[Request, int, Mapping[str, Any]], Awaitable[Response]]
"""Makes the page of a problem from its status and its members."""

_OF_THE_CONTENT = frozenset({"content-type", "content-length"})


class ProblemResponse(JSONResponse):
    """RFC 9457 problem details, or the service's own page of them where a browser asked for a page."""

    media_type = "application/problem+json"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in the form that was asked for."""
        page = await self._page(scope)
        if page is None:
            await super().__call__(scope, receive, send)
        else:
            await page(scope, receive, send)

    async def _page(self, scope: Scope) -> Response | None:
        made_by: ErrorPage | None = getattr(getattr(scope.get("app"), "state", None), "error_page", None)
        if made_by is None or not asks_for_page(scope):
            return None
        try:
            page = await made_by(Request(scope), self.status_code, orjson.loads(self.body))
        except Exception as error:  # noqa: BLE001 - whatever fails, the problem itself is told
            structlog.get_logger("http").error("no page for a problem", **where_it_failed(error))
            return None
        kept = {name: value for name, value in self.headers.items() if name not in _OF_THE_CONTENT}
        page.headers.update(kept)
        return page


def asks_for_page(scope: Scope) -> bool:
    """Whether a browser asks for a page; below ``/api/`` there are none."""
    return "text/html" in Headers(scope=scope).get("accept", "") and not scope["path"].startswith("/api/")
