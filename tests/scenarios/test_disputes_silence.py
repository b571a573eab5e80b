"""An incomplete request: one notice, silence, papers that were posted in time after all (视为放弃与撤销)."""

from datetime import date
from typing import Any

from tests.scenarios.disputes import MATERIALS, ON_PAPER, Dispute, District, served, words
from tests.scenarios.people import person

# 2026 年 9 月：20 日周日上班，25 日周五至 27 日周日中秋放假；10 月 1 日周四至 7 日周三国庆放假。
REQUESTED = date(2026, 9, 7)  # 周一
EXAMINED_BY = date(2026, 9, 14)  # 周一：8 日二 1，9 日三 2，10 日四 3，11 日五 4，14 日一 5
NOTIFIED = date(2026, 9, 10)  # 周四，印发，送达无人签收
SERVED = date(2026, 9, 14)  # 周一，第二次送达，签收
SERVED_AGAIN = date(2026, 9, 15)  # 周二，第三次送达，签收，不改变送达日
SUPPLEMENT_BY = date(2026, 9, 20)  # 周日上班：15 日二 1，16 日三 2，17 日四 3，18 日五 4，20 日日 5
EVE = date(2026, 9, 19)  # 周六
NEXT_DAY = date(2026, 9, 21)  # 周一
POSTED = date(2026, 9, 18)  # 周五，期满前交邮
ARRIVED = date(2026, 9, 23)  # 周三，期满后收到
EXAMINED_ANEW_BY = date(2026, 10, 8)  # 周四：24 日四 1，28 日一 2，29 日二 3，30 日三 4，10 月 8 日四 5
MISSING = {"materials": ["staffing_and_duty_documents"], "contents": ["proposal_and_reasons"]}


async def test_silence_ends_the_request_on_the_day_and_papers_posted_in_time_revive_it(district: District):
    await district.move_to(REQUESTED)
    held = [each for each in MATERIALS if each not in MISSING["materials"]]
    case = await district.requested(ON_PAPER, ["market"], materials=held, proposal_and_reasons=None)
    assert await case.due_on("acceptance") == EXAMINED_BY
    assert {each["code"] for each in (await case.page())["missing"]} == {
        "staffing_and_duty_documents",
        "proposal_and_reasons",
    }
    assert await case.refused("bureau_clerk", "acceptance") == (422, "第十二条（二）")

    await district.move_to(NOTIFIED)
    await case.act("bureau_clerk", "supplement-notice", **MISSING)
    assert (await case.send("bureau_clerk", "supplement-notice", materials=["other"])).status_code == 409
    notice = await served_on_paper(district, case)

    await district.move_to(SERVED_AGAIN)
    await delivered(case, notice, SERVED_AGAIN)
    (notice,) = await case.letters("supplement_notice")
    assert served(notice) == {ON_PAPER: SERVED.isoformat()}
    assert await case.due_on("supplement") == SUPPLEMENT_BY

    for day, light in ((EVE, "green"), (SUPPLEMENT_BY, "yellow")):
        await district.move_to(day)
        assert (await case.page())["stage"] == "supplementing"
        assert (await case.clocks())["supplement"]["due"]["light"] == light
    await district.move_to(NEXT_DAY)
    assert (await case.page())["stage"] == "deemed_withdrawn"
    (line,) = await case.timeline("deemed_withdrawn")
    assert (line["role"], line["on"]) == ("system", NEXT_DAY.isoformat())
    assert line["basis"].endswith("#第十二条（二）")

    await district.move_to(ARRIVED)
    await revived(case)
    assert await case.due_on("acceptance") == EXAMINED_ANEW_BY
    assert (await case.page())["missing"] == []
    assert (await district.get("market.clerk", case.path)).status_code == 404
    await case.act("bureau_clerk", "acceptance")
    assert (await case.page())["stage"] == "coordinating"


async def delivered(case: Dispute, notice: dict[str, Any], on: date, **changes: Any) -> None:
    """One attempt of direct service on the agency's mail room."""
    attempt = {
        "addressee": ON_PAPER,
        "method": "direct",
        "on": on.isoformat(),
        "servers": [person("bureau_clerk")],
        "capacity": "mail_room",
        "evidence": {"signed_receipt": "送达回证附卷。"},
        "receipt": {"signed_by": "收发室（演示）", "place": "虚构路1号"},
    }
    await case.act("bureau_clerk", f"letters/{notice['id']}/deliveries", **{**attempt, **changes})


async def served_on_paper(district: District, case: Dispute) -> dict[str, Any]:
    """Nobody there on the first day; the second attempt is signed for, and starts the period."""
    (notice,) = await case.issued("supplement_notice")
    assert served(notice) == {ON_PAPER: None}
    assert await case.stopped_on("acceptance") == NOTIFIED
    failed = {"failed": "absent", "capacity": None, "evidence": {}, "receipt": {"place": "虚构路1号"}}
    await delivered(case, notice, NOTIFIED, **failed)
    assert "supplement" not in await case.clocks()
    await district.move_to(SERVED)
    await delivered(case, notice, SERVED)
    assert await case.due_on("supplement") == SUPPLEMENT_BY
    receipt = await case.receipt(notice)
    assert notice["number"] in receipt and words(SERVED) in receipt
    return notice


async def revived(case: Dispute) -> None:
    """What arrived late was posted in time; the request is examined anew from its arrival."""
    papers = {
        **MISSING,
        "received_on": ARRIVED.isoformat(),
        "posted_on": POSTED.isoformat(),
        "proposal_and_reasons": "建议由市场监管局查处。",
    }
    del papers["contents"]
    reversal = {"ground": "posted_in_time", "reason": "邮戳为9月18日。"}
    assert await case.refused("bureau_clerk", "reversal", **reversal) == (422, "第十二条（二）")
    await case.act("bureau_clerk", "supplement", **papers)
    await case.act("bureau_clerk", "reversal", **reversal)
