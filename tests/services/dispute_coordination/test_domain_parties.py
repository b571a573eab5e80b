"""Several agencies, each with its own period; joinder, merger, withdrawal, termination (第十二、十三条)."""

from uuid import uuid4

import pytest

from services.dispute_coordination.domain.vocabulary import Side, Stage
from services.dispute_coordination.rules.request import NotNegotiatedError
from shared.law.refusal import ForbiddenError, InvalidError, OutOfOrderError
from tests.services.complaints.periods import day
from tests.services.dispute_coordination.cases import (
    accepted,
    agreed,
    at,
    due,
    failed_negotiation,
    last,
    letter,
    own_motion,
    prepared,
    requested,
    serve,
    served,
)
from tests.services.dispute_coordination.periods import article


def three_sided():
    """The market against the farming and the water bureau; each is served on its own day."""
    case = accepted(respondents=("farming", "water"))
    notice = letter(case, "acceptance_notice", "2026-11-09", "market", "farming", "water")
    for agency, on in (("market", "2026-11-09"), ("farming", "2026-11-10"), ("water", "2026-11-12")):
        serve(case, notice, agency, on)
    return case


def answer(case, agency, on, **changes):
    case.receive_answer(at(on), agency=agency, answer_ref="sealed#answer", **changes)
    return last(case)


@pytest.mark.obligation("W1-12")
def test_w1_12_every_respondent_answers_within_its_own_five_days():
    case = three_sided()

    assert due(case, "respondent_answer:farming") == "2026-11-17"
    assert due(case, "respondent_answer:water") == "2026-11-19"
    assert "respondent_answer:market" not in case.clocks
    assert case.summary()["bodies"]["respondent_answer:water"] == "water"


@pytest.mark.obligation("W1-08")
def test_w1_08_each_party_that_is_served_was_told_when_the_handling_ends():
    case = three_sided()

    assert dict(case.clocks["handling"].told) == dict.fromkeys(case.agencies, day("2026-11-18"))


@pytest.mark.obligation("W1-12")
def test_w1_12_a_second_copy_of_the_notice_gives_no_more_time():
    case = three_sided()

    served(case, "acceptance_notice", "2026-11-13", "farming")

    assert due(case, "respondent_answer:farming") == "2026-11-17"


@pytest.mark.obligation("W1-12")
@pytest.mark.parametrize(
    ("received_on", "posted_on", "late"),
    [
        pytest.param("2026-11-16", None, False, id="Mon 16 Nov, the day before"),
        pytest.param("2026-11-17", None, False, id="Tue 17 Nov, the due day"),
        pytest.param("2026-11-18", None, True, id="Wed 18 Nov, the day after"),
        pytest.param("2026-11-19", "2026-11-17", False, id="posted on the due day"),
        pytest.param("2026-11-19", "2026-11-18", True, id="posted the day after"),
    ],
)
def test_w1_12_a_late_answer_is_kept_and_marked(received_on, posted_on, late):
    case = three_sided()

    found = answer(case, "farming", received_on, posted_on=posted_on and day(posted_on))

    assert (found.late, found.basis) == (late, article("第十二条（一）"))
    assert "respondent_answer:farming" not in case.clocks
    assert case.answers["farming"]["late"] is late


@pytest.mark.obligation("W1-12")
def test_w1_12_the_case_goes_on_without_an_answer():
    case = three_sided()

    agreed(prepared(case), on="2026-11-20")

    assert (case.stage, case.silent) == (Stage.CONSENT_PENDING, ("farming", "water"))
    assert not answer(case, "market", "2026-11-20").late


@pytest.mark.obligation("W1-14")
def test_w1_14_in_an_own_motion_case_each_agency_files_its_statement():
    case = own_motion()
    served(case, "coordination_notice", "2026-11-09", "market", "farming")

    found = answer(case, "market", "2026-11-16")

    assert (found.late, found.basis) == (False, article("第十三条"))
    assert case.silent == ("farming",)


@pytest.mark.obligation("W1-12")
def test_w1_12_an_answer_before_any_notice_is_never_late_and_no_clock_starts_after_it():
    case = accepted()

    assert not answer(case, "farming", "2026-11-10").late
    served(case, "acceptance_notice", "2026-11-11", "market", "farming")

    assert "respondent_answer:farming" not in case.clocks


def test_who_is_no_party_neither_answers_nor_joins_twice():
    case = three_sided()

    with pytest.raises(ForbiddenError):
        answer(case, "fire", "2026-11-12")
    with pytest.raises(OutOfOrderError):
        case.join_agency(at("2026-11-12"), agency="water", side=Side.RESPONDENT, reason_ref="sealed#r")


def test_an_answer_is_not_received_before_the_case_was_opened_nor_before_it_was_posted():
    case = three_sided()

    with pytest.raises(InvalidError):
        answer(case, "farming", "2026-11-12", received_on=day("2026-10-30"))
    with pytest.raises(InvalidError):
        answer(case, "farming", "2026-11-12", posted_on=day("2026-11-13"))


