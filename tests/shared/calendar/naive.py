"""The count on paper, one day after the other (逐日核对).

Written from the rules of periods alone, and slow on purpose: nothing here looks at the product's arithmetic
or at its tables. A day is asked two questions only: does it count as a working day, and does an end that
falls on it move on?
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from shared.calendar.deadline import Unit

ONE_DAY = timedelta(days=1)
SATURDAY = 5

Stop = tuple[date, date]
"""A stop from s to r: the days s+1 .. r are not counted."""


class Part(NamedTuple):
    """A period, or the extension of one."""

    unit: Unit
    length: int


class End(NamedTuple):
    """The end by the count alone, and the end after it moved on from days off."""

    nominal: date
    due: date


@dataclass(frozen=True)
class Paper:
    """A wall calendar: weekdays crossed out, weekend days written in, offices shut by a local order.

    ``shut`` says of a day whether it still counts, and whether an end that falls on it moves on.
    """

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    shut: Mapping[date, tuple[bool, bool]] = field(default_factory=dict, hash=False)

    def is_worked(self, on: date) -> bool:
        """Weekdays that no notice takes, and weekend days that a notice makes up for."""
        return on in self.worked or (on.weekday() < SATURDAY and on not in self.off)

    def counts(self, on: date) -> bool:
        """Whether the day counts as a working day."""
        return self.is_worked(on) and self.shut.get(on, (True, False))[0]

    def moves(self, on: date) -> bool:
        """Whether an end that falls on the day moves on."""
        return not self.is_worked(on) or self.shut.get(on, (True, False))[1]

    def rolled(self, on: date) -> date:
        """The day itself or the first later one on which a period may end."""
        while self.moves(on):
            on += ONE_DAY
        return on

    def landed(self, on: date) -> date:
        """The same for working days: the last day also counts."""
        while self.moves(on) or not self.counts(on):
            on += ONE_DAY
        return on

    def counted_between(self, after: date, until: date) -> int:
        """How many days after the one and up to the other count as working days."""
        total = 0
        while after < until:
            after += ONE_DAY
            total += self.counts(after)
        return total


def corresponding_day(start: date, months: int) -> date:
    """The day with the same number so many months on; where the month has none, its last day."""
    on, passed = start, 0
    while passed < months:
        on += ONE_DAY
        passed += on.day == 1
    last = on
    while on.day < start.day and (on + ONE_DAY).month == last.month:
        on += ONE_DAY
    return on


def stopped(on: date, stops: Sequence[Stop]) -> bool:
    """Whether the clock stands on a day."""
    return any(first < on <= last for first, last in stops)


def end(paper: Paper, start: date, part: Part, stops: Sequence[Stop] = ()) -> End:
    """The end of one period; ``start`` is the day of the event, which is never counted and never moved.

    A stop on the last day, or on the days over which the end moves on, ends the period on the day of
    resumption. So does a later one: whoever passes it says that it was in time when it was decided.
    """
    on = _counted_out(paper, start, part, stops)
    for first, last in sorted(stops):
        if first >= on and last > first:
            on = _resumed(paper, last, part, stops)
    return End(on, paper.landed(on) if part.unit is Unit.WORKING_DAY else paper.rolled(on))


def _counted_out(paper: Paper, start: date, part: Part, stops: Sequence[Stop]) -> date:
    """The day on which the last unit is counted."""
    on, left = start, part.length
    if part.unit is Unit.MONTH:
        left = (corresponding_day(start, part.length) - start).days
    while left:
        on += ONE_DAY
        left -= not stopped(on, stops) and (part.unit is not Unit.WORKING_DAY or paper.counts(on))
    return on


def _resumed(paper: Paper, last: date, part: Part, stops: Sequence[Stop]) -> date:
    """The end of a period whose clock stood when nothing was left: the day of resumption, if it can be."""
    while stopped(last + ONE_DAY, stops):
        last += ONE_DAY
    if part.unit is Unit.WORKING_DAY and not paper.counts(last):
        last += ONE_DAY
        while stopped(last, stops) or not paper.counts(last):
            last += ONE_DAY
    return last


def chained(
    paper: Paper, start: date, parts: Sequence[Part], stops: Sequence[Stop], *, lenient: bool
) -> tuple[date, End]:
    """The start and the end of the last of several periods, each starting where the one before ended.

    The strict reading starts an extension at the nominal end, the lenient one at the end after it moved on.
    """
    for part in parts[:-1]:
        before: list[Stop] = []
        ended = end(paper, start, part)
        for stop in sorted(stops):
            if stop[0] <= (ended.due if lenient else ended.nominal):
                before.append(stop)
                ended = end(paper, start, part, before)
        start = ended.due if lenient else ended.nominal
    return start, end(paper, start, parts[-1], [stop for stop in stops if stop[1] > start])


def latest(
    paper: Paper,
    start: date,
    parts: Sequence[Part],
    breach_units: Sequence[Unit | None],
    stops: Sequence[Stop] = (),
) -> date:
    """The latest end of any reading: only after it may lateness be recorded."""
    other = [Part(unit or part.unit, part.length) for part, unit in zip(parts, breach_units, strict=True)]
    readings = [(parts, False), (parts, True), (other, True)]
    return max(chained(paper, start, each, stops, lenient=lenient)[1].due for each, lenient in readings)


def left_over(paper: Paper, unit: Unit, ended: End, since: date) -> int:
    """What is left when the clock stops for good: the days that would still be counted."""
    if unit is Unit.WORKING_DAY:
        return paper.counted_between(since, ended.nominal)
    return max(0, (ended.nominal - since).days)


def next_on(after: date, month_day: str) -> date:
    """The first such day of the year after a day; it never moves, whatever day it falls on."""
    on = after + ONE_DAY
    while on.strftime("%m-%d") != month_day:
        on += ONE_DAY
    return on
