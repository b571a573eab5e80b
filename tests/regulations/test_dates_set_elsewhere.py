"""Dates that the law writes down and limits that a document must state (写明的日期、文书载明的期限)."""

import pytest

from shared.calendar.deadline import NotAPeriodError, Unit
from shared.calendar.receipt import planned_day
from shared.law.book import Kind
from tests.regulations.timed import (
    BOOK,
    CALENDAR,
    EXTENSIONS,
    PERIODS,
    WD,
    N,
    assert_shows,
    case,
    day,
    looks,
    regulation,
)

FIXED = [
    ("P20", "wulong/annual_statistics", "annual_report_publication", "01-31"),
    ("P20", "wulong/annual_statistics", "annual_report_submission", "01-31"),
    ("P20", "wulong/annual_statistics", "district_report_publication", "01-31"),
    ("P20", "wulong/supervision_circulars", "annual_report_submission", "01-31"),
    ("P20", "wulong/supervision_circulars", "work_report_submission", "01-31"),
    ("P21", "wulong/supervision_circulars", "annual_circular", "03-31"),
    ("P31", "chongqing/enforcement_supervision", "responsibility_annual_report", "12-31"),
]
IN_DOCUMENT = [
    ("P24", "wulong/supervision_circulars", "rectification", "circular_delivered"),
    ("P25", "wulong/supervisory_inspection", "written_feedback", "document_delivered"),
    ("P25", "wulong/supervisory_inspection", "order_to_correct", "order_delivered"),
    ("P25", "wulong/complaints", "order_to_correct", "order_delivered"),
    ("P25", "wulong/supervision_opinions", "order_to_correct", "order_delivered"),
    ("P25", "chongqing/enforcement_supervision", "written_feedback", "document_delivered"),
    ("P25", "chongqing/enforcement_supervision", "order_to_correct", "order_delivered"),
    ("P12", "national/enforcement_supervision", "rectification", "opinion_delivered"),
    ("P25", "national/enforcement_supervision", "urging_letter_report", "urging_letter_delivered"),
]
ENDS = {
    "01-31": [
        (case("2025-12-31", "2026-01-31", "a Saturday stays a Saturday"), "2026-01-30", False),
        (case("2026-12-31", "2027-01-31", "a Sunday stays a Sunday"), "2027-01-29", True),
    ],
    "03-31": [(case("2026-01-01", "2026-03-31", "a Tuesday"), "2026-03-31", False)],
    "12-31": [
        (case("2026-01-01", "2026-12-31", "a Thursday"), "2026-12-31", False),
        (case("2027-01-01", "2027-12-31", "a Friday of a year without a notice"), "2027-12-31", True),
    ],
}
"""By date: day zero and end, the day to plan for, and whether a notice may still move that day."""


def rule(name: str, key: str):
    return regulation(name).rule(key)


@pytest.mark.parametrize(
    ("name", "key", "each", "look"),
    [
        pytest.param(name, key, each, look, id=f"{number} {name} {key}, {each.because}; {where}")
        for number, name, key, month_day in FIXED
        for each, _, _ in ENDS[month_day]
        for where, look in looks(each)
    ],
)
def test_a_date_written_down_never_rolls_and_its_day_is_included(name, key, each, look):
    assert_shows(CALENDAR.deadline(rule(name, key), after=each.started_on), each, look)


@pytest.mark.parametrize(("number", "name", "key", "month_day"), FIXED)
def test_work_for_a_date_written_down_is_planned_for_the_last_working_day_up_to_it(
    number, name, key, month_day
):
    fixed = rule(name, key)

    assert (fixed.kind, fixed.unit, fixed.month_day) == (Kind.FIXED_DATE, Unit.FIXED, month_day)
    for each, planned_on, provisional in ENDS[month_day]:
        deadline = CALENDAR.deadline(fixed, after=each.started_on)
        assert planned_day(CALENDAR, deadline) == (day(planned_on), provisional)
        assert not deadline.provisional


def test_the_report_on_the_responsibility_system_is_made_in_december():
    assert (
        rule("chongqing/enforcement_supervision", "responsibility_annual_report").params["opens_on"]
        == "12-01"
    )


IDS = [f"{number} {name} {key}" for number, name, key, _ in IN_DOCUMENT]


@pytest.mark.parametrize(("number", "name", "key", "day_zero"), IN_DOCUMENT, ids=IDS)
def test_a_limit_set_in_a_document_must_be_stated_there(number, name, key, day_zero):
    stated = rule(name, key)

    assert (stated.unit, stated.length, stated.params["starts_on"]) == (Unit.IN_DOCUMENT, None, day_zero)
    with pytest.raises(NotAPeriodError):
        CALENDAR.deadline(stated, after=day("2026-09-18"))


STATED = {
    "seven working days": (
        {"length": 7, "unit": WD},
        case("2026-09-18", "2026-09-29", "Friday over Mid-Autumn"),
    ),
    "seven, without a word on the days": ({"length": 7}, case("2026-09-18", "2026-09-29", "working days")),
    "thirty days": (
        {"length": 30, "unit": N},
        case("2026-09-02", "2026-10-08", "Friday 2 Oct rolls over National Day"),
    ),
    "up to a date": ({"until": day("2026-10-04")}, case("2026-09-02", "2026-10-04", "a Sunday off stays")),
}


@pytest.mark.parametrize(
    ("stated", "each", "look"),
    [
        pytest.param(stated, each, look, id=f"{words}, {each.because}; {where}")
        for words, (stated, each) in STATED.items()
        for where, look in looks(each)
    ],
)
def test_a_limit_set_in_a_document_rolls_by_its_unit(stated, each, look):
    for _, name, key, _ in IN_DOCUMENT:
        assert_shows(CALENDAR.deadline(rule(name, key), after=each.started_on, **stated), each, look)


def test_every_clause_of_the_law_that_sets_a_time_stands_in_one_of_the_tables():
    tables = {
        *((row.regulation, row.key) for row in PERIODS),
        *((name, key) for _, name, key, _ in (*FIXED, *IN_DOCUMENT)),
        *((name, "handling_extension") for name in EXTENSIONS),
        ("wulong/dispute_coordination", "handling_suspension"),
    }

    of_law = {
        (one.name, each.key.removeprefix(f"{one.topic}."))
        for one in BOOK
        for each in one.rules
        if each.kind in {Kind.PERIOD, Kind.FIXED_DATE} and each.params.get("length") != "unspecified"
    }

    assert of_law == tables


def test_a_clause_that_names_no_time_has_a_target_of_the_bureaus_own():
    silent = {
        each.key
        for one in BOOK
        for each in one.rules
        if each.kind is Kind.PERIOD and each.params.get("length") == "unspecified"
    }

    assert silent == {
        "annual_statistics.internal_submission",
        "auxiliary_personnel.appraisal",
        "enforcement_supervision.annual_report_submission",
        "enforcement_supervision.report_to_government",
    }
    # The city's yearly statistics need no target: the district wrote down a date for them.
    assert silent - set(BOOK.internal_targets) == {"enforcement_supervision.annual_report_submission"}
    assert rule("wulong/annual_statistics", "annual_report_submission").month_day
