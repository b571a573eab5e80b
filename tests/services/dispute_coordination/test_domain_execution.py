"""The execution is watched; defiance leads to a supervision letter or up the ladder (第十九、二十条)."""

import pytest

from services.dispute_coordination.domain.dispute import Offer
from services.dispute_coordination.domain.vocabulary import Against, Defiance, Execution, Stage
from shared.law.refusal import ForbiddenError, InvalidError, OutOfOrderError, UnknownCaseError
from tests.services.complaints.periods import day
from tests.services.dispute_coordination.cases import (
    accepted,
    agreed,
    at,
    consented,
    due,
    last,
    letter,
    prepared,
    serve,
    swept,
    with_decision,
    with_opinion,
)
from tests.services.dispute_coordination.periods import article

NINETEEN, TWENTY = article("第十九条"), article("第二十条")


def verify(case, *agencies, result=Execution.EXECUTED, on="2026-12-01"):
    for agency in agencies:
        case.verify_execution(at(on), agency=agency, result=result, note_ref="sealed#check")


def defy(case, agency="farming", *, against=Against.OPINION, manner=Defiance.REFUSED, on="2026-12-01"):
    case.record_defiance(at(on), agency=agency, against=against, manner=manner, note_ref="sealed#defied")
    return last(case)


@pytest.mark.obligation("W1-26")
def test_w1_26_the_bureau_sets_the_days_on_which_it_looks_again():
    case = with_opinion()

    case.plan_follow_up(at("2026-11-18"), follow_up_id="f1", planned_on=day("2026-12-18"))
    assert (due(case, "follow_up:f1"), last(case).basis) == ("2026-12-18", NINETEEN)
    with pytest.raises(InvalidError):
        case.plan_follow_up(at("2026-11-18"), follow_up_id="f2", planned_on=day("2026-11-18"))
    assert "red" in swept(case, "2026-12-19")

    case.record_follow_up(at("2026-12-21"), follow_up_id="f1", note_ref="sealed#note")
    assert case.clocks == {}
    for unknown in ("f1", "f9"):
        with pytest.raises(UnknownCaseError):
            case.record_follow_up(at("2026-12-21"), follow_up_id=unknown, note_ref="sealed#note")


@pytest.mark.obligation("W1-25")
def test_w1_25_each_agency_reports_and_the_case_closes_when_all_have_executed():
    case = with_opinion()
    with pytest.raises(ForbiddenError):
        case.report_execution(at("2026-11-25"), agency="fire", report_ref="sealed#r")
    case.report_execution(at("2026-11-25"), agency="farming", report_ref="sealed#r")
    verify(case, "farming")
    with pytest.raises(OutOfOrderError, match="market"):
        case.close(at("2026-12-01"))

    verify(case, "market")
    case.close(at("2026-12-02"))

    assert (case.stage, case.closed_on) == (Stage.CLOSED, day("2026-12-02"))


@pytest.mark.obligation("W1-26")
def test_w1_26_a_case_with_an_open_follow_up_or_something_not_executed_is_not_closed():
    waiting, open_ = with_opinion(), with_opinion()
    verify(waiting, "market", "farming")
    waiting.plan_follow_up(at("2026-12-01"), follow_up_id="f1", planned_on=day("2026-12-18"))
    verify(open_, "market")
    verify(open_, "farming", result=Execution.NOT_EXECUTED)

    for case in (waiting, open_):
        with pytest.raises(OutOfOrderError):
            case.close(at("2026-12-02"))


@pytest.mark.obligation("W1-25")
@pytest.mark.parametrize("manner", Defiance)
def test_w1_25_refusal_gives_what_a_supervision_letter_is_written_from(manner):
    case = with_opinion()

    found = defy(case, manner=manner)

    assert (found.agency, found.manner, found.opinion_number) == (
        "farming",
        manner.value,
        case.opinions[-1]["number"],
    )
    assert (found.served_on, found.basis) == (day("2026-11-17"), NINETEEN)
    assert case.offers(day("2026-12-01")) == (Offer("supervision_letter", "farming"),)
    verify(case, "market")
    case.close(at("2026-12-10"))


