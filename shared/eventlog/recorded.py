"""A recorded event: what happened, where it stands in the log, and who did it (已记录事件)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eventsourcing.domain import AggregateEvent

from shared.eventlog.command import Statement


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with its gap-free position, its metadata and the instant of recording (suite time, UTC)."""

    event: AggregateEvent
    position: int
    metadata: Mapping[str, Any]
    recorded_at: datetime


Projector = Callable[[Recorded], Iterable[Statement]]
"""A pure function from a recorded event to rows of read models.

Use statements that are constants of the module: equal statement objects of a batch run as one. Order is
kept within an aggregate; between aggregates rows must be independent of each other, or commute.
"""


_ONCE: set[Projector] = set()


def written_once(projector: Projector) -> Projector:
    """Mark a projector whose rows are made when an event happens and never again, such as notifications."""
    _ONCE.add(projector)
    return projector


def is_rebuilt(projector: Projector) -> bool:
    """Whether a rebuild asks the projector for its rows."""
    return projector not in _ONCE
