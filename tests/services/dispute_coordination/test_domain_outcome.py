"""Agreed with consent, decided by the government, the tentative opinion, both (第十四、十八条)."""

import pytest

from services.dispute_coordination.domain.vocabulary import Stage
from services.dispute_coordination.rules.outcome import NoConsentError
from shared.law.refusal import ForbiddenError, InvalidError, OutOfOrderError
from tests.services.complaints.periods import day
from tests.services.dispute_coordination.cases import (
    AGENCY,
    CLERK,
    GOVERNMENT,
    OPINION,
    accepted,
    agreed,
    at,
    consented,
    decided,
    due,
    extended,
    last,
    letter,
    own_motion,
    prepared,
    serve,
    served,
    with_decision,
    with_opinion,
)
from tests.services.dispute_coordination.periods import LAW, article, read_as

AGREED, NOT_AGREED = article("第十八条（一）"), article("第十八条（二）")
REST = {"partial": True, "unresolved_ref": "sealed#open"}
PROPOSAL = {"proposal": "其余建议由农业农村委检查。", "proposal_ref": "sealed#rest"}


def proposed(law=LAW, on="2026-11-13"):
    case = prepared(accepted(law))
    case.propose(at(on), proposal="建议由农业农村委检查。", proposal_ref="sealed#proposal")
    return case


@pytest.mark.obligation("W1-23")
def test_w1_23_agreed_consented_to_issued_and_served():
    case = agreed(prepared(accepted()))
    assert (case.stage, last(case).basis, case.owner_role) == (Stage.CONSENT_PENDING, AGREED, "government")

    consented(case)
    assert (case.stage, "handling" in case.clocks) == (Stage.CONSENTED, True)

    opinion = letter(
        case, "coordination_opinion", "2026-11-17", "market", "farming", number="武隆司协〔2026〕5号"
    )
    assert (case.stage, case.clocks, case.ended_on) == (Stage.EXECUTING, {}, day("2026-11-17"))
    assert (last(case).number, last(case).consent) == ("武隆司协〔2026〕5号", "武隆府函〔2026〕12号")
    serve(case, opinion, "farming", "2026-11-18")
    assert case.letters[opinion].served == {"farming": day("2026-11-18")}


@pytest.mark.obligation("W1-23")
@pytest.mark.parametrize("part", OPINION)
def test_w1_23_what_is_reported_states_all_that_the_opinion_must(part):
    case = prepared(accepted())

    with pytest.raises(InvalidError) as refused:
        case.report_agreement(at("2026-11-13"), contents=OPINION | {part: " "}, content_refs={})
    assert refused.value.basis.startswith(AGREED)


@pytest.mark.obligation("W1-23")
def test_w1_23_no_opinion_without_consent_not_even_as_a_draft():
    case = agreed(prepared(accepted()))

    with pytest.raises(OutOfOrderError):
        letter(case, "coordination_opinion", "2026-11-16", "market", "farming")
    case.answer_consent(at("2026-11-16"), CLERK, granted=False, document="武隆府函〔2026〕12号", note_ref="x")
    assert case.stage is Stage.COORDINATING
    with pytest.raises(OutOfOrderError):
        letter(case, "coordination_opinion", "2026-11-16", "market", "farming")


@pytest.mark.obligation("W1-23")
def test_w1_23_a_draft_does_not_outlive_the_consent_that_it_rests_on():
    case = consented(agreed(prepared(accepted())))
    moment = at("2026-11-16")
    case.draft_letter(moment, letter_id="o", kind="coordination_opinion", addressees=("market", "farming"))
    case.consent["state"] = "refused"

    with pytest.raises(NoConsentError):
        case.issue_letter(moment, letter_id="o", issue=None, needs_approval=False)


@pytest.mark.obligation("W1-23")
@pytest.mark.parametrize(
    ("actor", "changes", "error"),
    [
        pytest.param(AGENCY, {}, ForbiddenError, id="no agency consents"),
        pytest.param(CLERK, {"document": ""}, InvalidError, id="the bureau records a paper"),
        pytest.param(
            GOVERNMENT, {"decided_on": day("2026-11-12")}, InvalidError, id="not before it was asked"
        ),
    ],
)
def test_w1_23_consent_is_the_governments_with_number_and_day(actor, changes, error):
    case = agreed(prepared(accepted()))

    with pytest.raises(error):
        case.answer_consent(
            at("2026-11-16"), actor, **{"granted": True, "document": "武隆府函〔2026〕12号", **changes}
        )


