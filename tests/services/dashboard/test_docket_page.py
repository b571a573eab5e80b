"""What moved with the calendar, and the two things that a person settles there."""

import httpx
import pytest

from tests.services.dashboard.fake_calendar import EDITION, MOVED, moved, task
from tests.services.dashboard.fake_law import ENTERED_BY
from tests.services.dashboard.fake_services import FakeServices
from tests.services.dashboard.forms import hidden
from tests.services.dashboard.reading import words_of
from tests.services.dashboard.running import Desk, browsing, sign_in

BASE = f"/docket/complaints/{MOVED}/handling"
UNDONE = {"attention": "undone_breach", "tasks": [task("undone_breach")], "told": [], "position": 8}
SETTLED = {
    "attention": None,
    "tasks": [
        task(
            "new_notice",
            settled_at="2026-09-24T03:00:00Z",
            settled_by=str(ENTERED_BY),
            outcome="notified",
            reason="已电话告知",
        )
    ],
    "position": 6,
}


async def test_what_waits_for_a_person_comes_first_with_before_and_after(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.calendar.lines = [moved(), moved(**SETTLED)]

    page = await words_of(clerk, "/docket")

    assert "投诉举报 共 1 件" in page
    for said in (
        "武司监诉〔2026〕77号 办理 ← 提前 ▲ 须另行通知后才能缩短",
        "应办日 2026-10-09 暂定 → 变为 2026-10-08",
        "城市管理局 · 承办调查人员",
        "已告知 投诉举报人",
        "《行政执法投诉举报制度》第十条",
        "进行中 12 1",
    ):
        assert said in page, said
    assert "已电话告知" not in page


async def test_what_was_settled_is_shown_with_who_and_why(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.calendar.lines = [moved(), moved(**SETTLED)]

    page = await words_of(clerk, f"/docket?attention=all&edition={EDITION}")

    assert "已另行通知 · 00000000 2026-09-24 11:00 · 已电话告知" in page
    assert "版本 5f2a5f2a5f2a ✕" in page
    assert "没有变动。" in await words_of(clerk, "/docket?attention=all&edition=other")


async def test_a_new_notice_is_recorded_on_the_version_of_the_case(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.calendar.lines = [moved()]
    form = hidden((await clerk.get("/docket")).text, f"{BASE}/new-notice")

    answer = await clerk.post(
        f"{BASE}/new-notice", data={**form, "method": "direct", "reason": "当面告知新的日期"}
    )

    assert services.calendar.received == [
        {
            "clock": "handling",
            "act": "new-notice",
            "if_match": '"4"',
            "body": {"method": "direct", "reason": "当面告知新的日期"},
        }
    ]
    assert "已记录另行通知" in (await clerk.get(answer.headers["location"])).text


async def test_the_head_lifts_or_upholds_undone_lateness_with_a_reason(
    desk: Desk, services: FakeServices
) -> None:
    services.calendar.lines = [moved(**UNDONE)]
    async with browsing(desk) as head:
        await sign_in(head, "head")
        form = hidden((await head.get("/docket")).text, f"{BASE}/reassessment")

        answer = await head.post(
            f"{BASE}/reassessment", data={**form, "outcome": "lifted", "reason": "更正后未逾期"}
        )

        assert services.calendar.received[0]["body"] == {"outcome": "lifted", "reason": "更正后未逾期"}
        assert "已记录重新认定的结果。" in (await head.get(answer.headers["location"])).text


async def test_a_clerk_is_told_who_decides_on_undone_lateness(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.calendar.lines = [moved(**UNDONE)]

    page = (await clerk.get("/docket")).text

    assert "由司法局负责人重新认定。" in page
    assert f"{BASE}/reassessment" not in page


async def test_a_refused_settlement_says_why(clerk: httpx.AsyncClient, services: FakeServices) -> None:
    services.calendar.lines = [moved()]
    form = hidden((await clerk.get("/docket")).text, f"{BASE}/new-notice")
    services.calendar.refusing = {"status": 412, "title": "案件已有更新，请刷新后再试"}

    answer = await clerk.post(f"{BASE}/new-notice", data={**form, "method": "post", "reason": "邮寄"})

    assert (answer.status_code, "案件已有更新，请刷新后再试" in answer.text) == (412, True)
    assert "武司监诉〔2026〕77号" in answer.text


async def test_a_service_without_a_docket_is_not_found(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.calendar.lines = [moved()]
    form = hidden((await clerk.get("/docket")).text, f"{BASE}/new-notice")

    answer = await clerk.post(f"/docket/identity/{MOVED}/handling/new-notice", data=form)

    assert answer.status_code == 404
    assert services.calendar.received == []


async def test_a_service_that_does_not_answer_says_so(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.calendar.silent_docket = True

    answer = await clerk.get("/docket")

    assert (answer.status_code, "服务暂不可用" in answer.text) == (200, True)


async def test_the_list_is_read_page_by_page(clerk: httpx.AsyncClient, services: FakeServices) -> None:
    services.calendar.lines = [moved(position=number) for number in range(60)]

    page = (await clerk.get("/docket")).text

    assert 'href="/docket?attention=open&amp;service=complaints&amp;cursor=next-page"' in page


@pytest.mark.parametrize(("waiting", "shown"), [(0, ""), (3, "3")])
async def test_the_navigation_counts_what_waits_for_the_bureau(
    clerk: httpx.AsyncClient, services: FakeServices, waiting: int, shown: str
) -> None:
    services.calendar.lines = [moved(**SETTLED), *(moved(position=number) for number in range(waiting))]

    page = await words_of(clerk, "/")

    assert f"历法与期限 {shown + ' 项待处理的期限变动 ' if shown else ''}接口文档" in page


async def test_an_agency_and_a_visitor_see_no_number(
    desk: Desk, visitor: httpx.AsyncClient, services: FakeServices
) -> None:
    services.calendar.lines = [moved()]
    async with browsing(desk) as agency:
        await sign_in(agency, "agency")

        for http in (agency, visitor):
            assert "历法与期限 接口文档" in await words_of(http, "/calendar")


async def test_the_queue_stands_while_the_docket_cannot_be_counted(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.calendar.silent_docket = True

    assert (await clerk.get("/")).status_code == 200
