"""The intake examination: accept, ask for papers, decline; the answer of the others (第八、十二、十三条)."""

import pytest

from services.dispute_coordination.rules import intake as rules
from shared.calendar.deadline import Unit
from shared.law.refusal import InvalidError
from tests.services.complaints.periods import CALENDAR, day, period, shows_late, triplets
from tests.services.dispute_coordination.periods import LAW, article, read_as

FIVE_FROM_AN_EVENT = [
    period("2026-08-03", "2026-08-10", "a week without holidays"),
    period("2026-08-01", "2026-08-07", "a Saturday is day zero all the same"),
    period("2026-09-18", "2026-09-24", "Sunday 20 Sep works"),
    period("2026-09-30", "2026-10-13", "1-7 Oct off, Saturday 10 Oct works"),
    period("2026-02-13", "2026-02-27", "Saturday 14 Feb works, 15-23 Feb off"),
]
ENDS = [("2026-08-03", "2026-08-10"), ("2026-09-18", "2026-09-24"), ("2026-09-30", "2026-10-13")]


def outcome(ground="enforcement_duties", exclusion=None, missing=()):
    return rules.intake_outcome(LAW, ground=ground, exclusion=exclusion, missing=missing)


@pytest.mark.rule("dispute_coordination.intake_outcomes")
@pytest.mark.obligation("W1-08", "W1-09", "W1-10")
@pytest.mark.parametrize(
    ("examined", "code", "label"),
    [
        pytest.param({}, "accepted", "（一）", id="within the grounds and complete"),
        pytest.param({"missing": ["legal_basis"]}, "supplement_required", "（二）", id="a paper is missing"),
        pytest.param({"ground": None}, "declined", "（三）", id="outside the grounds"),
        pytest.param({"exclusion": "internal_dispute"}, "declined", "（三）", id="complete, but excluded"),
        pytest.param(
            {"ground": "parking", "missing": ["legal_basis"]},
            "declined",
            "（三）",
            id="nothing is asked for where it is not for coordination",
        ),
    ],
)
def test_w1_08_to_10_the_examination_has_three_outcomes(examined, code, label):
    assert (outcome(**examined).code, outcome(**examined).basis) == (code, article(f"第十二条{label}"))


@pytest.mark.rule("dispute_coordination.intake_outcomes")
@pytest.mark.parametrize("decided", ["supplement_required", "declined"])
def test_a_complete_request_within_the_grounds_is_neither_declined_nor_sent_back(decided):
    with pytest.raises(rules.WrongOutcomeError) as refused:
        rules.require_outcome(LAW, decided, ground="case_transfer", exclusion=None, missing=[])

    assert refused.value.basis == article("第十二条（一）")
    rules.require_outcome(LAW, "accepted", ground="case_transfer", exclusion=None, missing=[])


@pytest.mark.rule("dispute_coordination.acceptance")
@pytest.mark.obligation("W1-08")
@pytest.mark.parametrize(("received_on", "due_on"), FIVE_FROM_AN_EVENT)
def test_w1_08_acceptance_is_due_five_working_days_after_receipt(received_on, due_on):
    deadline = rules.acceptance_deadline(LAW, CALENDAR, received_on=received_on)

    assert (deadline.due_on, deadline.breach_after) == (due_on, due_on)
    assert (deadline.unit, deadline.length) == (Unit.WORKING_DAY, 5)
    assert deadline.basis == article("第十二条（一）")


@pytest.mark.rule("dispute_coordination.decline")
@pytest.mark.obligation("W1-09")
@pytest.mark.parametrize(("received_on", "due_on"), FIVE_FROM_AN_EVENT)
def test_w1_09_a_decline_is_due_five_working_days_after_receipt(received_on, due_on):
    deadline = rules.decline_deadline(LAW, CALENDAR, received_on=received_on)

    assert (deadline.due_on, deadline.basis) == (due_on, article("第十二条（三）"))


@pytest.mark.rule("dispute_coordination.supplement_notice")
@pytest.mark.obligation("W1-10")
@pytest.mark.parametrize(("received_on", "due_on"), FIVE_FROM_AN_EVENT)
def test_w1_10_missing_papers_are_asked_for_within_five_working_days_of_receipt(received_on, due_on):
    deadline = rules.supplement_notice_deadline(LAW, CALENDAR, received_on=received_on)

    assert (deadline.due_on, deadline.basis) == (due_on, article("第十二条（二）"))


