"""A new version of a regulation: entered by one person, published by another, never edited afterwards."""

from datetime import date

import httpx
import pytest

from shared.identity.actor import Actor, Role
from tests.services.statutes.bureau import Bureau, person
from tests.services.statutes.versions import DECEMBER, NAME, PRESENT, document, given, shorter

DRAFTS, LAW = "/api/v1/law/drafts", "/api/v1/law"
ID = f"{NAME}@{DECEMBER}"


async def entered(bureau: Bureau, who="a", body=None) -> str:
    answer = await bureau.post(who, DRAFTS, body or given(shorter()))
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def published(bureau: Bureau, body=None) -> str:
    draft = await entered(bureau, body=body)
    answer = await bureau.post("b", f"{DRAFTS}/{draft}/publication", version=1)
    assert answer.status_code == 200, answer.text
    return draft


async def handling_days(bureau: Bureau, on: str) -> int:
    rules = (await bureau.http.get(f"{LAW}/keys/complaints.handling", params={"on": on})).json()
    return rules[0]["length"]


async def test_a_sound_version_becomes_a_draft_that_is_in_force_nowhere(bureau: Bureau):
    answer = await bureau.post("a", DRAFTS, given(shorter()))

    draft = answer.json()["id"]
    assert answer.headers["Location"] == f"{DRAFTS}/{draft}"
    assert answer.headers["ETag"] == '"1"'
    assert answer.json()["regulation"] == ID
    assert await handling_days(bureau, DECEMBER) == 30


async def test_who_entered_it_cannot_publish_it_and_another_can(bureau: Bureau):
    draft = await entered(bureau)

    own = await bureau.post("a", f"{DRAFTS}/{draft}/publication", version=1)
    other = await bureau.post("b", f"{DRAFTS}/{draft}/publication", version=1)

    assert (own.status_code, own.json()["type"]) == (403, "urn:jiandu:problem:second-person")
    assert other.status_code == 200, other.text
    assert other.json()["regulation"] == ID


async def test_two_accounts_of_one_person_are_one_person(bureau: Bureau):
    draft = await entered(bureau)
    second_account = Actor("another-account", Role.BUREAU_HEAD, None, person("a"))

    answer = await bureau.post(second_account, f"{DRAFTS}/{draft}/publication", version=1)

    assert answer.status_code == 403


async def test_an_account_whose_person_was_linked_since_is_the_same_account(bureau: Bureau):
    unlinked = Actor("account-a", Role.BUREAU_CLERK)
    answer = await bureau.post(unlinked, DRAFTS, given(shorter()))

    again = await bureau.post("a", f"{DRAFTS}/{answer.json()['id']}/publication", version=1)

    assert again.status_code == 403


async def test_a_version_for_next_month_changes_next_month_and_not_today(bureau: Bureau):
    await published(bureau)
    await bureau.until(lambda: bureau.law.find(NAME, date.fromisoformat(DECEMBER)) is not None)

    assert await handling_days(bureau, "2026-11-30") == 30
    assert await handling_days(bureau, DECEMBER) == 20
    assert ID in (await bureau.http.get(f"{LAW}/in_force", params={"on": DECEMBER})).json()
    assert ID not in (await bureau.http.get(f"{LAW}/in_force")).json()
    assert (await bureau.http.get(f"{LAW}/regulations/{NAME}")).json()["versions"] == ["2021-11-10", DECEMBER]


async def test_a_published_version_is_told_whole(bureau: Bureau):
    await published(bureau)

    (told,) = (await bureau.get("auditor", f"{LAW}/events")).json()["items"]

    assert told["type"] == "cn.jiandu.statutes.regulation_published.v1"
    assert told["data"]["regulation"] == NAME
    assert told["data"]["document"] == document(shorter())
    assert told["data"]["transition"] == "opened_before_keep"


async def test_a_process_that_starts_later_knows_the_version(bureau: Bureau, app_on):
    await published(bureau)

    later = app_on(bureau.app.state.settings.database_url.get_secret_value())
    transport = httpx.ASGITransport(later)
    async with (
        later.router.lifespan_context(later),
        httpx.AsyncClient(transport=transport, base_url="http://later.test") as http,
    ):
        ids = (await http.get(f"{LAW}/in_force", params={"on": DECEMBER})).json()

    assert ID in ids


async def test_the_draft_shows_what_it_would_change(bureau: Bureau):
    draft = await entered(bureau)

    body = (await bureau.get("b", f"{DRAFTS}/{draft}")).json()

    assert body["differences"]["against"] == f"{NAME}@2021-11-10"
    assert body["differences"]["articles"] == [{"label": "第十条", "change": "changed"}]
    (rule,) = body["differences"]["rules"]
    assert (rule["key"], rule["change"]) == ("complaints.handling", "changed")
    assert rule["params"] == [{"name": "length", "old": "30", "new": "20"}]
    assert (body["faults"], body["warnings"]) == ([], [])
    assert body["content"]["document"] == document(shorter())
    assert (body["status"], body["entered_by"], body["may_publish"]) == ("entered", str(person("a")), True)


