"""The handling period and its extension, the facts (第十四、十五条)."""

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
