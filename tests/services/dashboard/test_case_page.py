"""A case page and the steps taken from it, without JavaScript."""

import re
from typing import Any
from uuid import uuid4

import httpx

from tests.services.dashboard.fake_services import CASE, FakeServices
from tests.services.dashboard.running import Desk, browsing, sign_in

PAGE = f"/complaints/{CASE}"


def form_of(page: str, step: str) -> dict[str, Any]:
    """The hidden fields of the form behind a step."""
    forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
    form = next(form for form in forms if f"{step}" in form)
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))


async def test_a_case_shows_what_its_service_lets_the_person_see(clerk: httpx.AsyncClient) -> None:
    page = (await clerk.get(PAGE)).text

    shown = (
        "武司监诉〔2026〕12号",
        "调查中",
        "执法明显不当",
        "李*",
        "138****0000",
        "陈立",
        "撤销处罚",
        "城市管理局",
    )
    for each in (*shown, "询问了当日在场的两名摊主。", "2026-10-20", "剩 11 个工作日", "image/jpeg"):
        assert each in page, each


async def test_the_course_says_what_a_step_decided_in_words_and_names(clerk: httpx.AsyncClient) -> None:
    page = re.sub(r"<[^>]+>", "", (await clerk.get(PAGE)).text)

    for said in ("期限：30 日", "承办机关：生态环境局", "人员：陈立"):
        assert said in page


async def test_a_closed_step_says_why_and_by_which_article(clerk: httpx.AsyncClient) -> None:
    page = (await clerk.get(PAGE)).text

    assert "对人员提出处理建议前须经集体讨论" in page
    assert "《行政执法投诉举报制度》第九条" in page


async def test_each_clock_explains_its_days(clerk: httpx.AsyncClient) -> None:
    page = (await clerk.get(f"{PAGE}/clocks/handling")).text
    part = (await clerk.get(f"{PAGE}/clocks/handling", headers={"HX-Request": "true"})).text

    for shown in (page, part):
        assert "起算当日不计入" in shown
        assert "2026年10月" in shown
        assert "自2026-09-20的次日起算30日" in shown
    assert "<html" in page
    assert "<html" not in part


async def test_a_part_that_cannot_be_had_is_refused_as_a_part(clerk: httpx.AsyncClient) -> None:
    answer = await clerk.get(f"/complaints/{uuid4()}/clocks/x/y", headers={"HX-Request": "true"})
    unknown = await clerk.get(f"/disputes/{uuid4()}/clocks/handling", headers={"HX-Request": "true"})

    for each in (answer, unknown):
        assert each.status_code == 404
        assert "未找到" in each.text
        assert "<main" not in each.text


