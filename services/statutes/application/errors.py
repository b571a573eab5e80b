"""Faults as a refusal lists them (差错清单)."""

from collections.abc import Iterable
from typing import Any

from shared.calendar.faults import Fault


def errors_of(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """Every fault with its line, or its place where it came as data."""
    return [
        error(f"line {fault.line}" if fault.line else fault.at, fault.code, fault.zh, fault.en)
        for fault in faults
    ]


def error(at: str, code: str, zh: str, en: str) -> dict[str, Any]:
    """One of them."""
    return {"at": at, "code": code, "message": zh, "message_en": en}