@pytest.mark.obligation("W1-24")
def test_w1_24_not_agreed_proposed_and_decided_by_the_government():
    case = proposed()
    assert (case.stage, last(case).organ) == (Stage.GOVERNMENT_PENDING, "district_government")
    assert last(case).bases == (NOT_AGREED, "national/enforcement_supervision@2026-02-01#第十三条")

    decided(case)

    assert (case.stage, case.clocks, case.ended_on) == (Stage.EXECUTING, {}, day("2026-11-17"))
    assert case.proposal["document"] == "武隆府函〔2026〕13号"
    served(case, "government_decision", "2026-11-18", "market", "farming")


@pytest.mark.obligation("W1-24")
def test_w1_24_what_the_government_sends_back_is_coordinated_further():
    case = proposed()

    case.record_decision(at("2026-11-16"), GOVERNMENT, decided=False, document="武隆府函〔2026〕13号")
    assert (case.stage, "handling" in case.clocks) == (Stage.COORDINATING, True)

    agreed(case, on="2026-11-17")
    consented(case, on="2026-11-18")
    letter(case, "coordination_opinion", "2026-11-18", "market", "farming")
    assert case.stage is Stage.EXECUTING


@pytest.mark.obligation("W1-24")
def test_w1_24_where_consent_was_refused_the_dispute_may_go_to_the_government():
    case = agreed(prepared(accepted()))
    case.answer_consent(at("2026-11-16"), CLERK, granted=False, document="武隆府函〔2026〕12号")

    case.propose(at("2026-11-16"), proposal="建议由农业农村委检查。", proposal_ref="sealed#p")
    decided(case)

    assert case.stage is Stage.EXECUTING


@pytest.mark.obligation("W1-24")
def test_w1_24_a_decision_says_what_was_decided():
    with pytest.raises(InvalidError):
        proposed().record_decision(at("2026-11-16"), GOVERNMENT, decided=True, document="13号")


@pytest.mark.obligation("W1-17")
def test_w1_17_after_the_extension_a_person_writes_the_tentative_opinion_and_the_government_decides():
    case = prepared(accepted())
    with pytest.raises(OutOfOrderError):
        case.write_tentative_opinion(at("2026-11-16"), opinion="倾向于。", opinion_ref="sealed#t")
    extended(case)

    case.write_tentative_opinion(at("2026-12-09"), opinion="倾向于。", opinion_ref="sealed#t")

    assert (case.stage, last(case).kind, last(case).basis) == (
        Stage.GOVERNMENT_PENDING,
        "tentative_opinion",
        article("第十四条"),
    )
    letter(case, "tentative_opinion", "2026-12-09", "government")
    decided(case, on="2026-12-11")
    assert case.stage is Stage.EXECUTING


# -- agreed on the main points only --------------------------------------------------------------------


@pytest.mark.obligation("W1-23", "W1-24")
@pytest.mark.parametrize("first", ["consent", "decision"])
def test_w1_23_the_rest_of_a_partial_agreement_goes_to_the_government_along_with_it(first):
    case = agreed(prepared(accepted()), **REST, **PROPOSAL)
    assert (case.stage, case.consent["rest"]) == (Stage.CONSENT_PENDING, "proposal")

    if first == "consent":
        consented(case)
        assert case.stage is Stage.GOVERNMENT_PENDING
        decided(case, on="2026-11-16")
    else:
        decided(case, on="2026-11-16")
        assert case.stage is Stage.CONSENT_PENDING
        consented(case)
    assert (case.stage, case.ended_on) == (Stage.CONSENTED, None)

    letter(case, "coordination_opinion", "2026-11-17", "market", "farming")
    assert (case.stage, case.clocks) == (Stage.EXECUTING, {})


@pytest.mark.obligation("W1-23")
def test_w1_23_while_the_rest_is_open_the_opinion_does_not_end_the_standstill():
    case = consented(agreed(prepared(accepted()), **REST, **PROPOSAL))

    letter(case, "coordination_opinion", "2026-11-17", "market", "farming")
    assert (case.stage, case.ended_on, "handling" in case.clocks) == (Stage.GOVERNMENT_PENDING, None, True)

    decided(case, on="2026-11-18")
    assert (case.stage, case.ended_on) == (Stage.EXECUTING, day("2026-11-18"))


