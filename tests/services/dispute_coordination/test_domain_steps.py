"""Every step in every stage: what is out of order is refused with the article that says so."""

import pytest

from services.dispute_coordination.domain.steps import STEPS
from services.dispute_coordination.domain.vocabulary import ENDED, STAGE_LABELS, Stage
from shared.law.refusal import OutOfOrderError
from tests.services.dispute_coordination.cases import (
    accepted,
    agreed,
    at,
    consented,
    own_motion,
    prepared,
    requested,
    with_decision,
    with_opinion,
)
from tests.services.dispute_coordination.periods import LAW
from tests.services.dispute_coordination.test_domain_intake import negotiating
from tests.services.dispute_coordination.test_domain_supplement import asked

ASKED, DECIDING = (
    {"received", "supplementing"},
    {"consent_pending", "consented", "government_pending"},
)
HANDLING = DECIDING | {"coordinating"}
OPEN = {"negotiating"} | ASKED | HANDLING | {"executing"}

# The stages in which the law has room for the step, written down a second time.
ROOM = {
    "negotiation": {"negotiating", "coordinating"} | ASKED,
    "request": {"negotiating"},
    "handlers": OPEN - {"negotiating"},
    "materials": OPEN - {"supplementing"},
    "attachment": OPEN,
    "acceptance": {"received"},
    "supplement_request": {"received"},
    "supplement": ASKED | {"deemed_withdrawn"},
    "decline": {"received"},
    "deemed_withdrawal": ASKED,
    "reversal": {"deemed_withdrawn"},
    "answer": HANDLING,
    "joinder": ASKED | {"coordinating"},
    "merger": ASKED | {"coordinating"},
    "withdrawal": ASKED | HANDLING,
    "termination": HANDLING,
    "investigation": {"coordinating"},
    "view": {"coordinating"},
    "consultation": {"coordinating"},
    "extension": HANDLING,
    "extension_decision": HANDLING,
    "suspension": {"coordinating"},
    "resumption": HANDLING,
    "special_limit": {"coordinating"},
    "urgency": HANDLING,
    "urgency_decision": HANDLING | {"executing"},
    "interim_measure": ASKED | HANDLING,
    "unilateral_act": ASKED | HANDLING | {"executing"},
    "agreement": {"coordinating"},
    "proposal": {"coordinating"},
    "tentative_opinion": {"coordinating"},
    "consent": {"consent_pending"},
    "decision": DECIDING,
    "opinion": DECIDING | {"executing"},
    "follow_up": {"executing"},
    "execution_report": {"executing"},
    "execution_check": {"executing"},
    "defiance": {"executing"},
    "ladder": {"executing"},
    "closure": {"executing"},
}


def test_the_table_names_every_step_once():
    assert set(ROOM) == set(STEPS)


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("step", ROOM)
def test_a_step_has_room_in_its_stages_and_is_refused_with_its_article_in_all_others(step, stage):
    case = accepted()
    case.stage = stage

    if stage.value in ROOM[step]:
        refusal = STEPS[step].refusal(case)
        assert refusal is None or "not open in stage" not in refusal.detail
        return
    with pytest.raises(OutOfOrderError) as refused:
        case.require(step)
    assert refused.value.basis
    assert refused.value.title == f"当前阶段不能办理“{STEPS[step].label_zh}”"


@pytest.mark.parametrize("step", STEPS.values(), ids=lambda step: step.name)
def test_every_step_rests_on_a_rule_and_has_two_names(step):
    assert LAW.has_rule(step.rule)
    assert step.label_zh
    assert step.label_en


def proposed():
    case = prepared(accepted())
    case.propose(at("2026-11-13"), proposal="建议。", proposal_ref="sealed#p")
    return case


CASES = {
    Stage.NEGOTIATING: negotiating,
    Stage.RECEIVED: requested,
    Stage.SUPPLEMENTING: asked,
    Stage.COORDINATING: own_motion,
    Stage.CONSENT_PENDING: lambda: agreed(prepared(accepted())),
    Stage.CONSENTED: lambda: consented(agreed(prepared(accepted()))),
    Stage.GOVERNMENT_PENDING: proposed,
    Stage.EXECUTING: with_opinion,
}


@pytest.mark.parametrize("stage", CASES)
def test_every_open_stage_is_reached_and_summarised_for_lists(stage):
    case = CASES[stage]()
    summary = case.summary()

    assert case.stage is stage
    assert (summary["stage"], summary["closed"], summary["procedure"]) == (stage.value, False, "dispute")
    assert (summary["stage_zh"], summary["stage_en"]) == STAGE_LABELS[stage]
    told = {"market"} if stage.value in ASKED else {"market", "farming"}
    assert (set(summary["addressed"]), set(summary["parties"])) == (told, {"market", "farming"})
    assert set(summary["bodies"].values()) <= set(case.agencies)


def test_open_and_ended_stages_are_all_the_stages_there_are():
    assert set(CASES) | ENDED == set(Stage) == set(STAGE_LABELS)
    assert not set(CASES) & ENDED


def test_a_decided_case_names_the_agencies_whose_execution_is_open():
    refusal = STEPS["closure"].refusal(with_decision())

    assert (refusal.title, "farming" in refusal.detail) == ("有机关的执行情况尚未核实", True)


def test_the_handlers_are_the_people_of_the_case():
    case = requested()

    case.name_handlers(at("2026-11-03"), persons=["a", "b"])

    assert case.summary()["people"] == ["a", "b"]
