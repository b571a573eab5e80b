"""Time that is not counted, and the limit that another norm sets (第十四条)."""

import pytest

from services.dispute_coordination.rules import handling as rules
from shared.law.refusal import InvalidError
from tests.services.complaints.periods import CALENDAR, day
from tests.services.dispute_coordination.periods import LAW, article, read_as
from tests.services.dispute_coordination.test_rules_handling import handling

FOURTEEN = article("第十四条")


@pytest.mark.rule("dispute_coordination.special_time_limit")
@pytest.mark.obligation("W1-18")
@pytest.mark.parametrize(
    ("length", "unit", "due_on"),
    [
        pytest.param(10, "working_day", "2026-11-23", id="ten working days: Mon 23 Nov"),
        pytest.param(20, "calendar_day", "2026-11-30", id="twenty days to Sun 29 Nov, rolled to Monday"),
        pytest.param(1, "month", "2026-12-09", id="a month: Wed 9 Dec"),
    ],
)
def test_w1_18_the_limit_of_another_norm_takes_the_place_of_the_seven_days(length, unit, due_on):
    limit = rules.SpecialLimit("某专门条例第二十条", length, unit)

    deadline = rules.special_deadline(LAW, CALENDAR, limit, started_on=day("2026-11-09"))

    assert (deadline.due_on, deadline.basis) == (day(due_on), FOURTEEN)
    assert deadline.rule_key == "dispute_coordination.special_time_limit"


@pytest.mark.rule("dispute_coordination.special_time_limit")
@pytest.mark.obligation("W1-18")
@pytest.mark.parametrize(
    "limit",
    [
        pytest.param(rules.SpecialLimit(" ", 10, "working_day"), id="no norm is named"),
        pytest.param(rules.SpecialLimit("某条例", 0, "working_day"), id="no length"),
        pytest.param(rules.SpecialLimit("某条例", 10, "fixed"), id="no period"),
    ],
)
def test_w1_18_a_limit_without_its_norm_or_its_length_is_refused(limit):
    with pytest.raises(InvalidError) as refused:
        rules.special_deadline(LAW, CALENDAR, limit, started_on=day("2026-11-09"))

    assert refused.value.basis == FOURTEEN


@pytest.mark.rule("dispute_coordination.special_time_limit", "dispute_coordination.handling_extension")
def test_another_norms_limit_is_neither_extended_nor_stopped_by_this_article():
    limit = rules.SpecialLimit("某专门条例第二十条", 10, "working_day")
    special = rules.special_deadline(LAW, CALENDAR, limit, started_on=day("2026-11-09"))

    with pytest.raises(rules.ExtensionRefusedError):
        rules.extended_deadline(
            LAW, CALENDAR, special, rules.ExtensionRequest(5, (), "复杂。"), on=day("2026-11-10")
        )
    with pytest.raises(rules.SuspensionRefusedError):
        suspended(special, "2026-11-11")


# -- time not counted ----------------------------------------------------------------------------------


def suspended(base, from_on, *, ground="interpretation_requested", letter="武隆司函〔2026〕9号", law=LAW):
    stop = rules.Stop(ground, letter, day(from_on))
    return rules.suspended_deadline(law, CALENDAR, base, stop, opened_on=day("2026-11-09"))


def resumed(base, on, law=LAW):
    return rules.resumed_deadline(law, CALENDAR, base, answered_on=day(on))


@pytest.mark.rule("dispute_coordination.handling_suspension")
@pytest.mark.obligation("W1-19")
@pytest.mark.parametrize("ground", ["interpretation_requested", "superior_consulted"])
def test_w1_19_time_stands_while_an_interpretation_or_a_superiors_answer_is_awaited(ground):
    waiting = suspended(handling("2026-11-09"), "2026-11-11", ground=ground)

    assert (waiting.due_on, waiting.breach_after, waiting.remaining) == (None, None, 5)


