"""An opinion that an agency will not follow, and what then leaves the service (拒不执行)."""

from datetime import date

import orjson

from deploy.demonstration.district import demo_district
from tests.scenarios.disputes import OPINION, District, coordinated, served

# 2026 年 5 月：1 日周五至 5 日周二劳动节放假，9 日周六上班。
REQUESTED = date(2026, 4, 23)  # 周四
EXAMINED_BY = date(2026, 4, 30)  # 周四：24 日五 1，27 日一 2，28 日二 3，29 日三 4，30 日四 5
ACCEPTED = date(2026, 4, 27)  # 周一，当日送达
ANSWER_BY = date(2026, 5, 7)  # 周四：28 日二 1，29 日三 2，30 日四 3，5 月 6 日三 4，7 日四 5
HANDLED_BY = date(2026, 5, 9)  # 周六上班：前四日同上，7 日四 5，8 日五 6，9 日六 7
CONSENTED = date(2026, 5, 8)  # 周五
DEFIED = date(2026, 5, 20)  # 周三
FACT = {"case_id", "number", "basis", "agency", "manner", "opinion_number", "served_on", "recorded_on"}


async def test_a_defied_opinion_leaves_with_its_number_and_no_personal_data(district: District):
    await district.move_to(REQUESTED)
    case = await district.requested("market", ["urban_management"])
    assert await case.due_on("acceptance") == EXAMINED_BY

    await district.move_to(ACCEPTED)
    await case.act("bureau_clerk", "acceptance")
    await case.issued("acceptance_notice")
    assert await case.due_on("respondent_answer:urban_management") == ANSWER_BY
    assert await case.due_on("handling") == HANDLED_BY

    await district.move_to(CONSENTED)
    await coordinated(case)
    await case.act("bureau_clerk", "agreement", **OPINION)
    await case.act("bureau_clerk", "consent", granted=True, document="虚构府函〔2026〕9号")

    await district.move_to(HANDLED_BY)
    assert (await case.clocks())["handling"]["due"]["light"] == "yellow"
    refused = {
        "agency": "urban_management",
        "against": "opinion",
        "manner": "refused",
        "note": "拒不接收任务。",
    }
    assert (await case.send("bureau_clerk", "defiance", **refused)).status_code == 409
    (opinion,) = await case.issued("coordination_opinion")
    assert served(opinion)["urban_management"] == HANDLED_BY.isoformat()
    assert await case.stopped_on("handling") == HANDLED_BY

    await district.move_to(DEFIED)
    against_decision = await case.refused("bureau_clerk", "defiance", **{**refused, "against": "decision"})
    assert against_decision[0] == 409
    await case.act("bureau_clerk", "defiance", **refused)
    ladder = {"agency": "urban_management", "rung": "order_to_correct", "document": "虚构司责〔2026〕1号"}
    assert await case.refused("bureau_clerk", "ladder", **ladder) == (409, "第二十条")
    assert (await case.send("bureau_clerk", "closure")).status_code == 409

    (told,) = [each for each in await district.feed("government") if ".opinion_defied." in each["type"]]
    assert set(told["data"]) == FACT
    assert told["data"] | {"basis": ""} == {
        "case_id": case.id,
        "number": case.number,
        "basis": "",
        "agency": "urban_management",
        "manner": "refused",
        "opinion_number": opinion["number"],
        "served_on": HANDLED_BY.isoformat(),
        "recorded_on": DEFIED.isoformat(),
    }
    assert told["data"]["basis"].endswith("#第十九条")
    people = [each[name] for each in demo_district().officers for name in ("person", "display_name")]
    written = orjson.dumps(told).decode()
    assert not [each for each in (*people, refused["note"], *OPINION.values()) if each in written]
    assert [each for each in await district.feed("urban_management.clerk") if each["id"] == told["id"]]
    assert not [each for each in await district.feed("market.clerk") if each["id"] == told["id"]]
