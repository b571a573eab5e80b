"""Every date equals the count on paper: single periods, whole courses with stops and extensions, in bulk."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar import bulk
from shared.calendar.deadline import Unit
from tests.shared.calendar.drawn import (
    computed,
    courses,
    day_counts,
    every_day,
    month_counts,
    rules,
    shut_papers,
    starts,
    steady,
    worlds,
    worlds_with_closures,
)
from tests.shared.calendar.naive import Part, end, next_on
from tests.shared.calendar.periods import Period, day
from tests.shared.calendar.printed import printed

crowded = st.one_of(worlds, worlds_with_closures)


@steady
@given(crowded, starts, rules)
def test_a_period_ends_where_the_count_on_paper_ends(drawn, after, rule):
    paper, calendar = drawn

    deadline = calendar.deadline(rule, after=after)

    assert (deadline.nominal_due_on, deadline.due_on) == end(paper, after, Part(rule.unit, rule.length))
    assert deadline.breach_after == deadline.due_on


@steady
@given(courses())
def test_a_course_of_extensions_and_stops_ends_where_the_count_on_paper_ends(drawn):
    (paper, calendar), course = drawn
    deadline = computed(calendar, course)
    for stop in course.stops:
        deadline = calendar.suspended(deadline, [stop])

    assert (deadline.nominal_due_on, deadline.due_on) == course.strict(paper, course.stops)[1]
    assert deadline.breach_after == course.latest(paper, course.stops)


@steady
@given(courses(shut_papers))
def test_a_course_ends_where_the_count_on_paper_ends_with_offices_shut_too(drawn):
    (paper, calendar), course = drawn

    deadline = calendar.suspended(computed(calendar, course), course.stops)

    assert (deadline.nominal_due_on, deadline.due_on) == course.strict(paper, course.stops)[1]
    assert deadline.breach_after == course.latest(paper, course.stops)


@steady
@given(courses())
def test_stops_before_or_after_the_extension_is_granted_give_the_same_dates(drawn):
    (_, calendar), course = drawn
    stopped_last = calendar.suspended(computed(calendar, course), course.stops)

    # Not by suspended(): a stop of the extended time would be too late for the period alone.
    stopped_first = calendar.deadline(course.rules[0], after=course.start)._replace(suspensions=course.stops)
    for rule in course.rules[1:]:
        stopped_first = calendar.extension(rule, stopped_first, length=rule.length)
    stopped_first = calendar.recomputed(stopped_first)

    assert stopped_first.due_on == stopped_last.due_on
    assert stopped_first.breach_after == stopped_last.breach_after


@steady
@given(starts, st.sampled_from(["01-31", "03-31", "12-31", "02-28", "10-04"]), worlds)
def test_a_fixed_date_is_its_day_whatever_the_calendar(after, month_day, drawn):
    deadline = drawn.calendar.deadline(Period(Unit.FIXED, month_day=month_day), after=after)

    assert deadline.due_on == deadline.breach_after == deadline.nominal_due_on == next_on(after, month_day)


@pytest.mark.parametrize(
    ("unit", "length"),
    [
        *((Unit.WORKING_DAY, length) for length in (1, 2, 5, 7, 10, 15, 20)),
        *((Unit.CALENDAR_DAY, length) for length in (1, 2, 7, 30, 60)),
        *((Unit.MONTH, length) for length in (1, 3, 6, 12)),
    ],
    ids=str,
)
def test_from_every_day_of_the_bundled_notices_a_period_ends_where_the_count_on_paper_ends(
    unit, length, calendar
):
    rule, part = Period(unit, length), Part(unit, length)

    for after in every_day(day("2020-01-01"), day("2027-12-31")):
        deadline = calendar.deadline(rule, after=after)
        assert (deadline.nominal_due_on, deadline.due_on) == end(printed(), after, part)


def test_every_bundled_day_is_what_the_notices_on_paper_say(calendar):
    for on in every_day(calendar.first, calendar.last):
        assert calendar.is_working_day(on) is printed().counts(on)


rows = st.lists(st.tuples(starts, day_counts, month_counts), min_size=1, max_size=20)


def columns(drawn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    after, days, months = zip(*drawn, strict=True)
    return np.array(after, "datetime64[D]"), np.array(days), np.array(months)


@steady
@given(crowded, rows)
def test_in_bulk_one_at_a_time_and_on_paper_the_dates_are_the_same(drawn, table):
    paper, calendar = drawn
    after, days, months = columns(table)
    kinds = {
        Unit.WORKING_DAY: (bulk.add_working_days(calendar, after, days), days),
        Unit.CALENDAR_DAY: (bulk.add_calendar_days(calendar, after, days), days),
        Unit.MONTH: (bulk.add_months(calendar, after, months), months),
    }

    for unit, (found, counts) in kinds.items():
        rules_of_rows = [Period(unit, int(count)) for count in counts]
        pairs = list(zip(after.tolist(), rules_of_rows, strict=True))
        assert found.tolist() == [calendar.deadline(rule, after=on).due_on for on, rule in pairs]
        assert found.tolist() == [end(paper, on, Part(unit, rule.length)).due for on, rule in pairs]


@steady
@given(crowded, st.lists(st.tuples(starts, starts), min_size=1, max_size=20))
def test_in_bulk_rolling_and_counting_between_are_those_on_paper(drawn, pairs):
    paper, calendar = drawn
    one, other = (np.array(column, "datetime64[D]") for column in zip(*map(sorted, pairs), strict=True))

    assert bulk.roll_forward(calendar, one).tolist() == [paper.rolled(on) for on in one.tolist()]
    assert bulk.working_days_between(calendar, one, other).tolist() == [
        paper.counted_between(*pair) for pair in zip(one.tolist(), other.tolist(), strict=True)
    ]
