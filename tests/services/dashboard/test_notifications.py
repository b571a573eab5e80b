"""What the suite said to the person, read and ticked off without JavaScript."""

import re

import httpx
import pytest

from tests.services.dashboard.fake_services import CASE, FakeServices, notice
from tests.services.dashboard.running import Desk, browsing, sign_in

PAGE = "/notifications"


def forms(page: str) -> list[tuple[str, str]]:
    """The address of every form that marks one as read, with its proof."""
    return re.findall(r'action="(/notifications/[^"]+)"><input type="hidden" name="csrf" value="(\w+)"', page)


async def test_the_list_says_when_what_which_case_and_on_which_clock(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.notices = [notice(24), notice(23, rung="supervise", late=True, read_at="2026-09-23T02:00:00Z")]

    page = (await clerk.get(PAGE)).text

    for said in ("2026-09-24 08:30", "黄灯", f'href="/complaints/{CASE}">武司监诉〔2026〕24号</a>', "办理"):
        assert said in page
    for said in ("建议督办", "补发", "应于 2026-09-23 提醒", "已读", "《行政执法投诉举报制度》第十条"):
        assert said in page


async def test_unread_ones_stand_before_those_that_were_read(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.notices = [notice(20, read_at="2026-09-23T02:00:00Z"), notice(11), notice(12)]

    page = (await clerk.get(PAGE)).text

    assert re.findall(r"〔2026〕(\d+)号</a>", page) == ["12", "11", "20"]


async def test_marking_one_as_read_takes_it_off_the_number_in_the_header(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.notices = [notice(11), notice(12)]
    page = (await clerk.get(PAGE)).text
    assert "提醒（2 条未读）" in (await clerk.get("/")).text
    (address, proof), _ = forms(page)

    answer = await clerk.post(address, data={"csrf": proof})

    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert services.notices[1]["read_at"] is not None
    assert "提醒（1 条未读）" in (await clerk.get("/")).text
    assert len(forms((await clerk.get(PAGE)).text)) == 1


@pytest.mark.parametrize("proof", ["", "0" * 64])
async def test_a_form_that_is_not_of_this_session_marks_nothing(
    clerk: httpx.AsyncClient, services: FakeServices, proof: str
) -> None:
    services.notices = [notice(11)]
    ((address, _),) = forms((await clerk.get(PAGE)).text)

    assert (await clerk.post(address, data={"csrf": proof})).status_code == 403
    assert services.notices[0]["read_at"] is None


async def test_nobody_marks_what_was_not_said_to_him(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.notices = [notice(11)]
    ((address, proof),) = forms((await clerk.get(PAGE)).text)
    elsewhere = address.replace("/complaints/", "/identity/")
    services.notices = []

    assert (await clerk.post(address, data={"csrf": proof})).status_code == 404
    assert (await clerk.post(elsewhere, data={"csrf": proof})).status_code == 404


async def test_the_queue_stands_while_the_notifications_cannot_be_counted(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.silent = True

    queue, page = await clerk.get("/"), await clerk.get(PAGE)

    assert queue.status_code == 200
    assert '<a href="/notifications">提醒</a>' in queue.text
    assert page.status_code == 503
    assert "服务暂不可用" in page.text


async def test_who_has_no_queue_has_no_notifications_here(desk: Desk, visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get(PAGE)).headers["location"] == "/sign-in?next=%2Fnotifications"
    async with browsing(desk) as admin:
        await sign_in(admin, "admin")

        assert (await admin.get(PAGE)).status_code == 403
        assert PAGE not in (await admin.get("/docs")).text


async def test_the_list_is_said_in_english_too(clerk: httpx.AsyncClient, services: FakeServices) -> None:
    services.notices = [notice(24)]
    clerk.cookies.set("jiandu_language", "en")

    page = (await clerk.get(PAGE)).text

    assert "Notifications (1 unread)" in page
    assert "Mark as read" in page
