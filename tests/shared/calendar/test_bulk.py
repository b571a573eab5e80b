"""A million periods at once give the same dates as one at a time."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar import bulk
from shared.calendar.deadline import OutsideCalendarError
from tests.shared.calendar.periods import calendars, days, lengths

rows = st.lists(st.tuples(days, lengths), min_size=1, max_size=20)


def arrays(drawn):
    after = np.array([on for on, _ in drawn], "datetime64[D]")
    return after, np.array([length for _, length in drawn])


@given(calendars, rows)
def test_working_and_calendar_days(calendar, drawn):
    after, count = arrays(drawn)

    assert bulk.add_working_days(calendar, after, count).tolist() == [
        calendar.add_working_days(on, length) for on, length in drawn
    ]
    assert bulk.add_calendar_days(calendar, after, count).tolist() == [
        calendar.add_calendar_days(on, length) for on, length in drawn
    ]


@given(calendars, st.lists(st.tuples(days, st.integers(1, 12)), min_size=1, max_size=20))
def test_months(calendar, drawn):
    after, count = arrays(drawn)

    assert bulk.add_months(calendar, after, count).tolist() == [
        calendar.add_months(on, length) for on, length in drawn
    ]


@given(calendars, rows)
def test_rolling_and_counting_between(calendar, drawn):
    after, count = arrays(drawn)
    until = after + count

    assert bulk.roll_forward(calendar, after).tolist() == [calendar.roll_forward(on) for on, _ in drawn]
    assert bulk.working_days_between(calendar, after, until).tolist() == [
        calendar.working_days_between(one, other)
        for one, other in zip(after.tolist(), until.tolist(), strict=True)
    ]


def test_days_outside_the_calendar_are_refused(calendar):
    with pytest.raises(OutsideCalendarError):
        bulk.add_working_days(calendar, np.array([date(2036, 12, 30)], "datetime64[D]"), 30)
    with pytest.raises(OutsideCalendarError):
        bulk.roll_forward(calendar, np.array([date(2019, 12, 31)], "datetime64[D]"))
