"""What a new holiday notice can do to a date, and what it cannot (历法变更)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.calendar.deadline import Unit
from shared.calendar.differences import difference
from tests.shared.calendar.drawn import (
    computed,
    courses,
    flipped,
    papers,
    rules,
    shut_papers,
    starts,
    steady,
    turned,
    world,
)
from tests.shared.calendar.naive import ONE_DAY

changes = st.integers(-10, 100)
"""Where a day changes: so many days after the start, mostly inside the period or near its ends."""


@steady
@given(papers, starts, rules, changes)
def test_a_day_off_more_never_makes_a_date_earlier_and_a_worked_day_more_never_later(
    paper, after, rule, offset
):
    on = after + timedelta(days=offset)
    worked, off = (world(turned(paper, on, worked=each)).calendar for each in (True, False))
    earlier, later = worked.deadline(rule, after=after), off.deadline(rule, after=after)

    assert earlier.due_on <= later.due_on
    assert earlier.breach_after <= later.breach_after


@steady
@given(papers, starts, rules, changes)
def test_a_change_moves_working_days_inside_the_period_only_and_others_from_the_nominal_end_only(
    paper, after, rule, offset
):
    on = after + timedelta(days=offset)
    old = world(paper).calendar.deadline(rule, after=after)

    new = world(flipped(paper, on)).calendar.deadline(rule, after=after)

    first = after + ONE_DAY if rule.unit is Unit.WORKING_DAY else old.nominal_due_on
    assert (new.due_on != old.due_on) is (first <= on <= old.due_on)


@steady
@given(courses(), st.integers(-10, 20))
def test_a_change_outside_a_stopped_or_extended_period_changes_nothing(drawn, offset):
    (paper, calendar), course = drawn
    old = calendar.suspended(computed(calendar, course), course.stops)
    on = course.start + timedelta(days=min(offset, 0)) if offset <= 0 else old.breach_after + offset * ONE_DAY

    changed = world(flipped(paper, on), "another")

    assert changed.calendar.recomputed(old)._replace(calendar_edition=old.calendar_edition, extends=None) == (
        old._replace(extends=None)
    )
    assert changed.calendar.changes(old) is False


@steady
@given(courses(), st.lists(changes, min_size=1, max_size=8))
def test_recomputing_is_computing_on_the_other_calendar(drawn, offsets):
    (paper, calendar), course = drawn
    old = calendar.suspended(computed(calendar, course), course.stops)
    for offset in offsets:
        paper = flipped(paper, course.start + timedelta(days=offset))

    new = world(paper, "another").calendar.recomputed(old)

    ended = course.strict(paper, course.stops)[1]
    assert (new.nominal_due_on, new.due_on) == ended
    assert new.breach_after == course.latest(paper, course.stops)
    assert world(paper, "another").calendar.changes(old) is (
        (new.nominal_due_on, new.due_on, new.breach_after)
        != (old.nominal_due_on, old.due_on, old.breach_after)
    )


@steady
@given(papers, st.dates(date(2026, 9, 1), date(2026, 12, 31)), rules)
def test_a_date_is_provisional_from_the_first_day_without_a_notice(paper, after, rule):
    deadline = world(paper).calendar.deadline(rule, after=after)

    assert deadline.provisional is (deadline.breach_after >= date(2027, 1, 1))


@steady
@given(courses(shut_papers), st.sets(changes, min_size=1, max_size=4))
def test_what_moves_an_extended_or_stopped_period_lies_after_its_first_day_zero_and_up_to_its_end(
    drawn, offsets
):
    (paper, calendar), course = drawn
    old = calendar.suspended(computed(calendar, course), course.stops)
    for offset in offsets:
        paper = flipped(paper, course.start + timedelta(days=offset))
    new = world(paper, "another").calendar
    change = difference(calendar, new)

    if new.changes(old):
        assert course.start < change.last
        assert old.breach_after >= change.first
