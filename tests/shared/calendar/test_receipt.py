"""Papers that arrive: the day that counts, papers on their way at the end, papers completed later."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given

from shared.calendar.deadline import CalendarError, Unit
from shared.calendar.receipt import (
    ContradictoryDaysError,
    PlannedDay,
    ReceiptPolicy,
    handed_in,
    planned_day,
    received_on,
    restarted,
)
from shared.clock.suite import SHANGHAI
from tests.shared.calendar.drawn import computed, courses, steady
from tests.shared.calendar.naive import end
from tests.shared.calendar.periods import Period, day, natural, working

FOURTH_PARAGRAPH = "《民事诉讼法》第八十五条第四款"


def at(text: str) -> datetime:
    """A wall-clock time in Beijing."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "arrived_at",
    [
        pytest.param("2026-09-18T09:00", id="Friday morning"),
        pytest.param("2026-09-18T23:59:59", id="Friday, a second before midnight"),
        pytest.param("2026-09-19T10:00", id="Saturday"),
        pytest.param("2026-10-01T00:00", id="National Day, the first instant"),
    ],
)
def test_papers_are_received_on_the_day_they_arrive_also_at_night_and_on_days_off(arrived_at, calendar):
    assert received_on(calendar, at(arrived_at)) == at(arrived_at).date()
    assert received_on(calendar, at(arrived_at), closes_at=time(17, 30)) == at(arrived_at).date()


def test_the_day_of_receipt_is_the_day_in_beijing(calendar):
    assert received_on(calendar, datetime(2026, 9, 18, 16, 30, tzinfo=UTC)) == day("2026-09-19")


@pytest.mark.parametrize(
    ("arrived_at", "counts_as"),
    [
        pytest.param("2026-09-18T08:00", "2026-09-18", id="Friday, before the desk opens"),
        pytest.param("2026-09-18T17:29", "2026-09-18", id="Friday, a minute before closing"),
        pytest.param("2026-09-18T17:30", "2026-09-20", id="Friday at closing; Sunday 20 Sep works"),
        pytest.param("2026-09-19T10:00", "2026-09-20", id="Saturday; Sunday works"),
        pytest.param("2026-09-20T10:00", "2026-09-20", id="a Sunday that works"),
        pytest.param("2026-09-30T20:00", "2026-10-08", id="Wednesday night before National Day"),
        pytest.param("2026-10-03T10:00", "2026-10-08", id="inside National Day"),
    ],
)
def test_by_policy_papers_after_closing_or_on_a_day_off_are_received_on_the_next_working_day(
    arrived_at, counts_as, calendar
):
    policy = ReceiptPolicy.NEXT_WORKING_DAY

    assert received_on(calendar, at(arrived_at), policy=policy, closes_at=time(17, 30)) == day(counts_as)


def test_a_channel_that_never_closes_receives_until_midnight_under_either_policy(calendar):
    late = at("2026-09-18T23:59:59")

    assert received_on(calendar, late, policy=ReceiptPolicy.NEXT_WORKING_DAY) == day("2026-09-18")


SUPPLEMENT = working(5)
"""Served on Thursday 24 Sep 2026, it ends on Friday 9 Oct, after two days off and the holidays."""


@pytest.mark.parametrize(
    ("posted_on", "arrived_on", "in_time"),
    [
        pytest.param(None, "2026-10-08", True, id="handed in on Thursday, the day before"),
        pytest.param(None, "2026-10-09", True, id="handed in on Friday, the due day"),
        pytest.param(None, "2026-10-10", False, id="handed in on Saturday, the day after"),
        pytest.param("2026-10-08", "2026-10-13", True, id="posted on Thursday, arrived on Tuesday"),
        pytest.param("2026-10-09", "2026-10-13", True, id="posted on Friday, the due day"),
        pytest.param("2026-10-10", "2026-10-13", False, id="posted on Saturday, the day after"),
    ],
)
def test_papers_posted_before_the_end_are_in_time_whenever_they_arrive(
    posted_on, arrived_on, in_time, calendar
):
    supplement = calendar.deadline(SUPPLEMENT, after=day("2026-09-24"))
    assert supplement.due_on == day("2026-10-09")

    handing = handed_in(supplement, received_on=day(arrived_on), posted_on=posted_on and day(posted_on))

    assert handing.in_time is in_time
    assert handing.acted_on == day(posted_on or arrived_on)
    assert (handing.article == FOURTH_PARAGRAPH) is (posted_on is not None)


