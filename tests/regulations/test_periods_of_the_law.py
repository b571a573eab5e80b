"""Every timed period of the law: unit, day zero, roll, and the days around its end (期限逐条核对)."""

import pytest

from services.complaints.rules import handling, intake, outcome
from services.complaints.rules.applicable import ApplicableLaw
from tests.regulations.timed import (
    BOOK,
    CALENDAR,
    COMPLAINTS,
    PERIODS,
    RESPONSIBILITY,
    SUPERVISION,
    TODAY,
    WD,
    Case,
    Look,
    M,
    N,
    Timed,
    assert_shows,
    case,
    day,
    regulation,
    triplets,
)
from tests.shared.calendar.drawn import every_day
from tests.shared.calendar.naive import Part, end, latest
from tests.shared.calendar.printed import printed

CASES = {
    (WD, 5): [
        case("2026-09-30", "2026-10-13", "from Wednesday over National Day, Saturday 10 Oct works"),
        case("2026-09-14", "2026-09-20", "from Monday to a Sunday that works"),
        case("2026-10-03", "2026-10-13", "from a Saturday off, which is not moved first"),
        case("2026-09-20", "2026-09-28", "from a Sunday that works and is not counted either"),
    ],
    (WD, 7): [
        case("2026-09-18", "2026-09-29", "from Friday over Mid-Autumn, Sunday 20 Sep works"),
        case("2026-09-19", "2026-09-29", "from Saturday to the same end"),
        case("2026-09-23", "2026-10-10", "from Wednesday to a Saturday that works"),
        case("2025-09-26", "2025-10-13", "from Friday over National Day 2025"),
        case("2026-11-20", "2026-12-01", "from Friday, plain weeks"),
    ],
    (WD, 10): [
        case("2026-09-24", "2026-10-15", "from Thursday over two holidays"),
        case("2026-02-13", "2026-03-05", "from Friday over Spring Festival, two Saturdays work"),
    ],
    (WD, 15): [
        case("2026-09-24", "2026-10-22", "from Thursday over two holidays"),
        case("2026-11-09", "2026-11-30", "from Monday, plain weeks"),
    ],
    (WD, 20): [
        case("2026-09-24", "2026-10-29", "from Thursday over two holidays"),
        case("2026-02-13", "2026-03-19", "from Friday over Spring Festival, two Saturdays work"),
    ],
    (N, 2): [
        case("2026-11-11", "2026-11-13", "Wednesday to Friday under either reading"),
        case("2026-11-12", "2026-11-16", "Thursday; Saturday rolls to Monday, working days end there too"),
        case("2026-11-13", "2026-11-16", "Friday; Sunday rolls to Monday", breach_after="2026-11-17"),
        case(
            "2025-12-31",
            "2026-01-04",
            "Wednesday; New Year rolls to a Sunday that works",
            breach_after="2026-01-05",
        ),
        case("2026-09-29", "2026-10-08", "Tuesday; National Day rolls, working days end there too"),
    ],
    (N, 7): [
        case("2026-11-19", "2026-11-26", "Thursday to Thursday", breach_after="2026-11-30"),
        case("2026-09-24", "2026-10-08", "Thursday; National Day rolls", breach_after="2026-10-12"),
    ],
    (N, 30): [
        case("2026-08-31", "2026-09-30", "Monday to Wednesday, nothing rolls"),
        case("2026-09-02", "2026-10-08", "Wednesday; Friday 2 Oct rolls over National Day"),
        case("2026-09-10", "2026-10-10", "Thursday; a Saturday that works does not roll"),
        case("2026-01-16", "2026-02-24", "Friday; Sunday 15 Feb rolls nine days"),
        case("2026-01-15", "2026-02-14", "Thursday; one day earlier, a Saturday that works"),
    ],
    (N, 60): [
        case("2026-07-06", "2026-09-04", "Monday to Friday, nothing rolls"),
        case("2026-08-04", "2026-10-08", "Tuesday; Saturday 3 Oct rolls over National Day"),
        case("2026-03-02", "2026-05-06", "Monday; Labour Day rolls to Wednesday"),
    ],
    (M, 1): [
        case("2026-05-11", "2026-06-11", "Monday to Thursday, the corresponding day"),
        case("2026-01-31", "2026-02-28", "month end, a Saturday that works"),
        case("2026-09-04", "2026-10-08", "Friday; Sunday 4 Oct rolls over National Day"),
    ],
    (M, 3): [
        case("2025-11-30", "2026-02-28", "month end, a Saturday that works"),
        case("2026-06-19", "2026-09-20", "Friday; Saturday rolls to a Sunday that works"),
        case("2026-07-04", "2026-10-08", "Saturday; Sunday 4 Oct rolls over National Day"),
    ],
    (M, 12): [
        case("2025-03-03", "2026-03-03", "Monday to Tuesday, the corresponding day"),
        case("2025-10-04", "2026-10-08", "Saturday; Sunday 4 Oct rolls over National Day"),
        case("2024-02-29", "2025-02-28", "29 February ends on 28 February"),
    ],
    (M, 36): [
        case("2023-09-18", "2026-09-18", "Monday to Friday, the corresponding day"),
        case("2023-10-03", "2026-10-08", "Tuesday; Saturday 3 Oct rolls over National Day"),
    ],
}

