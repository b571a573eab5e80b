"""The handling period, its extension and stops, another norm's limit, the facts (第十四、十五条)."""

import pytest

from services.dispute_coordination.rules import handling as rules
from shared.calendar.deadline import Unit
from shared.identity.actor import Post, Role
from shared.law.refusal import ForbiddenError, InvalidError
from tests.services.complaints.periods import CALENDAR, day, period, shows_late, triplets
from tests.services.dispute_coordination.periods import LAW, article, read_as

FOURTEEN = article("第十四条")


def handling(accepted_on: str, law=LAW):
    return rules.handling_deadline(law, CALENDAR, started_on=day(accepted_on))


@pytest.mark.rule("dispute_coordination.handling")
@pytest.mark.obligation("W1-15")
@pytest.mark.parametrize(
    ("accepted_on", "due_on"),
    [
        period("2026-11-09", "2026-11-18", "plain weeks"),
        period("2026-11-20", "2026-12-01", "plain weeks over the end of the month"),
        period("2026-09-23", "2026-10-10", "25-27 Sep and 1-7 Oct off; ends on a make-up Saturday"),
        period("2026-09-18", "2026-09-29", "Sunday 20 Sep works, 25-27 off"),
    ],
)
def test_w1_15_the_case_is_concluded_seven_working_days_after_acceptance(accepted_on, due_on):
    deadline = rules.handling_deadline(LAW, CALENDAR, started_on=accepted_on)

    assert (deadline.due_on, deadline.breach_after) == (due_on, due_on)
    assert (deadline.unit, deadline.length, deadline.basis) == (Unit.WORKING_DAY, 7, FOURTEEN)


@pytest.mark.rule("dispute_coordination.handling")
@pytest.mark.obligation("W1-15")
@pytest.mark.parametrize(
    ("accepted_on", "looked_on", "late"),
    triplets(("2026-11-09", "2026-11-18"), ("2026-09-23", "2026-10-10")),
)
def test_w1_15_the_handling_period_includes_its_last_day(accepted_on, looked_on, late):
    assert shows_late(rules.handling_deadline(LAW, CALENDAR, started_on=accepted_on), looked_on) is late


@pytest.mark.rule("dispute_coordination.handling")
@pytest.mark.parametrize(
    ("reading", "noticed_on", "expected"),
    [
        pytest.param("day_of_coordination_notice", "2026-11-11", "2026-11-11", id="from the notice"),
        pytest.param("day_of_coordination_notice", None, None, id="not before the notice"),
        pytest.param("day_of_decision_to_open", "2026-11-11", "2026-11-09", id="from the decision"),
        pytest.param("day_of_decision_to_open", None, "2026-11-09", id="from the decision, notice or not"),
    ],
)
def test_an_own_motion_case_counts_from_its_notice_or_from_the_decision_to_open(
    reading, noticed_on, expected
):
    started_on = rules.handling_starts_on(
        read_as("own_motion_start", reading),
        decided_on=day("2026-11-09"),
        noticed_on=noticed_on and day(noticed_on),
    )

    assert started_on == (expected and day(expected))


# -- extension -----------------------------------------------------------------------------------------


def extended(accepted_on="2026-11-09", *, days=15, before=(), reason="涉及三个机关。", on=None, law=LAW):
    base = handling(accepted_on, law)
    request = rules.ExtensionRequest(days, tuple(before), reason)
    return rules.extended_deadline(law, CALENDAR, base, request, on=day(on or accepted_on))


@pytest.mark.rule("dispute_coordination.handling_extension")
@pytest.mark.obligation("W1-16")
@pytest.mark.parametrize(
    ("accepted_on", "days", "due_on"),
    [
        pytest.param("2026-11-09", 15, "2026-12-09", id="Wed 18 Nov + 15: Wed 9 Dec"),
        pytest.param("2026-11-09", 1, "2026-11-19", id="Wed 18 Nov + 1: Thu 19 Nov"),
        pytest.param("2026-09-23", 15, "2026-10-30", id="worked Sat 10 Oct + 15: Fri 30 Oct"),
    ],
)
def test_w1_16_an_extension_runs_from_the_end_of_the_seven_days(accepted_on, days, due_on):
    deadline = extended(accepted_on, days=days)

    assert (deadline.due_on, deadline.breach_after, deadline.basis) == (day(due_on), day(due_on), FOURTEEN)


