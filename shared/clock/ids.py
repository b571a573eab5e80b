"""Identifiers: ordered by the suite's time, or derived from a cause (标识符)."""

import secrets
from datetime import datetime
from uuid import UUID, uuid5


def new_id(at: datetime) -> UUID:
    """A UUIDv7 (RFC 9562) of the suite's instant; microseconds keep ids of one process nearly in order."""
    microseconds = round(at.timestamp() * 1_000_000)
    milliseconds, rest = divmod(microseconds, 1000)
    fraction = rest * 4096 // 1000
    bits = milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | secrets.randbits(62)
    return UUID(int=bits)


def derived_id(namespace: UUID, *parts: str) -> UUID:
    """The id that follows from a cause or a business number (uuid5); the same parts give the same id."""
    return uuid5(namespace, "\x1f".join(parts))