LAW = ApplicableLaw.of(BOOK, COMPLAINTS, TODAY)
CARRIED_OUT = {
    (COMPLAINTS, "acceptance"): lambda on: intake.acceptance_deadline(LAW, CALENDAR, received_on=on),
    (COMPLAINTS, "handling"): lambda on: handling.handling_deadline(LAW, CALENDAR, accepted_on=on),
    (RESPONSIBILITY, "reply"): lambda on: handling.reply_deadline(LAW, CALENDAR, received_on=on),
    (SUPERVISION, "transfer_feedback"): lambda on: outcome.feedback_deadline(LAW, CALENDAR, handled_on=on),
}
"""What a service makes of the rule; it must be the same deadline."""


def name(row) -> str:
    return f"{row.number} {row.regulation} {row.key}"


@pytest.mark.parametrize("row", PERIODS, ids=name)
def test_the_data_say_unit_length_and_day_zero_as_the_table_does(row: Timed):
    rule = row.rule

    assert (rule.unit, rule.length, rule.breach_unit) == (row.unit, row.length, row.lenient)
    assert rule.params["starts_on"] == row.day_zero


@pytest.mark.parametrize(("row", "each", "look"), triplets(PERIODS, CASES))
def test_a_period_is_kept_up_to_its_end_and_late_the_day_after(row: Timed, each: Case, look: Look):
    assert_shows(row.deadline(each.started_on), each, look)


@pytest.mark.rule("complaints.acceptance", "complaints.handling")
@pytest.mark.rule("enforcement_responsibility.reply", "enforcement_supervision.transfer_feedback")
@pytest.mark.parametrize("row", [row for row in PERIODS if row[1:3] in CARRIED_OUT], ids=name)
def test_a_service_that_carries_out_the_rule_gives_the_same_deadline(row: Timed):
    for each in CASES[row.unit, row.length]:
        assert CARRIED_OUT[row[1:3]](each.started_on) == row.deadline(each.started_on)


@pytest.mark.parametrize("row", PERIODS, ids=name)
def test_from_every_day_of_three_years_the_period_ends_where_the_count_on_paper_ends(row: Timed):
    part = Part(row.unit, row.length)

    for started_on in every_day(day("2024-01-01"), day("2026-12-31")):
        deadline = row.deadline(started_on)
        assert (deadline.nominal_due_on, deadline.due_on) == end(printed(), started_on, part)
        assert deadline.breach_after == latest(printed(), started_on, [part], [row.lenient])


def test_a_new_law_is_reported_on_within_the_bureaus_own_target_after_its_first_year():
    new_law = regulation(SUPERVISION).rule("new_law_report")
    anniversary = CALENDAR.deadline(new_law, after=day("2025-03-03"))

    target = CALENDAR.deadline(BOOK.internal_targets[new_law.key], after=anniversary.due_on)

    assert new_law.params["opens_after"] == "yes"
    assert (anniversary.due_on, target.due_on) == (day("2026-03-03"), day("2026-04-02"))
    assert target.basis.startswith("internal_target#")
