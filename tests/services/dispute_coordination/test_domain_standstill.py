"""Acts of one agency alone while the procedure runs: judged, permitted, offered as a lead (第十六条)."""

import pytest

from services.dispute_coordination.domain.dispute import Offer
from services.dispute_coordination.rules.standstill import ActFinding
from shared.law.refusal import ForbiddenError, InvalidError, OutOfOrderError, UnknownCaseError
from tests.services.complaints.periods import day
from tests.services.dispute_coordination.cases import (
    AGENCY,
    CLERK,
    GOVERNMENT,
    accepted,
    at,
    last,
    letter,
    own_motion,
    requested,
    with_decision,
    with_opinion,
)
from tests.services.dispute_coordination.periods import article, read_as

SIXTEEN = article("第十六条")


def act(case, acted_on="2026-11-12", recorded_on="2026-12-01", **rests_on):
    return case.record_unilateral_act(
        at(recorded_on),
        act_id="act",
        agency="farming",
        act_ref="sealed#act",
        acted_on=day(acted_on),
        **rests_on,
    )


@pytest.mark.obligation("W1-21")
def test_w1_21_an_act_of_one_agency_alone_is_a_breach_and_offered_as_a_lead():
    case = accepted()

    assert act(case) is ActFinding.BREACH

    assert (last(case).lead_offered, last(case).agency, last(case).basis) == (True, "farming", SIXTEEN)
    assert last(case).liability == "national/enforcement_supervision@2026-02-01#第四十一条"
    assert case.breaches == ("act",)
    assert case.offers(day("2026-12-01")) == (Offer("supervision_lead", "farming"),)


@pytest.mark.obligation("W1-21")
@pytest.mark.parametrize("exception", ["public_safety", "personal_safety"])
def test_w1_21_the_safety_exception_is_on_record_with_its_ground(exception):
    case = accepted()

    assert act(case, exception=exception) is ActFinding.EXCEPTED

    assert (last(case).exception, last(case).lead_offered, case.breaches) == (exception, False, ())


@pytest.mark.obligation("W1-21")
@pytest.mark.parametrize(
    ("reading", "found"),
    [
        ("acceptance_or_notice", ActFinding.OUTSIDE),
        ("request_received", ActFinding.BREACH),
        ("acceptance_only", ActFinding.OUTSIDE),
    ],
)
def test_w1_21_between_request_and_acceptance_the_bureaus_reading_decides(reading, found):
    case = accepted(read_as("standstill_start", reading))

    assert act(case, "2026-11-05") is found


@pytest.mark.obligation("W1-21")
@pytest.mark.parametrize(
    ("reading", "found"),
    [("acceptance_or_notice", ActFinding.BREACH), ("acceptance_only", ActFinding.OUTSIDE)],
)
def test_w1_21_an_own_motion_case_stands_still_from_its_notice(reading, found):
    case = own_motion(read_as("standstill_start", reading))
    letter(case, "coordination_notice", "2026-11-10", "market", "farming")

    assert act(case) is found
    assert act(case, "2026-11-10") is ActFinding.OUTSIDE


@pytest.mark.obligation("W1-21")
@pytest.mark.parametrize("outcome", [with_opinion, with_decision])
@pytest.mark.parametrize(
    ("acted_on", "found"),
    [
        pytest.param("2026-11-16", ActFinding.BREACH, id="Mon 16 Nov, the day before the end"),
        pytest.param("2026-11-17", ActFinding.OUTSIDE, id="Tue 17 Nov, opinion or decision"),
        pytest.param("2026-11-18", ActFinding.OUTSIDE, id="Wed 18 Nov, the day after"),
    ],
)
def test_w1_21_the_standstill_ends_with_the_opinion_or_the_decision(outcome, acted_on, found):
    assert act(outcome(), acted_on) is found


def test_before_acceptance_nothing_stands_still():
    assert act(requested(), "2026-11-04") is ActFinding.OUTSIDE


