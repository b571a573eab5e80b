"""What the bulk arithmetic refuses; its dates are held against the count on paper in test_against_naive."""

from datetime import date

import numpy as np
import pytest

from shared.calendar import bulk
from shared.calendar.deadline import NotAPeriodError, OutsideCalendarError


def rows(*days) -> np.ndarray:
    return np.array(days, "datetime64[D]")


def test_days_outside_the_calendar_are_refused(calendar):
    with pytest.raises(OutsideCalendarError):
        bulk.add_working_days(calendar, rows(date(2036, 12, 30)), 30)
    with pytest.raises(OutsideCalendarError):
        bulk.roll_forward(calendar, rows(date(2019, 12, 31)))


@pytest.mark.parametrize("count", [0, -1, np.array([7, 0])], ids=["none", "negative", "none in one row"])
def test_a_period_of_no_days_is_refused_as_it_is_one_at_a_time(count, calendar):
    with pytest.raises(NotAPeriodError):
        bulk.add_working_days(calendar, rows("2026-09-18", "2026-09-21"), count)


def test_a_row_without_a_day_is_refused(calendar):
    for add in (bulk.add_working_days, bulk.add_calendar_days, bulk.add_months):
        with pytest.raises(OutsideCalendarError):
            add(calendar, rows("2026-09-18", "NaT"), 7)


def test_no_rows_give_no_dates(calendar):
    assert bulk.add_working_days(calendar, rows(), 7).tolist() == []
