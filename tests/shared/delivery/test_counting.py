"""How periods are counted where the rules refer to the civil procedure law (期间的计算)."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from shared.calendar.book import load_bundled
from shared.calendar.deadline import Deadline
from shared.delivery.counting import counting_law, posted_in_time
from shared.law.book import LawBook
from shared.law.rule import UnknownLawError

pytestmark = pytest.mark.rule("dispute_coordination.period_counting")

LAW = LawBook.bundled()
DISPUTES = LAW.regulation("wulong/dispute_coordination", on=date(2026, 9, 18))
CALENDAR = load_bundled().current()


def statement_due(*, after: str) -> Deadline:
    """The respondent's answer, five working days after it got the request."""
    return CALENDAR.deadline(DISPUTES.rule("respondent_answer"), after=date.fromisoformat(after))


def test_disputes_count_by_the_civil_procedure_law_because_their_rules_say_so():
    law = counting_law(DISPUTES)

    assert (law.code, law.zh) == ("civil_procedure_law", "民事诉讼法")
    assert law.basis == "wulong/dispute_coordination@2021-11-10#第二十一条"


def test_a_law_that_is_not_known_here_is_not_guessed():
    rule = DISPUTES.rule("period_counting")
    other = replace(rule, params={**rule.params, "law": "administrative_procedure_law"})

    with pytest.raises(UnknownLawError, match="administrative_procedure_law"):
        counting_law(SimpleNamespace(rule={"period_counting": other}.__getitem__))


@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        pytest.param("2026-09-18", "2026-09-24", id="Friday; Sunday 20 Sep works"),
        pytest.param("2026-09-19", "2026-09-24", id="a Saturday gives the same end"),
        pytest.param("2026-09-20", "2026-09-28", id="a worked Sunday is not counted either; 25-27 off"),
    ],
)
def test_the_first_day_is_not_counted(received_on, due_on):
    assert not counting_law(DISPUTES).first_day_counts
    assert statement_due(after=received_on).due_on == date.fromisoformat(due_on)


@pytest.mark.parametrize(
    ("after", "due_on"),
    [
        pytest.param("2026-08-31", "2026-09-30", id="Wednesday before the holiday"),
        pytest.param("2026-09-01", "2026-10-08", id="1 Oct, rolls over the holiday"),
        pytest.param("2026-09-10", "2026-10-10", id="Saturday that is worked does not roll"),
    ],
)
def test_an_end_on_a_holiday_moves_behind_it(after, due_on):
    assert counting_law(DISPUTES).rolls
    assert CALENDAR.add_calendar_days(date.fromisoformat(after), 30) == date.fromisoformat(due_on)


@pytest.mark.parametrize(
    ("posted_on", "in_time"),
    [
        pytest.param("2026-09-23", True, id="Wednesday, the day before"),
        pytest.param("2026-09-24", True, id="Thursday, the last day"),
        pytest.param("2026-09-25", False, id="Friday, the day after, a holiday"),
    ],
)
def test_papers_posted_before_the_end_are_in_time_whenever_they_arrive(posted_on, in_time):
    deadline = statement_due(after="2026-09-18")

    assert not counting_law(DISPUTES).transit_counts
    assert posted_in_time(date.fromisoformat(posted_on), deadline) is in_time


def test_while_the_clock_stands_nothing_is_late():
    standing = CALENDAR.suspended(statement_due(after="2026-09-18"), [(date(2026, 9, 21), None)])

    assert posted_in_time(date(2027, 1, 4), standing)
