"""What holds for every period on every calendar; the look-up tables are held against a naive count."""

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from shared.calendar.deadline import SuspensionAfterExpiryError, Unit
from shared.calendar.months import months_later
from tests.shared.calendar.periods import (
    FIRST,
    LAST,
    ONE_DAY,
    Period,
    calendar_with,
    calendars,
    counted,
    days,
    flips,
    lengths,
    months,
    natural,
    rolled,
    rules,
    walked,
    working,
)

stops = st.lists(st.tuples(days, st.integers(0, 40)), min_size=1, max_size=3)


@given(calendars, days, lengths)
def test_working_days_equal_the_naive_count(calendar, after, length):
    due_on = calendar.deadline(working(length), after=after).due_on

    assert due_on == counted(calendar, after, length) == calendar.add_working_days(after, length)


@given(calendars, days, lengths)
def test_calendar_days_equal_the_naive_roll(calendar, after, length):
    deadline = calendar.deadline(natural(length), after=after)

    assert deadline.nominal_due_on == after + timedelta(days=length)
    assert deadline.due_on == rolled(calendar, deadline.nominal_due_on)


@given(calendars, days, st.integers(1, 12))
def test_months_keep_the_day_number_or_end_with_the_month(calendar, after, length):
    deadline = calendar.deadline(months(length), after=after)
    nominal = deadline.nominal_due_on

    assert (nominal.year * 12 + nominal.month) - (after.year * 12 + after.month) == length
    assert nominal.day == after.day or (nominal.day < after.day and (nominal + ONE_DAY).day == 1)
    assert deadline.due_on == rolled(calendar, nominal)


@given(calendars, days, rules)
def test_a_period_ends_after_its_start_on_a_working_day(calendar, after, rule):
    deadline = calendar.deadline(rule, after=after)

    assert deadline.due_on > after
    assert calendar.is_working_day(deadline.due_on)
    assert deadline.breach_after >= deadline.due_on >= deadline.nominal_due_on


@given(calendars, days, days, rules)
def test_a_later_start_never_ends_earlier(calendar, one, other, rule):
    earlier, later = sorted([one, other])

    assert calendar.deadline(rule, after=earlier).due_on <= calendar.deadline(rule, after=later).due_on


@given(calendars, days, rules)
def test_a_longer_period_never_ends_earlier_and_working_days_end_later(calendar, after, rule):
    longer = Period(rule.unit, rule.length + 1)
    short, long = (calendar.deadline(each, after=after).due_on for each in (rule, longer))

    assert short < long if rule.unit is Unit.WORKING_DAY else short <= long


@given(calendars, days, lengths)
def test_the_period_holds_as_many_working_days_as_it_says(calendar, after, length):
    due_on = calendar.add_working_days(after, length)

    assert calendar.working_days_between(after, due_on) == length
    assert calendar.working_days_between(after, due_on - ONE_DAY) == length - 1


@given(calendars, days, lengths, lengths)
def test_working_days_add_up(calendar, after, first, second):
    in_two_steps = calendar.add_working_days(calendar.add_working_days(after, first), second)

    assert in_two_steps == calendar.add_working_days(after, first + second)


@given(calendars, days, lengths, lengths)
def test_calendar_days_in_two_steps_are_never_shorter(calendar, after, first, second):
    in_two_steps = calendar.add_calendar_days(calendar.add_calendar_days(after, first), second)

    assert in_two_steps >= calendar.add_calendar_days(after, first + second)


@given(calendars, st.dates(FIRST, date(2027, 12, 31)))
def test_rolling_twice_is_rolling_once(calendar, on):
    assert calendar.roll_forward(calendar.roll_forward(on)) == calendar.roll_forward(on) >= on


def test_the_longest_roll_of_the_bundled_calendar_is_ten_days(calendar):
    every = (calendar.first + timedelta(days=i) for i in range((calendar.last - calendar.first).days - 30))

    assert max((calendar.roll_forward(on) - on).days for on in every) <= 10


@given(calendars, days, rules, stops)
def test_a_stop_never_makes_a_date_earlier_and_equals_the_naive_walk(calendar, after, rule, drawn):
    plain = calendar.deadline(rule, after=after)
    intervals = [(max(first, after), max(first, after) + timedelta(days=length)) for first, length in drawn]
    try:
        stopped = calendar.suspended(plain, intervals)
    except SuspensionAfterExpiryError:
        assume(False)

    assert stopped.due_on >= plain.due_on
    assert all(stopped.due_on >= last for _, last in stopped.suspensions)
    assert stopped.due_on == walked(calendar, stopped)


@given(calendars, days, rules, stops, st.randoms())
def test_order_and_overlap_of_stops_do_not_matter(calendar, after, rule, drawn, random):
    plain = calendar.deadline(rule, after=after)
    intervals = [(max(first, after), max(first, after) + timedelta(days=length)) for first, length in drawn]
    shuffled = random.sample(intervals, len(intervals))
    try:
        together = calendar.suspended(plain, intervals)
    except SuspensionAfterExpiryError:
        assume(False)

    assert calendar.suspended(plain, [*shuffled, intervals[0]]) == together


@given(calendars, days, rules, st.integers(0, 60))
def test_a_stop_of_no_days_has_no_effect(calendar, after, rule, offset):
    plain = calendar.deadline(rule, after=after)
    on = min(after + timedelta(days=offset), plain.due_on)

    assert calendar.suspended(plain, [(on, on)]) == plain