async def test_the_draft_says_to_its_author_why_somebody_else_must_publish_it(bureau: Bureau):
    draft = await entered(bureau)

    body = (await bureau.get("a", f"{DRAFTS}/{draft}")).json()

    assert body["may_publish"] is False
    assert "以外的人" in body["why_not_zh"]
    assert "Another person" in body["why_not_en"]


async def test_every_fault_is_told_at_once_with_its_line(bureau: Bureau):
    wrong = (
        shorter()
        .replace("length: 20", "length: twenty")
        .replace("service: complaints\n", "service: kitchen\n", 1)
        .replace("kind: guard", "kind: gard", 1)
        .replace("（十）: other", "（十）: impoliteness")
    )

    answer = await bureau.post("a", DRAFTS, given(wrong))

    assert answer.status_code == 422
    problem = answer.json()
    assert problem["type"] == "urn:jiandu:problem:faulty-regulation"
    said = {error["code"]: error for error in problem["errors"]}
    assert {"unlisted_value", "unknown_word", "unknown_code"} <= set(said)
    line = wrong.splitlines().index("        length: twenty") + 1
    assert f"line {line}" in {error["at"] for error in problem["errors"]}
    assert any("第十条 handling" in error["message"] for error in problem["errors"])
    assert all(error["message_en"].isascii() or "第" in error["message_en"] for error in problem["errors"])
    assert (await bureau.get("a", DRAFTS)).json() == []


async def test_a_document_as_data_gets_places_instead_of_lines(bureau: Bureau):
    wrong = document(shorter())
    wrong["articles"][9]["rules"]["handling"]["unit"] = "moon"
    body = {"regulation": NAME, "in_force_from": DECEMBER, "document": wrong}

    answer = await bureau.post("a", DRAFTS, body)

    (error,) = answer.json()["errors"]
    assert error["at"] == "articles.9.rules.handling.unit"


@pytest.mark.parametrize(
    "body",
    [
        {"regulation": NAME, "in_force_from": DECEMBER},
        given("title: x", document={}),
        given("title: x", on="next month"),
        {**given("title: x"), "regulation": "../secrets"},
        {**given("title: x"), "colour": "red"},
        given("{[}"),
        given("a: &a [1]\nb: *a"),
        given("- 1"),
        {"regulation": NAME, "in_force_from": DECEMBER, "document": {"title": "\u0007"}},
        {**given(shorter()), "regulation": "atlantis/complaints"},
        {**given(shorter()), "regulation": "wulong/weather"},
    ],
    ids=[
        "nothing",
        "both forms",
        "no day",
        "no name",
        "a field that nobody knows",
        "no YAML",
        "a reference",
        "a list",
        "a control character",
        "an unknown issuer",
        "an unknown topic",
    ],
)
async def test_what_is_no_version_is_refused(bureau: Bureau, body):
    answer = await bureau.post("a", DRAFTS, body)

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"]


async def test_a_number_that_is_printed_and_carried_by_no_rule_is_a_fault(bureau: Bureau):
    answer = await bureau.post("a", DRAFTS, given(PRESENT.replace("length: 30", "length: 20")))

    assert [error["code"] for error in answer.json()["errors"]] == ["number_not_carried"]


async def test_a_bundled_version_with_the_same_content_changes_nothing(bureau: Bureau):
    answer = await bureau.post("a", DRAFTS, given(PRESENT, on="2021-11-10"))

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:jiandu:problem:known-version")


@pytest.mark.parametrize("bundled", [True, False], ids=["a bundled version", "a published version"])
async def test_a_version_is_never_edited(bureau: Bureau, bundled):
    if not bundled:
        await published(bureau)
    other = shorter() if bundled else shorter(transition="open_matters")

    answer = await bureau.post("a", DRAFTS, given(other, on="2021-11-10" if bundled else DECEMBER))

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:jiandu:problem:version-exists")


async def test_the_same_version_published_before_changes_nothing(bureau: Bureau):
    await published(bureau)

    answer = await bureau.post("a", DRAFTS, given(shorter()))

    assert answer.json()["type"] == "urn:jiandu:problem:known-version"
    assert len((await bureau.get("a", f"{LAW}/events")).json()["items"]) == 1


async def test_two_drafts_of_one_day_cannot_both_be_published(bureau: Bureau):
    first = await entered(bureau)
    second = await entered(bureau, "b", given(shorter(transition="open_matters")))
    await bureau.post("b", f"{DRAFTS}/{first}/publication", version=1)

    late = await bureau.post("a", f"{DRAFTS}/{second}/publication", version=1)

    assert (late.status_code, late.json()["type"]) == (409, "urn:jiandu:problem:version-exists")
    body = (await bureau.get("a", f"{DRAFTS}/{second}")).json()
    assert (body["may_publish"], body["status"]) == (False, "entered")


