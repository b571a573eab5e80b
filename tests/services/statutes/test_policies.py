"""Open questions as policies of the bureau: who chose what, when and why, and only what code reads."""

import pytest

from shared.identity.actor import Role
from shared.law.book import LawBook
from tests.services.statutes.bureau import ROLES, Bureau, person

POLICIES, QUESTIONS = "/api/v1/law/policies", "/api/v1/law/open-questions"
RECEIPT = f"{POLICIES}/receipt_on_day_off"
LATER = {"value": "next_working_day", "reason": "局务会议决定，与政务大厅一致。"}
BACK = {"value": "same_day", "reason": "恢复从严计算。"}


async def choose(bureau: Bureau, body, *, version: int, who="head", path=RECEIPT, **more):
    return await bureau.send("PUT", who, path, body, version=version, **more)


async def question(bureau: Bureau, policy="receipt_on_day_off") -> dict:
    found = (await bureau.http.get(QUESTIONS)).json()
    return next(each for each in found if each["policy"] == policy)


async def test_until_the_bureau_answers_the_default_is_in_use(bureau: Bureau):
    found = await question(bureau)

    assert (found["default"], found["value"]) == ("same_day", "same_day")
    assert [each["value"] for each in found["alternatives"]] == ["next_working_day"]
    assert found["alternatives"][0]["label_zh"] == "下一个工作日算收到"
    assert (found["chosen_by"], found["chosen_on"], found["reason"]) == (None, None, None)
    assert (found["effective"], found["read_by"]) == (True, ["complaints", "dispute_coordination"])


async def test_the_bureaus_answer_is_in_use_everywhere_with_who_and_why(bureau: Bureau):
    answer = await choose(bureau, LATER, version=0)
    assert answer.status_code == 200, answer.text
    assert answer.headers["ETag"] == '"1"'
    await bureau.until(lambda: bureau.law.policy("receipt_on_day_off") == "next_working_day")

    found = await question(bureau)

    assert found["value"] == "next_working_day"
    assert (found["chosen_by"], found["chosen_on"]) == (str(person("head")), "2026-11-20")
    assert found["reason"] == LATER["reason"]
    article = (await bureau.http.get("/api/v1/law/regulations/wulong/complaints/articles/第七条")).json()
    assert "next_working_day" in {each["value"] for each in article["questions"]}


async def test_a_choice_is_told_to_every_service(bureau: Bureau):
    await choose(bureau, LATER, version=0)

    (told,) = (await bureau.get("auditor", "/api/v1/law/events")).json()["items"]

    assert told["type"] == "cn.jiandu.statutes.policy_chosen.v1"
    assert told["data"] == {
        "policy": "receipt_on_day_off",
        "value": "next_working_day",
        "reason": LATER["reason"],
        "chosen_on": "2026-11-20",
        "chosen_by": str(person("head")),
    }


async def test_the_bureau_may_go_back_and_both_answers_stay_in_the_history(bureau: Bureau):
    await choose(bureau, LATER, version=0)
    bureau.on("2026-11-23")
    answer = await choose(bureau, BACK, version=1)
    assert answer.status_code == 200, answer.text

    history = (await bureau.get("auditor", f"{RECEIPT}/history")).json()

    assert [(each["number"], each["value"], each["chosen_on"]) for each in history] == [
        (2, "same_day", "2026-11-23"),
        (1, "next_working_day", "2026-11-20"),
    ]
    assert [each["reason"] for each in history] == [BACK["reason"], LATER["reason"]]


async def test_a_policy_shows_the_version_to_decide_on(bureau: Bureau):
    before = await bureau.get("head", RECEIPT)
    await choose(bureau, LATER, version=0)
    after = await bureau.get("head", RECEIPT)

    assert (before.headers["ETag"], after.headers["ETag"]) == ('"0"', '"1"')
    listed = {each["policy"]: each["version"] for each in (await bureau.get("a", POLICIES)).json()}
    assert listed["receipt_on_day_off"] == 1
    assert len(listed) == len(LawBook.bundled().questions)


@pytest.mark.parametrize(
    ("path", "body", "status", "slug"),
    [
        (RECEIPT, {"value": "whenever", "reason": "试一试。"}, 422, "not-offered"),
        (RECEIPT, {"value": "same_day", "reason": "维持。"}, 409, "same-value"),
        (
            f"{POLICIES}/opinion_threshold",
            {"value": "improper", "reason": "按制度原文。"},
            409,
            "without-effect",
        ),
        (f"{POLICIES}/weather", {"value": "fine", "reason": "天气好。"}, 404, "not-found"),
        (RECEIPT, {"value": "next_working_day", "reason": " "}, 422, "invalid"),
        (RECEIPT, {"value": "next_working_day"}, 422, "invalid"),
    ],
    ids=[
        "not among the choices",
        "in use already",
        "no code reads it",
        "no such question",
        "no reason",
        "reason left out",
    ],
)
async def test_a_choice_that_cannot_hold_is_refused(bureau: Bureau, path, body, status, slug):
    answer = await choose(bureau, body, version=0, path=path)

    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:jiandu:problem:{slug}")
    assert bureau.law.revision == 0


async def test_choosing_the_same_again_is_refused(bureau: Bureau):
    await choose(bureau, LATER, version=0)

    answer = await choose(bureau, LATER, version=1)

    assert answer.json()["type"] == "urn:jiandu:problem:same-value"


@pytest.mark.parametrize("version", [0, 2], ids=["as if nobody had answered", "a version that is not there"])
async def test_a_choice_names_the_version_it_was_made_on(bureau: Bureau, version):
    await choose(bureau, LATER, version=0)

    assert (await choose(bureau, BACK, version=version)).status_code == 412


async def test_a_first_answer_stands_on_nought(bureau: Bureau):
    assert (await choose(bureau, LATER, version=3)).status_code == 412
    assert (await bureau.send("PUT", "head", RECEIPT, LATER)).status_code == 428


async def test_a_repeated_request_is_answered_as_before(bureau: Bureau):
    first = await choose(bureau, LATER, version=0, key="the-same-key")
    again = await choose(bureau, LATER, version=0, key="the-same-key")

    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (200, "true")
    assert again.json() == first.json()


@pytest.mark.parametrize("who", [who for who, role in ROLES.items() if role is not Role.BUREAU_HEAD])
async def test_only_the_head_of_the_bureau_answers(bureau: Bureau, who):
    answer = await choose(bureau, LATER, version=0, who=who)

    assert answer.status_code == 403


async def test_who_works_with_the_suite_sees_the_policies_and_the_public_sees_the_questions(bureau: Bureau):
    assert (await bureau.get("agency_head", POLICIES)).status_code == 200
    assert (await bureau.get("complainant", POLICIES)).status_code == 403
    assert (await bureau.http.get(POLICIES)).status_code == 401
    assert (await bureau.http.get(QUESTIONS)).status_code == 200


async def test_read_models_rebuilt_from_the_log_are_the_same(bureau: Bureau):
    await choose(bureau, LATER, version=0)
    await choose(bureau, BACK, version=1)
    before = await bureau.rows()

    await bureau.app.state.parts.log.rebuild(bureau.app.state.parts.read_models)

    assert await bureau.rows() == before
