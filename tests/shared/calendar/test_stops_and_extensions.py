"""What holds for every stop and every extension, on every calendar (中止与延长)."""

from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shared.calendar.deadline import Deadline, ExtensionAfterExpiryError, SuspensionAfterExpiryError, Unit
from tests.shared.calendar.drawn import (
    computed,
    courses,
    day_counts,
    every_day,
    papers,
    rules,
    shut_papers,
    starts,
    steady,
    turned,
    world,
    worlds,
)
from tests.shared.calendar.naive import ONE_DAY, left_over, stopped
from tests.shared.calendar.periods import calendar_with, day, natural, working

stop_lengths = st.integers(0, 40)


@steady
@given(courses(shut_papers))
def test_a_stop_never_makes_a_date_earlier(drawn):
    (_, calendar), course = drawn
    deadline = computed(calendar, course)

    for stop in course.stops:
        longer = calendar.suspended(deadline, [stop])
        assert longer.due_on >= deadline.due_on
        assert longer.breach_after >= deadline.breach_after
        deadline = longer


@steady
@given(courses(shut_papers))
def test_a_period_never_ends_before_the_day_of_resumption(drawn):
    (_, calendar), course = drawn

    deadline = calendar.suspended(computed(calendar, course), course.stops)

    assert all(last <= deadline.due_on for first, last in course.stops if first != last)


@steady
@given(worlds, starts, day_counts, st.integers(0, 60), stop_lengths)
def test_a_stop_shifts_calendar_days_by_its_length(drawn, after, length, offset, stopped_for):
    plain = drawn.calendar.deadline(natural(length), after=after)
    first = min(after + timedelta(days=offset), plain.nominal_due_on)
    last = first + timedelta(days=stopped_for)

    moved = drawn.calendar.suspended(plain, [(first, last)])

    assert moved.nominal_due_on == plain.nominal_due_on + (last - first)
    assert moved.due_on == drawn.paper.rolled(moved.nominal_due_on)


@steady
@given(worlds, starts, day_counts, st.integers(0, 60), stop_lengths)
def test_a_stop_shifts_working_days_by_the_working_days_in_it(drawn, after, length, offset, stopped_for):
    plain = drawn.calendar.deadline(working(length), after=after)
    first = min(after + timedelta(days=offset), plain.due_on - ONE_DAY)
    last = first + timedelta(days=stopped_for)

    moved = drawn.calendar.suspended(plain, [(first, last)])

    uncounted = drawn.paper.counted_between(first, last)
    assert drawn.paper.counted_between(plain.due_on, moved.due_on) == uncounted


@steady
@given(worlds, starts, rules, stop_lengths)
def test_a_period_stopped_on_its_last_day_ends_on_the_day_of_resumption_or_the_next_working_day(
    drawn, after, rule, stopped_for
):
    plain = drawn.calendar.deadline(rule, after=after)
    resumed_on = plain.due_on + timedelta(days=stopped_for)

    moved = drawn.calendar.suspended(plain, [(plain.due_on, resumed_on)])

    assert moved.due_on == drawn.paper.rolled(resumed_on)


@steady
@given(papers, starts, day_counts, st.tuples(st.integers(1, 9), st.integers(0, 9), st.integers(1, 20)))
def test_a_stop_between_the_nominal_and_the_rolled_end_counts(paper, after, length, drawn):
    days_off, offset, stopped_for = drawn
    for each in range(days_off):
        paper = turned(paper, after + timedelta(days=length + each), worked=False)
    calendar = world(paper).calendar
    plain = calendar.deadline(natural(length), after=after)
    first = min(plain.nominal_due_on + timedelta(days=offset), plain.due_on)
    last = first + timedelta(days=stopped_for)

    moved = calendar.suspended(plain, [(first, last)])

    assert plain.nominal_due_on < plain.due_on
    assert moved.nominal_due_on == last
    assert moved.due_on == paper.rolled(last)


