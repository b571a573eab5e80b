"""On which days a clock climbs: the defaults of the escalation policy, by length of the period."""

import pytest
from hypothesis import given

from shared.calendar.deadline import Unit
from shared.deadlines.rungs import bundled_escalation, rungs_for
from tests.shared.calendar.periods import Period, calendars, day, days, months, natural, rules, working
from tests.shared.deadlines.cases import CALENDAR


@pytest.mark.parametrize(
    ("rule", "started_on", "expected"),
    [
        pytest.param(
            working(5),
            "2026-11-09",
            "notice 11-12 yellow 11-16 red 11-17 supervise 11-17",
            id="five working days",
        ),
        pytest.param(
            natural(2, Unit.WORKING_DAY),
            "2026-11-12",
            "notice 11-13 yellow 11-16 red 11-17 supervise 11-17",
            id="two days",
        ),
        pytest.param(
            working(7),
            "2026-09-18",
            "notice 09-23 yellow 09-28 red 09-30 supervise 10-09",
            id="seven working days",
        ),
        pytest.param(
            natural(30), "2026-09-02", "notice 09-23 yellow 09-29 red 10-09 supervise 10-14", id="thirty days"
        ),
        pytest.param(
            working(15),
            "2026-09-24",
            "notice 10-15 yellow 10-20 red 10-23 supervise 10-29",
            id="fifteen working days",
        ),
        pytest.param(
            natural(60), "2026-08-04", "notice 09-17 yellow 09-28 red 10-09 supervise 10-14", id="sixty days"
        ),
        pytest.param(
            months(3), "2026-07-04", "notice 09-17 yellow 09-28 red 10-09 supervise 10-14", id="three months"
        ),
        pytest.param(
            Period(Unit.FIXED, month_day="12-31"),
            "2026-01-01",
            "early_notice 12-03 notice 12-17 yellow 12-28 red 01-01 supervise 01-08",
            id="a fixed date",
        ),
    ],
)
def test_days_of_the_rungs(rule, started_on, expected):
    deadline = CALENDAR.deadline(rule, after=day(started_on))

    assert " ".join(f"{name} {on:%m-%d}" for name, on in rungs_for(deadline, CALENDAR)) == expected


def test_a_suspended_clock_has_none():
    deadline = CALENDAR.suspended(
        CALENDAR.deadline(working(7), after=day("2026-11-09")), [(day("2026-11-11"), None)]
    )

    assert rungs_for(deadline, CALENDAR) == ()


def test_supervision_is_proposed_only_after_the_lenient_reading_has_ended():
    base = CALENDAR.deadline(natural(30), after=day("2026-09-02"))
    extended = CALENDAR.extension(natural(30), base, length=30)

    rungs = dict(rungs_for(extended, CALENDAR))

    assert rungs["red"] == day("2026-11-03")
    assert rungs["supervise"] == CALENDAR.add_working_days(day("2026-11-09"), 5)


def test_levels_rise_with_the_length_of_the_period():
    policy = bundled_escalation()
    levels = [
        policy.rung(CALENDAR.deadline(rule, after=day("2026-03-02")), "supervise").level
        for rule in (working(5), working(7), natural(30), months(3))
    ]

    assert levels == [1, 2, 3, 3]


@given(calendars, days, rules)
def test_rungs_come_in_order_and_after_the_start(calendar, after, rule):
    deadline = calendar.deadline(rule, after=after)
    planned = [on for _, on in rungs_for(deadline, calendar)]

    assert planned == sorted(planned)
    assert all(on > after for on in planned)
    assert planned[-1] > deadline.due_on
