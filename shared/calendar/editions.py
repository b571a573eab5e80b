"""Calendar editions: the holiday notices as data, and the states that they add up to (历法版本).

An edition is immutable; a correction is a new edition. Number 0 of a year holds the statutory holidays
alone and makes every date that touches them provisional; number 1 is the notice; higher ones amend it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from shared.calendar.days import NamedDay, Notice, is_weekend
from shared.calendar.identity import hash_of

KEYS = {
    *("year", "number", "status", "title", "document", "issued_on", "source", "amends"),
    *("days_off", "make_up_days"),
}


class EditionError(ValueError):
    """The data of an edition contradict themselves (历法数据有误)."""


class YearApartError(EditionError):
    """There are years without any data between this edition and the others (年份不连续)."""


class UnknownEditionError(LookupError):
    """No state of the calendar has this identifier."""


@dataclass(frozen=True)
class YearEdition:
    """One notice for one year, or the statutory days of a year without notice.

    ``published_on`` and ``rank`` say when this installation published it and in which order; editions that
    ship with the suite have neither.
    """

    year: int
    number: int
    notice: Notice
    days: tuple[NamedDay, ...]
    amends: int | None = None
    published_on: date | None = None
    rank: int = 0

    @property
    def is_published(self) -> bool:
        """Whether a notice stands behind it."""
        return self.notice.issued_on is not None

    @cached_property
    def id(self) -> str:
        """The hash of the content (SHA-256)."""
        return hash_of([self.year, self.number, self.amends, self.notice, self.days])

    @property
    def known_on(self) -> date:
        """The day from which it was known: of its publication here, else of its notice."""
        return self.published_on or self.notice.issued_on or date.min


def read_edition(document: Mapping[str, Any]) -> YearEdition:
    """An edition from its data; refuses a make-up day on a weekday and a day named twice."""
    if unknown := set(document) - KEYS:
        raise EditionError(f"unknown keys {unknown}")
    notice = Notice(
        document["title"], document["document"], document.get("issued_on"), document.get("source", "")
    )
    days = (*_named(document, "days_off", notice), *_named(document, "make_up_days", notice))
    if len({day.on for day in days}) != len(days):
        raise EditionError(f"a day is named twice in the edition of {document['year']}")
    if wrong := [day.on for day in days if not day.is_off and not is_weekend(day.on)]:
        raise EditionError(f"make-up days must fall on a weekend: {wrong}")
    return YearEdition(document["year"], document["number"], notice, days, document.get("amends"))


def _named(document: Mapping[str, Any], kind: str, notice: Notice) -> Iterator[NamedDay]:
    for entry in document.get(kind, ()):
        first, last = entry.get("from", entry.get("day")), entry.get("to", entry.get("day"))
        for offset in range((last - first).days + 1):
            yield NamedDay(first + timedelta(days=offset), kind == "days_off", entry["name"], notice)
