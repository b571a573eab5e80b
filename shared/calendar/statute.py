"""The statute behind the holiday notices: festivals, their days, and what a notice may do (法定节假日)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from shared.calendar.book import load_bundled

JOINT = "、"
SUBSTITUTE = "补休"
LAST_YEAR = 2100


@dataclass(frozen=True)
class Statute:
    """The festivals on which everybody is off, and on how many days (全体公民放假的节日)."""

    from_year: int
    document: str
    festivals: Mapping[str, int]

    @property
    def holidays(self) -> int:
        """How many days a year they make."""
        return sum(self.festivals.values())


@dataclass(frozen=True)
class Limits:
    """Where a notice becomes unusual, in days (提醒界限)."""

    longest_work: int
    longest_rest: int
    distant_make_up: int
    turn_of_year_days: int


def statute_of(year: int) -> Statute | None:
    """The statute that applies to a year; years before the first one are not known here."""
    applying = [each for each in _statutes() if each.from_year <= year]
    return applying[-1] if applying else None


def first_year() -> int:
    """The first year whose statute is known here."""
    return _statutes()[0].from_year


def statutory_days(year: int) -> frozenset[date]:
    """The festivals of a year as dates, without substitute days; none for years without such data."""
    return frozenset(
        day.on
        for edition in load_bundled().editions
        if edition.year == year and not edition.number
        for day in edition.days
        if not day.name.endswith(SUBSTITUTE)
    )


def festivals() -> frozenset[str]:
    """The names of all festivals, whichever statute had them."""
    return frozenset(name for statute in _statutes() for name in statute.festivals)


def festivals_in(name: str) -> list[str]:
    """The festivals that share a holiday: 国庆节、中秋节 are two."""
    return name.split(JOINT)


def belongs_to(year: int, day: date) -> bool:
    """Whether a notice for the year may speak of the day: its days, and the last ones of the year before."""
    earliest = date(year, 1, 1) - timedelta(days=limits().turn_of_year_days)
    return earliest <= day <= date(year, 12, 31)


@cache
def limits() -> Limits:
    """The limits, as they ship."""
    return Limits(**_data()["limits"])


@cache
def _statutes() -> Sequence[Statute]:
    return [Statute(**entry) for entry in _data()["statutes"]]


@cache
def _data() -> Any:
    return yaml.safe_load(files("shared").joinpath("calendars", "statute.yaml").read_bytes())
