"""All calendar editions together, and the states of the calendar that they gave over time (历法汇编)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from shared.calendar.closures import LocalEdition, in_force, local_days
from shared.calendar.days import NamedDay
from shared.calendar.editions import (
    EditionError,
    UnknownEditionError,
    YearApartError,
    YearEdition,
    read_edition,
)
from shared.calendar.identity import hash_of
from shared.calendar.work_calendar import WorkCalendar

Edition = YearEdition | LocalEdition


class CalendarBook:
    """All editions that this process knows, and the states of the calendar that they gave over time.

    ``body`` is the code of an agency: its calendar also has the closures of its own offices. Whoever names
    no agency gets the calendar of the district.
    """

    def __init__(self, editions: Iterable[YearEdition], closures: Iterable[LocalEdition] = ()) -> None:
        self.editions: Sequence[YearEdition] = tuple(sorted(editions, key=_order))
        self.closures: Sequence[LocalEdition] = tuple(sorted(closures, key=lambda each: each.rank))
        self._states: dict[str, WorkCalendar] = {}
        self._currents: dict[str | None, WorkCalendar] = {}
        self._past: dict[str, _Content] = {}
        self._older = self._history()

    def current(self, body: str | None = None) -> WorkCalendar:
        """The calendar of all editions known."""
        body = body if body in self.bodies else None
        if body not in self._currents:
            self._currents[body] = self._state((self.editions, _of_body(self.closures, body)))
        return self._currents[body]

    @property
    def id(self) -> str:
        """The identifier of everything known, the closures of single agencies included."""
        return edition_id(self.editions, self.closures)

    @property
    def bodies(self) -> frozenset[str]:
        """The agencies that have a calendar of their own."""
        return frozenset(agency for each in self.closures for agency in each.agencies)

    def as_known_on(self, day: date, body: str | None = None) -> WorkCalendar:
        """The calendar as it stood on a day: what became known later is left out."""
        known = [each for each in self.editions if each.known_on <= day]
        return self._state((known, [each for each in _of_body(self.closures, body) if each.known_on <= day]))

    def edition(self, edition: str) -> WorkCalendar:
        """The state with this identifier."""
        if edition in self._states:
            return self._states[edition]
        while edition not in self._past:
            content = next(self._older, None)
            if content is None:
                raise UnknownEditionError(f"no calendar edition {edition}")
            self._past.setdefault(edition_id(*content), content)
        return self._state(self._past[edition])

    def with_edition(self, edition: Edition) -> "CalendarBook":
        """The book with one more edition; the same content again changes nothing."""
        if edition.id in {*(each.id for each in self.editions), *(each.id for each in self.closures)}:
            return self
        if isinstance(edition, LocalEdition):
            return self._grown(self.editions, [*self.closures, edition])
        if self._numbered_like(edition):
            raise EditionError(f"edition {edition.year}/{edition.number} exists and cannot be changed")
        self._refuse_apart(edition)
        return self._grown([*self.editions, edition], self.closures)

    def with_published(self, edition: Edition) -> "CalendarBook":
        """The book after a publication of this installation, which goes before what ships with a release."""
        if isinstance(edition, LocalEdition):
            return self.with_edition(edition)
        shipped = self._numbered_like(edition)
        if shipped is None:
            return self.with_edition(edition)
        if shipped.id == edition.id or shipped.rank:
            return self
        others = [each for each in self.editions if each is not shipped]
        return self._grown([*others, edition], self.closures)

    def next_number(self, year: int) -> int:
        """The number of the next edition of a year."""
        return max((each.number for each in self.editions if each.year == year), default=0) + 1

    def _numbered_like(self, edition: YearEdition) -> YearEdition | None:
        """The edition that has this year and number already."""
        wanted = (edition.year, edition.number)
        return next((each for each in self.editions if (each.year, each.number) == wanted), None)

    def _refuse_apart(self, edition: YearEdition) -> None:
        """Years between would be plain weeks; an amendment alone makes no year (年份不连续)."""
        years = {each.year for each in self.editions}
        if edition.amends is not None and edition.year not in years:
            raise EditionError(f"{edition.year} has no edition that could be amended")
        if not min(years) - 1 <= edition.year <= max(years) + 1:
            raise YearApartError(f"{edition.year} lies apart from the years {min(years)} to {max(years)}")

    def _grown(self, editions: Sequence[YearEdition], closures: Sequence[LocalEdition]) -> "CalendarBook":
        book = CalendarBook(editions, closures)
        book._states = dict(self._states)
        return book

    def _history(self) -> Iterator["_Content"]:
        """Every state that this installation can have had, the likely ones first.

        What shipped so far, reaching as far as it did then, and what the installation had published.
        """
        published: list[Edition] = [each for each in self.editions if each.rank]
        own = sorted([*published, *self.closures], key=lambda each: each.rank)
        for shipped in self._shipped():
            for count in range(len(own), -1, -1):
                for body in (None, *self.bodies):
                    yield _content(shipped, own[:count], body)

    def _shipped(self) -> Iterator[list[YearEdition]]:
        """What releases had shipped: with fewer notices, and with the statute's days of fewer years ahead."""
        shipped = [each for each in self.editions if not each.rank]
        notices = [each for each in shipped if each.is_published]
        statute = [each for each in shipped if not each.is_published]
        for beyond in range(len(statute)):
            reached = statute[: len(statute) - beyond]
            for size in range(len(notices), 0, -1):
                if reached[-1].year > notices[size - 1].year:
                    yield [*reached, *notices[:size]]

    def _state(self, content: "_Content") -> WorkCalendar:
        identifier = edition_id(*content)
        if identifier not in self._states:
            self._states[identifier] = work_calendar(*content)
        return self._states[identifier]


