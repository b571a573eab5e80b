"""What was done to serve a document, and on whom, as facts to judge (送达经过)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Self

from shared.delivery.addresses import AddressConfirmation

_DAYS = frozenset({"issued_on", "on", "refused_on", "entrusted_on"})
_INSTANTS = frozenset({"sent_at", "arrived_at"})
_LISTS = frozenset({"evidence", "servers"})


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who is served (受送达人): a code, whether ``citizen`` or ``organisation``, the confirmed addresses."""

    code: str
    kind: str = "organisation"
    confirmations: tuple[AddressConfirmation, ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to serve a document: codes, days, instants, ids and the names of what is on file.

    ``on`` is the day written on the receipt, the slip or the last publication, the day on which the document
    was left or the receiver came, and for a failed try the day of the try. ``failed`` says why it failed.
    ``evidence`` names what is kept; texts and names of people are sealed elsewhere. ``servers`` are the ids
    of who served. ``entrusted_on`` is the day on which an entrusted organ got the letter.
    """

    id: str
    method: str
    issued_on: date
    on: date | None = None
    evidence: tuple[str, ...] = ()
    servers: tuple[str, ...] = ()
    ground: str | None = None
    capacity: str | None = None
    witness: str | None = None
    refused_on: date | None = None
    channel: str | None = None
    sent_at: datetime | None = None
    arrived_at: datetime | None = None
    organ: str | None = None
    entrusted_on: date | None = None
    failed: str | None = None

    def facts(self) -> dict[str, Any]:
        """Its plain form, as an event keeps it; what is empty is left out."""
        values = ((each.name, getattr(self, each.name)) for each in fields(self))
        return {name: _plain(value) for name, value in values if value not in (None, ())}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """An attempt from its plain form."""
        return cls(**{name: _read(name, value) for name, value in facts.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def _read(name: str, value: Any) -> Any:
    if name in _LISTS:
        return tuple(value)
    if name in _DAYS:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if name in _INSTANTS else value
