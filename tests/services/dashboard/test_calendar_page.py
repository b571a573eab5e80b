"""The calendar as everybody may see it, and the drafts that the bureau enters and publishes."""

import re
from typing import Any

import httpx
import pytest

from tests.services.dashboard.fake_calendar import DRAFT, calendar_draft
from tests.services.dashboard.fake_services import CASE, FakeServices
from tests.services.dashboard.forms import hidden
from tests.services.dashboard.reading import plain, words_of
from tests.services.dashboard.running import Desk, browsing, sign_in

DRAFTS = "/calendar/drafts"
PAGE = f"{DRAFTS}/{DRAFT}"
NOTICE = "一、元旦：1月1日（周五）放假"


async def test_this_year_is_shown_with_holidays_make_up_days_and_their_notice(
    visitor: httpx.AsyncClient,
) -> None:
    page = await words_of(visitor, "/calendar")

    for said in (
        "2026年年历 全年 248 个工作日",
        "2026年2月",
        "春节 假 放假 2026-02-15 周日 – 2026-02-23 周一 9 国办发明电〔2025〕7号",
        "国庆节 班 调休上班 2026-10-10 周六 1",
        "国务院办公厅关于2026年部分节假日安排的通知",
        "因洪水停止办公",
        "洪水 · 不计工作日 · 届满不顺延",
    ):
        assert said in page, said


async def test_every_day_says_what_it_is_to_those_who_hear_the_page(visitor: httpx.AsyncClient) -> None:
    page = (await visitor.get("/calendar")).text

    told = re.findall(
        r'<span class="of">(\d+)</span>[^/]*(?:</i>)?<span class="visually-hidden"> ([^<]+)', page
    )
    assert len(told) == 365
    assert told[0] == ("1", "放假；元旦")


async def test_an_unpublished_year_says_that_it_is_provisional(visitor: httpx.AsyncClient) -> None:
    page = await words_of(visitor, "/calendar?year=2027")

    assert "2027年年历 全年 248 个工作日 暂定" in page
    assert "通知公布后，在途期限会自动重算" in page


async def test_the_calendar_of_a_body_and_of_an_earlier_day_can_be_asked(
    visitor: httpx.AsyncClient, services: FakeServices
) -> None:
    page = await words_of(visitor, "/calendar?year=2026&body=ecology&known_on=2026-03-01")
    await visitor.get("/calendar?year=MMXXVI&known_on=1.3.2026")

    assert services.calendar.asked == [{"body": "ecology", "known_on": "2026-03-01"}, {}]
    assert "按 2026-03-01 当时所知" in page


async def test_a_year_out_of_reach_is_an_error_page(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/calendar?year=2090")

    assert (answer.status_code, "日期超出历法范围" in answer.text) == (422, True)


@pytest.mark.parametrize("path", [DRAFTS, PAGE, f"{PAGE}/effects", "/docket", "/law/drafts", "/law/policies"])
async def test_only_the_bureau_keeps_law_and_time(desk: Desk, visitor: httpx.AsyncClient, path: str) -> None:
    assert (await visitor.get(path)).headers["location"].startswith("/sign-in?next=")
    async with browsing(desk) as agency:
        await sign_in(agency, "agency")

        assert (await agency.get(path)).status_code == 403
        assert path not in (await agency.get("/calendar")).text + (await agency.get("/law")).text


async def enter(clerk: httpx.AsyncClient, kind: str, **values: Any) -> httpx.Response:
    form = hidden((await clerk.get(DRAFTS)).text, DRAFTS)
    return await clerk.post(DRAFTS, data={**form, "kind": kind, **values})


async def test_a_pasted_notice_becomes_a_draft(clerk: httpx.AsyncClient, services: FakeServices) -> None:
    answer = await enter(clerk, "notice", notice=f" {NOTICE}\r\n二、春节 ", issued_on="2026-11-04", reason="")

    assert answer.headers["location"] == PAGE
    (received,) = services.calendar.received
    assert received == {
        "notice": f"{NOTICE}\n二、春节",
        "issued_on": "2026-11-04",
        "as": "Bearer statutes-token-of-clerk",
    }


async def test_every_fault_of_a_notice_stands_beside_its_line(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    faults = [
        {"at": "line 1", "code": "weekday", "message": "1月1日是周五", "message_en": "1 January is a Friday"},
        {"at": "checksum", "code": "checksum", "message": "少一天调休", "message_en": "A day is missing"},
    ]
    services.calendar.refusing = {"status": 422, "title": "放假安排的内容有误，没有录入", "errors": faults}

    answer = await enter(clerk, "notice", notice=f"{NOTICE}\n二、春节")

    page = plain(answer.text)
    assert answer.status_code == 422
    assert "第 1 行：1月1日是周五" in page
    assert re.search(
        r'<li value="1" class="wrong">一、元旦[^<]*<p class="fault">1月1日是周五</p>', answer.text
    )
    assert "checksum：" not in page
    assert f">{NOTICE}\n二、春节</textarea>" in answer.text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("", "请粘贴或者选择一个 JSON 文件。"),
        ('{"year": 2027,\n"days": x}', "第 2 行起不是有效的 JSON。"),
        ("[1]", "JSON 的最外层应为一个对象。"),
    ],
)
async def test_what_is_no_edition_is_told_before_anything_is_sent(
    clerk: httpx.AsyncClient, services: FakeServices, given: str, told: str
) -> None:
    answer = await enter(clerk, "edition", edition=given)

    assert (answer.status_code, f'id="edition-fault">{told}' in answer.text) == (422, True)
    assert services.calendar.received == []