def urgent(case, on="2026-11-11", urgency_id="u1"):
    case.request_urgency(
        at(on), urgency_id=urgency_id, agency="farming", reason="汛期将至。", reason_ref="sealed#urgent"
    )


def answer(case, actor=GOVERNMENT, on="2026-11-12", **changes):
    facts = {"permitted": True, "document": "武隆府函〔2026〕7号"}
    case.decide_urgency(at(on), actor, urgency_id="u1", **{**facts, **changes})


@pytest.mark.obligation("W1-21")
@pytest.mark.parametrize("actor", [GOVERNMENT, CLERK], ids=["by itself", "recorded by the bureau"])
def test_w1_21_the_government_decides_on_urgent_enforcement(actor):
    case = accepted()
    urgent(case)
    assert last(case).decided_by == "district_government"

    answer(case, actor)

    for acted_on in ("2026-11-13", "2026-11-12"):
        assert act(case, acted_on, urgency_id="u1") is ActFinding.PERMITTED
    assert (last(case).permit, case.breaches) == ("武隆府函〔2026〕7号", ())


@pytest.mark.obligation("W1-21")
@pytest.mark.parametrize(
    ("actor", "changes", "error"),
    [
        pytest.param(AGENCY, {}, ForbiddenError, id="an agency does not permit it to itself"),
        pytest.param(CLERK, {"document": " "}, InvalidError, id="no paper"),
        pytest.param(CLERK, {"decided_on": day("2026-11-10")}, InvalidError, id="before it was asked"),
    ],
)
def test_w1_21_a_permit_has_the_governments_paper(actor, changes, error):
    case = accepted()
    urgent(case)

    with pytest.raises(error) as refused:
        answer(case, actor, **changes)
    assert refused.value.basis == SIXTEEN


@pytest.mark.obligation("W1-21")
def test_w1_21_a_refused_or_later_permit_covers_no_act():
    refused, later = accepted(), accepted()
    for case in (refused, later):
        urgent(case)
    answer(refused, permitted=False)
    answer(later, on="2026-11-16")

    for case in (refused, later):
        with pytest.raises(InvalidError):
            act(case, "2026-11-13", urgency_id="u1")
    with pytest.raises(OutOfOrderError):
        answer(later, on="2026-11-17")


def test_a_permit_covers_the_agency_that_asked_alone():
    case = accepted()
    urgent(case)
    answer(case)

    with pytest.raises(UnknownCaseError):
        case.record_unilateral_act(
            at("2026-11-13"),
            act_id="act",
            agency="market",
            act_ref="sealed#act",
            acted_on=day("2026-11-13"),
            urgency_id="u1",
        )
    with pytest.raises(UnknownCaseError):
        case.decide_urgency(at("2026-11-13"), GOVERNMENT, urgency_id="u9", permitted=True, document="7号")


@pytest.mark.obligation("W1-22")
def test_w1_22_interim_measures_against_harm_that_could_not_be_undone_are_no_breach():
    case = accepted()
    facts = {"agency": "farming", "harm_ref": "sealed#harm", "measure_ref": "sealed#measure"}

    case.record_interim_measure(at("2026-11-11"), harm="污染扩散。", measure="封堵排口。", **facts)
    assert (case.interim_measures, last(case).basis) == (1, SIXTEEN)
    with pytest.raises(InvalidError):
        case.record_interim_measure(at("2026-11-11"), harm="", measure="封堵排口。", **facts)

    assert act(case, interim=True) is ActFinding.INTERIM


@pytest.mark.parametrize(
    "step",
    [
        lambda case: case.request_urgency(
            at("2026-11-11"), urgency_id="u", agency="fire", reason="急。", reason_ref="x"
        ),
        lambda case: case.record_unilateral_act(
            at("2026-11-11"), act_id="a", agency="fire", act_ref="x", acted_on=day("2026-11-10")
        ),
    ],
    ids=["urgency", "act"],
)
def test_the_standstill_binds_the_disputing_agencies(step):
    with pytest.raises(ForbiddenError):
        step(accepted())
