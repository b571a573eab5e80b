"""Disputes in the workbench: queue, case and parties, what an agency owes, asking for coordination."""

import re
from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.services.dashboard.fake_disputes import ANSWER, DISPUTE, dispute_page
from tests.services.dashboard.fake_services import FakeServices, notice
from tests.services.dashboard.forms import hidden
from tests.services.dashboard.reading import plain, words_of
from tests.services.dashboard.running import Desk, browsing, case, due, sign_in

PAGE = f"/disputes/{DISPUTE}"
NEW = "/disputes/new"
RULE = "wulong/dispute_coordination@2021-11-10#第十三条"
WRITTEN = {
    "field.title": "餐厨油烟执法职责争议",
    "field.ground": "enforcement_duties",
    "field.national_kind": "",
    "field.respondents": ["ecology"],
    "field.negotiated_on": "2026-09-10",
    "field.agencies_information": "两局基本情况",
    "field.matter": "油烟由谁处罚",
    "field.negotiation_and_differences": "协商一次，分歧在于职责",
    "field.proposal_and_reasons": "由城管处罚",
    "group.legal_basis": "yes",
}


@pytest.fixture
async def agency(desk: Desk, services: FakeServices) -> AsyncIterator[httpx.AsyncClient]:
    """A clerk of the urban management bureau, signed in."""
    async with browsing(desk) as http:
        await sign_in(http, "agency")
        yield http


def dispute(number: int, due_on: date, clock: str, **changes: Any) -> list[Any]:
    """A dispute in the queue, with the clock of one agency."""
    facts = {
        "service": "dispute_coordination",
        "procedure": "dispute",
        "agency": "ecology",
        "addressed": ("ecology", "urban_management"),
        "owner_role": "bureau_clerk",
        "number": f"武司协调〔2026〕{number}号",
        "title": f"第{number}件争议",
        **changes,
    }
    opened, running = case(number, due_on, **facts)
    return [
        opened,
        running.model_copy(
            update={
                "clock": clock,
                "rule_key": f"dispute_coordination.{clock.partition(':')[0]}",
                "clock_owner_role": "agency_clerk",
                "due": due(due_on, basis=RULE),
            }
        ),
    ]


# -- queue and case ------------------------------------------------------------------------------------


async def test_the_queue_filters_disputes_and_leads_to_their_pages(
    desk: Desk, clerk: httpx.AsyncClient
) -> None:
    await desk.tell(*case(1, date(2026, 10, 9)), *dispute(2, date(2026, 10, 12), "respondent_answer:ecology"))

    page = (await clerk.get("/?procedure=dispute")).text

    assert f'href="/disputes/{UUID(int=2)}">武司协调〔2026〕2号' in page
    assert "武司监诉〔2026〕1号" not in page
    assert '<option value="dispute" selected>争议协调</option>' in page
    assert "争议协调 · 调查中" in plain(page)


async def test_a_dispute_shows_its_ground_its_matter_and_its_parties(clerk: httpx.AsyncClient) -> None:
    page = await words_of(clerk, PAGE)

    for said in (
        *("争议情形 执法职责之争", "启动来源 依申请", "收到日期 2026-09-18", "受理日期 2026-09-22"),
        *(
            "请求协调的事项 油烟由谁处罚",
            "生态环境局 申请机关 — —",
            "城市管理局 被申请机关 2026-10-09 待答复",
        ),
    ):
        assert said in page, said
    assert "被投诉举报机关" not in page
    assert "enforcement_duties" not in page


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"answered_on": "2026-09-23", "late": False}, "● 已答复 2026-09-23"),
        ({"answered_on": "2026-10-12", "late": True}, "▲ 逾期答复 2026-10-12"),
        ({"due": "2026-09-23"}, "2026-09-23 ◆ 已过答复期限"),
        ({"due": "2026-09-24"}, "2026-09-24 待答复"),
        ({"execution": "executed"}, "待答复 · 已执行"),
    ],
)
async def test_the_table_of_parties_says_who_answered_and_when(
    clerk: httpx.AsyncClient, services: FakeServices, answer: dict[str, Any], said: str
) -> None:
    applicant, respondent = dispute_page()["parties"]
    services.disputes.page = {"parties": [applicant, {**respondent, **answer}]}

    assert said in await words_of(clerk, PAGE)