async def test_an_uploaded_edition_takes_the_place_of_the_pasted_one(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    form = hidden((await clerk.get(DRAFTS)).text, DRAFTS)
    file = {"edition_file": ("2027.json", b'\xef\xbb\xbf{"year": 2027}', "application/json")}

    await clerk.post(DRAFTS, data={**form, "kind": "edition", "edition": "{}"}, files=file)

    assert services.calendar.received[0]["edition"] == {"year": 2027}


async def test_a_closure_names_days_bodies_and_both_effects(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    days = {
        "days.0.day": "2026-07-02",
        "days.0.name": "洪水",
        "days.2.day": "2026-07-03",
        "days.2.rolls": "yes",
    }
    told = {"title": "因洪水停止办公", "document": "武隆防指〔2026〕3号", "reason": "防汛指挥部命令"}

    await enter(clerk, "closure", agencies=["ecology"], amends="1", **told, **days)

    received = services.calendar.received[0]
    assert received["reason"] == "防汛指挥部命令"
    assert received["closure"] == {
        "title": "因洪水停止办公",
        "document": "武隆防指〔2026〕3号",
        "amends": 1,
        "agencies": ["ecology"],
        "days": [
            {"day": "2026-07-02", "name": "洪水", "counts": False, "rolls": False},
            {"day": "2026-07-03", "name": "因洪水停止办公", "counts": False, "rolls": True},
        ],
    }


async def test_what_a_closure_misses_is_told_and_nothing_is_lost(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    answer = await enter(clerk, "closure", title="停办", **{"days.1.name": "洪水", "days.1.counts": "yes"})

    assert answer.status_code == 422
    for told in ("请填写文号或者依据。", "请填写理由。", "每个停办日都要填写日期。"):
        assert told in answer.text
    assert 'name="days.1.name" maxlength="40" value="洪水"' in answer.text
    assert 'name="days.1.counts" value="yes" checked' in answer.text
    assert services.calendar.received == []


async def test_a_draft_shows_findings_differences_and_the_year_with_changed_days(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.calendar.drafts = [calendar_draft()]

    listed, page = await words_of(clerk, DRAFTS), await words_of(clerk, PAGE)

    assert "放假通知 2026 待确认公布" in listed
    for said in (
        "须逐项确认 全年工作日比法定少一日",
        "提示 2026-10-11 连续上班七日",
        "2026-10-08 周四 工作日 放假 · 届满顺延 国庆节",
        "性质不变，只是由暂定变为确定或者改变依据：1 天 日期 现在 公布后 名称 2026-10-01",
        "公布后的2026年",
        "工作日；本草稿改动的日子",
        "逐件查看公布前后的届满日",
        "第一行",
    ):
        assert said in page, said


async def test_what_would_move_is_asked_of_every_service(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.calendar.drafts = [calendar_draft()]

    page = await clerk.get(f"{PAGE}/effects")
    part = await clerk.get(f"{PAGE}/effects", headers={"HX-Request": "true"})

    publication = {"publication": calendar_draft()["publication"]}
    assert services.calendar.received == [publication, publication]
    words = plain(part.text)
    assert "核对 12 变动 1 ← 提前 1 → 推后 0" in words
    assert "办理 城市管理局 2026-10-09 暂定 → 变为 2026-10-08 ← 提前 ▲ 待另行通知 投诉举报人" in words
    assert ("<html" in page.text, "<html" in part.text) == (True, False)


async def test_a_service_that_cannot_say_what_would_move_does_not_hide_the_draft(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.calendar.drafts, services.calendar.silent_docket = [calendar_draft()], True

    assert (await clerk.get(PAGE)).status_code == 200
    assert "服务暂不可用" in (await clerk.get(f"{PAGE}/effects")).text


async def test_the_second_person_publishes_what_was_confirmed_on_the_version_shown(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.calendar.drafts = [calendar_draft(version=3)]
    form = hidden((await clerk.get(PAGE)).text, f"{PAGE}/publication")

    answer = await clerk.post(
        f"{PAGE}/publication", data={**form, "confirmed": ["checksum"], "reason": "一次性放假"}
    )

    assert services.calendar.received == [
        {
            "act": "publication",
            "if_match": '"3"',
            "body": {"reason": "一次性放假", "confirmed": ["checksum"]},
        }
    ]
    assert answer.headers["location"] == f"{PAGE}?done=publication"
    assert "已公布。在途期限正在重算" in await words_of(clerk, answer.headers["location"])


async def test_who_entered_it_reads_why_somebody_else_has_to_publish(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    why = {
        "may_publish": False,
        "why_not_zh": "录入人不能确认自己的草稿",
        "why_not_en": "Another person has to.",
    }
    services.calendar.drafts = [calendar_draft(**why)]

    page = (await clerk.get(PAGE)).text

    assert "录入人不能确认自己的草稿" in page
    assert f'action="{PAGE}/publication"' not in page
    assert f'action="{PAGE}/withdrawal"' in page


async def test_a_refused_publication_says_why(clerk: httpx.AsyncClient, services: FakeServices) -> None:
    services.calendar.drafts = [calendar_draft()]
    form = hidden((await clerk.get(PAGE)).text, f"{PAGE}/publication")
    services.calendar.refusing = {"status": 412, "title": "草稿已有更新，请刷新后再试"}

    answer = await clerk.post(f"{PAGE}/publication", data=form)

    assert (answer.status_code, "草稿已有更新，请刷新后再试" in answer.text) == (412, True)


async def test_a_draft_is_withdrawn_with_a_reason(clerk: httpx.AsyncClient, services: FakeServices) -> None:
    services.calendar.drafts = [calendar_draft()]
    form = hidden((await clerk.get(PAGE)).text, f"{PAGE}/withdrawal")

    answer = await clerk.post(f"{PAGE}/withdrawal", data={**form, "reason": "录错年份"})

    assert services.calendar.received[0]["body"] == {"reason": "录错年份"}
    assert "草稿已撤回。" in (await clerk.get(answer.headers["location"])).text


async def test_a_published_draft_offers_nothing_to_decide(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.calendar.drafts = [
        calendar_draft(status="published", published_by=str(CASE), published_on="2026-09-21", findings=[])
    ]

    page = (await clerk.get(PAGE)).text

    assert "已公布" in page
    assert "<form method" not in page.split("<main")[1]
    assert "公布后的2026年" not in page


async def test_a_form_of_another_session_enters_nothing(
    desk: Desk, clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    form = hidden((await clerk.get(DRAFTS)).text, DRAFTS)
    async with browsing(desk) as other:
        await sign_in(other, "head")
        answer = await other.post(DRAFTS, data={**form, "kind": "notice", "notice": NOTICE})

    assert answer.status_code == 403
    assert services.calendar.received == []