@pytest.mark.rule("dispute_coordination.supplement")
@pytest.mark.obligation("W1-11")
@pytest.mark.parametrize(("delivered_on", "due_on"), FIVE_FROM_AN_EVENT)
def test_w1_11_missing_papers_are_due_five_working_days_after_the_notice_is_served(delivered_on, due_on):
    deadline = rules.supplement_deadline(LAW, CALENDAR, delivered_on=delivered_on)

    assert (deadline.due_on, deadline.basis) == (due_on, article("第十二条（二）"))


@pytest.mark.rule("dispute_coordination.respondent_answer")
@pytest.mark.obligation("W1-12")
@pytest.mark.parametrize(("delivered_on", "due_on"), FIVE_FROM_AN_EVENT)
def test_w1_12_the_respondent_answers_within_five_working_days_of_its_notice(delivered_on, due_on):
    deadline = rules.answer_deadline(LAW, CALENDAR, delivered_on=delivered_on)

    assert (deadline.due_on, deadline.basis) == (due_on, article("第十二条（一）"))


@pytest.mark.rule("dispute_coordination.own_motion_statement")
@pytest.mark.obligation("W1-14")
@pytest.mark.parametrize(("delivered_on", "due_on"), FIVE_FROM_AN_EVENT)
def test_w1_14_statements_are_due_five_working_days_after_the_coordination_notice(delivered_on, due_on):
    deadline = rules.statement_deadline(LAW, CALENDAR, delivered_on=delivered_on)

    assert (deadline.due_on, deadline.basis) == (due_on, article("第十三条"))


@pytest.mark.rule(
    "dispute_coordination.acceptance",
    "dispute_coordination.decline",
    "dispute_coordination.supplement_notice",
    "dispute_coordination.supplement",
    "dispute_coordination.respondent_answer",
    "dispute_coordination.own_motion_statement",
)
@pytest.mark.parametrize(
    ("clock", "event"),
    [
        (rules.acceptance_deadline, "received_on"),
        (rules.decline_deadline, "received_on"),
        (rules.supplement_notice_deadline, "received_on"),
        (rules.supplement_deadline, "delivered_on"),
        (rules.answer_deadline, "delivered_on"),
        (rules.statement_deadline, "delivered_on"),
    ],
    ids=lambda each: getattr(each, "__name__", each),
)
@pytest.mark.parametrize(("started_on", "looked_on", "late"), triplets(*ENDS))
def test_each_of_the_five_day_periods_includes_its_last_day(clock, event, started_on, looked_on, late):
    deadline = clock(LAW, CALENDAR, **{event: started_on})

    assert shows_late(deadline, looked_on) is late


@pytest.mark.rule("dispute_coordination.acceptance")
def test_the_examination_ends_with_the_earliest_of_its_three_periods():
    deadline = rules.examination_deadline(LAW, CALENDAR, received_on=day("2026-08-03"))

    assert deadline == rules.acceptance_deadline(LAW, CALENDAR, received_on=day("2026-08-03"))


@pytest.mark.rule("dispute_coordination.acceptance")
@pytest.mark.parametrize(
    ("policy", "due_on"),
    [
        pytest.param("same_day", "2026-08-07", id="Saturday 1 Aug counts as received: Friday 7 Aug"),
        pytest.param("next_working_day", "2026-08-10", id="Monday 3 Aug counts as received: Monday 10 Aug"),
    ],
)
def test_the_bureau_may_say_that_what_comes_on_a_day_off_comes_on_the_next_working_day(policy, due_on):
    law = read_as("receipt_on_day_off", policy)

    assert rules.acceptance_deadline(law, CALENDAR, received_on=day("2026-08-01")).due_on == day(due_on)


@pytest.mark.rule("dispute_coordination.supplement_notice")
@pytest.mark.obligation("W1-10")
@pytest.mark.parametrize(
    ("reading", "rounds"),
    [
        ("decline_restart_one_round", 1),
        ("decline_restart_two_rounds", 2),
        ("decline_continue_one_round", 1),
    ],
)
def test_w1_10_missing_papers_are_asked_for_once_or_as_often_as_the_bureau_reads(reading, rounds):
    law = read_as("dispute_intake_gaps", reading)

    for asked_before in range(rounds):
        rules.require_supplement_round(law, asked_before=asked_before)
    with pytest.raises(rules.NoFurtherSupplementError) as refused:
        rules.require_supplement_round(law, asked_before=rounds)
    assert refused.value.basis == article("第十二条（二）")


