"""What arrives at an agency, what it owes, and the bureau's register of letters."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from uuid import UUID

import httpx
import pytest

from tests.services.dashboard.fake_letters import LETTER, SIGNING, arrived, numbered
from tests.services.dashboard.fake_services import CASE, FakeServices
from tests.services.dashboard.forms import hidden
from tests.services.dashboard.reading import plain, words_of
from tests.services.dashboard.running import TODAY, Desk, browsing, case, sign_in

OF_LETTER = f"/inbox/complaints/{CASE}/{LETTER}"


@pytest.fixture
async def agency(desk: Desk, services: FakeServices) -> AsyncIterator[httpx.AsyncClient]:
    """A clerk of the urban management bureau, signed in."""
    async with browsing(desk) as http:
        await sign_in(http, "agency")
        yield http


# -- inbox ---------------------------------------------------------------------------------------------


async def test_unsigned_letters_stand_above_and_the_newest_first(
    agency: httpx.AsyncClient, services: FakeServices
) -> None:
    services.letters.inbox = [
        arrived(3, acknowledged_on="2026-09-04"),
        arrived(1),
        arrived(9, acknowledged_on="2026-09-09"),
        arrived(5),
    ]

    page = await words_of(agency, "/inbox")

    places = [page.index(f"武司投改〔2026〕{number}号 武司监诉") for number in (5, 1, 9, 3)]
    assert places == sorted(places)
    assert "待签收 共 2 件" in page
    assert "2026-09-09 电子送达 ● 已签收 2026-09-09" in page


async def test_the_number_of_unsigned_letters_stands_in_the_navigation(
    agency: httpx.AsyncClient, services: FakeServices
) -> None:
    services.letters.inbox = [arrived(1), arrived(5), arrived(6, acknowledged_on="2026-09-09")]

    page = (await agency.get("/")).text

    assert 'href="/inbox">收文 <span class="badge-count" title="2 件待签收的文书">2<' in page


async def test_a_silent_service_costs_the_number_and_is_named_on_the_page(
    agency: httpx.AsyncClient, services: FakeServices
) -> None:
    services.letters.inbox, services.silent = [arrived(1)], True

    assert "badge-count" not in (await agency.get("/")).text
    assert "服务暂不可用，请稍后再试" in await words_of(agency, "/inbox")


async def test_a_letter_is_signed_for_with_one_press(
    agency: httpx.AsyncClient, services: FakeServices
) -> None:
    services.letters.inbox, services.letters.page = [arrived(1)], {"allowed_actions": [SIGNING]}
    form = hidden((await agency.get("/inbox")).text, OF_LETTER)

    answer = await agency.post(OF_LETTER, data=form)

    (received,) = services.letters.received
    assert (received["path"], received["body"]) == ("acknowledgement", {})
    assert (received["if_match"], received["key"]) == ('"3"', form["idempotency_key"])
    assert received["as"] == "Bearer token-of-agency"
    assert answer.headers["location"] == "/inbox?done=signed"
    assert "已签收。" in await words_of(agency, answer.headers["location"])


async def test_a_second_press_signs_nothing_twice(agency: httpx.AsyncClient, services: FakeServices) -> None:
    services.letters.inbox = [arrived(1)]
    form = hidden((await agency.get("/inbox")).text, OF_LETTER)

    answer = await agency.post(OF_LETTER, data=form)

    assert (answer.status_code, services.letters.received) == (303, [])


async def test_a_refused_signature_is_told_above_the_list(
    agency: httpx.AsyncClient, services: FakeServices
) -> None:
    services.letters.inbox, services.letters.page = [arrived(1)], {"allowed_actions": [SIGNING]}
    form = hidden((await agency.get("/inbox")).text, OF_LETTER)
    services.refusing = {"status": 412, "title": "案件已有更新，请刷新后再试"}

    answer = await agency.post(OF_LETTER, data=form)

    assert (answer.status_code, "案件已有更新" in answer.text) == (412, True)
    assert "待签收" in answer.text


async def test_older_letters_are_reached_service_by_service(
    agency: httpx.AsyncClient, services: FakeServices
) -> None:
    services.letters.inbox = [arrived(1, acknowledged_on="2026-09-02")]
    services.letters.next_cursor = "c+1"

    page = (await agency.get("/inbox")).text
    await agency.get("/inbox?service=complaints&cursor=c%2B1")

    assert 'href="/inbox?service=complaints&amp;cursor=c%2B1"' in page
    assert "c+1" in services.letters.asked


# -- obligations ---------------------------------------------------------------------------------------


async def test_an_agency_sees_what_it_owes_soonest_first(desk: Desk, agency: httpx.AsyncClient) -> None:
    mine = {"handler": "urban_management", "owner_role": "agency_clerk"}
    await desk.tell(*case(1, date(2026, 10, 20), **mine))
    await desk.tell(*case(2, TODAY - timedelta(days=1), **mine))
    await desk.tell(*case(3, date(2026, 10, 9)))  # waits for the bureau

    page = await words_of(agency, "/obligations")

    assert page.index("武司监诉〔2026〕2号") < page.index("武司监诉〔2026〕1号")
    assert "◆ 红灯 2026-09-23 逾期 1 个工作日 办理 · 投诉举报" in page
    assert "武司监诉〔2026〕3号" not in page


async def test_an_agency_does_not_learn_of_what_another_one_owes(
    desk: Desk, agency: httpx.AsyncClient
) -> None:
    other = {"handler": "ecology", "agency": "urban_management", "owner_role": "agency_clerk"}
    await desk.tell(*case(1, date(2026, 10, 20), **other))
    await desk.tell(*case(2, date(2026, 10, 20), **{**other, "agency": "ecology"}))
    hidden_from = (UUID(int=101),)
    await desk.tell(
        *case(3, date(2026, 10, 20), **{**other, "handler": "urban_management", "hidden_from": hidden_from})
    )

    assert "本机关现在没有有期限的应办事项。" in await words_of(agency, "/obligations")


# -- register ------------------------------------------------------------------------------------------


async def test_the_register_shows_every_number_with_the_checksum_of_its_document(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.letters.register = [numbered(3), numbered(2, state="voided", seal=None)]
    services.letters.next_cursor = "later"

    page = (await clerk.get("/letters/register")).text

    said = plain(page)
    assert "武司投改〔2026〕3号 责令限期改正通知书 武司监诉〔2026〕12号 2026-09-20 已印发 demo:1" in said
    assert "abababababababab" in said
    assert "✕ 已作废 —" in said
    assert 'href="/letters/register?service=complaints&amp;cursor=later"' in page


async def test_each_page_is_for_those_whose_work_it_is(
    clerk: httpx.AsyncClient, agency: httpx.AsyncClient, visitor: httpx.AsyncClient
) -> None:
    addresses = ("/inbox", "/obligations", "/letters/register")

    assert [(await clerk.get(each)).status_code for each in addresses] == [403, 403, 200]
    assert [(await agency.get(each)).status_code for each in addresses] == [200, 200, 403]
    assert [(await visitor.get(each)).status_code for each in addresses] == [303, 303, 303]


async def test_the_navigation_offers_each_what_it_may_open(
    clerk: httpx.AsyncClient, agency: httpx.AsyncClient, visitor: httpx.AsyncClient
) -> None:
    for http, offered in ((clerk, ["发文登记簿"]), (agency, ["收文", "应办事项"]), (visitor, [])):
        page = (await http.get("/law")).text
        navigation = plain(page[page.index("<nav") : page.index("</nav>")])
        shown = [each for each in ("收文", "应办事项", "发文登记簿") if each in navigation]
        assert shown == offered