@pytest.mark.rule("dispute_coordination.handling_extension")
@pytest.mark.obligation("W1-16")
@pytest.mark.parametrize("days", [16, 0, -1, 30])
def test_w1_16_fifteen_working_days_are_the_most_and_one_the_least(days):
    with pytest.raises(rules.ExtensionRefusedError) as refused:
        extended(days=days)

    assert refused.value.basis == FOURTEEN


@pytest.mark.rule("dispute_coordination.handling_extension")
@pytest.mark.obligation("W1-16")
def test_w1_16_nothing_is_extended_without_saying_what_makes_it_complex():
    with pytest.raises(rules.ExtensionRefusedError):
        extended(reason=" ")


@pytest.mark.rule("dispute_coordination.handling_extension")
@pytest.mark.obligation("W1-16")
@pytest.mark.parametrize(
    ("accepted_on", "approved_on", "allowed"),
    [
        pytest.param("2026-11-09", "2026-11-17", True, id="Tue 17 Nov, the day before"),
        pytest.param("2026-11-09", "2026-11-18", True, id="Wed 18 Nov, the due day"),
        pytest.param("2026-11-09", "2026-11-19", False, id="Thu 19 Nov, the day after"),
        pytest.param("2026-09-23", "2026-10-10", True, id="Sat 10 Oct, the due day, worked"),
        pytest.param("2026-09-23", "2026-10-11", False, id="Sun 11 Oct, the day after"),
    ],
)
def test_w1_16_approval_comes_before_the_period_has_run_out(accepted_on, approved_on, allowed):
    if allowed:
        assert extended(accepted_on, on=approved_on).extends is not None
        return

    with pytest.raises(rules.ExtensionTooLateError) as refused:
        extended(accepted_on, on=approved_on)
    assert refused.value.basis == FOURTEEN


@pytest.mark.rule("dispute_coordination.handling_extension")
@pytest.mark.obligation("W1-16")
@pytest.mark.parametrize(
    ("reading", "before", "days", "allowed"),
    [
        pytest.param("once", [], 5, True, id="once: the first"),
        pytest.param("once", [5], 5, False, id="once: no second one"),
        pytest.param("several_up_to_cap", [5], 10, True, id="several: 5 and 10 are the cap"),
        pytest.param("several_up_to_cap", [5], 11, False, id="several: 5 and 11 are above it"),
        pytest.param("several_up_to_cap", [15], 1, False, id="several: the cap is used up"),
    ],
)
def test_w1_16_one_extension_or_several_under_the_cap_as_the_bureau_reads(reading, before, days, allowed):
    law = read_as("dispute_extension_times", reading)

    if allowed:
        assert extended(before=before, days=days, law=law).length == days
        return
    with pytest.raises(rules.ExtensionRefusedError):
        extended(before=before, days=days, law=law)


@pytest.mark.rule("dispute_coordination.handling_extension")
def test_two_extensions_end_where_one_of_the_same_days_would():
    law = read_as("dispute_extension_times", "several_up_to_cap")
    first = extended(days=5, law=law)

    second = rules.extended_deadline(
        law, CALENDAR, first, rules.ExtensionRequest(10, (5,), "仍在征求意见。"), on=day("2026-11-25")
    )

    assert (first.due_on, second.due_on) == (day("2026-11-25"), extended(days=15).due_on)


