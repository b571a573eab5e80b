"""Versions of regulations and the answers to open questions, as the bureau enters and decides them."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.services.dashboard.fake_law import CHOSEN, DRAFT, IDLE, NAME, QUESTION, law_draft
from tests.services.dashboard.fake_services import FakeServices
from tests.services.dashboard.forms import hidden
from tests.services.dashboard.reading import plain, words_of
from tests.services.dashboard.running import Desk, browsing, sign_in

DRAFTS = "/law/drafts"
PAGE = f"{DRAFTS}/{DRAFT}"
POLICIES = "/law/policies"
TEXT = "title: 制度\narticles: 无"
GIVEN = {"regulation": NAME, "in_force_from": "2027-01-01", "text": TEXT}


@pytest.fixture
async def head(desk: Desk, services: FakeServices) -> AsyncIterator[httpx.AsyncClient]:
    """The bureau's principal, signed in."""
    async with browsing(desk) as http:
        await sign_in(http, "head")
        yield http


async def enter(clerk: httpx.AsyncClient, files: Any = None, **values: str) -> httpx.Response:
    form = hidden((await clerk.get(DRAFTS)).text, DRAFTS)
    nothing = {"file": ("", b"")}
    return await clerk.post(DRAFTS, data={**form, **GIVEN, **values}, files=files or nothing)


async def test_a_version_is_handed_in_as_the_text_of_its_file(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    answer = await enter(clerk)

    assert services.law.received == [GIVEN]
    assert answer.headers["location"] == PAGE


async def test_an_uploaded_file_takes_the_place_of_the_pasted_text(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    await enter(clerk, files={"file": ("2027-01-01.yaml", "title: 新\r\narticles: []\r\n".encode())})

    assert services.law.received[0]["text"] == "title: 新\narticles: []"


async def test_every_fault_of_a_version_stands_beside_its_line(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    fault = {"at": "line 2", "code": "list_type", "message": "条文应为列表", "message_en": "Not a list"}
    services.law.refusing = {"status": 422, "title": "法规文件有差错，没有录入", "errors": [fault]}

    answer = await enter(clerk)

    assert answer.status_code == 422
    assert "第 2 行：条文应为列表" in plain(answer.text)
    assert '<li value="2" class="wrong">articles: 无<p class="fault">条文应为列表</p>' in answer.text
    assert f">{TEXT}</textarea>" in answer.text
    assert f'<option value="{NAME}" selected>' in answer.text


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ("regulation", "请选择法规。"),
        ("in_force_from", "请填写施行日期。"),
        ("text", "请粘贴或者选择一个 YAML 文件。"),
    ],
)
async def test_what_is_missing_is_told_before_anything_is_sent(
    clerk: httpx.AsyncClient, services: FakeServices, missing: str, told: str
) -> None:
    answer = await enter(clerk, **{missing: ""})

    assert (answer.status_code, f'id="{missing}-fault">{told}' in answer.text) == (422, True)
    assert services.law.received == []


async def test_a_draft_shows_what_it_changes_and_which_cases_it_touches(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.law.drafts = [law_draft()]

    listed, page = await words_of(clerk, DRAFTS), await words_of(clerk, PAGE)

    assert "武隆区人民政府 · 行政执法投诉举报制度 2027-01-01 待确认公布" in listed
    for said in (
        "提示 已有更晚施行的版本",
        "武隆府办发〔2021〕62号 武隆府办发〔2026〕9号",
        "complaints.handling 第十条 有修改 期限长度：30 → 变为 45",
        "投诉举报 · 投诉举报：5 件",
    ):
        assert said in page, said


async def test_a_draft_is_published_by_the_second_person_without_a_reason(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.law.drafts = [law_draft(version=2)]
    page = (await clerk.get(PAGE)).text

    answer = await clerk.post(f"{PAGE}/publication", data=hidden(page, f"{PAGE}/publication"))

    assert 'id="publish-reason"' not in page
    assert services.law.received == [{"act": "publication", "if_match": '"2"', "body": {}}]
    assert "新版本自施行之日起适用" in (await clerk.get(answer.headers["location"])).text


async def test_a_faulty_draft_says_what_is_wrong_and_why_it_cannot_be_published(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    fault = {"code": "no_code", "line": None, "zh": "没有程序执行", "en": "No code", "at": "articles.9"}
    why = {"may_publish": False, "why_not_zh": "草稿有错误", "why_not_en": "It is faulty."}
    services.law.drafts = [law_draft(faults=[fault], differences=None, **why)]

    page = await words_of(clerk, PAGE)

    assert "错误，不能公布 articles.9 没有程序执行" in page
    assert "草稿有错误" in page
    assert "没有可以对照的版本。" in page


async def test_a_refused_decision_says_why(clerk: httpx.AsyncClient, services: FakeServices) -> None:
    services.law.drafts = [law_draft()]
    form = hidden((await clerk.get(PAGE)).text, f"{PAGE}/withdrawal")
    services.law.refusing = {"status": 409, "title": "草稿已经公布或者撤回"}

    answer = await clerk.post(f"{PAGE}/withdrawal", data={**form, "reason": "不再需要"})

    assert services.law.received[0]["body"] == {"reason": "不再需要"}
    assert (answer.status_code, "草稿已经公布或者撤回" in answer.text) == (409, True)


async def test_the_principal_chooses_a_practice_with_a_reason(
    head: httpx.AsyncClient, services: FakeServices
) -> None:
    services.law.questions = [QUESTION, IDLE]
    address = f"{POLICIES}/{QUESTION['policy']}"
    page = (await head.get(POLICIES)).text

    answer = await head.post(
        address, data={**hidden(page, address), "value": "rolled_end", "reason": "与法院做法一致"}
    )

    assert services.law.received == [
        {
            "policy": "complaint_extension_terms",
            "if_match": '"0"',
            "value": "rolled_end",
            "reason": "与法院做法一致",
        }
    ]
    services.law.questions = [CHOSEN, IDLE]
    chosen = await words_of(head, answer.headers["location"].partition("#")[0])
    assert "已选定：从顺延后的届满日起算" in chosen
    assert "历次选定 2026-09-01 10:00 00000000：从顺延后的届满日起算 · 参照民事诉讼的做法" in chosen


async def test_what_no_code_reads_cannot_be_chosen(head: httpx.AsyncClient, services: FakeServices) -> None:
    page = (await head.get(POLICIES)).text

    assert f'action="{POLICIES}/{QUESTION["policy"]}"' in page
    assert f'action="{POLICIES}/{IDLE["policy"]}"' not in page


async def test_a_refused_choice_keeps_what_was_written(
    head: httpx.AsyncClient, services: FakeServices
) -> None:
    address = f"{POLICIES}/{QUESTION['policy']}"
    form = hidden((await head.get(POLICIES)).text, address)
    services.law.refusing = {"status": 409, "title": "现行取值就是它"}

    answer = await head.post(address, data={**form, "value": "rolled_end", "reason": "试试"})

    assert (answer.status_code, "现行取值就是它" in answer.text) == (409, True)
    assert ">试试</textarea>" in answer.text
    assert 'value="rolled_end" required checked' in answer.text


async def test_a_clerk_reads_the_policies_and_cannot_choose(clerk: httpx.AsyncClient) -> None:
    page = (await clerk.get(POLICIES)).text

    assert "您可以查看；选定由司法局负责人办理。" in page
    assert "<form method" not in page.split("<main")[1]