@pytest.mark.rule("dispute_coordination.acceptance")
@pytest.mark.obligation("W1-08", "W1-28")
@pytest.mark.parametrize(
    ("reading", "due_on"),
    [
        pytest.param(
            "decline_restart_one_round", "2026-08-19", id="anew from Wed 12 Aug: five days to Wed 19 Aug"
        ),
        pytest.param(
            "decline_continue_one_round", "2026-08-17", id="two days gone by Wed 5 Aug, three are left"
        ),
    ],
)
def test_w1_28_after_completion_the_acceptance_period_runs_anew_or_goes_on(reading, due_on):
    law = read_as("dispute_intake_gaps", reading)
    first = rules.acceptance_deadline(law, CALENDAR, received_on=day("2026-08-03"))

    again = rules.acceptance_after_supplement(
        law, CALENDAR, first, asked_on=day("2026-08-05"), completed_on=day("2026-08-12")
    )

    assert (again.due_on, again.basis) == (day(due_on), article("第十二条（一）"))


@pytest.mark.rule("dispute_coordination.acceptance")
def test_a_notice_sent_too_late_leaves_nothing_that_could_stand_still():
    law = read_as("dispute_intake_gaps", "decline_continue_one_round")
    first = rules.acceptance_deadline(law, CALENDAR, received_on=day("2026-08-03"))

    again = rules.acceptance_after_supplement(
        law, CALENDAR, first, asked_on=day("2026-08-11"), completed_on=day("2026-08-14")
    )

    assert again == first


@pytest.mark.rule("dispute_coordination.supplement")
@pytest.mark.obligation("W1-11")
def test_w1_11_silence_after_the_notice_counts_as_withdrawal():
    assert rules.effect_of_silence(LAW, "supplement") == rules.DEEMED_WITHDRAWN


@pytest.mark.rule("dispute_coordination.respondent_answer")
@pytest.mark.obligation("W1-12")
def test_w1_12_silence_of_the_respondent_does_not_stop_the_case():
    assert rules.effect_of_silence(LAW, "respondent_answer") == rules.CASE_CONTINUES


@pytest.mark.rule("dispute_coordination.acceptance_notice")
@pytest.mark.obligation("W1-08")
def test_w1_08_both_sides_are_told_of_the_acceptance_each_respondent_too():
    told = rules.acceptance_addressees(LAW, applicants=["market"], respondents=["farming", "water"])

    assert told == ("market", "farming", "water")


@pytest.mark.rule("dispute_coordination.decline_notice")
@pytest.mark.obligation("W1-09")
def test_w1_09_the_applicant_alone_is_told_of_a_decline_with_its_reasons():
    assert rules.decline_addressees(LAW, applicants=["market"], reasons="机关内部争议。") == ("market",)
    with pytest.raises(InvalidError) as refused:
        rules.decline_addressees(LAW, applicants=["market"], reasons="\n")

    assert refused.value.basis == article("第十二条（三）")


@pytest.mark.rule("dispute_coordination.own_motion_notice")
@pytest.mark.obligation("W1-13")
def test_w1_13_every_agency_in_dispute_gets_the_coordination_notice():
    assert rules.coordination_notice_addressees(LAW, agencies=["market", "farming"]) == ("market", "farming")


@pytest.mark.rule("dispute_coordination.own_motion_notice")
@pytest.mark.parametrize("agencies", [[], ["market"], ["market", "market"]])
def test_one_agency_alone_is_in_no_dispute(agencies):
    with pytest.raises(InvalidError) as refused:
        rules.coordination_notice_addressees(LAW, agencies=agencies)

    assert refused.value.basis == article("第十三条")


@pytest.mark.rule("dispute_coordination.acceptance")
def test_a_period_beyond_the_published_notices_is_provisional():
    assert rules.acceptance_deadline(LAW, CALENDAR, received_on=day("2026-12-28")).provisional
