"""How often is often enough: thresholds of the law, at, below and above, and at the edges (次数逐条核对)."""

from decimal import Decimal

import pytest

from shared.calendar.counters import NotACounterError, Occurrence, Span, count
from shared.calendar.deadline import Unit
from shared.law.book import Kind, UnknownLawError
from shared.law.policies import OpenPolicies
from tests.regulations.timed import BOOK, day, regulation

INSPECTIONS = regulation("wulong/supervisory_inspection").rule("regular_inspections")
HOURS = regulation("qianjiang_ecology/staff_training").rule("training_hours")
ROTATION = regulation("qianjiang_ecology/staff_training").rule("rotation_training")
REPEATED = regulation("wulong/fault_accountability").rule("repeat_fault")
REPEATED_IN_A_YEAR = regulation("xushui_ecology/fault_accountability").rule("repeat_fault")
SEVERAL_TIMES = regulation("banan_housing/fault_accountability").rule("repeat_fault")
NOT_RECORDED = regulation("wulong/case_interference").rule("repeat_non_recording")
NOT_RECORDED_EMERGENCY = regulation("qianjiang_emergency/case_interference").rule("repeat_non_recording")
APPRAISAL = regulation("chongqing/enforcement_responsibility").rule("officer_appraisal")


def on(*texts: str):
    return [day(text) for text in texts]


@pytest.mark.parametrize(
    ("rule", "minimum", "unit", "kind"),
    [
        pytest.param(INSPECTIONS, 2, Unit.PER_YEAR, Kind.COUNTER, id="P22 inspections, per calendar year"),
        pytest.param(HOURS, 60, Unit.PER_YEAR, Kind.COUNTER, id="P23 hours, per calendar year"),
        pytest.param(ROTATION, None, Unit.MONTH, Kind.PERIOD, id="P23 rotation, a period that recurs"),
        pytest.param(REPEATED, 2, Unit.ROLLING_12M, Kind.COUNTER, id="P26 repeated fault, twelve months"),
        pytest.param(REPEATED_IN_A_YEAR, 2, Unit.PER_YEAR, Kind.COUNTER, id="P27 per calendar year"),
        pytest.param(NOT_RECORDED, 2, None, Kind.COUNTER, id="P28 not recorded, ever"),
        pytest.param(NOT_RECORDED_EMERGENCY, 2, None, Kind.COUNTER, id="P28 the same, emergency"),
        pytest.param(SEVERAL_TIMES, None, None, Kind.COUNTER, id="several times, no number printed"),
        pytest.param(APPRAISAL, 1, Unit.PER_YEAR, Kind.COUNTER, id="yearly appraisal"),
    ],
)
def test_the_data_say_how_often_and_within_which_time(rule, minimum, unit, kind):
    assert (rule.minimum, rule.unit, rule.kind) == (minimum, unit, kind)


def test_every_counter_of_the_law_is_tested_here():
    tested = {
        INSPECTIONS,
        HOURS,
        REPEATED,
        REPEATED_IN_A_YEAR,
        SEVERAL_TIMES,
        NOT_RECORDED,
        NOT_RECORDED_EMERGENCY,
        APPRAISAL,
    }

    assert {each for one in BOOK for each in one.rules if each.kind is Kind.COUNTER} == tested


@pytest.mark.parametrize(
    ("held_on", "asked_on", "missing"),
    [
        pytest.param(on("2026-03-02"), "2026-12-31", 1, id="once: one is missing at the year's end"),
        pytest.param(on("2026-01-01", "2026-12-31"), "2026-12-31", 0, id="twice, first and last day"),
        pytest.param(on("2025-12-31", "2026-12-31"), "2026-12-31", 1, id="one on the last day of 2025"),
        pytest.param(on("2026-03-02", "2026-09-01"), "2027-01-01", 2, id="a new year begins with none"),
        pytest.param(on("2026-03-02", "2026-06-01", "2026-09-01"), "2026-12-31", 0, id="three times"),
    ],
)
def test_p22_two_regular_inspections_are_held_in_each_calendar_year(held_on, asked_on, missing):
    found = count(INSPECTIONS, held_on, on=day(asked_on))

    assert found.missing == missing
    assert found.reached is (missing == 0)
    assert found.window.span is Span.CALENDAR_YEAR


@pytest.mark.parametrize(
    ("hours", "reached"),
    [(Decimal("59.5"), False), (60, True), (Decimal("60.5"), True)],
    ids=["59.5 hours", "60 hours", "60.5 hours"],
)
def test_p23_sixty_hours_are_learned_in_each_calendar_year(hours, reached):
    taken = [Occurrence(day("2025-12-31"), 8), Occurrence(day("2026-05-11"), hours)]

    found = count(HOURS, taken, on=day("2026-12-31"))

    assert (found.total, found.reached) == (hours, reached)
    assert "60小时" in found.why_zh


@pytest.mark.parametrize(
    ("attended_on", "asked_on", "reached"),
    [
        pytest.param("2023-09-18", "2026-09-17", True, id="the day before three years are over"),
        pytest.param("2023-09-18", "2026-09-18", True, id="the day on which they are over"),
        pytest.param("2023-09-18", "2026-09-19", False, id="the day after"),
        pytest.param("2024-02-29", "2027-02-28", True, id="from 29 Feb: three years end on 28 Feb"),
        pytest.param("2024-02-29", "2027-03-01", False, id="from 29 Feb: the day after"),
    ],
)
def test_p23_rotation_training_is_attended_once_in_any_thirty_six_months(attended_on, asked_on, reached):
    found = count(ROTATION, on(attended_on), on=day(asked_on))

    assert (found.minimum, found.reached) == (1, reached)


