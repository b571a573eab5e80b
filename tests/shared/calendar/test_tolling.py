"""Stops and extensions by hand: what a clerk would count on paper."""

import pytest

from shared.calendar.deadline import Deadline, Unit
from tests.shared.calendar.periods import day, natural, working


@pytest.mark.parametrize(
    ("rule", "started_on", "stop", "due_on"),
    [
        pytest.param(
            working(7),
            "2026-11-09",
            ("2026-11-11", "2026-11-16"),
            "2026-11-23",
            id="three working days not counted",
        ),
        pytest.param(
            working(7), "2026-11-09", ("2026-11-18", "2026-11-20"), "2026-11-20", id="on the last day"
        ),
        pytest.param(
            working(7), "2026-11-09", ("2026-11-18", "2026-11-21"), "2026-11-23", id="resumed on a Saturday"
        ),
        pytest.param(
            natural(30),
            "2026-11-02",
            ("2026-11-10", "2026-11-20"),
            "2026-12-14",
            id="Saturday rolls to Monday",
        ),
        pytest.param(
            natural(30),
            "2026-09-02",
            ("2026-10-05", "2026-10-12"),
            "2026-10-12",
            id="between nominal and rolled end",
        ),
    ],
)
def test_one_stop(rule, started_on, stop, due_on, calendar):
    deadline = calendar.deadline(rule, after=day(started_on))

    assert calendar.suspended(deadline, [(day(stop[0]), day(stop[1]))]).due_on == day(due_on)


def test_while_the_clock_stands_there_is_no_date_but_a_rest(calendar):
    seven = calendar.suspended(
        calendar.deadline(working(7), after=day("2026-11-09")), [(day("2026-11-11"), None)]
    )
    thirty = calendar.suspended(
        calendar.deadline(natural(30), after=day("2026-11-02")), [(day("2026-11-10"), None)]
    )

    assert (seven.suspended, seven.remaining, seven.remaining_unit) == (True, 5, Unit.WORKING_DAY)
    assert (thirty.suspended, thirty.remaining, thirty.remaining_unit) == (True, 22, Unit.CALENDAR_DAY)


def test_a_stopped_period_can_be_extended_and_an_extended_one_stopped(calendar):
    base = calendar.suspended(
        calendar.deadline(natural(30), after=day("2026-05-06")), [(day("2026-05-11"), day("2026-05-15"))]
    )
    extended = calendar.extension(natural(30), base, length=30)
    stopped = calendar.suspended(extended, [(day("2026-06-22"), day("2026-06-26"))])

    assert base.due_on == day("2026-06-09")
    assert extended.due_on == day("2026-07-09")
    assert stopped.due_on == day("2026-07-13")


def test_a_stop_in_the_rolled_days_of_an_extended_period_shifts_both_readings(calendar):
    base = calendar.deadline(natural(30), after=day("2026-09-02"))
    extended = calendar.extension(natural(30), base, length=30)

    stopped = calendar.suspended(extended, [(day("2026-10-12"), day("2026-10-22"))])

    assert stopped.due_on == day("2026-11-11")
    assert stopped.breach_after == day("2026-11-17")


def test_the_lenient_reading_may_start_later(calendar):
    received = calendar.deadline(working(7), after=day("2026-11-09"))

    routed = calendar.breach_from(received, day("2026-11-11"))

    assert routed.due_on == day("2026-11-18")
    assert routed.breach_after == day("2026-11-20")
    assert calendar.recomputed(routed) == routed


def test_what_was_suspended_in_time_stays_suspended_under_a_new_edition(book):
    early, late = book.as_known_on(day("2020-01-25")), book.as_known_on(day("2020-01-26"))
    deadline = late.deadline(working(5), after=day("2020-01-23"))
    stopped = late.suspended(deadline, [(deadline.due_on, None)])

    assert early.deadline(working(5), after=day("2020-01-23")).due_on < deadline.due_on
    assert early.recomputed(stopped).suspended


def test_a_deadline_survives_json(calendar):
    base = calendar.deadline(natural(2, Unit.WORKING_DAY), after=day("2026-09-02"))
    stopped = calendar.suspended(base, [(day("2026-09-04"), None)])
    extended = calendar.extension(natural(30), calendar.resumed(stopped, on=day("2026-09-08")), length=30)

    for deadline in (base, stopped, extended):
        assert Deadline.from_dict(deadline.to_dict()) == deadline


def test_unknown_fields_of_a_stored_deadline_are_ignored(calendar):
    deadline = calendar.deadline(working(7), after=day("2026-09-18"))

    assert Deadline.from_dict(deadline.to_dict() | {"later": 1}) == deadline


def test_a_stop_on_a_nominal_end_that_falls_on_a_day_off_is_walked_to_the_end(calendar):
    thirty = calendar.deadline(natural(30), after=day("2026-09-02"))

    stopped = calendar.suspended(thirty, [(day("2026-10-02"), day("2026-10-09"))])

    assert stopped.due_on == day("2026-10-09")
    assert calendar.explain(stopped)[-1].day == stopped.due_on
