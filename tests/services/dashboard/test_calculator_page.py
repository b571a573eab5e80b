"""The public calculator as a visitor without an account and without JavaScript uses it."""

import httpx
import pytest

from tests.services.dashboard.fake_services import FakeServices
from tests.services.dashboard.reading import plain, words_of

FREE = "/calculator?from=2026-09-24&length=7&unit=working_day"
RULE = "/calculator/rule?regulation=wulong/complaints"
HANDLING = f"{RULE}&key=complaints.handling"
LETTER = f"{RULE}&key=complaints.order&from=2026-09-24"


async def test_a_period_is_computed_and_explained_day_by_day(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get(FREE)

    assert answer.status_code == 200
    page = plain(answer.text)
    for said in (
        "应办日 2026-10-12 周一",
        "自2026-09-24的次日起算7个工作日，至2026-10-12届满",
        "调休上班，第6个工作日",
        "逐日说明（19 日）",
        "《民事诉讼法》第八十五条第二款",
    ):
        assert said in page, said


async def test_the_result_shows_where_an_end_rolled_from(visitor: httpx.AsyncClient) -> None:
    page = await words_of(visitor, "/calculator?from=2026-09-03&length=30&unit=calendar_day")

    assert "顺延前的届满日 2026-10-03 周六" in page
    assert "届满日逢国庆节放假，顺延" in page


async def test_a_period_into_an_unpublished_year_is_provisional(visitor: httpx.AsyncClient) -> None:
    page = await words_of(visitor, "/calculator?from=2026-12-10&length=20&unit=working_day")

    assert "暂定 期间涉及尚未公布放假通知的日子，通知公布后可能变化。" in page


async def test_extension_stops_body_and_the_day_of_knowledge_are_handed_on(
    visitor: httpx.AsyncClient, services: FakeServices
) -> None:
    stops = "stop_from=2026-10-12&stop_to=2026-10-15&stop_from=2026-10-20&stop_to=&stop_from=&stop_to="
    more = "extension=5&extension_unit=calendar_day&body=ecology&known_on=2026-09-20"

    page = (await visitor.get(f"{FREE}&{stops}&{more}")).text

    assert services.calendar.asked == [
        {
            "from": "2026-09-24",
            "length": "7",
            "unit": "working_day",
            "extension": "5",
            "extension_unit": "calendar_day",
            "stop": ["2026-10-12..2026-10-15", "2026-10-20.."],
            "body": "ecology",
            "known_on": "2026-09-20",
        }
    ]
    assert 'name="stop_to" value="2026-10-15"' in page
    assert '<option value="ecology" selected>' in page


@pytest.mark.parametrize(
    ("query", "field", "told"),
    [
        ("from=24.9.2026&length=7", "from", "请填写日期。"),
        ("from=2026-09-24&length=", "length", "请填写天数或者月数。"),
        ("from=2026-09-24&length=x", "length", "请填写天数或者月数。"),
        ("from=2026-09-24&length=7&extension=many", "extension", "请填写数字。"),
        ("from=2026-09-24&length=7&stop_from=&stop_to=2026-10-01", "stop", "请填写中止的起日。"),
        ("from=2026-09-24&length=7&stop_from=2026-13-01&stop_to=", "stop", "请填写日期。"),
    ],
)
async def test_what_is_missing_is_told_beside_its_field(
    visitor: httpx.AsyncClient, services: FakeServices, query: str, field: str, told: str
) -> None:
    answer = await visitor.get(f"/calculator?{query}")

    assert answer.status_code == 422
    assert f'id="{field}-fault">{told}' in answer.text
    assert f'aria-describedby="{field}-fault"' in answer.text
    assert services.calendar.asked == []


async def test_the_services_faults_stand_beside_their_fields(
    visitor: httpx.AsyncClient, services: FakeServices
) -> None:
    faults = [
        {"at": "query.length", "code": "less_than_equal", "message": "Input should be at most 1000"},
        {"at": "query.stop.0", "code": "string_pattern_mismatch", "message": "No stop"},
    ]
    services.calendar.refusing = {"status": 422, "title": "提交内容不符合要求", "errors": faults}

    answer = await visitor.get(FREE)

    assert answer.status_code == 422
    assert 'id="length-fault">此项不符合要求，请核对。' in answer.text
    assert 'id="stop-fault">此项不符合要求，请核对。' in answer.text
    assert "at most 1000" not in answer.text


@pytest.mark.parametrize(
    ("more", "kind", "field"),
    [
        ("", "out-of-range", "from"),
        ("&extension=5", "no-such-period", "extension"),
        ("&stop_from=2027-01-01&stop_to=", "no-such-period", "stop"),
        ("", "no-such-period", "length"),
    ],
)
async def test_a_period_that_cannot_be_is_told_beside_the_field_it_speaks_of(
    visitor: httpx.AsyncClient, services: FakeServices, more: str, kind: str, field: str
) -> None:
    told = {"type": f"urn:jiandu:problem:{kind}", "title": "不能构成期限", "detail": "No such period."}
    services.calendar.refusing = {"status": 422, **told}

    answer = await visitor.get(f"{FREE}{more}")

    assert (answer.status_code, f'id="{field}-fault">不能构成期限' in answer.text) == (422, True)


async def test_a_refusal_of_no_field_is_told_above_the_form(
    visitor: httpx.AsyncClient, services: FakeServices
) -> None:
    services.calendar.refusing = {"status": 422, "title": "日期超出历法范围", "detail": "Out of reach."}

    answer = await visitor.get(FREE)

    assert (answer.status_code, "日期超出历法范围" in answer.text) == (422, True)
    assert 'value="2026-09-24"' in answer.text


async def test_the_periods_of_a_regulation_are_listed_with_their_limits(visitor: httpx.AsyncClient) -> None:
    chosen = (await visitor.get("/calculator/rule")).text
    listed = await words_of(visitor, RULE)

    assert '<optgroup label="武隆区人民政府"><option value="wulong/complaints">' in chosen
    assert "行政执法监督条例" not in chosen.split("<main")[1]
    assert "第十条 受理后三十日内办结 30 日（自然日） · 自决定受理起" in listed
    assert "第十一条 在文书载明的期限内改正 由文书载明" in listed


async def test_a_rule_that_was_chosen_elsewhere_waits_for_its_day(
    visitor: httpx.AsyncClient, services: FakeServices
) -> None:
    page = (await visitor.get(HANDLING)).text

    assert 'value="complaints.handling" required checked' in page
    assert "填写起算日后计算。" in page
    assert services.calendar.asked == []


async def test_the_period_of_a_rule_cites_its_article(
    visitor: httpx.AsyncClient, services: FakeServices
) -> None:
    page = (await visitor.get(f"{HANDLING}&from=2026-09-03&length=9&unit=month")).text

    assert "length" not in services.calendar.asked[0]
    assert "unit" not in services.calendar.asked[0]
    assert "2026-10-08" in page
    assert 'href="/law/wulong/complaints?on=2021-11-10#%E7%AC%AC%E5%8D%81%E6%9D%A1"' in page


async def test_where_the_document_sets_the_length_it_is_asked_for(
    visitor: httpx.AsyncClient, services: FakeServices
) -> None:
    without = await visitor.get(LETTER)
    await visitor.get(f"{LETTER}&length=10&unit=working_day")

    assert (without.status_code, 'id="length-fault"' in without.text) == (422, True)
    assert services.calendar.asked[0]["length"] == "10"


async def test_no_rule_chosen_is_told(visitor: httpx.AsyncClient, services: FakeServices) -> None:
    answer = await visitor.get(f"{RULE}&from=2026-09-03")

    assert (answer.status_code, "请选择一项期限。" in answer.text) == (422, True)
    assert services.calendar.asked == []


async def test_the_calculator_speaks_english(visitor: httpx.AsyncClient) -> None:
    visitor.cookies.set("jiandu_language", "en")

    page = await words_of(visitor, FREE)

    assert "7 working days counted from the day after 2026-09-24, ends on 2026-10-12." in page
    assert "Civil Procedure Law, art. 85, para. 2" in page
    assert "October 2026" in page
    assert "working day 6 (make-up day)" in page
