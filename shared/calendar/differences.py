"""What differs between two states of the calendar, and which periods that can touch (历法差异).

Only days after day zero and up to the last defensible end can move a date; only an end beyond the last
published year is provisional. Both make an exact filter for a recomputation.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from shared.calendar.days import DayFacts
from shared.calendar.work_calendar import WorkCalendar


class DayChange(NamedTuple):
    """One day before and after (单日变化)."""

    before: DayFacts
    after: DayFacts

    @property
    def moves(self) -> bool:
        """Whether it counts, or lets a period end, otherwise than before."""
        return (self.before.is_working, self.before.rolls) != (self.after.is_working, self.after.rolls)


class Difference(NamedTuple):
    """The days that can move a date, and the stretch whose certainty changed; None where there is nothing."""

    first: date | None
    last: date | None
    certain_after: date
    certain_until: date

    @property
    def is_empty(self) -> bool:
        """Whether no period can differ."""
        return self.first is None and self.certain_after == self.certain_until


def difference(before: WorkCalendar, after: WorkCalendar) -> Difference:
    """From the first to the last day that counts otherwise."""
    moved = [change.after.on for change in changed_days(before, after) if change.moves]
    known = sorted((before.published_until, after.published_until))
    return Difference(min(moved, default=None), max(moved, default=None), *known)


def changed_days(before: WorkCalendar, after: WorkCalendar) -> Iterator[DayChange]:
    """The days that are another day than before, in order: counted, named or explained otherwise."""
    named = {*before.named_days, *before.local_days, *after.named_days, *after.local_days}
    for day in sorted(named):
        if all(each.first <= day <= each.last for each in (before, after)):
            change = DayChange(before.kind_of(day), after.kind_of(day))
            if change.before._replace(provisional=False) != change.after._replace(provisional=False):
                yield change
