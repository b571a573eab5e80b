"""Structured logs: one JSON object a line, ids but never content (结构化日志).

No bodies, no query strings, no names, no messages of exceptions: they may quote what a person wrote.
"""

import logging
import sys
import traceback
from functools import partial
from typing import Any

import structlog

from shared.web.context import current_context


def _with_context(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    context = current_context()
    if context.request_id:
        event.setdefault("request_id", context.request_id)
        event.setdefault("correlation_id", context.correlation_id)
        event.setdefault("trace_id", context.trace_id)
    return event


def where_it_failed(error: BaseException) -> dict[str, Any]:
    """The kind of an error and the places it passed, without its message."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    places = [f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno} {frame.name}" for frame in frames]
    cause = error.__cause__ or error.__context__
    return {
        "error": f"{type(error).__module__}.{type(error).__qualname__}",
        "cause": f"{type(cause).__module__}.{type(cause).__qualname__}" if cause else None,
        "places": places,
    }


def _of_service(
    service: str, _: Any, __: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    event.setdefault("service", service)
    return event


def _without_message(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A traceback quotes messages and values; kind and places are enough to find the fault."""
    raised = event.pop("exc_info", None)
    error = sys.exc_info()[1] if raised is True else raised
    if isinstance(error, BaseException):
        event.update(where_it_failed(error))
    return event


def _printing(*_: Any) -> structlog.PrintLogger:
    return structlog.PrintLogger(sys.stderr)


class _Plain(logging.Handler):
    """Lets the standard library's loggers speak the same way; arguments and tracebacks stay out."""

    def emit(self, record: logging.LogRecord) -> None:
        logger = structlog.get_logger(record.name)
        error = record.exc_info[1] if record.exc_info else None
        logger.log(record.levelno, str(record.msg), **(where_it_failed(error) if error else {}))


def configure_logs(service: str, *, level: str = "INFO") -> None:
    """Send every log line of the process to standard error as JSON."""
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            partial(_of_service, service),
            _with_context,
            _without_message,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=_printing,
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[_Plain()], level=max(number, logging.WARNING), force=True)
