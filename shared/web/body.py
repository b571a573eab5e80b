"""The gate before every endpoint: size, JSON form, depth and characters of what comes in (请求体检查)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

import orjson
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.settings.limits import Limits
from shared.web.problems import problem


@dataclass(frozen=True, slots=True)
class _Fault(Exception):  # noqa: N818 - never leaves this module
    status: int
    detail: str


def _header(scope: Scope, name: bytes) -> str:
    values: list[tuple[bytes, bytes]] = scope["headers"]
    return next((value.decode("latin-1") for key, value in values if key == name), "")


def _is_json(content_type: str) -> bool:
    media = content_type.partition(";")[0].strip().lower()
    return media.startswith("application/") and (media.endswith("/json") or media.endswith("+json"))


def _check_address(scope: Scope) -> None:
    """A path or query with NUL or broken UTF-8 names nothing that could exist."""
    for raw in (scope.get("raw_path", b"").partition(b"?")[0], scope.get("query_string", b"")):
        plain = unquote_to_bytes(raw)
        if b"\0" in plain:
            raise _Fault(422, "The address contains a NUL character.")
        try:
            plain.decode()
        except UnicodeDecodeError:
            raise _Fault(422, "The address is not valid UTF-8.") from None


def _children(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def check_json(content: bytes, *, depth: int) -> None:
    """Refuse what is not strict JSON, is nested too deep, or holds a NUL character."""
    try:
        level: list[Any] = [orjson.loads(content)]
    except orjson.JSONDecodeError:
        raise _Fault(400, "The body is not valid JSON.") from None
    for _ in range(depth):
        if any(isinstance(value, str) and "\0" in value for value in level):
            raise _Fault(422, "A text contains a NUL character.")
        level = [child for value in level for child in _children(value)]
        if not level:
            return
    raise _Fault(400, f"The body is nested deeper than {depth} levels.")


class BodyGate:
    """Counts the bytes that really arrive, whatever Content-Length says; judges a JSON body whole."""

    def __init__(self, app: ASGIApp, *, limits: Limits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a sound request on; answer an unsound one with a problem."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            gated = await self._gated(scope, receive)
        except _Fault as fault:
            await problem(fault.status, detail=fault.detail)(scope, receive, send)
            return
        await self._app(scope, gated, send)

    async def _gated(self, scope: Scope, receive: Receive) -> Receive:
        _check_address(scope)
        as_json = _is_json(_header(scope, b"content-type"))
        limit = self._limits.json_bytes if as_json else self._limits.upload_bytes
        declared = _header(scope, b"content-length")
        if declared.isdigit() and int(declared) > limit:
            raise _Fault(413, f"The body may have at most {limit} bytes.")
        return await self._read_whole(receive, limit) if as_json else _counting(receive, limit)

    async def _read_whole(self, receive: Receive, limit: int) -> Receive:
        content, more = bytearray(), True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return _replaying(message, receive)
            content += message.get("body", b"")
            more = message.get("more_body", False)
            if len(content) > limit:
                raise _Fault(413, f"The body may have at most {limit} bytes.")
        if content:
            check_json(bytes(content), depth=self._limits.json_depth)
        return _replaying({"type": "http.request", "body": bytes(content), "more_body": False}, receive)


def _replaying(first: Message, receive: Receive) -> Receive:
    pending = [first]

    async def replay() -> Message:
        return pending.pop() if pending else await receive()

    return replay


def _counting(receive: Receive, limit: int) -> Receive:
    arrived = 0

    async def count() -> Message:
        nonlocal arrived
        message = await receive()
        arrived += len(message.get("body", b""))
        if arrived > limit:
            raise HTTPException(413)
        return message

    return count
