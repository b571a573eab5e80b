"""The queue as a visitor without JavaScript reads it."""

import asyncio
import re
from datetime import date, timedelta
from uuid import UUID

import httpx
import pytest

from services.dashboard.main import CASE_SERVICES
from shared.contracts.cases import ClockOpened
from shared.web.authorisation import undeclared_routes
from tests.services.dashboard.running import TODAY, Desk, browsing, case, closed, due, sign_in


def numbers(page: str) -> list[int]:
    return [int(number) for number in re.findall(r"〔2026〕(\d+)号</a>", page)]


async def test_the_soonest_statutory_date_comes_first(desk: Desk, clerk: httpx.AsyncClient) -> None:
    await desk.tell(*case(1, date(2026, 10, 20)), *case(2, date(2026, 9, 22)), *case(3, date(2026, 9, 28)))

    assert numbers((await clerk.get("/")).text) == [2, 3, 1]


async def test_a_row_says_light_days_left_article_and_who_must_act(
    desk: Desk, clerk: httpx.AsyncClient
) -> None:
    await desk.tell(*case(1, date(2026, 9, 22)))

    page = (await clerk.get("/")).text

    for said in (
        "◆",
        "红灯",
        "2026-09-22",
        "逾期 2 个工作日",
        "《行政执法投诉举报制度》第十条",
        "司法局经办人",
    ):
        assert said in page


async def test_a_date_between_the_due_day_and_the_last_defensible_one_is_not_called_overdue(
    desk: Desk, clerk: httpx.AsyncClient
) -> None:
    strict, rolled = date(2026, 9, 22), date(2026, 9, 25)
    opened, clock = case(1, strict)
    target = due(strict, basis="internal_target#complaints.archiving")
    facts = clock.model_dump(exclude={"due"}) | {"case_id": UUID(int=2)}
    await desk.tell(opened, clock.model_copy(update={"due": due(strict, breach_after=rolled)}))
    await desk.tell(case(2, None)[0], ClockOpened(**facts, due=target))

    page = (await clerk.get("/")).text

    assert "已过应办日 2 个工作日" in page
    assert "超过内部目标 2 个工作日" in page
    assert "逾期" not in page


async def test_working_days_left_skip_the_holidays(desk: Desk, clerk: httpx.AsyncClient) -> None:
    await desk.tell(*case(1, date(2026, 9, 28)))

    assert "剩 1 个工作日" in (await clerk.get("/")).text


async def test_filters_are_a_plain_address(desk: Desk, clerk: httpx.AsyncClient) -> None:
    await desk.tell(
        *case(1, TODAY, agency="ecology"),
        *case(2, date(2026, 9, 1), agency="ecology", owner_role="bureau_head"),
        *case(3, date(2026, 9, 1), title="反映油烟扰民"),
    )

    asked = {
        "/?agency=ecology": [2, 1],
        "/?owner=bureau_head": [2],
        "/?light=red": [2, 3],
        "/?light=red&agency=ecology": [2],
        "/?text=油烟": [3],
        "/?text=生态": [2, 1],
        "/?text=〕3号": [3],
        "/?procedure=lead": [],
    }
    for address, expected in asked.items():
        assert numbers((await clerk.get(address)).text) == expected, address


@pytest.mark.parametrize(
    "address", ["/?light=purple", "/?after=x", "/?before=2026-13-01.y", "/?seen=a:b", "/?after=2026-09-01."]
)
async def test_an_address_that_makes_no_sense_shows_the_whole_queue(
    desk: Desk, clerk: httpx.AsyncClient, address: str
) -> None:
    await desk.tell(*case(1, TODAY))

    assert numbers((await clerk.get(address)).text) == [1]


async def test_long_queues_are_read_page_by_page(desk: Desk, clerk: httpx.AsyncClient) -> None:
    await desk.tell(
        *(fact for number in range(1, 121) for fact in case(number, TODAY + timedelta(days=number)))
    )

    read, address = [], "/"
    while address:
        page = (await clerk.get(address)).text
        read += numbers(page)
        later = re.search(r'rel="next" href="([^"]+)"', page)
        address = later.group(1).replace("&amp;", "&") if later else ""

    assert read == list(range(1, 121))


async def test_an_agency_sees_what_it_handles_and_what_waits_for_it(desk: Desk) -> None:
    await desk.tell(
        *case(1, TODAY, agency="urban_management"),
        *case(2, TODAY, agency="ecology", handler="urban_management", owner_role="agency_clerk"),
        *case(3, TODAY, agency="urban_management", owner_role="agency_clerk"),
        *case(4, TODAY, agency="ecology", owner_role="agency_clerk"),
    )

    async with browsing(desk) as agency:
        await sign_in(agency, "agency")
        assert numbers((await agency.get("/")).text) == [2, 3]


