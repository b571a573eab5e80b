"""Calendar editions: the holiday notices as data, and the states that they add up to (历法版本).

An edition is immutable; a correction is a new edition. Number 0 of a year holds the statutory holidays
alone and makes every date that touches them provisional; number 1 is the notice; higher ones amend it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import yaml

from shared.calendar.days import NamedDay, Notice, is_weekend
from shared.calendar.work_calendar import WorkCalendar

KEYS = {
    *("year", "number", "status", "title", "document", "issued_on", "source", "amends"),
    *("days_off", "make_up_days"),
}


class EditionError(ValueError):
    """The data of an edition contradict themselves (历法数据有误)."""


class UnknownEditionError(LookupError):
    """No state of the calendar has this identifier."""


@dataclass(frozen=True)
class YearEdition:
    """One notice for one year, or the statutory days of a year without notice."""

    year: int
    number: int
    notice: Notice
    days: tuple[NamedDay, ...]
    amends: int | None = None

    @property
    def is_published(self) -> bool:
        """Whether a notice stands behind it."""
        return self.notice.issued_on is not None

    @cached_property
    def id(self) -> str:
        """The hash of the content (SHA-256)."""
        return _hash([self.year, self.number, self.amends, self.notice, self.days])


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


class CalendarBook:
    """All editions that this process knows, and the states of the calendar that they gave over time."""

    def __init__(self, editions: Iterable[YearEdition]) -> None:
        self.editions: Sequence[YearEdition] = tuple(sorted(editions, key=_order))
        self._states: dict[str, WorkCalendar] = {}

    def current(self) -> WorkCalendar:
        """The calendar of all editions known."""
        return self._state(self.editions)

    def as_known_on(self, day: date) -> WorkCalendar:
        """The calendar as it stood on a day: later notices were not yet issued."""
        return self._state([each for each in self.editions if (each.notice.issued_on or date.min) <= day])

    def edition(self, edition: str) -> WorkCalendar:
        """The state with this identifier."""
        for known in self._history():
            if edition_id(known) == edition:
                return self._state(known)
        raise UnknownEditionError(f"no calendar edition {edition}")

    def with_edition(self, edition: YearEdition) -> "CalendarBook":
        """The book with one more edition; the same content again changes nothing."""
        if any(each.id == edition.id for each in self.editions):
            return self
        if any((each.year, each.number) == (edition.year, edition.number) for each in self.editions):
            raise EditionError(f"edition {edition.year}/{edition.number} exists and cannot be changed")
        return CalendarBook([*self.editions, edition])

    def _history(self) -> Iterator[list[YearEdition]]:
        """The states in order of issue, the newest first; the first notice makes the first state."""
        first = next(place for place, each in enumerate(self.editions, 1) if each.is_published)
        for size in range(len(self.editions), first - 1, -1):
            yield list(self.editions[:size])

    def _state(self, editions: Sequence[YearEdition]) -> WorkCalendar:
        identifier = edition_id(editions)
        if identifier not in self._states:
            self._states[identifier] = work_calendar(editions)
        return self._states[identifier]


def edition_id(editions: Sequence[YearEdition]) -> str:
    """The identifier of a state: its newest notice, and the hash of the whole content."""
    newest = max((each.year, each.number) for each in editions if each.is_published)
    return f"cn-{newest[0]}.{newest[1]}-{_hash([each.id for each in editions])[:12]}"


def work_calendar(editions: Sequence[YearEdition]) -> WorkCalendar:
    """The calendar of a set of editions, earlier ones overlaid by later ones."""
    years = {each.year for each in editions}
    named: dict[date, NamedDay] = {}
    for edition in _effective(sorted(editions, key=_order)):
        named.update((day.on, day) for day in edition.days)
    return WorkCalendar(
        first=date(min(years), 1, 1),
        last=date(max(years), 12, 31),
        named=named,
        published_until=date(_last_published(editions), 12, 31),
        edition=edition_id(editions),
    )


@cache
def load_bundled() -> CalendarBook:
    """The editions that ship with the suite: the notices since 2020 and statutory days of later years."""
    years = files("shared").joinpath("calendars")
    return CalendarBook(
        read_edition(yaml.load(entry.read_bytes(), Loader=_LOADER))  # noqa: S506 - a safe loader in C
        for year in years.iterdir()
        if year.name.isdecimal()
        for entry in year.iterdir()
        if entry.name.endswith(".yaml")
    )


def _effective(editions: Sequence[YearEdition]) -> Iterator[YearEdition]:
    """Per year the newest complete edition and what amends it."""
    complete = {each.year: each.number for each in editions if each.amends is None}
    return (each for each in editions if each.number >= complete[each.year])


def _last_published(editions: Sequence[YearEdition]) -> int:
    """The last year of the unbroken run of years with a notice."""
    published = {each.year for each in editions if each.is_published}
    year = min(published)
    while year + 1 in published:
        year += 1
    return year


def _order(edition: YearEdition) -> tuple[date, int, int]:
    return (edition.notice.issued_on or date.min, edition.year, edition.number)


def _hash(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, default=date.isoformat, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
