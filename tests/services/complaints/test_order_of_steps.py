"""Every step in every stage: what is out of order is refused with the article that says so."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from services.complaints.domain.steps import STEPS
from services.complaints.domain.vocabulary import Stage
from tests.services.complaints.office import (
    MEASURE,
    Case,
    Office,
    accepted,
    concluded,
    discussion,
    investigated,
    person,
)

SOME = UUID(int=1)
PAIR = [str(person("first")), str(person("second"))]
BEFORE, HANDLING, DECIDED = (
    {"received"},
    {"accepted", "investigating", "opinion_drafted", "discussed"},
    {"concluded", "declined"},
)
CONFLICT = {"person": PAIR[0], "reason": "近亲属。"}

# Path, who, body, and the stages in which the law has room for the step.
LAW_OF_STEPS: dict[str, tuple[str, str, dict[str, Any], set[str]]] = {
    "summary": ("summary", "clerk", {"summary": "摘要。"}, BEFORE | HANDLING),
    "routing": ("routing", "clerk", {"handler": "market", "reason": "属该局。"}, BEFORE),
    "respondent": ("respondent", "clerk", {"officer": str(person("accused"))}, BEFORE | HANDLING),
    "attachment": ("attachments", "clerk", {}, BEFORE | HANDLING),
    "acceptance": ("acceptance", "clerk", {}, BEFORE),
    "decline": ("decline", "clerk", {"ground": "other", "reasons": "理由。"}, BEFORE),
    "investigators": ("investigators", "clerk", {"persons": PAIR}, {"accepted", "investigating"}),
    "conflict": ("conflicts", "clerk", CONFLICT, {"investigating", "opinion_drafted"}),
    "recusal": (
        "recusals",
        "unit_head",
        {**CONFLICT, "recused": True},
        {"investigating", "opinion_drafted"},
    ),
    "measure": (
        "measures",
        "clerk",
        {"measure": MEASURE, "persons": PAIR, "note": "查看。"},
        {"investigating"},
    ),
    "preliminary_opinion": (
        "preliminary-opinion",
        "clerk",
        {"finding": "founded", "opinion": "属实。"},
        {"investigating"},
    ),
    "discussion": ("discussion", "clerk", discussion(), {"opinion_drafted"}),
    "discussion_confirmation": ("discussion-confirmation", "head", {}, {"opinion_drafted"}),
    "extension": ("extension", "clerk", {"days": 5, "reason": "复杂。"}, HANDLING),
    "extension_decision": ("extension-decision", "head", {"approved": True}, HANDLING),
    "reply": ("reply", "clerk", {"reply": "答复。"}, BEFORE | HANDLING | DECIDED),
    "conclusion": (
        "conclusion",
        "clerk",
        {"finding": "founded", "facts_found": "事实。"},
        {"opinion_drafted", "discussed"},
    ),
    "order": ("orders", "clerk", {"agency": "market", "content": "查处。", "length": 5}, {"concluded"}),
    "order_follow_up": (
        f"orders/{SOME}/verification",
        "clerk",
        {"satisfied": True, "note": "属实。"},
        {"concluded"},
    ),
    "recommendation": (
        "recommendations",
        "clerk",
        {"person": PAIR[0], "mode": "direct", "organ": "bureau"},
        {"discussed", "concluded"},
    ),
    "transfer": ("transfers", "clerk", {"kind": "crime", "reason": "移送。"}, HANDLING | {"concluded"}),
    "transfer_follow_up": (
        f"transfers/{SOME}/receipt",
        "clerk",
        {"evidence": "回执。"},
        BEFORE | HANDLING | DECIDED,
    ),
    "appeal": ("appeals", "clerk", {"reasons": "不服。"}, DECIDED | {"archived"}),
    "appeal_answer": (
        f"appeals/{SOME}/answer",
        "clerk",
        {"outcome": "uphold", "answer": "维持。"},
        DECIDED | {"archived"},
    ),
    "call_back": ("call-back", "clerk", {"grade": "neutral"}, {"concluded", "archived"}),
    "flag": ("flags", "clerk", {"misconduct": "obstruction", "note": "干扰。"}, set(Stage)),
    "archive": ("archive", "clerk", {}, DECIDED),
}


def test_the_table_of_steps_is_that_of_the_law():
    assert {name: {str(stage) for stage in step.stages} for name, step in STEPS.items()} == {
        name: set(map(str, stages)) for name, (_, _, _, stages) in LAW_OF_STEPS.items()
    }


def test_every_step_names_its_rule_and_is_named_in_both_languages():
    for step in STEPS.values():
        assert step.rule
        assert step.label_zh != step.label_en


async def _declined(office: Office) -> Case:
    case = await office.complain()
    await case.act("clerk", "decline", ground="other", reasons="不属于受理范围。")
    return case


async def _investigating(office: Office) -> Case:
    case = await accepted(office)
    await case.act("clerk", "investigators", persons=PAIR)
    return case


async def _discussed(office: Office) -> Case:
    case = await investigated(office)
    await case.act("clerk", "discussion", **discussion())
    await case.act("head", "discussion-confirmation")
    return case


async def _archived(office: Office) -> Case:
    case = await concluded(office, "unfounded")
    await case.send("clerk", "head", "result_notice")
    await case.act("clerk", "archive")
    return case


IN_STAGE: dict[Stage, Callable[[Office], Awaitable[Case]]] = {
    Stage.RECEIVED: Office.complain,
    Stage.DECLINED: _declined,
    Stage.ACCEPTED: accepted,
    Stage.INVESTIGATING: _investigating,
    Stage.OPINION_DRAFTED: investigated,
    Stage.DISCUSSED: _discussed,
    Stage.CONCLUDED: concluded,
    Stage.ARCHIVED: _archived,
}


@pytest.mark.parametrize("stage", list(Stage))
async def test_what_is_out_of_order_is_refused_with_its_article(office: Office, stage: Stage):
    case = await IN_STAGE[stage](office)
    course = await case.course()

    for name, (path, who, body, stages) in LAW_OF_STEPS.items():
        if stage not in stages and name != "attachment":
            refused = await case.act(who, path, 409, **body)
            assert refused["basis"], name
            assert refused["rule"] == STEPS[name].rule
            assert refused["title"].startswith("当前阶段不能办理"), name

    page = await case.page("clerk")
    assert page["stage"] == stage
    assert await case.course() == course
    for act in page["allowed_actions"]:
        if not act["open"]:
            assert act["reason_zh"], act["action"]
            assert act["reason_en"], act["action"]
            assert act["basis"], act["action"]