async def test_a_clock_is_explained_as_it_was_known_on_an_earlier_day(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    page = (await clerk.get(f"{PAGE}/clocks/handling?as_of=2026-09-21")).text
    await clerk.get(f"{PAGE}/clocks/handling?as_of=yesterday")

    assert services.explained == ["2026-09-21", ""]
    assert "按 2026-09-21 当时所知" in page
    assert f'action="{PAGE}/clocks/handling"' in page


async def test_a_clock_says_who_was_told_which_day_and_what_waits_for_a_notice(
    clerk: httpx.AsyncClient,
) -> None:
    page = re.sub(r"<[^>]+>", "", (await clerk.get(PAGE)).text)

    assert "已告知投诉举报人：2026-10-20" in page
    assert "较短的届满日 2026-10-14 须另行通知后才适用" in page


async def test_every_basis_leads_to_its_article_in_the_version_that_was_applied(
    clerk: httpx.AsyncClient,
) -> None:
    page = (await clerk.get(PAGE)).text

    address = "/law/wulong/complaints?on=2021-11-10#%E7%AC%AC%E5%8D%81%E6%9D%A1"
    assert f'<a href="{address}">《行政执法投诉举报制度》第十条</a>' in page


async def test_a_step_is_taken_as_the_person_on_the_version_that_was_shown(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    form = form_of((await clerk.get(PAGE)).text, "/extension")

    answer = await clerk.post(
        f"{PAGE}/actions", data={**form, "field.days": "20", "field.reason": " 案情复杂\r\n待鉴定 "}
    )

    (received,) = services.received
    assert received["body"] == {"days": 20, "reason": "案情复杂\n待鉴定"}
    assert received["if_match"] == '"3"'
    assert received["as"] == "Bearer token-of-clerk"
    assert received["key"] == form["idempotency_key"]
    assert answer.headers["location"] == f"{PAGE}?done=extension"
    assert "已办理：申请延期" in (await clerk.get(answer.headers["location"])).text


async def test_several_people_marks_and_empty_entries_become_what_the_service_expects(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    form = form_of((await clerk.get(PAGE)).text, "/assignment")
    people = [str(uuid4()), str(uuid4())]

    await clerk.post(
        f"{PAGE}/actions",
        data={**form, "field.investigators": people, "field.note": "", "field.from": "2026-09-25"},
    )

    assert services.received[0]["body"] == {"investigators": people, "urgent": False, "from": "2026-09-25"}


async def test_what_each_person_said_is_kept_line_by_line(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    form = form_of((await clerk.get(PAGE)).text, "/discussion")
    lines = {
        "field.views.0.person": "p1",
        "field.views.0.view": "同意",
        "field.views.1.person": "p2",
        "field.views.1.view": "证据不足",
        "field.views.1.dissents": "yes",
    }

    await clerk.post(f"{PAGE}/actions", data={**form, **lines})

    assert services.received[0]["body"]["views"] == [
        {"person": "p1", "view": "同意", "dissents": False},
        {"person": "p2", "view": "证据不足", "dissents": True},
    ]


async def test_a_refused_step_comes_back_with_the_article_and_what_was_written(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.refusing = {
        "status": 422,
        "title": "延期最多三十日",
        "detail": "At most thirty days.",
        "basis": "wulong/complaints@2021-11-10#第十条",
    }
    form = form_of((await clerk.get(PAGE)).text, "/extension")

    answer = await clerk.post(
        f"{PAGE}/actions", data={**form, "field.days": "45", "field.reason": "案情复杂"}
    )

    assert answer.status_code == 422
    for said in ("延期最多三十日", "《行政执法投诉举报制度》第十条", 'value="45"', "案情复杂</textarea>"):
        assert said in answer.text
    assert form_of(answer.text, "/extension")["idempotency_key"] != form["idempotency_key"]


async def test_a_case_that_changed_meanwhile_is_shown_anew(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    form = form_of((await clerk.get(PAGE)).text, "/extension")
    services.version, services.refusing = 4, {"status": 412, "title": "案件已有更新，请刷新后再试"}

    answer = await clerk.post(f"{PAGE}/actions", data={**form, "field.days": "20", "field.reason": "x"})

    assert answer.status_code == 412
    assert form_of(answer.text, "/extension")["version"] == "4"


async def test_a_step_that_is_closed_is_never_sent(clerk: httpx.AsyncClient, services: FakeServices) -> None:
    form = form_of((await clerk.get(PAGE)).text, "/extension")

    closed = await clerk.post(
        f"{PAGE}/actions", data={**form, "step": f"/api/v1/complaints/{CASE}/conclusion"}
    )
    invented = await clerk.post(f"{PAGE}/actions", data={**form, "step": "/api/v1/identity/accounts"})

    assert (closed.status_code, invented.status_code) == (409, 409)
    assert "对人员提出处理建议前须经集体讨论" in closed.text
    assert services.received == []


async def test_a_form_of_another_session_is_refused(
    desk: Desk, clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    form = form_of((await clerk.get(PAGE)).text, "/extension")

    async with browsing(desk) as other:
        await sign_in(other, "agency")
        answer = await other.post(f"{PAGE}/actions", data={**form, "field.days": "1"})

    assert answer.status_code == 403
    assert services.received == []


async def test_a_form_from_another_site_is_refused(clerk: httpx.AsyncClient, services: FakeServices) -> None:
    form = form_of((await clerk.get(PAGE)).text, "/extension")
    foreign = ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"})

    for headers in foreign:
        answer = await clerk.post(f"{PAGE}/actions", data=form, headers=headers)
        assert answer.status_code == 403

    assert services.received == []


async def test_who_complained_is_shown_once_after_a_reason(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    form = form_of((await clerk.get(PAGE)).text, "reveal-reason")

    shown = await clerk.post(f"{PAGE}/reveal", data={**form, "reason": "核实身份"})

    assert services.received[0]["body"] == {"reason": "核实身份"}
    assert "李小红" in shown.text
    assert shown.headers["cache-control"] == "no-store"
    assert "李小红" not in (await clerk.get(PAGE)).text


async def test_a_refused_reveal_shows_nothing(clerk: httpx.AsyncClient, services: FakeServices) -> None:
    services.refusing = {"status": 503, "title": "审计暂不可用"}
    form = form_of((await clerk.get(PAGE)).text, "reveal-reason")

    answer = await clerk.post(f"{PAGE}/reveal", data={**form, "reason": "核实身份"})

    assert answer.status_code == 503
    assert "审计暂不可用" in answer.text
    assert "李小红" not in answer.text


async def test_an_unknown_case_and_an_unknown_service_are_not_found(clerk: httpx.AsyncClient) -> None:
    for address in (f"/complaints/{uuid4()}", f"/elsewhere/{uuid4()}"):
        answer = await clerk.get(address)

        assert (answer.status_code, "未找到" in answer.text) == (404, True)
