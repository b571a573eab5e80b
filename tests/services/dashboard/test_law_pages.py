"""The law as everybody may read it: regulations, articles with rules, open questions, our own targets."""

import re

import httpx
import pytest

from services.dashboard.views.law_words import KINDS, PARAMS, TOKENS
from shared.law.book import LawBook
from shared.law.document import Kind
from tests.services.dashboard.fake_law import CHOSEN, IDLE
from tests.services.dashboard.fake_services import FakeServices
from tests.services.dashboard.reading import words_of

PAGE = "/law/wulong/complaints"


async def test_the_regulations_in_force_are_listed_by_rank_of_their_issuer(
    visitor: httpx.AsyncClient,
) -> None:
    page = (await visitor.get("/law")).text

    assert re.findall(r'<h2 id="issuer-\d">([^<]+)</h2>', page) == ["国务院", "武隆区人民政府"]
    assert f'<a href="{PAGE}">行政执法投诉举报制度</a>' in page
    assert "武隆府办发〔2021〕62号" in page


async def test_an_earlier_day_has_other_regulations_and_is_kept_in_the_links(
    visitor: httpx.AsyncClient,
) -> None:
    page = (await visitor.get("/law?on=2025-06-01")).text

    assert f'href="{PAGE}?on=2025-06-01"' in page
    assert "国务院令第825号" not in page
    assert "当日没有施行中的法规。" in (await visitor.get("/law?on=2001-01-01")).text


async def test_an_article_shows_its_rules_their_parameters_in_words_and_where_they_act(
    visitor: httpx.AsyncClient,
) -> None:
    page = await words_of(visitor, PAGE)

    for said in (
        "期限 受理后三十日内办结",
        "期限 30 日（自然日） · 计算此期限",
        "起算 决定受理",
        "条件 案情复杂",
        "办理服务 投诉举报 complaints.handling",
        "文本的疑问：批准人写的是执法机关负责人",
        "原则 交代制定目的与依据",
        "无需程序执行",
        "未尽列举",
        "（一） 执法明显不当 clearly_improper",
    ):
        assert said in page, said


async def test_every_article_and_item_has_a_place_of_its_own_once(visitor: httpx.AsyncClient) -> None:
    page = (await visitor.get(PAGE)).text

    places = re.findall(r' id="([^"]+)"', page)
    assert len(places) == len(set(places))
    assert {"第一条", "第四条", "第十条", "第四条（一）"} <= set(places)
    assert 'href="#%E7%AC%AC%E5%8D%81%E6%9D%A1">第十条</a>' in page


async def test_a_rule_leads_to_the_calculator(visitor: httpx.AsyncClient) -> None:
    page = (await visitor.get(PAGE)).text

    address = "/calculator/rule?regulation=wulong%2Fcomplaints&amp;key=complaints.handling"
    assert f'href="{address}"' in page


async def test_an_open_question_stands_beside_its_article_and_a_general_one_above(
    visitor: httpx.AsyncClient, services: FakeServices
) -> None:
    services.law.questions = [CHOSEN, IDLE]

    page = await words_of(visitor, PAGE)

    assert page.count("受理机关与受理机构混用") == 1
    assert page.index("整部法规的待确认事项") < page.index("受理机关与受理机构混用") < page.index("原则")
    assert "现行做法 从顺延后的届满日起算 司法局选定 默认做法 从名义届满日起算" in page
    assert "理由 参照民事诉讼的做法" in page


async def test_all_versions_are_offered_and_an_unknown_regulation_is_not_found(
    visitor: httpx.AsyncClient,
) -> None:
    page = (await visitor.get(PAGE)).text

    assert f'href="{PAGE}?on=2027-01-01"' in page
    assert "施行前立案的案件适用立案时的版本。" in page
    assert f'href="{PAGE}?on=2021-11-10" aria-current="true"' in page
    for address in ("/law/wulong/nothing", f"{PAGE}?on=2001-01-01"):
        assert (await visitor.get(address)).status_code == 404


async def test_open_questions_lead_to_the_articles_they_concern(visitor: httpx.AsyncClient) -> None:
    page = (await visitor.get("/law/open-questions")).text

    assert '<a href="/law/wulong/complaints?on=2021-11-10#%E7%AC%AC%E5%8D%81%E6%9D%A1">' in page
    assert "其他做法" in page
    assert "程序尚未读取这一取值，选定其他做法暂不生效。" in page


async def test_open_questions_can_be_narrowed_to_one_regulation(visitor: httpx.AsyncClient) -> None:
    mine = await words_of(visitor, "/law/open-questions?regulation=wulong/complaints")
    others = await words_of(visitor, "/law/open-questions?regulation=wulong/wrongful_cases")

    assert ("2 项" in mine, "没有待确认事项。" in others) == (True, True)


async def test_internal_targets_say_that_they_are_ours(visitor: httpx.AsyncClient) -> None:
    page = (await visitor.get("/law/internal-targets")).text

    assert "这些数字不是法律" in page
    assert 'id="complaints.archiving"' in page
    assert "5 个工作日" in page
    assert set(re.findall(r'<tr role="row" id="([^"]+)"', page)) == set(LawBook.bundled().internal_targets)


@pytest.mark.parametrize("path", ["/law", PAGE, "/law/open-questions", "/law/internal-targets"])
async def test_the_law_is_said_in_english_too(visitor: httpx.AsyncClient, path: str) -> None:
    visitor.cookies.set("jiandu_language", "en")

    page = (await visitor.get(path)).text

    own_words = r'<(\w+)[^>]* lang="zh-CN"[^>]*>.*?</\1>|<td>（一）</td>|中文'
    rest = re.sub(own_words, "", page.split("<body>")[1], flags=re.DOTALL)
    visible = re.sub(r"<[^>]+>", "", rest)
    assert re.findall(r"[\u4e00-\u9fff]+", visible) == []


def test_every_kind_parameter_and_token_of_the_law_has_a_chinese_name() -> None:
    vocabulary = LawBook.bundled().vocabulary
    spoken = {token for group in vocabulary.words.values() for token in group}
    tokens = {
        "yes" if token is True else str(token)
        for parameter in vocabulary.params.values()
        for token in parameter.tokens
    }

    assert {kind.value for kind in Kind} == set(KINDS)
    assert set(vocabulary.params) - set(PARAMS) == set()
    assert tokens - spoken - set(TOKENS) == set()
    assert set(TOKENS) - tokens == set()
