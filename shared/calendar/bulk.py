"""The same arithmetic for millions of periods at once, on numpy arrays (批量计算).

Days are ``datetime64[D]``; lengths are integers or integer arrays of the same shape.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shared.calendar.deadline import NotAPeriodError, OutsideCalendarError
from shared.calendar.work_calendar import WorkCalendar

Days = NDArray[np.datetime64]
Counts = NDArray[np.integer] | int


class _Arrays(NamedTuple):
    origin: np.datetime64
    until: NDArray[np.int32]
    working: NDArray[np.int32]
    rolled: NDArray[np.int32]
    landing: NDArray[np.int32] | None
    month: NDArray[np.int32]
    day_of_month: NDArray[np.int32]
    month_start: NDArray[np.int32]
    month_length: NDArray[np.int32]


@lru_cache(maxsize=8)
def _arrays(calendar: WorkCalendar) -> _Arrays:
    table = calendar.table
    origin = np.datetime64(table.first, "D")
    days = origin + np.arange(len(table.dates))
    months = days.astype("datetime64[M]")
    starts = np.arange(months[0], months[-1] + 2).astype("datetime64[D]")
    return _Arrays(
        origin,
        until=np.asarray(table.until, np.int32),
        working=np.asarray(table.working, np.int32),
        rolled=np.asarray(table.rolled, np.int32),
        landing=None if table.is_plain else np.asarray(table.landing, np.int32),
        month=(months - months[0]).astype(np.int32),
        day_of_month=(days - months.astype("datetime64[D]")).astype(np.int32),
        month_start=(starts[:-1] - origin).astype(np.int32),
        month_length=np.diff(starts).astype(np.int32),
    )


def add_working_days(calendar: WorkCalendar, after: Days, count: Counts) -> Days:
    """The n-th working day after each day (第 n 个工作日)."""
    arrays = _arrays(calendar)
    if np.min(count, initial=1) < 1:
        raise NotAPeriodError("a period has at least one day")
    position = _taken(arrays.until, _index(arrays, after)) + np.asarray(count, np.int32) - 1
    end = _taken(arrays.working, position)
    return _days(arrays, end if arrays.landing is None else _taken(arrays.landing, end))


def add_calendar_days(calendar: WorkCalendar, after: Days, count: Counts) -> Days:
    """So many calendar days later, rolled forward (自然日，顺延)."""
    arrays = _arrays(calendar)
    return _days(arrays, _taken(arrays.rolled, _index(arrays, after) + np.asarray(count, np.int32)))


def add_months(calendar: WorkCalendar, after: Days, count: Counts) -> Days:
    """The corresponding day so many months later, else the month's last, rolled forward (按月，顺延)."""
    arrays = _arrays(calendar)
    index = _index(arrays, after)
    month = _taken(arrays.month, index) + np.asarray(count, np.int32)
    day = np.minimum(arrays.day_of_month[index], _taken(arrays.month_length, month) - 1)
    return _days(arrays, _taken(arrays.rolled, arrays.month_start[month] + day))


def roll_forward(calendar: WorkCalendar, days: Days) -> Days:
    """The first working day on or after each day (节假日顺延)."""
    arrays = _arrays(calendar)
    return _days(arrays, _taken(arrays.rolled, _index(arrays, days)))


def working_days_between(calendar: WorkCalendar, after: Days, until: Days) -> NDArray[np.int32]:
    """Working days in (after, until] for each pair."""
    arrays = _arrays(calendar)
    return _taken(arrays.until, _index(arrays, until)) - _taken(arrays.until, _index(arrays, after))


def _index(arrays: _Arrays, days: Days) -> NDArray[np.int32]:
    if np.isnat(days).any():
        raise OutsideCalendarError("a row has no day")
    return (days - arrays.origin).astype(np.int32)


def _days(arrays: _Arrays, index: NDArray[np.int32]) -> Days:
    return np.asarray(arrays.origin + index)


def _taken(table: NDArray[np.int32], index: NDArray[np.int32]) -> NDArray[np.int32]:
    """Look up all at once; an index outside the table is a day outside the calendar."""
    if index.size and (index.min() < 0 or index.max() >= table.size):
        raise OutsideCalendarError("a day lies outside the calendar")
    return np.asarray(table[index])