@pytest.mark.obligation("W1-08", "W1-12")
def test_an_agency_that_joins_has_its_five_days_from_its_own_notice():
    case = accepted()
    case.join_agency(at("2026-11-11"), agency="water", side=Side.RESPONDENT, reason_ref="sealed#r")

    served(case, "acceptance_notice", "2026-11-12", "water")

    assert due(case, "respondent_answer:water") == "2026-11-19"
    assert due(case, "handling") == "2026-11-18"


@pytest.mark.parametrize(
    ("case", "side"),
    [
        pytest.param(accepted, Side.CONCERNED, id="a requested case has sides"),
        pytest.param(own_motion, Side.APPLICANT, id="an own-motion case has none"),
    ],
)
def test_an_agency_joins_on_a_side_that_the_case_has(case, side):
    with pytest.raises(InvalidError):
        case().join_agency(at("2026-11-11"), agency="water", side=side, reason_ref="sealed#r")


def test_a_second_request_on_the_same_matter_goes_on_as_part_of_the_first():
    first, second = accepted(), requested(applicants=("farming",), respondents=("market", "water"))

    first.join_case(at("2026-11-10"), second)
    second.merge_into(at("2026-11-10"), case_id=first.id, number=first.number, reason_ref="sealed#r")

    assert (second.stage, second.joined_to, second.clocks) == (Stage.MERGED, str(first.id), {})
    assert (first.joined, len(first.negotiations)) == ([str(second.id)], 2)
    assert first.parties == {
        "market": Side.APPLICANT,
        "farming": Side.RESPONDENT,
        "water": Side.RESPONDENT,
    }


def test_what_was_negotiated_in_the_joined_case_counts_for_the_acceptance_of_the_other():
    first, second = requested(), requested(applicants=("farming",), respondents=("market", "water"))
    alone = requested()
    alone.join_agency(at("2026-11-04"), agency="water", side=Side.RESPONDENT, reason_ref="sealed#r")

    first.join_case(at("2026-11-04"), second)
    first.accept(at("2026-11-05"))

    assert first.stage is Stage.COORDINATING
    with pytest.raises(NotNegotiatedError):
        alone.accept(at("2026-11-05"))


def test_an_accepted_case_does_not_go_back_to_examination_inside_another_one():
    between = (failed_negotiation("market", "farming"),)
    begun = accepted(applicants=("farming",), respondents=("market",), negotiations=between)
    waiting = requested()

    with pytest.raises(OutOfOrderError) as refused:
        waiting.join_case(at("2026-11-10"), begun)
    waiting.accept(at("2026-11-10"))
    waiting.join_case(at("2026-11-10"), begun)

    assert refused.value.basis == article("第六条")
    assert waiting.joined == [str(begun.id)]


def test_cases_without_a_common_agency_are_not_joined_nor_a_case_to_itself():
    first = accepted()
    other = requested(applicants=("fire",), respondents=("water",))

    for wrong in (other, first):
        with pytest.raises(InvalidError):
            first.join_case(at("2026-11-10"), wrong)


def test_a_requested_case_joined_to_an_own_motion_case_has_no_sides_any_more():
    first, second = own_motion(), requested(respondents=("water",))

    first.join_case(at("2026-11-10"), second)

    assert set(first.parties.values()) == {Side.CONCERNED}
    assert first.agencies == ("market", "farming", "water")


def test_the_applicant_takes_its_request_back_and_all_clocks_end():
    case = three_sided()

    with pytest.raises(ForbiddenError):
        case.withdraw(at("2026-11-13"), agency="farming", reason_ref="sealed#r")
    case.withdraw(at("2026-11-13"), agency="market", reason_ref="sealed#r")

    assert (case.stage, case.clocks, case.closed_on) == (Stage.WITHDRAWN, {}, day("2026-11-13"))
    served(case, "termination_notice", "2026-11-13", "market", "farming", "water")


def test_while_another_applicant_stays_the_case_goes_on():
    case = accepted(
        applicants=("market", "fire"), negotiations=(failed_negotiation("market", "fire", "farming"),)
    )

    case.withdraw(at("2026-11-13"), agency="fire", reason_ref="sealed#r")

    assert (case.stage, case.parties["fire"]) == (Stage.COORDINATING, Side.RESPONDENT)


def test_a_case_that_nobody_asked_for_is_terminated_and_not_withdrawn():
    case = own_motion()

    with pytest.raises(OutOfOrderError):
        case.withdraw(at("2026-11-13"), agency="market", reason_ref="sealed#r")
    with pytest.raises(InvalidError):
        case.terminate(at("2026-11-13"), reason=" ", reason_ref="sealed#r")
    case.terminate(at("2026-11-13"), reason="职责已由三定方案明确。", reason_ref="sealed#r")

    assert (case.stage, case.clocks) == (Stage.TERMINATED, {})
    with pytest.raises(OutOfOrderError):
        accepted().terminate(at("2026-11-13"), reason="理由。", reason_ref="sealed#r")


def test_merging_names_the_case_that_goes_on():
    case, other = requested(), uuid4()

    case.merge_into(at("2026-11-04"), case_id=other, number="协调〔2026〕9号", reason_ref="sealed#r")

    assert (last(case).case_id, last(case).number) == (str(other), "协调〔2026〕9号")
