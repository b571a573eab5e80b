"""More than two agencies: one joins, a second case is joined, both withdraw, one asks anew (多方争议)."""

from datetime import date, timedelta

from tests.scenarios.disputes import ON_PAPER, OPINION, Dispute, District, request, served
from tests.scenarios.people import person

# 2026 年 7、8 月没有放假，也没有调休。
ACCEPTED = date(2026, 7, 20)  # 周一，当日收到申请，当日送达
ANSWER_BY = date(2026, 7, 27)  # 周一：21 日二 1，22 日三 2，23 日四 3，24 日五 4，27 日一 5
JOINED = date(2026, 7, 22)  # 周三，追加
SERVED_ON_JOINED = date(2026, 7, 23)  # 周四，直接送达
JOINED_ANSWERS_BY = date(2026, 7, 30)  # 周四：24 日五 1，27 日一 2，28 日二 3，29 日三 4，30 日四 5
HANDLED_BY = date(2026, 7, 29)  # 周三：前五日同首行，28 日二 6，29 日三 7
WITHDRAWN = date(2026, 7, 28)  # 周二
AGAIN = date(2026, 7, 31)  # 周五
EXAMINED_BY = date(2026, 8, 7)  # 周五：3 日一 1，4 日二 2，5 日三 3，6 日四 4，7 日五 5


async def test_agencies_join_cases_join_and_a_withdrawn_matter_comes_back(district: District):
    await district.move_to(ACCEPTED)
    case = await district.requested("market", ["urban_management"])
    other = await district.requested("ecology", ["market"], title="同一夜市油烟执法职责争议")
    await case.act("bureau_clerk", "acceptance")
    notices = await case.issued("acceptance_notice")
    assert {agency for each in notices for agency in served(each)} == {"market", "urban_management"}
    assert await case.due_on("respondent_answer:urban_management") == ANSWER_BY
    assert await case.due_on("handling") == HANDLED_BY

    await joined_by_another_agency(district, case)
    await joined_to_another_case(case, other)
    await withdrawn_and_asked_again(district, case)


async def joined_by_another_agency(district: District, case: Dispute) -> None:
    """The new agency's own period runs from the service on it; the others' and the bureau's stay."""
    await district.move_to(JOINED)
    assert (await district.get(f"{ON_PAPER}.clerk", case.path)).status_code == 404
    joinder = {"agency": ON_PAPER, "side": "respondent", "reason": "部分摊位在小区内。"}
    await case.act("bureau_clerk", "joinder", **joinder)
    notice = next(each for each in await case.letters() if ON_PAPER in served(each))
    (notice,) = [each for each in await case.issued(notice["kind"]) if ON_PAPER in served(each)]
    assert served(notice)[ON_PAPER] is None
    await district.move_to(SERVED_ON_JOINED)
    await case.act(
        "bureau_clerk",
        f"letters/{notice['id']}/deliveries",
        addressee=ON_PAPER,
        method="direct",
        on=SERVED_ON_JOINED.isoformat(),
        servers=[person("bureau_clerk")],
        capacity="head",
        evidence={"signed_receipt": "送达回证附卷。"},
        receipt={"signed_by": "主要负责人（演示）", "place": "虚构路1号"},
    )
    assert await case.due_on(f"respondent_answer:{ON_PAPER}") == JOINED_ANSWERS_BY
    assert await case.due_on("respondent_answer:urban_management") == ANSWER_BY
    assert await case.due_on("handling") == HANDLED_BY


async def joined_to_another_case(case: Dispute, other: Dispute) -> None:
    """The second case on the matter goes on as part of the first; its own clocks end."""
    await other.act("bureau_clerk", "acceptance")
    await other.act("bureau_clerk", "merger", into=case.id, reason="同一夜市，一并协调。")
    joined, gone = await case.page(), await other.page()
    sides = {each["agency"]: each["role"] for each in joined["parties"]}
    assert sides == {
        "market": "applicant",
        "ecology": "applicant",
        "urban_management": "respondent",
        ON_PAPER: "respondent",
    }
    assert (joined["joined"], gone["joined_to"]) == ([other.id], case.id)
    assert (gone["stage"], gone["clocks"]) == ("merged", [])
    assert await other.stopped_on("handling") == SERVED_ON_JOINED
    assert (await other.send("bureau_clerk", "agreement", **OPINION)).status_code == 409


async def withdrawn_and_asked_again(district: District, case: Dispute) -> None:
    """While the first case is open a new one on the matter is refused; after its end it is a new case."""
    await district.move_to(WITHDRAWN)
    yesterday = WITHDRAWN - timedelta(days=1)
    whole = request("market", ["urban_management"], yesterday, earlier=case.id)
    early = await district.post("market.clerk", "/api/v1/disputes", **whole)
    assert (early.status_code, early.headers["content-type"]) == (409, "application/problem+json")
    by_other = await case.refused("urban_management.clerk", "withdrawal", reason="不必再协调。")
    assert by_other[0] == 403
    await case.act("market.clerk", "withdrawal", reason="自行协商一致。")
    assert (await case.page())["stage"] == "coordinating"  # who asked in the joined case still asks
    await case.act("ecology.clerk", "withdrawal", reason="自行协商一致。")
    page = await case.page()
    assert (page["stage"], page["clocks"], page["closed_on"]) == ("withdrawn", [], WITHDRAWN.isoformat())
    assert await case.stopped_on("handling") == WITHDRAWN

    await district.move_to(AGAIN)
    again = await district.requested("market", ["urban_management"], earlier=case.id)
    assert (await again.page())["earlier_case"] == case.id
    assert await again.due_on("acceptance") == EXAMINED_BY
