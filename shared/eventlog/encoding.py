"""Events as bytes and back; older events are upcast on the way (编码)."""

from datetime import date
from typing import Any, cast
from uuid import UUID

from eventsourcing.domain import AggregateEvent
from eventsourcing.persistence import (
    DatetimeAsISO,
    DecimalAsStr,
    JSONTranscoder,
    Mapper,
    StoredEvent,
    Transcoding,
    UUIDAsHex,
)


class DateAsISO(Transcoding):
    """A plain date, such as the day a period starts."""

    type = date
    name = "date_iso"

    def encode(self, obj: date) -> str:
        """Write the date as 2026-09-18."""
        return obj.isoformat()

    def decode(self, data: str) -> date:
        """Read it back."""
        return date.fromisoformat(data)


def _transcoder() -> JSONTranscoder:
    transcoder = JSONTranscoder()
    for transcoding in (UUIDAsHex(), DatetimeAsISO(), DateAsISO(), DecimalAsStr()):
        transcoder.register(transcoding)
    return transcoder


MAPPER: Mapper[UUID] = Mapper(_transcoder())
"""Between events and stored events. Tuples come back as lists, enumerations as their values."""


def stored(event: Any) -> StoredEvent:
    """Return an event in its stored form."""
    return MAPPER.to_stored_event(event)


def restored(aggregate_id: UUID, version: int, topic: str, state: bytes) -> AggregateEvent:
    """Return a stored event as an object of today's class."""
    event = MAPPER.to_domain_event(StoredEvent(aggregate_id, version, topic, state))
    return cast("AggregateEvent", event)