@pytest.mark.parametrize(
    ("faults", "reached"),
    [
        pytest.param(["2026-09-18"], False, id="one fault is no repetition"),
        pytest.param(["2026-03-02", "2026-09-18"], True, id="two within the year"),
        pytest.param(["2026-03-02", "2026-06-01", "2026-09-18"], True, id="three within the year"),
        pytest.param(["2026-09-18", "2026-09-18"], True, id="two on one day"),
        pytest.param(["2025-09-19", "2026-09-18"], True, id="a day short of a year"),
        pytest.param(["2025-09-18", "2026-09-18"], True, id="a year to the day: still within it"),
        pytest.param(["2025-09-17", "2026-09-18"], False, id="a year and a day"),
    ],
)
def test_p26_two_faults_within_a_year_aggravate(faults, reached):
    """The day of the first fault is not counted into the year that runs from it (民法典第二百零一条).

    The year ends on the corresponding day (第二百零二条), and 以内 includes that day (第一千二百五十九条).
    """
    found = count(REPEATED, on(*faults), on=day("2026-09-18"))

    assert found.reached is reached
    assert found.window.first_on == day("2025-09-18")
    assert found.basis == "wulong/fault_accountability@2021-11-10#第八条（五）"


@pytest.mark.parametrize(
    ("first", "second", "reached"),
    [
        pytest.param("2024-02-29", "2025-02-28", True, id="from 29 Feb the year ends on 28 Feb"),
        pytest.param("2024-02-29", "2025-03-01", False, id="from 29 Feb to 1 Mar"),
        pytest.param("2023-02-28", "2024-02-28", True, id="from 28 Feb to 28 Feb of a leap year"),
        pytest.param("2023-02-28", "2024-02-29", False, id="from 28 Feb to 29 Feb"),
        pytest.param("2023-03-01", "2024-02-29", True, id="from 1 Mar to 29 Feb"),
    ],
)
def test_p26_the_year_around_29_february(first, second, reached):
    assert count(REPEATED, on(first, second), on=day(second)).reached is reached


def test_p26_the_end_of_the_year_does_not_roll_over_days_off():
    """National Day 2026 would move the end of a period to 8 October; a look back helps nobody to act."""
    assert not count(REPEATED, on("2025-10-03", "2026-10-08"), on=day("2026-10-08")).reached


def test_p26_the_bureau_may_read_the_year_as_a_calendar_year():
    """The open question has both readings as choices, and each is a unit."""
    across_new_year = on("2025-12-30", "2026-01-05")
    question = OpenPolicies(BOOK.questions).question("repeat_fault_year")
    readings = {
        value: count(REPEATED, across_new_year, on=day("2026-01-05"), unit=Unit(value)).reached
        for value in question.values
    }

    assert Unit(question.default) is REPEATED.unit
    assert readings == {"rolling_12m": True, "per_year": False}


@pytest.mark.parametrize(
    ("decisions", "reached"),
    [
        pytest.param(["2026-09-18"], False, id="one decision"),
        pytest.param(["2026-01-01", "2026-09-18"], True, id="from New Year's Day on"),
        pytest.param(["2025-12-31", "2026-09-18"], False, id="the last day of the year before"),
        pytest.param(["2026-03-02", "2026-06-01", "2026-09-18"], True, id="three decisions"),
    ],
)
def test_p27_two_decisions_in_one_calendar_year_aggravate(decisions, reached):
    found = count(REPEATED_IN_A_YEAR, on(*decisions), on=day("2026-09-18"))

    assert found.reached is reached
    assert REPEATED_IN_A_YEAR.params["counts"] == "accountability_decisions"


@pytest.mark.parametrize("rule", [NOT_RECORDED, NOT_RECORDED_EMERGENCY], ids=["wulong", "emergency"])
@pytest.mark.parametrize(
    ("times", "reached"),
    [
        pytest.param(["2026-09-18"], False, id="once"),
        pytest.param(["2021-12-01", "2026-09-18"], True, id="twice, years apart"),
        pytest.param(["2021-12-01", "2024-05-06", "2026-09-18"], True, id="three times"),
        pytest.param(["2026-09-18", "2026-09-19"], False, id="the second after the day asked about"),
    ],
)
def test_p28_not_recording_twice_ever_leads_to_a_sanction(rule, times, reached):
    found = count(rule, on(*times), on=day("2026-09-18"))

    assert found.reached is reached
    assert found.window.first_on is None


def test_p28_one_issuer_has_no_such_rule():
    with pytest.raises(UnknownLawError):
        regulation("qianjiang_ecology/case_interference").rule("repeat_non_recording")


def test_several_times_without_a_number_waits_for_the_bureaus_number():
    twice = on("2024-05-06", "2026-09-18")

    with pytest.raises(NotACounterError):
        count(SEVERAL_TIMES, twice, on=day("2026-09-18"))
    assert count(SEVERAL_TIMES, twice, on=day("2026-09-18"), minimum=2).reached
    assert not count(SEVERAL_TIMES, twice[:1], on=day("2026-09-18"), minimum=2).reached


def test_an_officer_is_appraised_once_a_year():
    assert not count(APPRAISAL, on("2025-12-31"), on=day("2026-12-31")).reached
    assert count(APPRAISAL, on("2026-01-01"), on=day("2026-12-31")).reached
