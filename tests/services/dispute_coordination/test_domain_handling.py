"""Seven days, more time, time that stands, another norm's limit, the facts (第十四、十五条)."""

import pytest

from services.dispute_coordination.domain.dispute import Offer
from services.dispute_coordination.domain.vocabulary import Stage, ViewWay
from services.dispute_coordination.rules.handling import (
    ExtensionRefusedError,
    ExtensionTooLateError,
    SuspensionRefusedError,
)
from shared.law.refusal import ForbiddenError, InvalidError, OutOfOrderError, UnknownCaseError
from tests.services.complaints.periods import day
from tests.services.dispute_coordination.cases import (
    AGENCY,
    DEPUTY,
    HEAD,
    accepted,
    agreed,
    at,
    due,
    extended,
    last,
    own_motion,
    prepared,
    served,
)
from tests.services.dispute_coordination.periods import article, read_as

FOURTEEN, FIFTEEN = article("第十四条"), article("第十五条")


def ask(case, on="2026-11-16", days=15, reason="涉及专业判断。"):
    case.request_extension(at(on), days=days, reason=reason, reason_ref="sealed#reason")


@pytest.mark.obligation("W1-16")
def test_w1_16_the_principal_extends_once_and_the_parties_are_told():
    case = accepted()
    ask(case)
    case.decide_extension(at("2026-11-18", by="head"), HEAD, approved=True)

    assert due(case, "handling") == "2026-12-09"
    assert (last(case).addressees, last(case).basis) == (("market", "farming"), FOURTEEN)
    served(case, "extension_notice", "2026-11-19", "market", "farming")
    assert dict(case.clocks["handling"].told) == {"market": day("2026-12-09"), "farming": day("2026-12-09")}
    with pytest.raises(ExtensionRefusedError):
        ask(case, "2026-11-20", days=1)


@pytest.mark.obligation("W1-16")
@pytest.mark.parametrize(
    ("on", "allowed"),
    [
        pytest.param("2026-11-17", True, id="Tue 17 Nov, the day before"),
        pytest.param("2026-11-18", True, id="Wed 18 Nov, the due day"),
        pytest.param("2026-11-19", False, id="Thu 19 Nov, the day after"),
    ],
)
def test_w1_16_an_approval_after_the_end_changes_nothing(on, allowed):
    case = accepted()
    ask(case)

    if allowed:
        case.decide_extension(at(on, by="head"), HEAD, approved=True)
        assert case.extensions == [15]
        return
    with pytest.raises(ExtensionTooLateError):
        case.decide_extension(at(on, by="head"), HEAD, approved=True)
    assert due(case, "handling") == "2026-11-18"


@pytest.mark.obligation("W1-16")
def test_w1_16_a_refused_extension_is_on_record_and_leaves_the_period_alone():
    case = accepted()
    ask(case)

    case.decide_extension(at("2026-11-17", by="head"), HEAD, approved=False, reason_ref="sealed#why")

    assert (last(case).approved, last(case).addressees, case.extensions) == (False, (), [])
    assert (due(case, "handling"), case.extension_request) == ("2026-11-18", None)
    ask(case, "2026-11-18", days=3)


@pytest.mark.obligation("W1-16")
@pytest.mark.parametrize("actor", [DEPUTY, AGENCY], ids=["a deputy", "an agency"])
def test_w1_16_nobody_but_the_principal_approves_and_nobody_an_own_request(actor):
    case = accepted()
    ask(case)

    with pytest.raises(ForbiddenError):
        case.decide_extension(at("2026-11-17", by="other"), actor, approved=True)
    with pytest.raises(ForbiddenError):
        case.decide_extension(at("2026-11-17", by="clerk"), HEAD, approved=True)


@pytest.mark.obligation("W1-16")
def test_w1_16_one_request_waits_at_a_time_and_none_is_decided_twice():
    case = accepted()

    with pytest.raises(OutOfOrderError):
        case.decide_extension(at("2026-11-16", by="head"), HEAD, approved=True)
    ask(case)
    with pytest.raises(OutOfOrderError):
        ask(case)


@pytest.mark.obligation("W1-16")
def test_w1_16_several_extensions_under_the_cap_where_the_bureau_reads_it_so():
    case = accepted(read_as("dispute_extension_times", "several_up_to_cap"))
    extended(case, days=5)
    extended(case, days=10, on="2026-11-24")

    assert (case.extensions, due(case, "handling")) == ([5, 10], "2026-12-09")
    with pytest.raises(ExtensionRefusedError):
        ask(case, "2026-12-01", days=1)


@pytest.mark.obligation("W1-15")
def test_w1_15_nothing_is_extended_before_an_own_motion_case_has_its_notice():
    with pytest.raises(OutOfOrderError):
        ask(own_motion())


@pytest.mark.obligation("W1-17")
@pytest.mark.parametrize(
    ("on", "offered"), [("2026-12-08", False), ("2026-12-09", True), ("2026-12-10", True)]
)
def test_w1_17_when_the_extension_is_spent_the_system_offers_a_tentative_opinion(on, offered):
    case = extended(accepted())

    assert case.offers_tentative_opinion(day(on)) is offered
    assert (Offer("tentative_opinion") in case.offers(day(on))) is offered
    assert not accepted().offers(day(on))


# -- time that stands ----------------------------------------------------------------------------------


def stop(case, on="2026-11-11", stop_id="s1", **changes):
    facts = {"ground": "interpretation_requested", "letter": "武隆司函〔2026〕9号", "organ": "市司法局"}
    case.suspend_handling(at(on), stop_id=stop_id, **{**facts, **changes})