@steady
@given(courses(), st.randoms(use_true_random=False))
def test_order_and_overlap_of_stops_do_not_matter(drawn, random):
    (_, calendar), course = drawn
    plain = computed(calendar, course)
    together = calendar.suspended(plain, course.stops)
    shuffled = random.sample(course.stops, len(course.stops))
    overlapping = [(first, first + (last - first) // 2) for first, last in course.stops]

    assert calendar.suspended(plain, [*shuffled, *overlapping]) == together


@steady
@given(courses(), st.randoms(use_true_random=False))
def test_a_stop_may_be_recorded_in_pieces_that_touch(drawn, random):
    (_, calendar), course = drawn
    plain = computed(calendar, course)
    halves = [(first, first + (last - first) // 2, last) for first, last in course.stops]
    pieces = [piece for first, half, last in halves for piece in ((first, half), (half, last))]

    in_pieces = calendar.suspended(plain, random.sample(pieces, len(pieces)))

    assert in_pieces == calendar.suspended(plain, course.stops)


@steady
@given(worlds, starts, rules, st.integers(0, 60))
def test_a_stop_of_no_days_has_no_effect(drawn, after, rule, offset):
    plain = drawn.calendar.deadline(rule, after=after)
    on = min(after + timedelta(days=offset), plain.due_on)

    assert drawn.calendar.suspended(plain, [(on, on)]) == plain


@steady
@given(courses(), st.integers(-2, 3))
def test_a_stop_must_begin_while_the_period_runs(drawn, offset):
    (paper, calendar), course = drawn
    deadline = calendar.suspended(computed(calendar, course), course.stops)
    last = course.latest(paper, course.stops)
    first = last + timedelta(days=offset)
    assume(not any(begun < first <= ended for begun, ended in course.stops))

    assert deadline.breach_after == last
    if first <= last:
        assert calendar.suspended(deadline, [(first, None)]).suspended
    else:
        with pytest.raises(SuspensionAfterExpiryError):
            calendar.suspended(deadline, [(first, None)])


@steady
@given(courses(), st.integers(0, 20), stop_lengths)
def test_while_the_clock_stands_there_is_no_date_but_a_rest_and_resuming_gives_the_date(
    drawn, before_the_end, stopped_for
):
    (paper, calendar), course = drawn
    deadline = calendar.suspended(computed(calendar, course), course.stops)
    latest_stop = max((last for _, last in course.stops), default=course.start)
    first = max(deadline.due_on - timedelta(days=before_the_end), latest_stop + ONE_DAY)
    assume(first <= deadline.due_on)

    paused = calendar.suspended(deadline, [(first, None)])

    ended = course.strict(paper, course.stops)[1]
    unit, since = course.rules[-1].unit, max(first, course.start)
    assert (paused.due_on, paused.breach_after, paused.nominal_due_on) == (None, None, None)
    assert paused.remaining == left_over(paper, unit, ended, since)
    assert paused.remaining_unit is (Unit.WORKING_DAY if unit is Unit.WORKING_DAY else Unit.CALENDAR_DAY)

    on = first + timedelta(days=stopped_for)
    assert calendar.resumed(paused, on=on) == calendar.suspended(deadline, [(first, on)])


@steady
@given(worlds, starts, day_counts, day_counts)
def test_an_extension_of_working_days_from_the_expiry_adds_up(drawn, after, length, more):
    base = drawn.calendar.deadline(working(length), after=after)

    extended = drawn.calendar.extension(working(more), base, length=more)

    assert extended.due_on == extended.breach_after
    assert drawn.paper.counted_between(after, extended.due_on) == length + more


@steady
@given(worlds, starts, day_counts, day_counts)
def test_an_extension_of_calendar_days_is_strict_from_the_nominal_and_lenient_from_the_rolled_end(
    drawn, after, length, more
):
    base = drawn.calendar.deadline(natural(length), after=after)

    extended = drawn.calendar.extension(natural(more), base, length=more)

    assert extended.started_on == base.nominal_due_on
    assert extended.nominal_due_on == after + timedelta(days=length + more)
    assert extended.due_on == drawn.paper.rolled(extended.nominal_due_on)
    assert extended.breach_after == drawn.paper.rolled(base.due_on + timedelta(days=more))
    assert base.due_on <= extended.due_on <= extended.breach_after


@steady
@given(worlds, worlds, starts, day_counts, day_counts)
def test_an_extension_from_the_rolled_end_counts_there_in_both_readings_and_moves_with_it(
    drawn, other, after, length, more
):
    base = drawn.calendar.deadline(natural(length), after=after)

    extended = drawn.calendar.extension(natural(more), base, length=more, from_rolled_end=True)

    again = other.calendar.recomputed(Deadline.from_dict(extended.to_dict()))
    for paper, period in ((drawn.paper, extended), (other.paper, again)):
        rolled = paper.rolled(after + timedelta(days=length))
        assert period.started_on == rolled
        assert period.due_on == period.breach_after == paper.rolled(rolled + timedelta(days=more))
    walked = drawn.calendar.explain(extended)
    assert walked[-1].day == extended.due_on
    assert sum(step.counted for step in walked) == length + more


@steady
@given(courses(), st.integers(-3, 3), day_counts)
def test_an_approval_on_the_last_day_extends_and_one_after_it_has_no_effect(drawn, offset, more):
    (paper, calendar), course = drawn
    base = calendar.suspended(computed(calendar, course), course.stops)
    last = course.latest(paper, course.stops)
    approved_on, rule = last + timedelta(days=offset), working(more)

    if approved_on <= last:
        in_time = calendar.extension(rule, base, length=more, approved_on=approved_on)
        assert in_time == calendar.extension(rule, base, length=more)
    else:
        with pytest.raises(ExtensionAfterExpiryError):
            calendar.extension(rule, base, length=more, approved_on=approved_on)
        assert calendar.recomputed(base) == base


@steady
@given(courses())
def test_day_zero_of_an_extension_is_the_end_that_the_count_on_paper_gives(drawn):
    (paper, calendar), course = drawn

    deadline = calendar.suspended(computed(calendar, course), course.stops)

    assert deadline.started_on == course.strict(paper, course.stops)[0]


@steady
@given(courses())
def test_the_walk_of_days_names_every_day_and_counts_each_that_the_stops_leave(drawn):
    (paper, calendar), course = drawn
    deadline = calendar.suspended(computed(calendar, course), course.stops)

    steps = calendar.explain(deadline)

    days = every_day(course.start, deadline.due_on)
    assert [step.day for step in steps] == sorted(step.day for step in steps)
    assert sorted({step.day for step in steps}) == days
    counted = {step.day for step in steps if step.counted}
    assert counted == {
        on
        for on in days
        if course.start < on <= max(counted)
        and not stopped(on, course.stops)
        and (deadline.unit is not Unit.WORKING_DAY or paper.counts(on))
    }


@steady
@given(courses())
def test_the_walk_of_days_counts_as_many_days_as_the_periods_have(drawn):
    (_, calendar), course = drawn
    deadline = calendar.suspended(computed(calendar, course), course.stops)

    counted = [step for step in calendar.explain(deadline) if step.counted]

    assert not any(stopped(step.day, course.stops) for step in counted)
    if deadline.unit is not Unit.MONTH:
        lengths = [rule.length for rule in course.rules]
        assert [step.number for step in counted] == [n for each in lengths for n in range(1, each + 1)]


def test_a_stop_on_the_last_day_that_stands_is_in_time_though_the_calendar_moved():
    """Five days from Monday 9 March 2026 end on Tuesday the 17th, because Wednesday the 11th is off; the new
    calendar, in which it is worked, would end them on Monday, but that end is held back (待重新告知)."""
    before = calendar_with(frozenset({day("2026-03-11")}))
    deadline = before.deadline(working(5), after=day("2026-03-09"))
    assert deadline.due_on == day("2026-03-17")

    stopped = calendar_with(frozenset()).suspended(deadline, [(day("2026-03-17"), day("2026-03-20"))])

    assert stopped.due_on == day("2026-03-20")
    with pytest.raises(SuspensionAfterExpiryError):
        calendar_with(frozenset()).suspended(deadline, [(day("2026-03-18"), day("2026-03-20"))])
