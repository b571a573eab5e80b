"""Local closures: days on which offices of the district, or of single agencies, are shut (本地停办).

A flood or a typhoon shuts offices by order of the headquarters; that makes no statutory day off. Each day
therefore says two things apart from each other: whether it counts, and whether it moves the end of a period.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from shared.calendar.days import LocalDay, Notice
from shared.calendar.identity import hash_of


@dataclass(frozen=True)
class LocalEdition:
    """One order to shut offices (停办通知), for everybody in the district or for some agencies.

    ``agencies`` are their codes, empty for all; ``number`` counts the closures of this installation;
    ``amends`` is the number of the closure that this one replaces. ``published_on`` and ``rank`` say when
    the suite learned of it, and in which order.
    """

    number: int
    notice: Notice
    days: tuple[LocalDay, ...]
    agencies: tuple[str, ...] = ()
    amends: int | None = None
    published_on: date | None = None
    rank: int = 0

    @cached_property
    def id(self) -> str:
        """The hash of the content (SHA-256)."""
        return hash_of([self.number, self.amends, self.notice, self.days, self.agencies])

    @property
    def known_on(self) -> date:
        """The day from which the suite knew of it."""
        return self.published_on or self.notice.issued_on or date.min

    def concerns(self, body: str | None) -> bool:
        """Whether it shuts the offices of a body; ``None`` is everybody without a calendar of their own."""
        return not self.agencies or body in self.agencies


def local_days(closures: Iterable[LocalEdition]) -> Mapping[date, LocalDay]:
    """The days that closures take away; where two name one day, both take."""
    taken: dict[date, LocalDay] = {}
    for day in (day for closure in closures for day in closure.days):
        known = taken.get(day.on)
        taken[day.on] = day if known is None else _both(known, day)
    return taken


def in_force(closures: Sequence[LocalEdition]) -> Sequence[LocalEdition]:
    """The closures that no other one replaced; to be asked of all of them, whomever they concern."""
    replaced = {each.amends for each in closures}
    return [each for each in closures if each.number not in replaced]


def _both(one: LocalDay, other: LocalDay) -> LocalDay:
    return other._replace(counts=one.counts and other.counts, rolls=one.rolls or other.rolls)