async def test_an_administrator_has_no_queue(desk: Desk) -> None:
    async with browsing(desk) as administrator:
        await sign_in(administrator, "admin")

        answer = await administrator.get("/")

    assert answer.status_code == 403
    assert "您的角色不能办理此事项" in answer.text


async def test_an_administrator_begins_where_something_can_be_seen(desk: Desk) -> None:
    async with browsing(desk) as administrator:
        entered = await administrator.post("/sign-in", data={"username": "admin", "password": "right"})
        page = (await administrator.get(entered.headers["location"])).text

    assert entered.headers["location"] == "/docs"
    assert "待办队列" not in page
    assert 'href="/password"' in page


async def test_the_queue_speaks_english_too(desk: Desk, clerk: httpx.AsyncClient) -> None:
    await desk.tell(*case(1, date(2026, 9, 28)))
    await clerk.get("/language/en")

    page = (await clerk.get("/")).text

    for said in ("Work queue", "Yellow", "1 working day left", "Investigating", "Bureau clerk", 'lang="en"'):
        assert said in page


async def events(http: httpx.AsyncClient, address: str, count: int) -> list[str]:
    found: list[str] = []
    async with http.stream("GET", address, timeout=20) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        async for line in answer.aiter_lines():
            if line.startswith("id: "):
                found.append("")
            elif line.startswith("data: ") and found:
                found[-1] += line.removeprefix("data: ") + "\n"
            elif not line and len(found) == count:
                return found
    return found


def live_address(page: str) -> str:
    found = re.search(r'hx-sse:connect="([^"]+)"', page)
    assert found
    return found.group(1).replace("&amp;", "&")


async def test_what_changed_since_the_page_was_made_is_sent_at_once(
    desk: Desk, clerk: httpx.AsyncClient
) -> None:
    await desk.tell(*case(1, TODAY), *case(2, TODAY))
    address = live_address((await clerk.get("/")).text)
    await desk.tell(*case(2, date(2026, 9, 1)))

    (message,) = await events(clerk, address, 1)

    assert f'hx-target="#case-{"0" * 8}-0000-0000-0000-{2:012}"' in message
    assert "红灯" in message
    assert "〕1号" not in message


async def test_a_case_that_nobody_asked_for_is_not_announced(desk: Desk, clerk: httpx.AsyncClient) -> None:
    await desk.tell(*case(1, TODAY))
    address = live_address((await clerk.get("/?owner=bureau_clerk")).text)
    await desk.tell(*case(2, TODAY, owner_role="bureau_head"))

    (message,) = await events(clerk, address, 1)

    assert "刚有变动" not in message


async def test_a_case_that_left_the_question_is_repainted_where_it_stood(
    desk: Desk, clerk: httpx.AsyncClient
) -> None:
    await desk.tell(*case(1, TODAY))
    address = live_address((await clerk.get("/?owner=bureau_clerk")).text)
    await desk.tell(*case(1, TODAY, owner_role="bureau_head"))

    (message,) = await events(clerk, address, 1)

    assert "〕1号" in message
    assert "司法局负责人" in message


async def test_a_new_case_that_belongs_here_is_announced(desk: Desk, clerk: httpx.AsyncClient) -> None:
    await desk.tell(*(fact for number in range(1, 52) for fact in case(number, TODAY)))
    address = live_address((await clerk.get("/")).text)
    await desk.tell(*case(60, TODAY + timedelta(days=90)))

    (message,) = await events(clerk, address, 1)

    assert "另有 1 件案件刚有变动" in message


async def test_a_case_that_ended_is_marked_where_it_stood(desk: Desk, clerk: httpx.AsyncClient) -> None:
    await desk.tell(*case(1, TODAY)[:1])
    address = live_address((await clerk.get("/")).text)

    listening = asyncio.create_task(events(clerk, address, 1))
    await asyncio.sleep(0.5)
    await desk.tell(closed(1))
    (message,) = await asyncio.wait_for(listening, 15)

    assert 'class="gone"' in message


async def test_an_agency_learns_nothing_from_changes_elsewhere(desk: Desk) -> None:
    async with browsing(desk) as agency:
        await sign_in(agency, "agency")
        address = live_address((await agency.get("/")).text)
        await desk.tell(*case(1, TODAY, agency="urban_management"))

        (message,) = await events(agency, address, 1)

    assert message.strip() == ""


def test_every_route_declares_who_may_use_it(desk: Desk) -> None:
    assert undeclared_routes(desk.app) == []


def test_the_queue_follows_the_services_that_have_cases() -> None:
    assert "complaints" in CASE_SERVICES