@given(calendars, days, lengths, st.integers(0, 30), st.integers(0, 30))
def test_a_stop_shifts_working_days_by_its_working_days(calendar, after, length, offset, stopped_for):
    plain = calendar.deadline(working(length), after=after)
    first = min(after + timedelta(days=offset), plain.due_on - ONE_DAY)
    last = first + timedelta(days=stopped_for)

    stopped = calendar.suspended(plain, [(first, last)])

    inside = calendar.working_days_between(after, stopped.due_on)
    assert inside == length + calendar.working_days_between(first, last)


@given(calendars, days, rules, st.integers(0, 90))
def test_an_open_stop_has_no_date_and_resuming_gives_the_closed_one(calendar, after, rule, stopped_for):
    plain = calendar.deadline(rule, after=after)
    first = after + (plain.due_on - after) // 2
    paused = calendar.suspended(plain, [(first, None)])

    assert (paused.due_on, paused.breach_after, paused.nominal_due_on) == (None, None, None)
    assert paused.remaining >= 0

    on = first + timedelta(days=stopped_for)
    assert calendar.resumed(paused, on=on) == calendar.suspended(plain, [(first, on)])


@given(calendars, days, lengths, lengths)
def test_an_extension_of_working_days_from_the_expiry_adds_up(calendar, after, length, more):
    base = calendar.deadline(working(length), after=after)

    extended = calendar.extension(working(more), base, length=more)

    assert extended.due_on == extended.breach_after == calendar.add_working_days(after, length + more)


@given(calendars, days, lengths, lengths)
def test_an_extension_of_calendar_days_is_nominally_additive_and_never_more_than_its_lenient_reading(
    calendar, after, length, more
):
    base = calendar.deadline(natural(length), after=after)

    extended = calendar.extension(natural(more), base, length=more)

    assert extended.nominal_due_on == after + timedelta(days=length + more)
    assert extended.due_on == calendar.roll_forward(extended.nominal_due_on)
    assert extended.breach_after == calendar.add_calendar_days(base.due_on, more)
    assert extended.due_on <= extended.breach_after


@given(flips, days, rules, st.dates(date(2025, 1, 1), date(2027, 6, 30)))
def test_a_day_off_more_never_makes_a_date_earlier_and_a_worked_day_more_never_later(drawn, after, rule, on):
    with_off = calendar_with(drawn | {on} if on.weekday() < 5 else drawn - {on})
    with_work = calendar_with(drawn - {on} if on.weekday() < 5 else drawn | {on})

    assert with_work.deadline(rule, after=after).due_on <= with_off.deadline(rule, after=after).due_on


@given(flips, days, rules, st.dates(date(2025, 1, 1), date(2027, 6, 30)))
def test_only_days_inside_the_period_can_move_it(drawn, after, rule, on):
    before, changed = calendar_with(drawn), calendar_with(drawn ^ {on})
    old, new = before.deadline(rule, after=after), changed.deadline(rule, after=after)
    first = after + ONE_DAY if rule.unit is Unit.WORKING_DAY else old.nominal_due_on

    if not first <= on <= max(old.due_on, new.due_on):
        assert new.due_on == old.due_on


@given(flips, flips, days, rules)
def test_recomputing_is_computing_on_the_other_calendar(one, other, after, rule):
    old, new = calendar_with(one), calendar_with(other)

    assert new.recomputed(old.deadline(rule, after=after)) == new.deadline(rule, after=after)


@given(calendars, days, rules)
def test_the_walk_of_days_ends_on_the_due_date_and_counts_as_many_days_as_the_period_has(
    calendar, after, rule
):
    deadline = calendar.deadline(rule, after=after)

    steps = calendar.explain(deadline)

    assert steps[0].day == after
    assert steps[-1].day == deadline.due_on
    assert sum(step.counted for step in steps) == rule.length
    assert [step.number for step in steps if step.counted] == list(range(1, rule.length + 1))


@given(calendars, days, rules, stops)
def test_the_walk_of_days_ends_on_the_due_date_with_stops_too(calendar, after, rule, drawn):
    intervals = [(max(first, after), max(first, after) + timedelta(days=length)) for first, length in drawn]
    try:
        deadline = calendar.suspended(calendar.deadline(rule, after=after), intervals)
    except SuspensionAfterExpiryError:
        assume(False)

    steps = calendar.explain(deadline)

    assert steps[-1].day == deadline.due_on
    assert sum(step.counted for step in steps) == rule.length


@given(calendars, st.dates(date(2025, 6, 1), date(2027, 12, 31)), st.integers(0, 40))
def test_the_working_day_before_leaves_as_many_days_as_asked(calendar, on, left):
    planned = calendar.working_days_before(on, left)

    assert calendar.is_working_day(planned)
    assert calendar.working_days_between(planned, on) == left


def test_months_do_not_stick_to_the_month_end():
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2026, 2, 28), 1) == date(2026, 3, 28)


def test_the_calendar_reaches_ten_years_ahead(calendar):
    assert calendar.last >= date(2036, 12, 31)
    assert calendar.add_working_days(date(2026, 11, 21), 2400) < LAST.replace(year=2037)
