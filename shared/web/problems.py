"""Every error as RFC 9457 problem details, never with a value that was handed in (错误的统一格式)."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from shared.eventlog.failures import ConstraintError
from shared.eventlog.failures import ServiceUnavailableError as LogUnavailableError
from shared.law.refusal import Refusal
from shared.web.context import current_context
from shared.web.error_page import ProblemResponse

MEDIA_TYPE = ProblemResponse.media_type
TYPE_PREFIX = "urn:jiandu:problem:"
RETRY_AFTER_SECONDS = 2
MOST_ERRORS = 200
"""What one answer lists at most; whoever mends so many asks again."""

TITLES: Mapping[int, tuple[str, str]] = {
    400: ("malformed", "请求格式不正确"),
    401: ("unauthenticated", "请先登录"),
    403: ("forbidden", "无权办理"),
    404: ("not-found", "未找到"),
    405: ("method-not-allowed", "不支持此操作"),
    406: ("not-acceptable", "无法按要求的格式答复"),
    413: ("too-large", "提交内容过大"),
    415: ("unsupported-media-type", "不支持的内容类型"),
    422: ("invalid", "提交内容不符合要求"),
    428: ("precondition-required", "缺少前提条件"),
    429: ("too-many-requests", "请求过于频繁，请稍后再试"),
    500: ("internal", "系统内部错误，已记录"),
    503: ("unavailable", "服务暂不可用，请稍后再试"),
}


class UnauthenticatedError(Refusal):
    """No valid token came with the request (未登录)."""

    status: ClassVar[int] = 401
    slug: ClassVar[str] = "unauthenticated"
    title = "请先登录"


class MalformedError(Refusal):
    """The request cannot be read (请求格式不正确)."""

    status: ClassVar[int] = 400
    slug: ClassVar[str] = "malformed"
    title = "请求格式不正确"


class MissingIdempotencyKeyError(Refusal):
    """An integrator's POST needs an Idempotency-Key (缺少幂等键)."""

    status: ClassVar[int] = 400
    slug: ClassVar[str] = "idempotency-key-required"
    title = "缺少幂等键 Idempotency-Key"


class PreconditionRequiredError(Refusal):
    """A command on an existing case needs If-Match (缺少版本前提)."""

    status: ClassVar[int] = 428
    slug: ClassVar[str] = "precondition-required"
    title = "缺少 If-Match，请先读取最新版本"


class TooManyRequestsError(Refusal):
    """More than the rate that one caller is given; counted on host time (请求过于频繁)."""

    status: ClassVar[int] = 429
    slug: ClassVar[str] = "too-many-requests"
    title = "请求过于频繁，请稍后再试"

    def __init__(self, detail: str = "", *, retry_after: int = 60) -> None:
        super().__init__(detail or f"Too many requests; try again in {retry_after} seconds.")
        self.retry_after = retry_after


class ServiceUnavailableError(Refusal):
    """Something that the service stands on does not answer (服务暂不可用)."""

    status: ClassVar[int] = 503
    slug: ClassVar[str] = "unavailable"
    title = "服务暂不可用，请稍后再试"


def problem(
    status: int,
    *,
    slug: str = "",
    title: str = "",
    detail: str = "",
    headers: Mapping[str, str] | None = None,
    **members: Any,
) -> ProblemResponse:
    """One problem as a response; ``members`` that are None are left out."""
    default_slug, default_title = TITLES.get(status, ("error", "无法办理"))
    content = {
        "type": TYPE_PREFIX + (slug or default_slug),
        "title": title or default_title,
        "status": status,
        "detail": detail or None,
        **members,
        "request_id": current_context().request_id or None,
    }
    present = {name: value for name, value in content.items() if value is not None}
    return ProblemResponse(present, status, headers=dict(headers or {}))


def _headers_of(refusal: Refusal) -> dict[str, str]:
    if refusal.status == 401:
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(refusal, TooManyRequestsError):
        return {"Retry-After": str(refusal.retry_after)}
    return {"Retry-After": str(RETRY_AFTER_SECONDS)} if refusal.status == 503 else {}


def refused(refusal: Refusal) -> ProblemResponse:
    """A refusal with its rule and the article behind it."""
    return problem(
        refusal.status,
        slug=refusal.slug,
        title=refusal.title,
        detail=refusal.detail,
        basis=refusal.basis,
        rule=refusal.rule,
        errors=[dict(each) for each in refusal.errors[:MOST_ERRORS]] or None,
        headers=_headers_of(refusal),
    )


_UNREACHABLE = (LogUnavailableError, OperationalError, InterfaceError, PoolTimeoutError, ConnectionError)
_PLAIN_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}", re.IGNORECASE)
_ECHOING = ("uuid_", "url_", "date_", "datetime_", "time_", "decimal_", "enum")
"""Kinds whose message quotes what was handed in."""


def _place(location: Sequence[Any]) -> str:
    return ".".join(
        str(part) if _PLAIN_NAME.fullmatch(str(part)) or isinstance(part, int) else "?" for part in location
    )


def _fault(error: Mapping[str, Any]) -> dict[str, str]:
    code = str(error["type"])
    message = "The value has the wrong form." if code.startswith(_ECHOING) else str(error["msg"])
    return {"at": _place(error["loc"]), "code": code, "message": message}


def invalid(error: RequestValidationError) -> ProblemResponse:
    """What is wrong with the content, field by field, without the content."""
    faults = [_fault(fault) for fault in error.errors()]
    if any(fault["code"] == "json_invalid" for fault in faults):
        return problem(400, detail="The body is not valid JSON.")
    return problem(422, detail="Some fields are missing or have the wrong form.", errors=faults[:50])


def unavailable() -> ProblemResponse:
    """The database or the broker does not answer just now."""
    return refused(ServiceUnavailableError("The service cannot reach its store; try again shortly."))


async def _on_refusal(request: Request, error: Exception) -> ProblemResponse:
    return refused(error) if isinstance(error, Refusal) else problem(500)


async def _on_invalid(request: Request, error: Exception) -> ProblemResponse:
    return invalid(error) if isinstance(error, RequestValidationError) else problem(422)


async def _on_unavailable(request: Request, error: Exception) -> ProblemResponse:
    return unavailable()


async def _on_unstorable(request: Request, error: Exception) -> ProblemResponse:
    return problem(422, detail="A value cannot be stored.")


async def _on_http(request: Request, error: Exception) -> ProblemResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    return problem(status, headers=headers)


async def _on_constraint(request: Request, error: Exception) -> ProblemResponse:
    return problem(
        409, slug="already-exists", title="已存在相同的记录", detail="A unique value is taken already."
    )


def install_problem_handlers(app: FastAPI) -> None:
    """Let every error of ``app`` leave as a problem; what nobody expected is handled by the envelope."""
    app.add_exception_handler(Refusal, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    for unreachable in _UNREACHABLE:
        app.add_exception_handler(unreachable, _on_unavailable)
    app.add_exception_handler(ConstraintError, _on_constraint)
    for unstorable in (DataError, UnicodeEncodeError):
        app.add_exception_handler(unstorable, _on_unstorable)