def test_lateness_of_papers_is_held_against_the_latest_reading(calendar):
    notice = calendar.deadline(natural(7, Unit.WORKING_DAY), after=day("2026-11-19"))
    assert (notice.due_on, notice.breach_after) == (day("2026-11-26"), day("2026-11-30"))

    assert handed_in(notice, received_on=day("2026-11-30")).in_time
    assert not handed_in(notice, received_on=day("2026-12-01")).in_time


def test_nothing_is_late_while_the_clock_stands(calendar):
    deadline = calendar.deadline(SUPPLEMENT, after=day("2026-09-24"))
    paused = calendar.suspended(deadline, [(day("2026-09-28"), None)])

    assert handed_in(paused, received_on=day("2026-12-01")).in_time


def test_papers_cannot_arrive_before_they_are_posted(calendar):
    supplement = calendar.deadline(SUPPLEMENT, after=day("2026-09-24"))

    with pytest.raises(ContradictoryDaysError):
        handed_in(supplement, received_on=day("2026-09-28"), posted_on=day("2026-09-29"))


def test_the_period_begins_anew_on_the_day_the_missing_papers_arrive(calendar):
    acceptance = calendar.deadline(working(5), after=day("2026-09-14"))

    anew = restarted(calendar, acceptance, completed_on=day("2026-09-18"))

    assert acceptance.due_on == day("2026-09-20")
    assert anew == calendar.deadline(working(5), after=day("2026-09-18"))
    assert anew.due_on == day("2026-09-24")


@steady
@given(courses())
def test_nothing_of_the_first_run_is_kept_neither_stops_nor_extensions(drawn):
    (paper, calendar), course = drawn
    ran = calendar.suspended(computed(calendar, course), course.stops)
    completed_on = course.start + timedelta(days=3)

    anew = restarted(calendar, ran, completed_on=completed_on)

    assert anew == calendar.deadline(course.rules[0], after=completed_on)
    assert anew.due_on == end(paper, completed_on, course.parts[0]).due


def test_papers_completed_while_the_clock_stands_start_it_anew(calendar):
    acceptance = calendar.deadline(working(5), after=day("2026-09-14"))
    paused = calendar.suspended(acceptance, [(day("2026-09-16"), None)])

    assert not restarted(calendar, paused, completed_on=day("2026-09-18")).suspended


def test_a_period_does_not_begin_anew_before_it_began_and_a_fixed_date_never(calendar):
    acceptance = calendar.deadline(working(5), after=day("2026-09-14"))
    fixed = calendar.deadline(Period(Unit.FIXED, month_day="01-31"), after=day("2026-09-14"))

    with pytest.raises(ContradictoryDaysError):
        restarted(calendar, acceptance, completed_on=day("2026-09-13"))
    with pytest.raises(CalendarError, match="fixed date"):
        restarted(calendar, fixed, completed_on=day("2026-09-18"))


@pytest.mark.parametrize(
    ("after", "month_day", "planned_on", "provisional"),
    [
        pytest.param("2025-12-31", "01-31", "2026-01-30", False, id="31 Jan 2026, a Saturday: Friday"),
        pytest.param("2026-12-31", "01-31", "2027-01-29", True, id="31 Jan 2027, a Sunday: Friday"),
        pytest.param("2026-01-01", "03-31", "2026-03-31", False, id="31 Mar 2026, a Tuesday: itself"),
        pytest.param("2026-01-01", "02-28", "2026-02-28", False, id="28 Feb 2026, a worked Saturday: itself"),
        pytest.param("2026-01-01", "10-04", "2026-09-30", False, id="4 Oct 2026, inside National Day"),
    ],
)
def test_work_for_a_fixed_date_is_planned_for_the_last_working_day_before(
    after, month_day, planned_on, provisional, calendar
):
    deadline = calendar.deadline(Period(Unit.FIXED, month_day=month_day), after=day(after))

    assert planned_day(calendar, deadline) == PlannedDay(day(planned_on), provisional)


def test_a_period_that_stands_has_no_day_to_plan_for(calendar):
    deadline = calendar.deadline(working(7), after=day("2026-11-09"))

    assert planned_day(calendar, deadline) == PlannedDay(deadline.due_on, provisional=False)
    assert planned_day(calendar, calendar.suspended(deadline, [(day("2026-11-11"), None)])) is None
