"""What leaves the statutes service: publications, which every service keeps a copy of (对外发布)."""

from collections.abc import Callable, Mapping
from typing import Any

from services.statutes.domain.calendar_content import edition_of
from services.statutes.domain.calendar_draft import CalendarEdition
from shared.contracts.base import Contract
from shared.contracts.statutes import CalendarEditionPublished
from shared.eventlog.recorded import Recorded


def publish(recorded: Recorded) -> list[Contract]:
    """The contract of a publication; drafts stay in the house."""
    told = _OWN.get(type(recorded.event))
    return [told(recorded.event, recorded)] if told else []


def _edition(event: CalendarEdition.Created, recorded: Recorded) -> Contract:
    """The place in the log counts the publications."""
    edition = edition_of(event.content)
    return CalendarEditionPublished.of(edition, published_on=event.published_on, sequence=recorded.position)


_OWN: Mapping[type, Callable[[Any, Recorded], Contract]] = {CalendarEdition.Created: _edition}