@pytest.mark.rule("dispute_coordination.handling_suspension")
@pytest.mark.obligation("W1-19")
@pytest.mark.parametrize(
    ("reading", "asked_on", "answered_on", "due_on"),
    [
        pytest.param("stop_day_counts", "2026-11-11", "2026-11-16", "2026-11-23", id="Wed to Mon: 3 days"),
        pytest.param("stop_day_excluded", "2026-11-11", "2026-11-16", "2026-11-24", id="Wed too: 4 days"),
        pytest.param("stop_day_counts", "2026-11-11", "2026-11-11", "2026-11-18", id="same day: none"),
        pytest.param("stop_day_excluded", "2026-11-11", "2026-11-11", "2026-11-19", id="same day: one"),
        pytest.param("stop_day_counts", "2026-11-18", "2026-11-20", "2026-11-20", id="asked on the last day"),
    ],
)
def test_w1_19_the_days_of_waiting_are_not_counted(reading, asked_on, answered_on, due_on):
    law = read_as("tolling_day", reading)

    deadline = resumed(suspended(handling("2026-11-09"), asked_on, law=law), answered_on, law)

    assert (deadline.due_on, deadline.breach_after) == (day(due_on), day(due_on))


@pytest.mark.rule("dispute_coordination.handling_suspension")
@pytest.mark.obligation("W1-19")
def test_w1_19_several_stops_add_up_also_in_the_extended_period():
    first = resumed(suspended(handling("2026-11-09"), "2026-11-11"), "2026-11-16")
    longer = rules.extended_deadline(
        LAW, CALENDAR, first, rules.ExtensionRequest(15, (), "复杂。"), on=day("2026-11-20")
    )

    twice = resumed(suspended(longer, "2026-11-30", ground="superior_consulted"), "2026-12-04")

    assert (first.due_on, longer.due_on, twice.due_on) == (
        day("2026-11-23"),
        day("2026-12-14"),
        day("2026-12-18"),
    )


@pytest.mark.rule("dispute_coordination.handling_suspension")
@pytest.mark.obligation("W1-19")
@pytest.mark.parametrize(
    ("asked_on", "allowed"),
    [
        pytest.param("2026-11-17", True, id="Tue 17 Nov, the day before the end"),
        pytest.param("2026-11-18", True, id="Wed 18 Nov, the last day"),
        pytest.param("2026-11-19", False, id="Thu 19 Nov, the day after"),
        pytest.param("2026-11-08", False, id="Sun 8 Nov, before the period began"),
    ],
)
@pytest.mark.parametrize("reading", ["stop_day_counts", "stop_day_excluded"])
def test_w1_19_only_a_running_period_stands_still(reading, asked_on, allowed):
    law = read_as("tolling_day", reading)

    if allowed:
        assert suspended(handling("2026-11-09"), asked_on, law=law).suspended
        return
    with pytest.raises(rules.SuspensionRefusedError) as refused:
        suspended(handling("2026-11-09"), asked_on, law=law)
    assert refused.value.basis == FOURTEEN


@pytest.mark.rule("dispute_coordination.handling_suspension")
@pytest.mark.obligation("W1-19")
@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"ground": "waiting_for_government"}, id="no other ground"),
        pytest.param({"letter": " "}, id="no letter"),
    ],
)
def test_w1_19_the_ground_and_the_letter_are_on_record(wrong):
    with pytest.raises(rules.SuspensionRefusedError):
        suspended(handling("2026-11-09"), "2026-11-11", **wrong)


@pytest.mark.rule("dispute_coordination.handling_suspension")
@pytest.mark.obligation("W1-19")
def test_w1_19_stops_do_not_overlap():
    waiting = suspended(handling("2026-11-09"), "2026-11-11")
    answered = resumed(waiting, "2026-11-16")

    with pytest.raises(rules.SuspensionRefusedError):
        suspended(waiting, "2026-11-12")
    with pytest.raises(rules.SuspensionRefusedError):
        suspended(answered, "2026-11-13")
    assert suspended(answered, "2026-11-16").suspended


@pytest.mark.rule("dispute_coordination.handling_suspension")
@pytest.mark.parametrize("answered_on", ["2026-11-10", "2026-10-01"])
def test_no_answer_comes_before_the_question(answered_on):
    waiting = suspended(handling("2026-11-09"), "2026-11-11")

    with pytest.raises(rules.SuspensionRefusedError):
        resumed(waiting, answered_on)
    with pytest.raises(rules.SuspensionRefusedError):
        resumed(handling("2026-11-09"), "2026-11-12")