@pytest.mark.obligation("W1-23")
def test_w1_23_the_rest_is_brought_anew_where_the_bureau_reads_it_so():
    case = agreed(prepared(accepted(read_as("partial_agreement", "rest_as_new_request"))), **REST)

    assert (case.consent["rest"], case.proposal) == ("new_request", None)


@pytest.mark.obligation("W1-23")
@pytest.mark.parametrize(
    "lacks",
    [
        pytest.param({"partial": True, **PROPOSAL}, id="what is open"),
        pytest.param(REST, id="what is proposed for it"),
    ],
)
def test_w1_23_a_partial_agreement_says_what_is_open_and_what_is_proposed(lacks):
    with pytest.raises(InvalidError):
        agreed(prepared(accepted()), **lacks)


# -- time while the government decides -----------------------------------------------------------------


@pytest.mark.obligation("W1-15", "W1-23")
@pytest.mark.parametrize(
    ("reading", "while_waiting", "after"),
    [
        pytest.param("counted", "2026-11-18", "2026-11-18", id="the wait counts"),
        pytest.param("not_counted", "standing", "2026-11-19", id="Fri 13 to Mon 16 Nov: one working day"),
    ],
)
def test_w1_15_the_wait_for_consent_counts_or_not_as_the_bureau_reads(reading, while_waiting, after):
    case = agreed(prepared(accepted(read_as("time_for_government_consent", reading))))
    assert due(case, "handling") == while_waiting

    consented(case)

    assert due(case, "handling") == after


def test_time_stands_until_the_last_report_has_its_answer():
    case = prepared(accepted(read_as("time_for_government_consent", "not_counted")))
    agreed(case, **REST, **PROPOSAL)

    consented(case)
    assert due(case, "handling") == "standing"
    decided(case, on="2026-11-17")
    assert due(case, "handling") == "2026-11-20"


def test_a_period_that_stands_for_another_reason_does_not_stand_twice():
    case = prepared(accepted(read_as("time_for_government_consent", "not_counted")))
    case.suspend_handling(
        at("2026-11-12"), stop_id="s", ground="superior_consulted", letter="9号", organ="市司法局"
    )

    agreed(case)
    consented(case)
    assert due(case, "handling") == "standing"
    case.resume_handling(at("2026-11-16"), stop_id="s")

    assert due(case, "handling") == "2026-11-20"


def test_where_no_period_runs_yet_none_stands_still():
    case = prepared(own_motion(read_as("time_for_government_consent", "not_counted")))

    consented(agreed(case))

    assert (case.stage, case.clocks, case.waits_for_government) == (Stage.CONSENTED, {}, False)


def test_a_period_that_has_run_out_is_not_stopped_any_more():
    case = prepared(accepted(read_as("time_for_government_consent", "not_counted")))

    agreed(case, on="2026-11-19")

    assert due(case, "handling") == "2026-11-18"


# -- letters of the outcome ----------------------------------------------------------------------------


def test_an_opinion_that_nobody_has_is_voided_and_the_handling_goes_on():
    case = consented(agreed(prepared(accepted())))
    opinion = letter(case, "coordination_opinion", "2026-11-17", "market", "farming")

    case.void_letter(at("2026-11-17"), letter_id=opinion, reason_ref="sealed#typo")
    assert (case.stage, due(case, "handling"), case.ended_on, case.opinions) == (
        Stage.CONSENTED,
        "2026-11-18",
        None,
        [],
    )

    letter(case, "coordination_opinion", "2026-11-18", "market", "farming")
    assert (case.stage, len(case.opinions)) == (Stage.EXECUTING, 1)


def test_a_correcting_opinion_does_not_end_the_case_a_second_time():
    case = with_opinion()

    letter(case, "coordination_opinion", "2026-11-20", "market", "farming")

    assert (case.stage, case.ended_on, len(case.opinions)) == (Stage.EXECUTING, day("2026-11-17"), 1)


def test_answers_that_are_still_awaited_end_with_the_outcome():
    case = own_motion()
    served(case, "coordination_notice", "2026-11-12", "market", "farming")
    prepared(case)

    consented(agreed(case))
    letter(case, "coordination_opinion", "2026-11-17", "market", "farming")

    assert case.clocks == {}


def test_nothing_more_is_proposed_once_the_government_has_decided():
    case = with_decision()

    for step in (agreed, decided):
        with pytest.raises(OutOfOrderError):
            step(case)
