"""What holds for every period on every calendar, stated one by one; held against the count on paper."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from shared.calendar.deadline import Unit
from shared.calendar.months import months_later
from shared.clock.suite import SHANGHAI, date_of
from tests.shared.calendar.drawn import (
    FIRST,
    day_counts,
    every_day,
    month_counts,
    rules,
    starts,
    steady,
    worlds,
    worlds_with_closures,
)
from tests.shared.calendar.naive import ONE_DAY, Part, corresponding_day, end
from tests.shared.calendar.periods import Period, months, natural, working


@steady
@given(worlds, starts, rules)
def test_a_period_ends_after_its_start(drawn, after, rule):
    deadline = drawn.calendar.deadline(rule, after=after)

    assert after < deadline.nominal_due_on <= deadline.due_on <= deadline.breach_after


@steady
@given(worlds, starts, rules)
def test_a_period_ends_on_a_working_day(drawn, after, rule):
    due_on = drawn.calendar.deadline(rule, after=after).due_on

    assert drawn.paper.counts(due_on)
    assert drawn.calendar.is_working_day(due_on)


@steady
@given(worlds_with_closures, starts, rules)
def test_a_period_never_ends_on_a_day_that_moves_the_end_nor_working_days_on_one_that_does_not_count(
    drawn, after, rule
):
    due_on = drawn.calendar.deadline(rule, after=after).due_on

    assert not drawn.paper.moves(due_on)
    assert rule.unit is not Unit.WORKING_DAY or drawn.paper.counts(due_on)


@steady
@given(worlds, starts, starts, rules)
def test_a_later_start_never_ends_earlier(drawn, one, other, rule):
    earlier, later = (drawn.calendar.deadline(rule, after=each).due_on for each in sorted([one, other]))

    assert earlier <= later


@steady
@given(worlds, starts, rules)
def test_a_longer_period_never_ends_earlier_and_one_working_day_more_ends_later(drawn, after, rule):
    longer = Period(rule.unit, rule.length + 1)
    short, long = (drawn.calendar.deadline(each, after=after).due_on for each in (rule, longer))

    assert short < long if rule.unit is Unit.WORKING_DAY else short <= long


@steady
@given(worlds, starts, day_counts)
def test_a_period_holds_as_many_working_days_as_it_says_and_one_less_the_day_before(drawn, after, length):
    due_on = drawn.calendar.deadline(working(length), after=after).due_on

    assert drawn.paper.counted_between(after, due_on) == length
    assert drawn.paper.counted_between(after, due_on - ONE_DAY) == length - 1


@steady
@given(worlds_with_closures, starts, starts)
def test_working_days_between_two_days_are_those_on_paper_either_way(drawn, one, other):
    first, last = sorted([one, other])

    assert drawn.calendar.working_days_between(first, last) == drawn.paper.counted_between(first, last)
    assert drawn.calendar.working_days_between(last, first) == -drawn.paper.counted_between(first, last)


@steady
@given(worlds, starts, day_counts, day_counts)
def test_working_days_add_up(drawn, after, first, second):
    add = drawn.calendar.add_working_days

    assert add(add(after, first), second) == add(after, first + second)


@steady
@given(worlds, starts, day_counts, day_counts)
def test_calendar_days_add_up_nominally_and_in_two_rolled_steps_are_never_fewer(drawn, after, first, second):
    calendar = drawn.calendar
    base = calendar.deadline(natural(first), after=after)
    whole = calendar.deadline(natural(first + second), after=after)

    in_steps = calendar.deadline(natural(second), after=base.nominal_due_on)
    in_rolled_steps = calendar.deadline(natural(second), after=base.due_on)

    assert in_steps.nominal_due_on == whole.nominal_due_on == after + timedelta(days=first + second)
    assert in_steps.due_on == whole.due_on <= in_rolled_steps.due_on


@steady
@given(worlds, st.dates(date(2025, 12, 1), date(2026, 10, 31)))
def test_rolling_twice_is_rolling_once_and_goes_no_further_than_the_longest_run_of_days_off(drawn, on):
    rolled = drawn.calendar.roll_forward(on)
    runs = groupby(every_day(FIRST, date(2027, 12, 31)), drawn.paper.moves)

    assert rolled == drawn.calendar.roll_forward(rolled) == drawn.paper.rolled(on)
    assert (rolled - on).days <= max(len(list(run)) for off, run in runs if off)


def test_no_state_of_the_bundled_calendar_rolls_further_than_ten_days(book):
    states = [book.as_known_on(day) for day in sorted({each.known_on for each in book.editions})[1:]]

    for state in (*states, book.current()):
        days = every_day(state.first, state.last - timedelta(days=30))
        assert max((state.roll_forward(on) - on).days for on in days) <= 10


@steady
@given(worlds, starts, month_counts)
def test_months_keep_the_day_number_or_end_with_the_month(drawn, after, length):
    deadline = drawn.calendar.deadline(months(length), after=after)

    assert deadline.nominal_due_on == corresponding_day(after, length)
    assert deadline.due_on == drawn.paper.rolled(deadline.nominal_due_on)


@steady
@given(st.dates(date(2023, 1, 1), date(2028, 12, 31)), st.integers(1, 40))
def test_months_on_paper_over_leap_years(after, length):
    assert months_later(after, length) == corresponding_day(after, length)


def test_months_do_not_stick_to_the_month_end():
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2026, 2, 28), 1) == date(2026, 3, 28)


@steady
@given(
    st.integers(1_750_000_000, 1_850_000_000),
    st.timedeltas(timedelta(hours=-12), timedelta(hours=14)),
    st.timedeltas(timedelta(hours=-12), timedelta(hours=14)),
)
def test_the_same_instant_has_one_date_in_any_offset(seconds, one, other):
    instant = datetime.fromtimestamp(seconds, UTC)

    dates = {date_of(instant.astimezone(timezone(offset))) for offset in (one, other)}

    assert dates == {(instant + timedelta(hours=8)).date()}


def test_an_afternoon_in_greenwich_is_the_next_day_in_beijing():
    assert date_of(datetime(2026, 9, 24, 16, 30, tzinfo=UTC)) == date(2026, 9, 25)
    assert date_of(datetime(2026, 9, 24, 23, 59, 59, tzinfo=SHANGHAI)) == date(2026, 9, 24)


@steady
@given(worlds, st.dates(date(2026, 1, 1), date(2026, 9, 30)), st.integers(0, 40))
def test_the_working_day_before_leaves_as_many_days_as_asked(drawn, on, left):
    planned = drawn.calendar.working_days_before(on, left)

    assert drawn.paper.counts(planned)
    assert drawn.paper.counted_between(planned, on) == left


@steady
@given(worlds_with_closures, starts, day_counts)
def test_bare_additions_end_where_the_periods_end(drawn, after, length):
    paper, calendar = drawn

    assert calendar.add_calendar_days(after, length) == end(paper, after, Part(Unit.CALENDAR_DAY, length)).due
    assert calendar.add_months(after, 1) == end(paper, after, Part(Unit.MONTH, 1)).due


def test_the_calendar_reaches_ten_years_ahead(calendar):
    assert calendar.last >= date(2036, 12, 31)
    assert calendar.add_working_days(date(2026, 11, 21), 2400) <= calendar.last
