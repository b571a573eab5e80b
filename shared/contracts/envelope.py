"""How a contract travels: CloudEvents 1.0 in binary mode, with the chain of public messages (信封).

Headers ``ce-id``, ``ce-source``, ``ce-type``, ``ce-subject``, ``ce-time``; extensions ``ce-previous``
(ordinal of the public message before this one), ``ce-correlation``, ``ce-causation``, ``ce-traceparent``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from shared.contracts.base import Contract

CONTRACTS_PER_POSITION = 100
"""An ordinal is ``position * 100 + index``: one stored event yields at most this many contracts."""

_EXTENSIONS = (
    ("ce-correlation", "correlation_id"),
    ("ce-causation", "causation_id"),
    ("ce-traceparent", "traceparent"),
)


class MalformedMessageError(ValueError):
    """A message lacks a header of the envelope, or one of them cannot be read."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message ready to be published."""

    subject: str
    ordinal: int
    previous: int
    headers: dict[str, str]
    payload: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """A received contract with its circumstances.

    ``ordinal`` is its place among the source's public messages, ``subject`` the id of the case or thing it
    tells of, ``at`` the suite's instant of the event (UTC).
    """

    contract: Contract
    service: str
    ordinal: int
    previous: int
    subject: str
    at: datetime
    correlation_id: str | None = None
    causation_id: str | None = None
    traceparent: str | None = None

    @property
    def id(self) -> str:
        """The message's id, the causation id of whatever follows from it."""
        return message_id(self.service, self.ordinal)


def ordinal_of(position: int, index: int) -> int:
    """The chain number of a position's contract."""
    if not 0 <= index < CONTRACTS_PER_POSITION:
        raise ValueError(f"position {position} yields more than {CONTRACTS_PER_POSITION} contracts")
    return position * CONTRACTS_PER_POSITION + index


def position_of(ordinal: int) -> int:
    """The log position behind a chain number."""
    return ordinal // CONTRACTS_PER_POSITION


def message_id(service: str, ordinal: int) -> str:
    """``<service>:<ordinal>``: the CloudEvents id and the broker's message id."""
    return f"{service}:{ordinal}"


def seal(
    contract: Contract,
    *,
    service: str,
    ordinal: int,
    previous: int,
    subject: str,
    at: datetime,
    metadata: Mapping[str, Any],
) -> Outgoing:
    """Put a contract into its envelope."""
    headers = {
        "ce-specversion": "1.0",
        "ce-id": message_id(service, ordinal),
        "ce-source": f"urn:jiandu:{service}",
        "ce-type": contract.type_name(service),
        "ce-subject": subject,
        "ce-time": at.astimezone(UTC).isoformat(),
        "ce-datacontenttype": "application/json",
        "ce-previous": str(previous),
    }
    for header, key in _EXTENSIONS:
        if value := metadata.get(key):
            headers[header] = _printable(str(value))
    return Outgoing(contract.subject(service), ordinal, previous, headers, contract.encode())


def place_of(headers: Mapping[str, str] | None) -> tuple[int, int]:
    """Ordinal and previous ordinal of a message, from its headers alone."""
    try:
        known = headers or {}
        return int(known["ce-id"].rpartition(":")[2]), int(known["ce-previous"])
    except (KeyError, ValueError) as error:
        raise MalformedMessageError(f"no place in the chain: {error!r}") from error


def unseal(kind: type[Contract], headers: Mapping[str, str], payload: bytes) -> Envelope:
    """Read a message of a known contract."""
    ordinal, previous = place_of(headers)
    try:
        service, subject = headers["ce-id"].rpartition(":")[0], headers["ce-subject"]
        at = datetime.fromisoformat(headers["ce-time"])
    except (KeyError, ValueError) as error:
        raise MalformedMessageError(f"{error!r}") from error
    return Envelope(
        kind.decode(payload),
        service,
        ordinal,
        previous,
        subject,
        at,
        headers.get("ce-correlation"),
        headers.get("ce-causation"),
        headers.get("ce-traceparent"),
    )


def _printable(value: str) -> str:
    if value.isascii() and value.isprintable():
        return value
    return quote(value, safe="/:+-_. ")
