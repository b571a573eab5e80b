"""What the calendar refuses to compute."""

from datetime import date

import pytest

from shared.calendar.deadline import (
    ExtensionAfterExpiryError,
    NotAPeriodError,
    OutsideCalendarError,
    SuspensionAfterExpiryError,
    Unit,
)
from tests.shared.calendar.periods import Period, day, natural, working


@pytest.mark.parametrize("rule", [working(7), natural(7), Period(Unit.MONTH, 1)])
@pytest.mark.parametrize("after", [date(2019, 12, 31), date(2036, 12, 31), date(2040, 1, 1)])
def test_days_outside_the_calendar(rule, after, calendar):
    with pytest.raises(OutsideCalendarError):
        calendar.deadline(rule, after=after)


@pytest.mark.parametrize("rule", [working(7), natural(7), Period(Unit.MONTH, 1)])
def test_a_stop_that_moves_the_end_past_the_last_year(rule, calendar):
    deadline = calendar.deadline(rule, after=date(2036, 11, 20))
    almost = (date(2036, 11, 21), date(2036, 12, 31))

    with pytest.raises(OutsideCalendarError):
        calendar.suspended(deadline, [almost])


def test_a_date_in_a_document_may_be_the_day_of_its_delivery_but_none_before(calendar):
    order, delivered_on = Period(Unit.IN_DOCUMENT), day("2026-09-18")

    assert calendar.deadline(order, after=delivered_on, until=delivered_on).due_on == delivered_on
    with pytest.raises(NotAPeriodError):
        calendar.deadline(order, after=delivered_on, until=day("2026-09-17"))


def test_a_period_of_no_days(calendar):
    with pytest.raises(NotAPeriodError):
        calendar.add_working_days(day("2026-09-18"), 0)
    with pytest.raises(NotAPeriodError):
        calendar.deadline(Period(Unit.IN_DOCUMENT), after=day("2026-09-18"))


@pytest.mark.parametrize("unit", [Unit.PER_YEAR, Unit.ROLLING_12M])
def test_counters_are_no_periods(unit, calendar):
    with pytest.raises(NotAPeriodError):
        calendar.deadline(Period(unit, 2), after=day("2026-09-18"))


def test_a_fixed_date_can_be_neither_suspended_nor_extended(calendar):
    fixed = calendar.deadline(Period(Unit.FIXED, month_day="01-31"), after=day("2026-02-01"))

    with pytest.raises(NotAPeriodError):
        calendar.suspended(fixed, [(day("2026-03-01"), None)])
    with pytest.raises(NotAPeriodError):
        calendar.extension(natural(30), fixed, length=30)


def test_a_stop_after_the_end(calendar):
    deadline = calendar.deadline(working(7), after=day("2026-09-18"))

    assert calendar.suspended(deadline, [(day("2026-09-29"), None)]).suspended
    with pytest.raises(SuspensionAfterExpiryError):
        calendar.suspended(deadline, [(day("2026-09-30"), None)])


def test_an_approval_after_the_end_changes_nothing(calendar):
    handling = calendar.deadline(natural(30), after=day("2026-09-02"))

    assert calendar.extension(natural(30), handling, length=30, approved_on=day("2026-10-08")).due_on
    with pytest.raises(ExtensionAfterExpiryError):
        calendar.extension(natural(30), handling, length=30, approved_on=day("2026-10-09"))


def test_a_stop_that_ends_before_it_begins(calendar):
    deadline = calendar.deadline(working(7), after=day("2026-09-18"))

    with pytest.raises(ValueError, match="cannot end"):
        calendar.suspended(deadline, [(day("2026-09-24"), day("2026-09-23"))])
