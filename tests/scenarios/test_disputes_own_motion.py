"""A case opened on the government's instruction, and the standstill while it lasts (主动协调、暂停执法)."""

from datetime import date
from typing import Any

from tests.scenarios.disputes import Dispute, District, served, words

# 2026 年 7 月没有放假，也没有调休。
OPENED = date(2026, 7, 6)  # 周一
NOTIFIED = date(2026, 7, 7)  # 周二，三份协调通知送达
STATEMENT_BY = date(2026, 7, 14)  # 周二：8 日三 1，9 日四 2，10 日五 3，13 日一 4，14 日二 5
HANDLED_BY = date(2026, 7, 16)  # 周四：前五日同上，15 日三 6，16 日四 7
ACTED = date(2026, 7, 9)  # 周四
LATE = date(2026, 7, 15)  # 周三
THREE = ("ecology", "market", "urban_management")


async def test_an_instructed_case_asks_three_agencies_and_holds_them_still(district: District):
    await district.move_to(OPENED)
    opening = {
        "title": "夜市油烟与占道执法职责争议",
        "trigger": "government_instruction",
        "source": "区政府办公室交办。",
        "ground": "joint_enforcement",
        "agencies": list(THREE),
    }
    unnumbered = await district.post("bureau_clerk", "/api/v1/disputes/own-motion", **opening)
    assert unnumbered.status_code == 422
    assert unnumbered.json()["basis"].endswith("#第十条")
    by_agency = await district.post("market.clerk", "/api/v1/disputes/own-motion", **opening)
    assert by_agency.status_code == 403
    case = await district.opened("bureau_clerk", "/own-motion", **opening, instruction="虚构府办〔2026〕12号")
    before = await acted(case, "market", OPENED)
    assert before["finding"] == "outside_standstill"

    await district.move_to(NOTIFIED)
    notices = await case.issued("coordination_notice")
    reached = {agency: on for each in notices for agency, on in served(each).items()}
    assert reached == dict.fromkeys(THREE, NOTIFIED.isoformat())
    for agency in THREE:
        assert await case.due_on(f"own_motion_statement:{agency}") == STATEMENT_BY
        assert [each for each in await district.inbox(agency) if each["case_id"] == case.id]
    assert await case.due_on("handling") == HANDLED_BY
    assert words(STATEMENT_BY) in await case.paper(notices[0])

    await district.move_to(ACTED)
    await still(district, case)
    for agency in ("market", "ecology"):
        await case.act(f"{agency}.clerk", "answers", answer="情况说明。", materials=["legal_basis"])
        assert await case.stopped_on(f"own_motion_statement:{agency}") == ACTED

    await district.move_to(LATE)
    await case.act("urban_management.clerk", "answers", answer="迟交的情况说明。")
    late = {each["agency"]: each["late"] for each in (await case.page())["parties"]}
    assert late == {"ecology": False, "market": False, "urban_management": True}
    await case.act("bureau_clerk", "termination", reason="区政府另行处理。")
    (notice,) = await case.issued("termination_notice")
    assert served(notice) == dict.fromkeys(THREE, LATE.isoformat())
    assert (await case.page())["clocks"] == []


async def still(district: District, case: Dispute) -> None:
    """Nobody acts alone: not without a breach, but for safety, by permit, or against irreparable harm."""
    breach = await acted(case, "urban_management", ACTED)
    assert breach["finding"] == "breach"
    safety = await acted(case, "ecology", ACTED, exception="public_safety")
    assert safety["finding"] == "excepted"

    asked = await case.act("market.clerk", "urgent-requests", reason="货物将被转移。")
    urgency = asked["urgency_id"]
    unpermitted = {
        "agency": "market",
        "act": "扣押货物。",
        "acted_on": ACTED.isoformat(),
        "urgency_id": urgency,
    }
    assert await case.refused("bureau_clerk", "unilateral-acts", **unpermitted) == (422, "第十六条")
    by_agency = await case.refused(
        "market.clerk", f"urgent-requests/{urgency}/decision", permitted=True, document="自批"
    )
    assert by_agency[0] == 403
    permit = {"permitted": True, "document": "虚构府〔2026〕41号", "limits": "限于扣押。"}
    await case.act("government", f"urgent-requests/{urgency}/decision", **permit)
    assert (await acted(case, "market", ACTED, urgency_id=urgency))["finding"] == "permitted_by_government"

    await case.act("ecology.clerk", "interim-measures", harm="油污入河难以恢复。", measure="封堵排口。")
    assert (await acted(case, "ecology", ACTED, interim=True))["finding"] == "interim_measure"

    told = [each for each in await district.feed("bureau_clerk") if ".standstill_breached." in each["type"]]
    ours = [each["data"] for each in told if each["data"]["case_id"] == case.id]
    assert breach["act_id"] in {each["act_id"] for each in ours}
    assert safety["act_id"] not in {each["act_id"] for each in ours}
    leads = [each for each in (await case.page())["proposals"] if each["act"] == "supervision_lead"]
    assert "urban_management" in {each["agency"] for each in leads}


async def acted(case: Dispute, agency: str, on: date, **changes: Any) -> dict[str, Any]:
    """Record an act of one agency alone, and what was found of it."""
    body = {"agency": agency, "act": "单独查封摊位。", "acted_on": on.isoformat()}
    return await case.act("bureau_clerk", "unilateral-acts", **{**body, **changes})