def go_on(case, on="2026-11-16", stop_id="s1", **changes):
    case.resume_handling(at(on), stop_id=stop_id, **changes)


@pytest.mark.obligation("W1-19")
def test_w1_19_time_stands_from_the_question_to_the_answer():
    case = accepted()

    stop(case)
    assert (due(case, "handling"), case.clocks["handling"].deadline.remaining) == ("standing", 5)
    assert (last(case).letter, last(case).from_on, last(case).basis) == (
        "武隆司函〔2026〕9号",
        day("2026-11-11"),
        FOURTEEN,
    )

    go_on(case, answer_ref="sealed#answer")
    assert due(case, "handling") == "2026-11-23"
    assert case.stops["s1"]["until"] == "2026-11-16"


@pytest.mark.obligation("W1-19")
def test_w1_19_several_stops_do_not_overlap_and_add_up():
    case = accepted()
    stop(case)
    with pytest.raises(SuspensionRefusedError):
        stop(case, "2026-11-12", "s2")
    go_on(case)
    with pytest.raises(SuspensionRefusedError):
        stop(case, "2026-11-17", "s2", from_on=day("2026-11-13"))

    stop(case, "2026-11-18", "s2", ground="superior_consulted")
    go_on(case, "2026-11-20", "s2")

    assert due(case, "handling") == "2026-11-25"


@pytest.mark.obligation("W1-19")
def test_w1_19_a_stop_ends_once_and_only_where_it_began():
    case = accepted()
    with pytest.raises(OutOfOrderError):
        go_on(case)
    stop(case)
    with pytest.raises(UnknownCaseError):
        go_on(case, stop_id="s9")
    go_on(case)
    stop(case, "2026-11-17", "s2")
    with pytest.raises(OutOfOrderError):
        go_on(case, "2026-11-18", "s1")


@pytest.mark.obligation("W1-16", "W1-19")
def test_w1_19_extension_and_stops_go_together():
    case = extended(accepted())

    stop(case, "2026-11-30")
    go_on(case, "2026-12-04")

    assert due(case, "handling") == "2026-12-15"


@pytest.mark.obligation("W1-19")
@pytest.mark.parametrize(
    "wrong", [{"ground": "holiday"}, {"letter": " "}], ids=["no such ground", "no letter"]
)
def test_w1_19_ground_and_letter_are_needed(wrong):
    with pytest.raises(SuspensionRefusedError):
        stop(accepted(), **wrong)


@pytest.mark.obligation("W1-18")
def test_w1_18_another_norms_limit_replaces_the_seven_days_and_is_named():
    case = accepted()

    case.apply_special_limit(at("2026-11-12"), norm="某专门条例第二十条", length=20, unit="working_day")

    assert (due(case, "handling"), case.special_limit) == ("2026-12-07", "某专门条例第二十条")
    assert case.clocks["handling"].deadline.rule_key == "dispute_coordination.special_time_limit"
    with pytest.raises(ExtensionRefusedError):
        ask(case)
    with pytest.raises(InvalidError):
        case.apply_special_limit(at("2026-11-12"), norm="", length=20, unit="working_day")


@pytest.mark.obligation("W1-18", "W1-19")
def test_w1_18_while_time_stands_still_no_other_limit_takes_its_place():
    case = accepted()
    stop(case)
    limit = {"norm": "某专门条例第二十条", "length": 20, "unit": "working_day"}

    with pytest.raises(OutOfOrderError) as refused:
        case.apply_special_limit(at("2026-11-12"), **limit)
    assert refused.value.basis == article("第十四条")
    case.resume_handling(at("2026-11-12"), stop_id="s1")
    case.apply_special_limit(at("2026-11-12"), **limit)

    assert due(case, "handling") == "2026-12-07"


# -- the facts -----------------------------------------------------------------------------------------


@pytest.mark.obligation("W1-20")
def test_w1_20_no_outcome_before_facts_were_verified_and_everybody_was_heard():
    case = accepted()
    with pytest.raises(OutOfOrderError) as refused:
        agreed(case)
    assert refused.value.title == "尚无调查核实记录"

    case.verify_facts(at("2026-11-10"), persons=["a"], note_ref="sealed#note")
    for body in ("market", "farming"):
        case.record_view(at("2026-11-11"), body=body, way=ViewWay.MEETING, given=True, view_ref="sealed#v")
    with pytest.raises(OutOfOrderError, match="staffing_office"):
        agreed(case)

    case.record_view(at("2026-11-12"), body="staffing_office", way=ViewWay.IN_WRITING, given=False)
    agreed(case)
    assert case.stage is Stage.CONSENT_PENDING


@pytest.mark.obligation("W1-20")
@pytest.mark.parametrize("wrong", [{"given": True}, {"given": False, "view_ref": "sealed#v"}])
def test_w1_20_a_view_that_was_given_is_written_down_and_no_other(wrong):
    with pytest.raises(InvalidError) as refused:
        accepted().record_view(at("2026-11-11"), body="market", way=ViewWay.INTERVIEW, **wrong)

    assert refused.value.basis == FIFTEEN


@pytest.mark.obligation("W1-20")
def test_w1_20_meetings_and_experts_are_on_record_with_why_they_were_needed():
    case = prepared(accepted())
    facts = {"need_ref": "sealed#need", "result_ref": "sealed#result", "participants": ["e1", "e2"]}

    case.record_consultation(at("2026-11-12"), form="expert", need="涉及专业判断。", **facts)

    assert (case.consultations, last(case).participants) == (1, ("e1", "e2"))
    with pytest.raises(InvalidError):
        case.record_consultation(at("2026-11-12"), form="expert", need="", **facts)