async def test_the_same_draft_is_not_entered_twice(bureau: Bureau):
    await entered(bureau)

    answer = await bureau.post("b", DRAFTS, given(shorter()))

    assert answer.json()["type"] == "urn:jiandu:problem:known-draft"


async def test_a_repeated_request_is_answered_as_before(bureau: Bureau):
    first = await bureau.post("a", DRAFTS, given(shorter()), key="the-same-key")
    again = await bureau.post("a", DRAFTS, given(shorter()), key="the-same-key")

    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json() == first.json()


async def test_a_draft_is_withdrawn_with_a_reason_and_then_stays_so(bureau: Bureau):
    draft = await entered(bureau)
    path = f"{DRAFTS}/{draft}"

    assert (await bureau.post("a", f"{path}/withdrawal", {}, version=1)).status_code == 422
    answer = await bureau.post("a", f"{path}/withdrawal", {"reason": "文件尚未印发。"}, version=1)

    assert answer.status_code == 200
    late = await bureau.post("b", f"{path}/publication", version=2)
    assert (late.status_code, late.json()["type"]) == (409, "urn:jiandu:problem:draft-closed")
    body = (await bureau.get("b", path)).json()
    assert (body["status"], body["reason"], body["may_publish"]) == ("withdrawn", "文件尚未印发。", False)


async def test_a_withdrawn_version_may_be_entered_again(bureau: Bureau):
    draft = await entered(bureau)
    await bureau.post("a", f"{DRAFTS}/{draft}/withdrawal", {"reason": "重新录入。"}, version=1)

    assert await entered(bureau) != draft


async def test_drafts_are_listed_by_status_the_newest_first(bureau: Bureau):
    first = await published(bureau)
    bureau.on("2026-11-23")
    second = await entered(bureau, body=given(shorter(), on="2027-01-01"))

    everything = (await bureau.get("head", DRAFTS)).json()
    waiting = (await bureau.get("head", DRAFTS, status="entered")).json()

    assert [each["id"] for each in everything] == [second, first]
    assert [each["id"] for each in waiting] == [second]
    assert (everything[1]["published_by"], everything[1]["published_on"]) == (
        str(person("b")),
        "2026-11-20",
    )


async def test_a_decision_names_the_version_it_was_made_on(bureau: Bureau):
    draft = await entered(bureau)
    path = f"{DRAFTS}/{draft}/publication"

    assert (await bureau.post("b", path)).status_code == 428
    assert (await bureau.post("b", path, version=7)).status_code == 412


@pytest.mark.parametrize("who", ["auditor", "agency_head", "system_admin", "complainant"])
async def test_only_the_bureau_enters_reads_and_publishes_drafts(bureau: Bureau, who):
    draft = await entered(bureau)

    asked = [
        await bureau.post(who, DRAFTS, given(shorter())),
        await bureau.get(who, DRAFTS),
        await bureau.get(who, f"{DRAFTS}/{draft}"),
        await bureau.post(who, f"{DRAFTS}/{draft}/publication", version=1),
        await bureau.post(who, f"{DRAFTS}/{draft}/withdrawal", {"reason": "不予采纳。"}, version=1),
    ]

    assert {answer.status_code for answer in asked} == {403}


async def test_nobody_enters_a_version_without_signing_in(bureau: Bureau):
    assert (await bureau.http.post(DRAFTS, json=given(shorter()))).status_code == 401


async def test_a_draft_that_does_not_exist_is_not_found(bureau: Bureau):
    missing = f"{DRAFTS}/{person('nobody')}"

    assert (await bureau.get("a", missing)).status_code == 404
    assert (await bureau.post("a", f"{missing}/publication", version=1)).status_code == 404


@pytest.mark.parametrize(
    ("text", "on", "warned"),
    [
        (PRESENT, DECEMBER, "no_difference"),
        (shorter(), "2026-11-19", "in_force_already"),
        (shorter(), "2021-11-09", "first_version"),
        (shorter(transition="open_matters"), DECEMBER, "binds_open_matters"),
    ],
)
async def test_what_two_persons_should_think_of_is_said_and_stops_nobody(bureau: Bureau, text, on, warned):
    draft = await entered(bureau, body=given(text, on=on))

    body = (await bureau.get("b", f"{DRAFTS}/{draft}")).json()

    assert warned in {each["code"] for each in body["warnings"]}
    assert body["may_publish"] is True


async def test_read_models_rebuilt_from_the_log_are_the_same(bureau: Bureau):
    await published(bureau)
    draft = await entered(bureau, body=given(shorter(), on="2027-01-01"))
    await bureau.post("a", f"{DRAFTS}/{draft}/withdrawal", {"reason": "重新录入。"}, version=1)
    before = await bureau.rows()

    await bureau.app.state.parts.log.rebuild(bureau.app.state.parts.read_models)

    assert await bureau.rows() == before
    assert any(before)
