"""Not settled: extension, tentative opinion, decision of the government, and who defies it (区政府决定)."""

from datetime import date

from tests.scenarios.disputes import Dispute, District, coordinated, served, words

# 2026 年 6 月：19 日周五至 21 日周日端午放假，没有调休上班日。
REQUESTED = date(2026, 5, 21)  # 周四
EXAMINED_BY = date(2026, 5, 28)  # 周四：22 日五 1，25 日一 2，26 日二 3，27 日三 4，28 日四 5
ACCEPTED = date(2026, 5, 22)  # 周五，当日送达
ANSWER_BY = date(2026, 5, 29)  # 周五：25 日一 1，26 日二 2，27 日三 3，28 日四 4，29 日五 5
SILENT = date(2026, 5, 30)  # 周六，届满次日
HANDLED_BY = date(2026, 6, 2)  # 周二：前五日同上，6 月 1 日一 6，2 日二 7
TOO_LATE = date(2026, 6, 3)  # 周三
EXTENDED_TO = date(2026, 6, 24)
"""周三：6 月 3 日三 1，4 日四 2，5 日五 3，8 日一 4，9 日二 5，10 日三 6，11 日四 7，12 日五 8，15 日一 9，
16 日二 10，17 日三 11，18 日四 12，22 日一 13，23 日二 14，24 日三 15"""
EVE = date(2026, 6, 23)  # 周二
EXHAUSTED = date(2026, 6, 25)  # 周四
DECIDED = date(2026, 6, 30)  # 周二
DEFIED = date(2026, 7, 2)  # 周四
DECISION = {"decided": True, "document": "虚构府〔2026〕30号", "decision": "由城市管理局查处。"}
LADDER = ("order_to_correct", "circular", "competent_organ")


async def test_an_unsettled_dispute_goes_to_the_government_and_its_decision_is_enforced(district: District):
    await district.move_to(REQUESTED)
    case = await district.requested("market", ["urban_management"])
    late = await district.requested("urban_management", ["ecology"], title="油烟扰民执法职责争议")
    assert await case.due_on("acceptance") == EXAMINED_BY

    await district.move_to(ACCEPTED)
    for each in (case, late):
        await each.act("bureau_clerk", "acceptance")
        await each.issued("acceptance_notice")
        assert await each.due_on("handling") == HANDLED_BY
    assert await case.due_on("respondent_answer:urban_management") == ANSWER_BY
    too_long = await case.refused("bureau_clerk", "extension", days=16, reason="涉及多个领域。")
    assert too_long == (422, "第十四条")
    assert await case.refused("bureau_clerk", "tentative-opinion", opinion="未延长。") == (409, "第十四条")

    await district.move_to(ANSWER_BY)
    assert (await case.clocks())["respondent_answer:urban_management"]["due"]["light"] == "yellow"
    await district.move_to(SILENT)
    assert (await case.clocks())["respondent_answer:urban_management"]["due"]["light"] == "red"
    assert (await case.page())["stage"] == "coordinating"
    await coordinated(case)

    await district.move_to(HANDLED_BY)
    for each in (case, late):
        await each.act("bureau_clerk", "extension", days=15, reason="涉及多个领域，情况复杂。")
    await extended_by_the_principal_only(case)

    await district.move_to(TOO_LATE)
    assert await late.refused("bureau_head", "extension-decision", approved=True) == (409, "第十四条")
    assert await late.due_on("handling") == HANDLED_BY
    assert (await late.clocks())["handling"]["due"]["light"] == "red"
    again = await case.refused("bureau_clerk", "extension", days=1, reason="仍然复杂。")
    assert again == (422, "第十四条")

    await district.move_to(EVE)
    assert not await proposed(case)
    await district.move_to(EXTENDED_TO)
    assert await proposed(case)
    assert (await case.clocks())["handling"]["due"]["light"] == "yellow"
    await district.move_to(EXHAUSTED)
    assert (await case.clocks())["handling"]["due"]["light"] == "red"
    await case.act("bureau_clerk", "tentative-opinion", opinion="建议由城市管理局查处。")
    assert (await case.page())["stage"] == "government_pending"
    (tentative,) = await case.letters("tentative_opinion")
    written = {"unresolved": "占道与油烟是否由一家查处。", "legal_basis": "两部门权责清单。"}
    await case.act("bureau_clerk", f"letters/{tentative['id']}/revision", fields=written)
    (tentative,) = await case.issued("tentative_opinion")
    text = await case.paper(tentative, "government")
    assert "建议由城市管理局查处" in text and written["legal_basis"].rstrip("。") in text

    await district.move_to(DECIDED)
    assert await case.stopped_on("handling") is None
    await case.act("government", "decision", **DECISION)
    assert await case.stopped_on("handling") == DECIDED
    await defied_and_answered(district, case)


async def extended_by_the_principal_only(case: Dispute) -> None:
    """The deputy may not; the principal's yes moves the clock and is told to both agencies."""
    assert await case.refused("bureau_deputy", "extension-decision", approved=True) == (403, "第十四条")
    assert await case.due_on("handling") == HANDLED_BY
    await case.act("bureau_head", "extension-decision", approved=True)
    assert await case.due_on("handling") == EXTENDED_TO
    (notice,) = await case.issued("extension_notice")
    assert served(notice) == dict.fromkeys(("market", "urban_management"), HANDLED_BY.isoformat())
    assert words(EXTENDED_TO) in await case.paper(notice, "urban_management.clerk")


async def proposed(case: Dispute) -> bool:
    """Whether the system proposes to write the tentative opinion."""
    return "tentative_opinion" in {each["act"] for each in (await case.page())["proposals"]}


async def defied_and_answered(district: District, case: Dispute) -> None:
    """One agency follows the decision, the other does not: three answers, in the order of the law."""
    await district.move_to(DEFIED)
    done = {"agency": "urban_management", "result": "executed", "note": "属实。"}
    await case.act("bureau_clerk", "execution-checks", **done)
    defied = {"agency": "market", "against": "decision", "manner": "inaction", "note": "不移交案卷。"}
    await case.act("bureau_clerk", "defiance", **defied)
    for place, rung in enumerate(LADDER):
        assert [each["rung"] for each in (await case.page())["proposals"]] == [rung]
        for other in (*LADDER[:place], *LADDER[place + 1 :]):
            wrong = {"agency": "market", "rung": other, "document": "虚构司〔2026〕0号"}
            assert await case.refused("bureau_clerk", "ladder", **wrong) == (409, "第二十条")
        document = f"虚构司〔2026〕{place + 1}号"
        await case.act("bureau_clerk", "ladder", agency="market", rung=rung, document=document)
    page = await case.page()
    assert next(each for each in page["parties"] if each["agency"] == "market")["ladder"] == list(LADDER)
    assert not [each for each in page["proposals"] if each["act"] == "ladder"]
    facts = [each["data"] for each in await district.feed("bureau_clerk") if each["subject"] == case.id]
    assert [fact["rung"] for fact in facts if "taken_on" in fact] == list(LADDER)
    assert (await case.act("bureau_clerk", "closure"))["stage"] == "closed"