@pytest.mark.obligation("W1-25")
def test_w1_25_nobody_defies_an_opinion_that_has_not_reached_it():
    case = consented(agreed(prepared(accepted())))
    opinion = letter(case, "coordination_opinion", "2026-11-17", "market", "farming")
    serve(case, opinion, "market", "2026-11-17")

    with pytest.raises(OutOfOrderError) as refused:
        defy(case)
    assert refused.value.basis == article("第十八条（一）")
    defy(case, "market")


@pytest.mark.obligation("W1-25")
def test_w1_25_an_opinion_binds_from_the_day_of_its_service():
    case = with_opinion()

    assert defy(case, on="2026-11-17").served_on == day("2026-11-17")


@pytest.mark.obligation("W1-27")
def test_w1_27_a_defied_decision_is_answered_by_order_circular_and_competent_organ_in_turn():
    case = with_decision()
    found = defy(case, against=Against.DECISION)
    assert (found.document, found.next_rung, found.basis) == (
        "武隆府函〔2026〕13号",
        "order_to_correct",
        TWENTY,
    )

    for rung, following in (
        ("order_to_correct", "circular"),
        ("circular", "competent_organ"),
        ("competent_organ", None),
    ):
        assert case.next_rung("farming") == rung
        case.climb_ladder(at("2026-12-02"), agency="farming", rung=rung, document="武隆司督〔2026〕1号")
        assert (last(case).next_rung, last(case).basis) == (following, TWENTY)
    with pytest.raises(OutOfOrderError):
        case.climb_ladder(at("2026-12-03"), agency="farming", rung="circular", document="2号")


@pytest.mark.obligation("W1-27")
def test_w1_27_no_rung_is_left_out_and_each_has_its_paper():
    case = with_decision()
    with pytest.raises(OutOfOrderError):
        case.climb_ladder(at("2026-12-02"), agency="farming", rung="order_to_correct", document="1号")
    defy(case, against=Against.DECISION)

    with pytest.raises(OutOfOrderError):
        case.climb_ladder(at("2026-12-02"), agency="farming", rung="circular", document="1号")
    with pytest.raises(InvalidError):
        case.climb_ladder(at("2026-12-02"), agency="farming", rung="order_to_correct", document=" ")
    with pytest.raises(UnknownCaseError):
        case.climb_ladder(at("2026-12-02"), agency="market", rung="order_to_correct", document="1号")
    assert case.next_rung("market") is None


@pytest.mark.obligation("W1-27")
def test_w1_27_a_case_is_not_closed_over_defiance_that_nobody_answered():
    case = with_decision()
    verify(case, "market")
    defy(case, against=Against.DECISION)

    with pytest.raises(OutOfOrderError) as refused:
        case.close(at("2026-12-02"))
    case.climb_ladder(at("2026-12-02"), agency="farming", rung="order_to_correct", document="1号")
    case.close(at("2026-12-02"))

    assert (refused.value.title, case.stage) == ("不执行决定的情形尚未处理", Stage.CLOSED)


@pytest.mark.obligation("W1-27")
def test_w1_27_each_agency_has_a_ladder_of_its_own():
    case = with_decision()
    for agency in case.agencies:
        defy(case, agency, against=Against.DECISION)

    case.climb_ladder(at("2026-12-02"), agency="farming", rung="order_to_correct", document="1号")

    assert (case.next_rung("farming"), case.next_rung("market")) == ("circular", "order_to_correct")
    assert case.offers(day("2026-12-02")) == (
        Offer("ladder", "market", "order_to_correct"),
        Offer("ladder", "farming", "circular"),
    )


@pytest.mark.obligation("W1-25", "W1-27")
def test_w1_25_only_what_exists_is_defied():
    with pytest.raises(OutOfOrderError):
        defy(with_opinion(), against=Against.DECISION)
    with pytest.raises(OutOfOrderError):
        defy(with_decision(), against=Against.OPINION)
    with pytest.raises(ForbiddenError):
        defy(with_opinion(), "fire")