async def test_what_the_suite_proposes_is_shown_as_a_proposal(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.disputes.page = {
        "proposals": [
            {
                "act": "ladder",
                "label_zh": "可采取下一步处理",
                "agency": "ecology",
                "rung_zh": "通报",
                "rung_en": "Circular",
            }
        ],
        "missing": [{"code": "matter", "label_zh": "请求协调的事项", "label_en": "Matter"}],
        "earlier_case": str(UUID(int=77)),
    }

    page = await words_of(clerk, PAGE)

    assert "可采取下一步处理 · 生态环境局 · 通报" in page
    assert "申请缺少：请求协调的事项" in page
    assert f'href="/disputes/{UUID(int=77)}"' in (await clerk.get(PAGE)).text


async def test_a_dispute_is_said_in_english_too(clerk: httpx.AsyncClient) -> None:
    clerk.cookies.set("jiandu_language", "en")

    page = await words_of(clerk, PAGE)

    assert "Applicant" in page
    assert "Matter" in page


async def test_a_silent_service_does_not_hide_what_the_others_said(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.notices, services.disputes.silent = [notice(24)], True

    page = await clerk.get("/notifications")

    assert page.status_code == 200
    assert "武司监诉〔2026〕24号" in page.text
    assert "争议协调 服务暂不可用，请稍后再试" in plain(page.text)


# -- what an agency owes -------------------------------------------------------------------------------


async def test_what_an_agency_owes_in_a_dispute_is_what_the_service_says(
    desk: Desk, agency: httpx.AsyncClient, services: FakeServices
) -> None:
    await desk.tell(
        *dispute(1, date(2026, 10, 8), "supplement", case_id=DISPUTE),
    )
    services.disputes.page = {"obligations": [ANSWER]}

    page = await words_of(agency, "/obligations")

    assert "● 绿灯 2026-10-09 剩 5 个工作日 答复期限 · 争议协调 武司协调〔2026〕1号" in page
    assert "2026-10-08" not in page


async def test_where_the_service_says_nothing_is_owed_nothing_is_listed(
    desk: Desk, agency: httpx.AsyncClient, services: FakeServices
) -> None:
    await desk.tell(*dispute(1, date(2026, 10, 8), "supplement", case_id=DISPUTE))

    assert "武司协调〔2026〕1号" not in await words_of(agency, "/obligations")
    services.disputes.silent = True
    assert "补正材料 · 争议协调 武司协调〔2026〕1号" in await words_of(agency, "/obligations")


async def test_the_answer_of_the_other_agency_is_none_of_ours(
    desk: Desk, agency: httpx.AsyncClient, services: FakeServices
) -> None:
    services.disputes.silent = True
    await desk.tell(
        *dispute(1, date(2026, 10, 8), "respondent_answer:ecology"),
        *dispute(2, date(2026, 10, 9), "respondent_answer:urban_management"),
    )

    page = await words_of(agency, "/obligations")

    assert "武司协调〔2026〕2号" in page
    assert "武司协调〔2026〕1号" not in page


# -- asking for coordination ---------------------------------------------------------------------------


async def test_an_agency_asks_for_coordination(agency: httpx.AsyncClient, services: FakeServices) -> None:
    page = (await agency.get(NEW)).text

    answer = await agency.post(NEW, data={**hidden(page, NEW), **WRITTEN, "field.applicants": "ecology"})

    (asked,) = services.disputes.requests
    assert asked["body"] == {
        "title": "餐厨油烟执法职责争议",
        "ground": "enforcement_duties",
        "respondents": ["ecology"],
        "agencies_information": "两局基本情况",
        "matter": "油烟由谁处罚",
        "negotiation_and_differences": "协商一次，分歧在于职责",
        "proposal_and_reasons": "由城管处罚",
        "negotiations": [
            {"held_on": "2026-09-10", "parties": ["urban_management", "ecology"], "agreed": False}
        ],
        "materials": ["legal_basis"],
    }
    assert asked["as"] == "Bearer disputes-token-of-agency"
    assert asked["key"] == hidden(page, NEW)["idempotency_key"]
    assert answer.headers["location"] == f"{PAGE}?done=register"
    assert "已办理：提出申请" in await words_of(agency, answer.headers["location"])


async def test_the_form_offers_the_others_and_the_words_of_the_law(agency: httpx.AsyncClient) -> None:
    page = (await agency.get(NEW)).text

    respondents = page[page.index('name="field.respondents"') :].split("</select>")[0]
    assert re.findall(r'value="(\w+)"', respondents) == ["ecology"]
    assert re.findall(r'name="group\.(\w+)"', page) == [
        *("written_request", "legal_basis", "staffing_and_duty_documents", "other")
    ]
    assert 'value="joint_enforcement"' in page


async def test_files_follow_the_request_one_by_one_and_tick_their_group(
    agency: httpx.AsyncClient, services: FakeServices
) -> None:
    form = hidden((await agency.get(NEW)).text, NEW)
    files = [
        ("files.written_request", ("申请书.pdf", b"%PDF-1", "application/pdf")),
        ("files.other", ("照片.png", b"\x89PNG", "image/png")),
    ]

    answer = await agency.post(NEW, data={**form, **WRITTEN}, files=files)

    assert services.disputes.requests[0]["body"]["materials"] == ["written_request", "legal_basis", "other"]
    assert [(each["content"], each["if_match"]) for each in services.disputes.files] == [
        (b"%PDF-1", '"1"'),
        (b"\x89PNG", '"2"'),
    ]
    assert len({each["key"] for each in services.disputes.files}) == 2
    assert answer.status_code == 303


async def test_a_refused_file_is_named_and_the_request_stands(
    agency: httpx.AsyncClient, services: FakeServices
) -> None:
    services.disputes.refusing_files = True
    form = hidden((await agency.get(NEW)).text, NEW)
    hostile = "<script>x</script>.exe"

    answer = await agency.post(
        NEW, data={**form, **WRITTEN}, files=[("files.other", (hostile, b"MZ", "text/plain"))]
    )

    assert answer.status_code == 201
    assert f'href="{PAGE}">武司协调〔2026〕1号' in answer.text
    assert "&lt;script&gt;x&lt;/script&gt;.exe" in answer.text
    assert "不支持的文件类型" in answer.text


async def test_a_refused_request_comes_back_with_everything_that_was_written(
    agency: httpx.AsyncClient, services: FakeServices
) -> None:
    form = hidden((await agency.get(NEW)).text, NEW)
    services.refusing = {
        "status": 409,
        "title": "须先自行协商",
        "basis": "wulong/dispute_coordination@2021-11-10#第九条",
    }

    answer = await agency.post(NEW, data={**form, **WRITTEN})

    assert answer.status_code == 409
    for kept in (
        "须先自行协商",
        "油烟由谁处罚</textarea>",
        'value="2026-09-10"',
        '<option value="ecology" selected>',
    ):
        assert kept in answer.text, kept
    assert 'name="group.legal_basis" value="yes" checked' in answer.text
    assert hidden(answer.text, NEW)["idempotency_key"] != form["idempotency_key"]


async def test_after_a_lost_answer_the_same_request_is_sent_again(
    agency: httpx.AsyncClient, services: FakeServices
) -> None:
    form = hidden((await agency.get(NEW)).text, NEW)
    services.refusing = {"status": 503, "title": "服务暂不可用"}

    answer = await agency.post(NEW, data={**form, **WRITTEN})

    assert hidden(answer.text, NEW)["idempotency_key"] == form["idempotency_key"]


async def test_only_an_agency_asks(clerk: httpx.AsyncClient, visitor: httpx.AsyncClient) -> None:
    assert (await clerk.get(NEW)).status_code == 403
    assert (await visitor.get(NEW)).status_code == 303


async def test_files_are_put_to_a_dispute_later(clerk: httpx.AsyncClient, services: FakeServices) -> None:
    address = f"{PAGE}/attachments"
    form = hidden((await clerk.get(PAGE)).text, address)

    answer = await clerk.post(address, data=form, files=[("files", ("函.pdf", b"%PDF-2", "application/pdf"))])

    assert [(each["content"], each["if_match"]) for each in services.disputes.files] == [(b"%PDF-2", '"7"')]
    assert answer.headers["location"] == f"{PAGE}?done=attachment"


# -- own motion ----------------------------------------------------------------------------------------


OPENING = {
    "field.title": "河道垃圾清理职责争议",
    "field.trigger": "government_instruction",
    "field.instruction": "武隆府函〔2026〕3号",
    "field.source": "区政府常务会议交办",
    "field.ground": "enforcement_duties",
    "field.agencies": ["ecology", "urban_management"],
}


async def test_the_bureau_opens_a_case_itself(clerk: httpx.AsyncClient, services: FakeServices) -> None:
    address = "/disputes/own-motion"
    assert f'href="{address}"' in (await clerk.get("/")).text
    form = hidden((await clerk.get(address)).text, address)

    answer = await clerk.post(address, data={**form, **OPENING})

    (asked,) = services.disputes.requests
    assert asked["path"] == "/own-motion"
    assert asked["body"] == {
        "title": "河道垃圾清理职责争议",
        "trigger": "government_instruction",
        "instruction": "武隆府函〔2026〕3号",
        "source": "区政府常务会议交办",
        "ground": "enforcement_duties",
        "agencies": ["ecology", "urban_management"],
    }
    assert "已办理：主动启动协调" in await words_of(clerk, answer.headers["location"])


async def test_a_refused_opening_comes_back_as_it_was_written(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    address = "/disputes/own-motion"
    form = hidden((await clerk.get(address)).text, address)
    services.refusing = {"status": 422, "title": "须写明区政府指示的文号"}

    answer = await clerk.post(address, data={**form, **OPENING, "field.instruction": ""})

    assert answer.status_code == 422
    assert "须写明区政府指示的文号" in answer.text
    assert "区政府常务会议交办</textarea>" in answer.text


async def test_only_the_bureau_opens_a_case_itself(agency: httpx.AsyncClient) -> None:
    assert (await agency.get("/disputes/own-motion")).status_code == 403
    assert "/disputes/own-motion" not in (await agency.get("/")).text