_Content = tuple[Sequence[YearEdition], Sequence[LocalEdition]]


def edition_id(editions: Sequence[YearEdition], closures: Sequence[LocalEdition] = ()) -> str:
    """The identifier of a state: its newest notice, how many closures, and the hash of the whole content."""
    year, number = max((each.year, each.number) for each in editions if each.is_published)
    hashed = hash_of([*(each.id for each in sorted(editions, key=_order)), *(each.id for each in closures)])
    return f"cn-{year}.{number}{f'+{len(closures)}' if closures else ''}-{hashed[:12]}"


def work_calendar(editions: Sequence[YearEdition], closures: Sequence[LocalEdition] = ()) -> WorkCalendar:
    """The calendar of a set of editions, earlier ones overlaid by later ones."""
    years = {each.year for each in editions}
    named: dict[date, NamedDay] = {}
    for edition in _effective(editions):
        named.update((day.on, day) for day in edition.days)
    return WorkCalendar(
        first=date(min(years), 1, 1),
        last=date(max(years), 12, 31),
        named=named,
        published_until=date(_last_published(editions), 12, 31),
        edition=edition_id(editions, closures),
        local=local_days(closures),
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


def _content(shipped: Sequence[YearEdition], own: Sequence[Edition], body: str | None) -> _Content:
    years = [each for each in own if isinstance(each, YearEdition)]
    replaced = {(each.year, each.number) for each in years}
    kept = [each for each in shipped if (each.year, each.number) not in replaced]
    return [*kept, *years], _of_body([each for each in own if isinstance(each, LocalEdition)], body)


def _of_body(closures: Iterable[LocalEdition], body: str | None) -> list[LocalEdition]:
    """What shuts the offices of a body; an order is also lifted by one that names other bodies only."""
    return [each for each in in_force([*closures]) if each.concerns(body)]


def _effective(editions: Sequence[YearEdition]) -> Iterator[YearEdition]:
    """Per year the newest complete edition and what amends it, in the order in which they take effect."""
    complete: dict[int, int] = {}
    for each in editions:
        if each.amends is None:
            complete[each.year] = max(each.number, complete.get(each.year, 0))
    return (each for each in _in_effect(editions) if each.number >= complete[each.year])


def _in_effect(editions: Sequence[YearEdition]) -> list[YearEdition]:
    """In order of issue, but never before a lower number of the same year, whatever its date says."""
    latest: dict[int, date] = {}
    issued: dict[str, date] = {}
    for each in sorted(editions, key=lambda each: (each.year, each.number)):
        latest[each.year] = max(latest.get(each.year, date.min), each.notice.issued_on or date.min)
        issued[each.id] = latest[each.year]
    return sorted(editions, key=lambda each: (issued[each.id], each.year, each.number))


def _last_published(editions: Sequence[YearEdition]) -> int:
    """The last year of the unbroken run of years with a notice."""
    published = {each.year for each in editions if each.is_published}
    year = min(published)
    while year + 1 in published:
        year += 1
    return year


def _order(edition: YearEdition) -> tuple[date, int, int]:
    """In order of issue, which does not depend on the day on which an installation heard of a notice."""
    return (edition.notice.issued_on or date.min, edition.year, edition.number)


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
