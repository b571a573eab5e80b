"""Other services over HTTP: JSON there and back, problems as one kind of error (服务调用).

Every call carries the conversation's ids; a person's call carries that person's token for the service.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import httpx

from shared.web.context import current_context


@dataclass(frozen=True, slots=True)
class Reply:
    """An accepted answer: its JSON body and the version of the case it speaks of."""

    status: int
    body: Any
    version: int | None = None


class ServiceProblemError(Exception):
    """A service refused, or did not answer: RFC 9457 problem details (服务拒绝).

    ``title`` is Chinese, ``detail`` English, ``basis`` the article, ``errors`` the faults field by field.
    """

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        """Keep what is shown to the person."""
        self.status = status
        self.title = str(problem.get("title") or "无法办理")
        self.detail = str(problem.get("detail") or "")
        self.basis = problem.get("basis")
        self.kind = str(problem.get("type") or "").rpartition(":")[2]
        self.errors: list[Mapping[str, Any]] = list(problem.get("errors") or ())
        super().__init__(f"{status} {self.kind}")


UNREACHABLE = {
    "type": "urn:jiandu:problem:unavailable",
    "title": "服务暂不可用，请稍后再试",
    "detail": "The service does not answer just now; nothing was lost. Try again shortly.",
}


def asked(path: str, **query: Any) -> str:
    """Give a path with its query; what is empty is not asked, a list is asked item by item."""
    present = {name: value for name, value in query.items() if value not in (None, "", [], ())}
    return f"{path}?{urlencode(present, doseq=True)}" if present else path


class Services:
    """The suite's services behind one address, or each behind its own.

    ``addresses`` are by path segment under ``/api/v1/``; whoever is not among them is behind the client's
    base address.
    """

    def __init__(self, http: httpx.AsyncClient, addresses: Mapping[str, str] = MappingProxyType({})) -> None:
        self._http = http
        self._addresses = addresses

    async def get(
        self, path: str, *, token: str | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """Read one resource."""
        return await self._send("GET", path, token=token, headers=headers)

    async def act(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None,
        *,
        token: str | None = None,
        idempotency_key: str | None = None,
        version: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a command; ``version`` becomes If-Match."""
        sent = dict(headers or {})
        if idempotency_key is not None:
            sent["Idempotency-Key"] = idempotency_key
        if version is not None:
            sent["If-Match"] = f'"{version}"'
        return await self._send(method, path, token=token, headers=sent, json=body)

    async def upload(
        self, path: str, content: bytes, *, headers: Mapping[str, str], token: str | None = None
    ) -> Reply:
        """Hand in one file as the body."""
        sent = {**headers, "Content-Type": "application/octet-stream"}
        return await self._send("POST", path, token=token, headers=sent, content=content)

    async def download(
        self, path: str, *, token: str | None = None, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Open a file as a stream; whoever reads it closes the response."""
        try:
            address = self._addresses.get(path.split("/")[3], "") + path
            whole = _headers(token, {**(headers or {}), "Accept": "*/*"})
            request = self._http.build_request("GET", address, headers=whole)
            response = await self._http.send(request, stream=True)
        except httpx.HTTPError as error:
            raise ServiceProblemError(503, UNREACHABLE) from error
        if response.is_success:
            return response
        await response.aread()
        await response.aclose()
        _reply(response)
        raise ServiceProblemError(response.status_code, {})

    async def _send(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
        **rest: Any,
    ) -> Reply:
        try:
            address = self._addresses.get(path.split("/")[3], "") + path
            response = await self._http.request(method, address, headers=_headers(token, headers), **rest)
        except httpx.HTTPError as error:
            raise ServiceProblemError(503, UNREACHABLE) from error
        return _reply(response)


def _headers(token: str | None, more: Mapping[str, str] | None) -> dict[str, str]:
    context = current_context()
    headers = {"Accept": "application/json", **(more or {})}
    if context.correlation_id:
        headers["X-Correlation-Id"] = context.correlation_id
    if context.traceparent:
        headers["traceparent"] = context.traceparent
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    return headers


def _reply(response: httpx.Response) -> Reply:
    try:
        body = response.json() if response.content else {}
    except ValueError:
        body = {}
    if response.is_success:
        tag = response.headers.get("etag", "").strip('"')
        return Reply(response.status_code, body, int(tag) if tag.isdecimal() else None)
    raise ServiceProblemError(response.status_code, body if isinstance(body, Mapping) else {})
