"""Periods with stops and extensions: where the end moves to (中止、延长后的届满日).

A stop from s to r leaves the days s+1 .. r uncounted, which is the first-day rule applied to the stop
(民事诉讼法第八十五条第二款 by analogy). The strict reading counts an extension from the nominal end of the
period it extends, the lenient one from its rolled expiry.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from shared.calendar.day_table import DayTable
from shared.calendar.deadline import Deadline, Interval, Unit
from shared.calendar.months import months_later

Stop = tuple[int, int]


class Part(NamedTuple):
    """One counted stretch: a period, or the extension of one, from its nominal or from its rolled end."""

    unit: Unit
    length: int
    from_rolled_end: bool = False


class Ends(NamedTuple):
    """A nominal end and the end after rolling, as day indexes."""

    nominal: int
    rolled: int


def merged(intervals: Sequence[Interval]) -> tuple[Interval, ...]:
    """Stops in order, overlapping and touching ones joined, stops of no days left out."""
    result: list[Interval] = []
    for first, last in sorted(intervals, key=lambda each: (each[0], each[1] or date.max)):
        if last is not None and last < first:
            raise ValueError(f"a suspension cannot end on {last} before it begins on {first}")
        if result and (result[-1][1] is None or first <= result[-1][1]):
            result[-1] = (result[-1][0], _later(result[-1][1], last))
        elif first != last:
            result.append((first, last))
    return tuple(result)


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)


def chain(deadline: Deadline) -> list[Deadline]:
    """The period and its extensions, the first period first."""
    return [*(chain(deadline.extends) if deadline.extends else []), deadline]


def expiry(table: DayTable, start: int, part: Part) -> Ends:
    """The end of one period, without stops."""
    if part.unit is Unit.WORKING_DAY:
        end = table.nth_working(start, part.length)
        return Ends(end, end if table.is_plain else table.land(end))
    if part.unit is Unit.MONTH:
        end = table.index(months_later(table.day(start), part.length))
    else:
        end = start + part.length
    # 民事诉讼法第八十五条第三款: a last day off rolls to the first day that is not off.
    return Ends(end, table.roll(end))


def moved(table: DayTable, ends: Ends, stop: Stop, unit: Unit) -> Ends:
    """The end after a stop: shifted by the days not counted, and never before the day of resumption."""
    first, last = stop
    if unit is Unit.WORKING_DAY:
        shifted = table.nth_working(ends.nominal, table.until[last] - table.until[first])
        end = max(shifted, table.nth_working(last - 1, 1))
        return Ends(end, table.land(end))
    end = max(ends.nominal + last - first, last)
    return Ends(end, table.roll(end))


def end_of(
    table: DayTable, start: int, parts: Sequence[Part], stops: Sequence[Stop], *, lenient: bool
) -> tuple[int, Ends]:
    """Day zero and end of the last of several periods, under the strict or the lenient reading."""
    waiting = list(stops)
    ends = Ends(start, start)
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        start = ends.rolled if lenient or part.from_rolled_end else ends.nominal
        ends = expiry(table, start, part)
        rolls = lenient or (following is not None and following.from_rolled_end)
        while waiting and (following is None or waiting[0][0] <= (ends.rolled if rolls else ends.nominal)):
            first, last = waiting.pop(0)
            ends = moved(table, ends, (max(first, start), last), part.unit) if last > start else ends
    return start, ends


def days_left(table: DayTable, ends: Ends, first: int, unit: Unit) -> int:
    """What is left of a period on the day its clock stops: working days, else calendar days."""
    if unit is Unit.WORKING_DAY:
        return max(0, table.until[ends.nominal] - table.until[first])
    return max(0, ends.nominal - first)
