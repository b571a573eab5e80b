"""The conversation a request belongs to: request id, correlation id, W3C trace (请求上下文)."""

import re
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import uuid4

from shared.privacy.text import contains_personal_number

_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
_CORRELATION = re.compile(r"[A-Za-z0-9._-]{8,64}")
_RANDOM = re.compile(r"[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True)
class RequestContext:
    """Ids that travel with a request into logs, event metadata and onwards."""

    request_id: str = ""
    correlation_id: str = ""
    trace_id: str = ""
    traceparent: str = ""


_NONE = RequestContext()
_CURRENT: ContextVar[RequestContext] = ContextVar("request_context", default=_NONE)


def current_context() -> RequestContext:
    """The context of the request being answered; empty outside one."""
    return _CURRENT.get()


def open_context(*, traceparent: str, correlation_id: str) -> RequestContext:
    """Start a request's context, continuing the caller's trace and conversation where well formed."""
    caller = _TRACEPARENT.fullmatch(traceparent)
    known = caller is not None and set(caller.group(1)) != {"0"} and set(caller.group(2)) != {"0"}
    trace_id = caller.group(1) if caller and known else uuid4().hex
    flags = caller.group(3) if caller and known else "01"
    context = RequestContext(
        request_id=uuid4().hex,
        correlation_id=correlation_id if _is_sound(correlation_id) else trace_id,
        trace_id=trace_id,
        traceparent=f"00-{trace_id}-{uuid4().hex[:16]}-{flags}",
    )
    _CURRENT.set(context)
    return context


def _is_sound(correlation_id: str) -> bool:
    """Whether a caller's id may enter logs and events: well formed, and no telephone or identity number."""
    if _RANDOM.fullmatch(correlation_id):
        return True
    return bool(_CORRELATION.fullmatch(correlation_id)) and not contains_personal_number(correlation_id)