@pytest.mark.rule("dispute_coordination.handling_extension")
@pytest.mark.obligation("W1-16")
@pytest.mark.parametrize(
    ("role", "posts"),
    [
        pytest.param(Role.BUREAU_HEAD, {Post.DEPUTY_HEAD}, id="a deputy is no principal"),
        pytest.param(Role.BUREAU_CLERK, {Post.UNIT_HEAD}, id="nor a head of unit"),
        pytest.param(Role.AGENCY_HEAD, {Post.HEAD}, id="nor the head of an agency"),
        pytest.param(Role.GOVERNMENT, {Post.HEAD}, id="nor the government"),
    ],
)
def test_w1_16_the_bureaus_principal_alone_approves_and_no_own_request(role, posts):
    principal = {"role": Role.BUREAU_HEAD, "posts": {Post.HEAD}}
    rules.require_bureau_principal(LAW, **principal, proposer=False)
    with pytest.raises(ForbiddenError) as refused:
        rules.require_bureau_principal(LAW, role=role, posts=posts, proposer=False)
    with pytest.raises(ForbiddenError):
        rules.require_bureau_principal(LAW, **principal, proposer=True)

    assert refused.value.basis == FOURTEEN


@pytest.mark.rule("dispute_coordination.extension_notice")
@pytest.mark.obligation("W1-16")
def test_w1_16_every_agency_in_dispute_is_told_of_an_extension():
    agencies = ["market", "farming", "water"]

    assert rules.extension_addressees(LAW, agencies=agencies) == tuple(agencies)


@pytest.mark.rule("dispute_coordination.tentative_opinion")
@pytest.mark.obligation("W1-17")
@pytest.mark.parametrize(
    ("looked_on", "due"),
    [
        pytest.param("2026-12-08", False, id="Tue 8 Dec, the day before"),
        pytest.param("2026-12-09", True, id="Wed 9 Dec, the last day"),
        pytest.param("2026-12-10", True, id="Thu 10 Dec, the day after"),
    ],
)
def test_w1_17_when_the_extension_is_spent_a_tentative_opinion_is_due(looked_on, due):
    deadline = extended()

    assert rules.is_tentative_opinion_due(LAW, handling=deadline, on=day(looked_on)) is due


@pytest.mark.rule("dispute_coordination.tentative_opinion")
@pytest.mark.obligation("W1-17")
def test_w1_17_without_an_extension_and_while_time_stands_no_tentative_opinion_is_due():
    waiting = CALENDAR.suspended(extended(), [(day("2026-11-11"), None)])

    assert not rules.is_tentative_opinion_due(LAW, handling=handling("2026-11-09"), on=day("2026-12-31"))
    assert not rules.is_tentative_opinion_due(LAW, handling=waiting, on=day("2026-12-31"))


# -- another norm's limit ------------------------------------------------------------------------------


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


# -- the facts -----------------------------------------------------------------------------------------


@pytest.mark.rule("dispute_coordination.investigation")
@pytest.mark.obligation("W1-20")
def test_w1_20_no_outcome_without_verified_facts():
    rules.require_investigated(LAW, records=1)
    with pytest.raises(InvalidError) as refused:
        rules.require_investigated(LAW, records=0)

    assert refused.value.basis == article("第十五条")


@pytest.mark.rule("dispute_coordination.views_heard")
@pytest.mark.obligation("W1-20")
@pytest.mark.parametrize(
    ("heard", "missing"),
    [
        ([], ("market", "farming", "staffing_office")),
        (["market", "farming"], ("staffing_office",)),
        (["staffing_office", "farming"], ("market",)),
        (["market", "farming", "staffing_office", "residents"], ()),
    ],
)
def test_w1_20_the_agencies_and_the_staffing_office_are_heard(heard, missing):
    assert rules.views_missing(LAW, agencies=["market", "farming"], heard=heard) == missing


@pytest.mark.rule("dispute_coordination.consultation")
@pytest.mark.obligation("W1-20")
@pytest.mark.parametrize("form", ["meeting", "legal_adviser", "expert"])
def test_w1_20_meetings_advisers_and_experts_are_called_where_needed(form):
    rules.require_consultation(LAW, form=form, need="职责边界涉及专业判断。")
    with pytest.raises(InvalidError) as refused:
        rules.require_consultation(LAW, form=form, need=" ")
    with pytest.raises(InvalidError):
        rules.require_consultation(LAW, form="banquet", need="联络感情。")

    assert refused.value.basis == article("第十五条")
