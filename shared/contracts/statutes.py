"""What the statutes service tells: calendar editions (法规与历法)."""

from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.base import Contract


class CalendarDay(BaseModel):
    """One day unlike the plain week: ``kind`` is ``day_off`` or ``make_up``, ``holiday`` its name."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    day: date
    kind: str
    holiday: str


class CalendarEditionPublished(Contract):
    """A yearly calendar was published (日历版本发布).

    ``edition`` is the hash of the content, ``notice`` the document number of the holiday notice,
    ``agencies`` limits a local closure to these bodies (empty: everybody).
    """

    name: ClassVar[str] = "statutes.calendar_edition_published"
    edition: str
    year: int
    number: int
    notice: str | None = None
    published_on: date
    provisional: bool = False
    days: tuple[CalendarDay, ...] = ()
    agencies: tuple[str, ...] = ()
