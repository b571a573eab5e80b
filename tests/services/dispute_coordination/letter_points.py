"""Disputes at the points of the procedure at which letters are due (文书时点)."""

from collections.abc import Callable
from typing import Any

from tests.services.dispute_coordination.office import OPINION, Case, Office, accepted, heard

DECISION = {"decided": True, "document": "武隆府〔2026〕8号", "decision": "由区农业农村委负责检查。"}


async def requested(office: Office) -> Case:
    case = await office.ask()
    await case.write("coordination_request")
    return case


async def incomplete(office: Office) -> Case:
    case = await office.ask(materials=["written_request", "staffing_and_duty_documents"])
    await case.act("clerk", "supplement-notice", materials=["legal_basis"], missing="申请书未盖章。")
    return case


async def declined(office: Office) -> Case:
    case = await office.ask()
    await case.act("clerk", "decline", exclusion="governed_by_other_norm", reasons="应按管辖争议办理。")
    return case


async def own_motion(office: Office) -> Case:
    return await office.open_own_motion()


async def silent(office: Office) -> Case:
    case = await incomplete(office)
    await case.send("supplement_notice")
    office.on("2026-11-13")
    await office.sweep()
    await case.write("deemed_withdrawal_notice")
    return case


async def extension_asked(office: Office) -> Case:
    case = await accepted(office)
    await case.act("clerk", "extension", days=10, reason="涉及三个镇街，情况复杂。")
    return case


async def extended(office: Office) -> Case:
    case = await extension_asked(office)
    await case.act("head", "extension-decision", approved=True)
    return case


async def stopped(office: Office) -> Case:
    case = await accepted(office)
    body = {"ground": "superior_consulted", "letter": "武隆司请〔2026〕3号", "organ": "市司法局"}
    await case.act("clerk", "suspensions", **body)
    return case


async def resumed(office: Office) -> Case:
    case = await stopped(office)
    stop = (await case.page("clerk"))["timeline"][-2]["facts"]["stop_id"]
    office.on("2026-11-05")
    await case.act("clerk", f"suspensions/{stop}/resumption", answer="市局答复如下。")
    return case


async def meeting(office: Office) -> Case:
    case = await accepted(office)
    await case.write("meeting_notice")
    return case


async def urgent(office: Office) -> Case:
    case = await accepted(office)
    await case.act("farming_clerk", "urgent-requests", reason="药害正在扩散。")
    return case


async def urgency_decided(office: Office) -> Case:
    case = await urgent(office)
    await case.send("urgent_enforcement_request", consequences="损失扩大。", measures=["先行封存。"])
    (asked,) = [one for one in (await case.page("clerk"))["timeline"] if one["type"] == "urgency_requested"]
    about = asked["facts"]["urgency_id"]
    body = {"permitted": True, "document": "武隆府〔2026〕5号"}
    await case.act("government", f"urgent-requests/{about}/decision", **body)
    await case.write("urgent_enforcement_decision", about=about)
    return case


async def agreed(office: Office) -> Case:
    case = await heard(office)
    await case.act("clerk", "agreement", **OPINION)
    return case


async def consented(office: Office) -> Case:
    case = await agreed(office)
    await case.act("government", "consent", granted=True, document="武隆府〔2026〕7号")
    return case


async def proposed(office: Office) -> Case:
    case = await heard(office)
    await case.act("clerk", "proposal", proposal="建议由区农业农村委负责。")
    return case


async def tentative(office: Office) -> Case:
    case = await heard(office)
    await case.act("clerk", "extension", days=1, reason="情况复杂。")
    await case.act("head", "extension-decision", approved=True)
    office.on("2026-11-12")
    await case.act("clerk", "tentative-opinion", opinion="倾向于由区农业农村委负责。")
    return case


async def decided(office: Office) -> Case:
    case = await proposed(office)
    await case.send("coordination_proposal", **PROPOSAL)
    await case.act("government", "decision", **DECISION)
    await case.write("government_decision")
    return case


async def withdrawn(office: Office) -> Case:
    case = await accepted(office)
    await case.act("market_clerk", "withdrawal", reason="双方已经协商一致。")
    return case


async def not_executed(office: Office) -> Case:
    case = await consented(office)
    await case.send("coordination_opinion")
    body = {"agency": "farming", "result": "not_executed", "note": "尚未接手。"}
    await case.act("clerk", "execution-checks", **body)
    await case.write("execution_reminder")
    return case


PROPOSAL = {"unresolved": ["日常检查的主体。"], "legal_basis": ["《农药管理条例》第三条。"]}

POINTS: dict[str, tuple[Callable[[Office], Any], dict[str, Any], list[str]]] = {
    "coordination_request": (requested, {"norms": ["《农药管理条例》"]}, ["bureau"]),
    "supplement_notice": (incomplete, {}, ["market"]),
    "acceptance_notice": (accepted, {}, ["farming"]),
    "decline_decision": (declined, {}, ["market"]),
    "coordination_notice": (own_motion, {}, ["market", "water"]),
    "deemed_withdrawal_notice": (silent, {}, ["market"]),
    "extension_approval_form": (extension_asked, {"progress": "已听取双方意见。"}, []),
    "extension_notice": (extended, {}, ["market", "farming"]),
    "suspension_notice": (stopped, {}, ["market", "farming"]),
    "resumption_notice": (resumed, {}, ["market", "farming"]),
    "meeting_notice": (
        meeting,
        {
            "held_on": "2026-11-06",
            "time": "上午9时",
            "place": "区司法局会议室",
            "agenda": ["听取意见。"],
            "attendees": ["双方负责人。"],
        },
        ["market", "farming", "staffing_office"],
    ),
    "urgent_enforcement_request": (
        urgent,
        {"consequences": "损失扩大。", "measures": ["先行封存。"]},
        ["government"],
    ),
    "urgent_enforcement_decision": (urgency_decided, {}, ["bureau"]),
    "consent_request": (agreed, {}, ["government"]),
    "coordination_opinion": (consented, {}, ["market", "farming"]),
    "coordination_proposal": (proposed, PROPOSAL, ["government"]),
    "tentative_opinion": (tentative, PROPOSAL, ["government"]),
    "government_decision": (
        decided,
        {"legal_basis": ["《农药管理条例》"], "execution": "收到之日起十日内。"},
        ["market", "farming"],
    ),
    "termination_notice": (withdrawn, {}, ["market", "farming"]),
    "execution_reminder": (not_executed, {"unexecuted": ["接手检查。"], "request": "请抓紧。"}, ["farming"]),
}
"""Where in the procedure each letter is due, what a person adds to what the case says, whom it addresses."""
