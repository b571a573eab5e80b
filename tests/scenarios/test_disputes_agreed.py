"""A dispute that ends in agreement, from the failed negotiation to the execution reports (达成一致)."""

from datetime import date
from typing import Any

from tests.scenarios.disputes import NUMBER, OPINION, Dispute, District, request, served, words
from tests.scenarios.people import person

# 2026 年 4 月：4 日周六至 6 日周一清明放假，没有调休上班日。
NEGOTIATED = date(2026, 3, 31)  # 周二
REQUESTED = date(2026, 4, 2)  # 周四
EXAMINED_BY = date(2026, 4, 10)  # 周五：3 日五 1，7 日二 2，8 日三 3，9 日四 4，10 日五 5
ACCEPTED = date(2026, 4, 8)  # 周三
SERVED = date(2026, 4, 9)  # 周四
ANSWER_BY = date(2026, 4, 16)  # 周四：10 日五 1，13 日一 2，14 日二 3，15 日三 4，16 日四 5
ANSWERED = date(2026, 4, 14)  # 周二
HANDLED_BY = date(
    2026, 4, 17
)  # 周五：9 日四 1，10 日五 2，13 日一 3，14 日二 4，15 日三 5，16 日四 6，17 日五 7
CONSENTED = date(2026, 4, 16)  # 周四
CONCLUDED = date(2026, 4, 17)  # 周五，最后一日
REPORTED = date(2026, 4, 20)  # 周一
BOTH = {"market", "urban_management"}


async def test_an_agreed_dispute_goes_from_negotiation_to_execution(district: District):
    await district.move_to(REQUESTED)
    case = await district.opened(
        "market.clerk",
        "/negotiations",
        title="滨河路占道烧烤执法职责争议",
        applicants=["market"],
        respondents=["urban_management"],
    )
    await case.act(
        "market.clerk",
        "negotiations",
        held_on=NEGOTIATED.isoformat(),
        parties=sorted(BOTH),
        form="minutes",
        record="双方各执一词，未能一致。",
    )
    await case.act("market.clerk", "request", **asked())
    assert await case.due_on("acceptance") == EXAMINED_BY
    assert (await district.get("urban_management.clerk", case.path)).status_code == 404

    await district.move_to(ACCEPTED)
    await case.act("bureau_clerk", "acceptance")
    assert await case.due_on("handling") == HANDLED_BY
    assert await case.stopped_on("acceptance") == ACCEPTED
    assert "respondent_answer:urban_management" not in await case.clocks()

    await district.move_to(SERVED)
    notices = await case.issued("acceptance_notice")
    assert {agency: on for each in notices for agency, on in served(each).items()} == dict.fromkeys(
        BOTH, SERVED.isoformat()
    )
    years_and_numbers = [NUMBER.fullmatch(each["number"]).groups() for each in notices]
    assert {year for year, _ in years_and_numbers} == {"2026"}
    first, second = sorted(int(number) for _, number in years_and_numbers)
    assert second == first + 1
    await told_and_proven(district, case, notices)

    await district.move_to(ANSWERED)
    await case.act(
        "urban_management.clerk", "answers", answer="属市场监管局职责。", materials=["legal_basis"]
    )
    assert await case.stopped_on("respondent_answer:urban_management") == ANSWERED

    await heard(case)
    await case.act("bureau_clerk", "agreement", **OPINION)
    assert await case.letters("coordination_opinion") == []

    await district.move_to(CONSENTED)
    await case.act("government", "consent", granted=True, document="虚构府函〔2026〕4号")
    assert await case.due_on("handling") == HANDLED_BY

    await district.move_to(CONCLUDED)
    assert (await case.clocks())["handling"]["due"]["light"] == "yellow"
    (opinion,) = await case.issued("coordination_opinion")
    assert served(opinion) == dict.fromkeys(BOTH, CONCLUDED.isoformat())
    assert await case.stopped_on("handling") == CONCLUDED
    text = await case.paper(opinion, "urban_management.clerk")
    assert opinion["number"] in text and "虚构府函〔2026〕4号" in text
    assert all(part.rstrip("。") in text for part in OPINION.values())

    await district.move_to(REPORTED)
    for agency in sorted(BOTH):
        early = await case.refused("bureau_clerk", "closure")
        assert early == (409, "第十九条")
        await case.act(f"{agency}.clerk", "execution-reports", report="已按意见书执行。")
        await case.act("bureau_clerk", "execution-checks", agency=agency, result="executed", note="属实。")
    closed = await case.act("bureau_clerk", "closure")
    page = await case.page()
    assert (closed["stage"], page["closed_on"]) == ("closed", REPORTED.isoformat())
    assert page["clocks"] == []


def asked() -> dict[str, Any]:
    """What the request states once a negotiation is on file."""
    left_out = ("title", "negotiations")
    whole = request("market", ["urban_management"], NEGOTIATED)
    return {name: value for name, value in whole.items() if name not in left_out}


async def told_and_proven(district: District, case: Dispute, notices: list[dict[str, Any]]) -> None:
    """Both agencies find the notice in their inboxes and sign; the respondent is told its last day."""
    notice = next(each for each in notices if "urban_management" in served(each))
    clock = (await case.clocks())["respondent_answer:urban_management"]
    assert clock["due"]["due_on"] == ANSWER_BY.isoformat()
    assert clock["told"] == [{"party": "urban_management", "due_on": ANSWER_BY.isoformat()}]
    assert words(ANSWER_BY) in await case.paper(notice, "urban_management.clerk")
    assert words(HANDLED_BY) in await case.paper(notice)
    for agency in sorted(BOTH):
        (arrived,) = [each for each in await district.inbox(agency) if each["case_id"] == case.id]
        assert (arrived["served_on"], arrived["acknowledged_on"]) == (SERVED.isoformat(), None)
        await case.act(f"{agency}.clerk", f"letters/{arrived['letter_id']}/acknowledgement")
        (arrived,) = [each for each in await district.inbox(agency) if each["case_id"] == case.id]
        assert (arrived["served_on"], arrived["acknowledged_on"]) == (SERVED.isoformat(),) * 2
    receipt = await case.receipt(notice)
    assert notice["number"] in receipt and case.number in receipt and words(SERVED) in receipt


async def heard(case: Dispute) -> None:
    """Facts are verified; both agencies and the staffing office are heard; a meeting is held."""
    early = await case.refused("bureau_clerk", "agreement", **OPINION)
    assert early == (409, "第十八条（一）")
    await case.act(
        "bureau_clerk", "investigation", persons=[person("bureau_investigator")], note="查阅权责清单。"
    )
    for agency in sorted(BOTH):
        await case.act("bureau_clerk", "views", body=agency, way="in_writing", view="按清单各管一段。")
    unheard = await case.refused("bureau_clerk", "agreement", **OPINION)
    assert unheard == (409, "第十八条（一）")
    await case.act("bureau_clerk", "views", body="staffing_office", way="in_writing", view="以三定规定为准。")
    await case.act(
        "bureau_clerk",
        "consultations",
        form="meeting",
        need="清单表述不一。",
        result="双方同意分段执法。",
        participants=["市场监管局", "城市管理局", "区委编办"],
    )
