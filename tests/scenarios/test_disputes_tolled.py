"""Time that does not count: a stop over a holiday, an extension, a second stop (不计入期限)."""

from datetime import date
from typing import Any

from tests.scenarios.disputes import Dispute, District, served

# 2026 年 10 月：1 日周四至 7 日周三国庆放假，10 日周六上班。9 月 25 日周五至 27 日周日中秋放假。
ACCEPTED = date(2026, 9, 24)  # 周四，当日收到申请
WITHOUT_STOP = date(2026, 10, 12)
"""周一：9 月 28 日一 1，29 日二 2，30 日三 3，10 月 8 日四 4，9 日五 5，10 日六 6，12 日一 7"""
STOPPED = date(2026, 9, 29)  # 周二，当日仍计入（第 2 日）
ANSWERED = date(2026, 10, 9)  # 周五，当日仍不计入
AFTER_STOP = date(2026, 10, 15)  # 周四：10 日六 3，12 日一 4，13 日二 5，14 日三 6，15 日四 7
EXTENDED_ON = date(2026, 10, 14)  # 周三，期满前一日
EXTENDED_TO = date(2026, 10, 29)
"""周四，10 个工作日：16 日五 1，19 日一 2，20 日二 3，21 日三 4，22 日四 5，23 日五 6，26 日一 7，27 日二 8，
28 日三 9，29 日四 10"""
STOPPED_AGAIN = date(2026, 10, 19)  # 周一，当日仍计入
ANSWERED_AGAIN = date(2026, 10, 21)  # 周三；20 日、21 日不计入
AT_LAST = date(
    2026, 11, 2
)  # 周一：22 日四 3，23 日五 4，26 日一 5，27 日二 6，28 日三 7，29 日四 8，30 日五 9，2 日一 10
COUNTED = {
    *("2026-09-28", "2026-09-29", "2026-10-10", "2026-10-12", "2026-10-13", "2026-10-14", "2026-10-15"),
    *("2026-10-16", "2026-10-19", "2026-10-22", "2026-10-23", "2026-10-26", "2026-10-27", "2026-10-28"),
    *("2026-10-29", "2026-10-30", "2026-11-02"),
}
"""The seventeen days that count: seven, and the ten of the extension."""
NOT_COUNTED = {"2026-09-30", "2026-10-08", "2026-10-09", "2026-10-20", "2026-10-21"}
"""Working days that fall into a stop."""


async def test_stops_and_an_extension_move_the_end_as_counted_by_hand(district: District):
    await district.move_to(ACCEPTED)
    case = await district.requested("market", ["urban_management"])
    await case.act("bureau_clerk", "acceptance")
    assert await case.due_on("handling") == WITHOUT_STOP

    await district.move_to(STOPPED)
    stop = await stopped(case, "interpretation_requested", "虚构司请〔2026〕3号")
    clock = (await case.clocks())["handling"]
    assert clock["due"]["due_on"] is None and clock["due"]["remaining_working_days"] is None
    assert clock["due"]["remaining"] == {"count": 5, "unit": "working_day"}

    await district.move_to(ANSWERED)
    assert (await case.clocks())["handling"]["due"]["due_on"] is None
    await case.act("bureau_clerk", f"suspensions/{stop}/resumption", answer="以权责清单为准。")
    assert await case.due_on("handling") == AFTER_STOP
    for kind in ("suspension_notice", "resumption_notice"):
        (letter,) = await case.issued(kind)
        assert served(letter) == dict.fromkeys(("market", "urban_management"), ANSWERED.isoformat())

    await district.move_to(EXTENDED_ON)
    await case.act("bureau_clerk", "extension", days=10, reason="涉及多个领域。")
    await case.act("bureau_head", "extension-decision", approved=True)
    assert await case.due_on("handling") == EXTENDED_TO

    await district.move_to(STOPPED_AGAIN)
    stop = await stopped(case, "superior_consulted", "虚构司请〔2026〕4号")
    await district.move_to(ANSWERED_AGAIN)
    await case.act("bureau_clerk", f"suspensions/{stop}/resumption", answer="同意按清单办理。")
    assert await case.due_on("handling") == AT_LAST
    await explained(district, case)


async def stopped(case: Dispute, ground: str, letter: str) -> str:
    """Let time stand, by the letter that asks; the id of the stop."""
    asked = {"ground": ground, "letter": letter, "organ": "虚构市司法局"}
    done: dict[str, Any] = await case.act("bureau_clerk", "suspensions", **asked)
    return str(done["stop_id"])


async def explained(district: District, case: Dispute) -> None:
    """Day by day: what counted, what did not, and that a stop was the reason."""
    answer = await district.get("market.clerk", f"{case.path}/clocks/handling/explanation")
    days = {each["day"]: each for each in answer.json()["days"]}
    assert {day for day, each in days.items() if each["counted"]} == COUNTED
    assert {day for day, each in days.items() if "中止" in each["why_zh"]} >= NOT_COUNTED
    assert "延长10个工作日，其间2次中止不计入" in answer.json()["sentence_zh"]
    assert max(days) == AT_LAST.isoformat()
