"""Lamps and lateness around the last day: the day before, the day, the day after."""

import pytest

from shared.calendar.book import load_bundled
from shared.calendar.deadline import Unit
from shared.deadlines.due import due_object, is_overdue, light
from shared.law.book import LawBook
from tests.shared.calendar.periods import day, natural, working

CALENDAR = load_bundled().current()
COMPLAINTS = LawBook.bundled().regulation("wulong/complaints", on=day("2026-09-01"))


def triplet(*lights):
    return pytest.mark.parametrize(("today", "lamp", "overdue"), lights)


@triplet(
    pytest.param("2026-09-28", "yellow", False, id="Monday before"),
    pytest.param("2026-09-29", "yellow", False, id="Tuesday, the last day"),
    pytest.param("2026-09-30", "red", True, id="Wednesday after"),
)
def test_acceptance_received_on_friday_18_september(today, lamp, overdue):
    deadline = CALENDAR.deadline(COMPLAINTS.rule("complaints.acceptance"), after=day("2026-09-18"))

    assert light(deadline, CALENDAR, day(today)) == lamp
    assert is_overdue(deadline, day(today)) is overdue


@triplet(
    pytest.param("2026-10-07", "yellow", False, id="Wednesday before, a day off"),
    pytest.param("2026-10-08", "yellow", False, id="Thursday, the last day"),
    pytest.param("2026-10-09", "red", True, id="Friday after"),
)
def test_handling_accepted_on_wednesday_2_september(today, lamp, overdue):
    deadline = CALENDAR.deadline(COMPLAINTS.rule("complaints.handling"), after=day("2026-09-02"))

    assert light(deadline, CALENDAR, day(today)) == lamp
    assert is_overdue(deadline, day(today)) is overdue


@triplet(
    pytest.param("2026-11-01", "yellow", False, id="Sunday before"),
    pytest.param("2026-11-02", "yellow", False, id="Monday, the last day of the strict reading"),
    pytest.param("2026-11-03", "red", False, id="Tuesday after: red, but not yet overdue"),
    pytest.param("2026-11-08", "red", False, id="Sunday before the lenient end"),
    pytest.param("2026-11-09", "red", False, id="Monday, the last day of any reading"),
    pytest.param("2026-11-10", "red", True, id="Tuesday: overdue"),
)
def test_handling_extended_by_thirty_days(today, lamp, overdue):
    handling = CALENDAR.deadline(COMPLAINTS.rule("complaints.handling"), after=day("2026-09-02"))
    deadline = CALENDAR.extension(COMPLAINTS.rule("complaints.handling_extension"), handling, length=30)

    assert light(deadline, CALENDAR, day(today)) == lamp
    assert is_overdue(deadline, day(today)) is overdue


@triplet(
    pytest.param("2026-10-21", "yellow", False, id="Wednesday before"),
    pytest.param("2026-10-22", "yellow", False, id="Thursday, the last day"),
    pytest.param("2026-10-23", "red", True, id="Friday after"),
)
def test_fifteen_working_days_from_thursday_24_september(today, lamp, overdue):
    deadline = CALENDAR.deadline(working(15), after=day("2026-09-24"))

    assert light(deadline, CALENDAR, day(today)) == lamp
    assert is_overdue(deadline, day(today)) is overdue


def test_the_due_object_says_everything_about_a_date():
    deadline = CALENDAR.deadline(COMPLAINTS.rule("complaints.handling"), after=day("2026-09-02"))

    assert due_object(deadline, CALENDAR, day("2026-09-24")) == {
        "due_on": "2026-10-08",
        "breach_after": "2026-10-08",
        "unit": "calendar_day",
        "length": 30,
        "started_on": "2026-09-02",
        "basis": COMPLAINTS.rule("complaints.handling").basis,
        "rule": "complaints.handling",
        "calendar_edition": CALENDAR.edition,
        "provisional": False,
        "remaining_working_days": 4,
        "light": "green",
    }


def test_a_suspended_clock_has_no_dates_but_a_rest():
    deadline = CALENDAR.suspended(
        CALENDAR.deadline(working(7), after=day("2026-11-09")), [(day("2026-11-11"), None)]
    )

    due = due_object(deadline, CALENDAR, day("2026-11-20"))

    assert (due["due_on"], due["breach_after"], due["remaining_working_days"]) == (None, None, None)
    assert (due["suspended"], due["light"]) == (True, "paused")
    assert due["remaining"] == {"count": 5, "unit": "working_day"}


def test_what_is_late_counts_below_zero():
    deadline = CALENDAR.deadline(natural(30), after=day("2026-08-31"))

    assert due_object(deadline, CALENDAR, day("2026-10-09"))["remaining_working_days"] == -2


def test_the_unit_of_a_document_is_the_one_it_names():
    order = CALENDAR.deadline(COMPLAINTS.rule("complaints.handling"), after=day("2026-09-02"))

    assert order.unit is Unit.CALENDAR_DAY
