"""What the law says, asked over HTTP without sign-in."""

import pytest

from shared.law.book import LawBook

LAW = "/api/v1/law"
COMPLAINTS = f"{LAW}/regulations/wulong/complaints"


async def test_the_regulations_in_force_today_are_all_of_them(http):
    answer = await http.get(f"{LAW}/regulations")

    assert answer.status_code == 200
    assert len(answer.json()) == len(LawBook.bundled().names) == 22


@pytest.mark.parametrize(
    ("on", "national"),
    [("2026-01-31", False), ("2026-02-01", True)],
    ids=["the day before", "the day it comes into force"],
)
async def test_a_regulation_is_in_force_from_its_day_on(http, on, national):
    ids = (await http.get(f"{LAW}/in_force", params={"on": on})).json()

    assert ("national/enforcement_supervision@2026-02-01" in ids) is national


async def test_regulations_are_found_by_issuer_and_by_topic(http):
    issuer = (await http.get(f"{LAW}/regulations", params={"issuer": "banan_housing"})).json()
    topic = (await http.get(f"{LAW}/regulations", params={"topic": "wrongful_cases"})).json()

    assert {each["topic"] for each in issuer} == {"fault_accountability", "wrongful_cases"}
    assert {each["issuer"] for each in topic} == {
        "wulong",
        "qianjiang_ecology",
        "qianjiang_emergency",
        "banan_housing",
    }


async def test_one_regulation_tells_its_document_and_its_versions(http):
    body = (await http.get(COMPLAINTS)).json()

    assert body["id"] == "wulong/complaints@2021-11-10"
    assert body["document"] == "武隆府办发〔2021〕62号"
    assert body["versions"] == ["2021-11-10"]
    assert (body["articles"], body["rules"]) == (16, 25)


async def test_an_article_shows_its_rules_with_their_limits_and_the_question_beside_them(http):
    body = (await http.get(f"{COMPLAINTS}/articles/第十条")).json()

    handling, extension = body["rules"]
    assert body["basis"] == "wulong/complaints@2021-11-10#第十条"
    assert (handling["key"], handling["length"], handling["unit"]) == (
        "complaints.handling",
        30,
        "calendar_day",
    )
    assert (extension["cap"], extension["params"]["approver"]) == (30, ["person_in_charge"])
    assert [question["number"] for question in body["questions"]] == ["Q08", "Q70"]


async def test_every_article_is_shown_with_rules_or_with_the_reason_for_none(http):
    body = (await http.get(f"{COMPLAINTS}/articles")).json()

    assert len(body) == 16
    assert all(article["rules"] or article["not_code"] for article in body)


async def test_catalogues_show_their_codes_in_both_languages(http):
    names = [each["name"] for each in (await http.get(f"{COMPLAINTS}/catalogues")).json()]
    grounds = (await http.get(f"{COMPLAINTS}/catalogues/complaint_grounds")).json()

    assert names == [
        "complaint_grounds",
        "decline_grounds",
        "admissibility_conditions",
        "complainant_identity",
    ]
    assert grounds["items"][-1]["code"] == "other"
    assert grounds["items"][-1]["basis"] == "wulong/complaints@2021-11-10#第四条（十）"


async def test_the_same_rule_differs_between_issuers(http):
    rules = (await http.get(f"{LAW}/keys/fault_accountability.handling")).json()

    assert {(rule["basis"].split("/")[0], rule["length"], rule["unit"]) for rule in rules} == {
        ("xushui_ecology", 3, "month"),
        ("banan_housing", 60, "calendar_day"),
    }


async def test_rules_are_listed_by_topic_and_by_the_service_that_carries_them_out(http):
    rules = (
        await http.get(f"{LAW}/keys", params={"topic": "complaints", "service": "enforcement_registry"})
    ).json()

    assert [rule["key"] for rule in rules] == ["complaints.designated_intake_body"]


async def test_open_questions_show_the_default_in_use(http):
    everything = (await http.get(f"{LAW}/open-questions")).json()
    few = (await http.get(f"{LAW}/open-questions", params={"regulation": "wulong/complaints"})).json()

    assert len(everything) == 70
    assert "Q12" in {question["number"] for question in few}
    assert all(question["default"] for question in everything)


async def test_tokens_have_chinese_words(http):
    words = (await http.get(f"{LAW}/words")).json()

    assert words["units"]["working_day"] == "工作日"


@pytest.mark.parametrize(
    "path",
    [
        "/regulations/atlantis/complaints",
        "/regulations/wulong/weather",
        "/regulations/wulong/complaints/articles/第一百条",
        "/regulations/wulong/complaints/catalogues/colours",
        "/keys/complaints.magic",
        "/keys/magic",
        "/regulations/wulong/complaints?on=2021-11-09",
    ],
)
async def test_what_the_law_does_not_know_is_not_found(http, path):
    answer = await http.get(LAW + path)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "on", ["yesterday", "2026-02-30", "2026-2-1", "1790000000", "2026-02-01T00:00:00", "0000-01-01", ""]
)
async def test_a_day_is_written_as_a_day(http, on):
    answer = await http.get(f"{LAW}/regulations", params={"on": on})

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


async def test_before_any_regulation_nothing_is_in_force(http):
    assert (await http.get(f"{LAW}/in_force", params={"on": "0001-01-01"})).json() == []
