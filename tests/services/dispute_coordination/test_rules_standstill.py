"""Nobody acts alone on the disputed matter while the procedure runs, with exceptions (第十六条)."""

import pytest

from services.dispute_coordination.rules import standstill as rules
from services.dispute_coordination.rules.standstill import ActFinding, Opening, UnilateralAct
from shared.law.refusal import InvalidError
from tests.services.complaints.periods import day
from tests.services.dispute_coordination.periods import BEFORE_ORDER_825, LAW, article, read_as

SIXTEEN = article("第十六条")
STARTED, ENDED = day("2026-11-09"), day("2026-11-18")


def judged(acted_on="2026-11-12", *, ended_on=ENDED, **rests_on):
    act = UnilateralAct(day(acted_on), **rests_on)
    return rules.judge_act(LAW, act, started_on=STARTED, ended_on=ended_on)


@pytest.mark.rule("dispute_coordination.standstill")
@pytest.mark.obligation("W1-21")
@pytest.mark.parametrize(
    ("acted_on", "found"),
    [
        pytest.param("2026-11-08", ActFinding.OUTSIDE, id="Sun 8 Nov, before the start"),
        pytest.param("2026-11-09", ActFinding.OUTSIDE, id="Mon 9 Nov, the day of the start"),
        pytest.param("2026-11-10", ActFinding.BREACH, id="Tue 10 Nov, the day after"),
        pytest.param("2026-11-17", ActFinding.BREACH, id="Tue 17 Nov, the day before the opinion"),
        pytest.param("2026-11-18", ActFinding.OUTSIDE, id="Wed 18 Nov, the day of the opinion"),
        pytest.param("2026-11-19", ActFinding.OUTSIDE, id="Thu 19 Nov, the day after"),
    ],
)
def test_w1_21_nobody_acts_alone_between_the_start_and_the_opinion_or_decision(acted_on, found):
    assert judged(acted_on) is found


@pytest.mark.rule("dispute_coordination.standstill")
@pytest.mark.obligation("W1-21")
def test_w1_21_the_standstill_lasts_as_long_as_there_is_no_opinion_or_decision():
    assert judged("2027-03-01", ended_on=None) is ActFinding.BREACH


@pytest.mark.rule("dispute_coordination.standstill")
def test_before_the_procedure_started_nothing_stands_still():
    act = UnilateralAct(day("2026-11-12"))

    assert rules.judge_act(LAW, act, started_on=None, ended_on=None) is ActFinding.OUTSIDE


@pytest.mark.rule("dispute_coordination.standstill")
@pytest.mark.obligation("W1-21", "W1-22")
@pytest.mark.parametrize(
    ("rests_on", "found"),
    [
        ({"exception": "public_safety"}, ActFinding.EXCEPTED),
        ({"exception": "personal_safety"}, ActFinding.EXCEPTED),
        ({"permit": "武隆府函〔2026〕3号"}, ActFinding.PERMITTED),
        ({"interim": True}, ActFinding.INTERIM),
        pytest.param({"permit": ""}, ActFinding.BREACH, id="a permit without its paper is none"),
    ],
)
def test_w1_21_safety_a_government_decision_and_interim_measures_are_no_breach(rests_on, found):
    assert judged(**rests_on) is found


@pytest.mark.rule("dispute_coordination.standstill")
@pytest.mark.obligation("W1-21")
def test_w1_21_no_third_exception_is_invented():
    with pytest.raises(InvalidError) as refused:
        judged(exception="annual_targets")

    assert refused.value.basis == SIXTEEN


@pytest.mark.rule("enforcement_supervision.standstill")
@pytest.mark.obligation("W1-21")
def test_w1_21_district_and_municipality_leave_the_same_two_exceptions_open():
    municipal = LAW.rule_of("chongqing/enforcement_supervision", "standstill")

    assert rules.safety_exceptions(LAW) == ("public_safety", "personal_safety")
    assert set(municipal.tokens("exceptions")) == {"public_safety", "personal_safety"}


@pytest.mark.obligation("W1-21")
def test_w1_21_a_breach_is_pursued_under_the_national_regulation_since_it_is_in_force():
    assert rules.breach_liability(LAW) == "national/enforcement_supervision@2026-02-01#第四十一条"
    assert rules.breach_liability(BEFORE_ORDER_825) is None


REQUEST = Opening(requested_on=day("2026-11-02"), accepted_on=day("2026-11-09"))
NOT_ACCEPTED = Opening(requested_on=day("2026-11-02"))
OWN_MOTION = Opening(noticed_on=day("2026-11-05"))


@pytest.mark.rule("dispute_coordination.standstill")
@pytest.mark.obligation("W1-21")
@pytest.mark.parametrize(
    ("reading", "opening", "expected"),
    [
        pytest.param("acceptance_or_notice", REQUEST, "2026-11-09", id="acceptance"),
        pytest.param("acceptance_or_notice", NOT_ACCEPTED, None, id="no acceptance yet"),
        pytest.param("acceptance_or_notice", OWN_MOTION, "2026-11-05", id="coordination notice"),
        pytest.param("request_received", REQUEST, "2026-11-02", id="the request"),
        pytest.param("request_received", NOT_ACCEPTED, "2026-11-02", id="the request, accepted or not"),
        pytest.param("request_received", OWN_MOTION, "2026-11-05", id="no request: the notice"),
        pytest.param("acceptance_only", REQUEST, "2026-11-09", id="acceptance alone"),
        pytest.param("acceptance_only", OWN_MOTION, None, id="acceptance alone: never on own motion"),
    ],
)
def test_w1_21_the_procedure_starts_when_the_bureau_reads_it_so(reading, opening, expected):
    started_on = rules.standstill_starts_on(read_as("standstill_start", reading), opening)

    assert started_on == (expected and day(expected))


@pytest.mark.rule("dispute_coordination.urgent_enforcement")
@pytest.mark.obligation("W1-21")
def test_w1_21_urgent_enforcement_is_for_the_district_government_to_decide():
    assert rules.urgent_request_goes_to(LAW, reason="汛期将至，违建须立即拆除。") == "district_government"
    with pytest.raises(InvalidError) as refused:
        rules.urgent_request_goes_to(LAW, reason=" ")

    assert refused.value.basis == SIXTEEN


@pytest.mark.rule("dispute_coordination.interim_measures")
@pytest.mark.obligation("W1-22")
@pytest.mark.parametrize(("harm", "measure"), [("", "封存"), ("污染扩散", " ")])
def test_w1_22_interim_measures_name_the_harm_that_could_not_be_undone(harm, measure):
    rules.require_irreparable_harm(LAW, harm="污染扩散", measure="封堵排口")
    with pytest.raises(InvalidError) as refused:
        rules.require_irreparable_harm(LAW, harm=harm, measure=measure)

    assert refused.value.basis == SIXTEEN
