"""Around every request: context, headers, one log line, numbers; every error a problem (请求外壳)."""

import time
from collections.abc import Mapping
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.context import RequestContext, open_context
from shared.web.headers import put_missing
from shared.web.logs import where_it_failed
from shared.web.metrics import Metrics
from shared.web.problems import problem

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_QUIET = frozenset({"/livez", "/readyz", "/metrics"})


def route_of(scope: Scope) -> str:
    """The route's template, never the address itself: an address may hold what a person wrote."""
    framework: Mapping[str, Any] = scope.get("fastapi") or {}
    route = framework.get("effective_route_context") or scope.get("route")
    return str(getattr(route, "path_format", None) or getattr(route, "path", None) or "unmatched")


class Envelope:
    """The outermost layer of a service's application."""

    def __init__(self, app: ASGIApp, *, headers: Mapping[str, str], metrics: Metrics) -> None:
        self._app = app
        self._headers = headers
        self._metrics = metrics
        self._logger = structlog.get_logger("http")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        context = open_context(
            traceparent=asked.get("traceparent", ""), correlation_id=asked.get("x-correlation-id", "")
        )
        exchange = _Exchange(send, {**self._headers, **_ids(context)})
        with self._metrics.in_flight.track_inprogress():
            await self._answer(exchange, scope, receive)
        self._account(scope, exchange)

    async def _answer(self, exchange: "_Exchange", scope: Scope, receive: Receive) -> None:
        try:
            await self._app(scope, receive, exchange.send)
        except Exception as error:
            self._logger.error("unexpected error", route=route_of(scope), **where_it_failed(error))
            if exchange.status:
                raise
            await problem(500)(scope, receive, exchange.send)

    def _account(self, scope: Scope, exchange: "_Exchange") -> None:
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        route, seconds = route_of(scope), time.perf_counter() - exchange.began
        self._metrics.answered(method, route, exchange.status, seconds)
        if route not in _QUIET:
            self._logger.info(
                "request", method=method, route=route, status=exchange.status, ms=round(seconds * 1000, 1)
            )


def _ids(context: RequestContext) -> dict[str, str]:
    return {
        "X-Request-Id": context.request_id,
        "X-Correlation-Id": context.correlation_id,
        "Traceparent": context.traceparent,
    }


class _Exchange:
    def __init__(self, send: Send, headers: Mapping[str, str]) -> None:
        self._send = send
        self._headers = headers
        self.began = time.perf_counter()
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            put_missing(MutableHeaders(raw=message["headers"]), self._headers)
        await self._send(message)
