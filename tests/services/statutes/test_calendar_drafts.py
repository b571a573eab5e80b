"""Calendar editions: entered by one person, published by another, refused with everything that is wrong."""

import pytest

from shared.identity.actor import Actor, Role
from tests.services.statutes.bureau import Bureau, person
from tests.services.statutes.notices import INVENTED_2027

DRAFTS = "/api/v1/calendar/drafts"
CLOSURE = {
    "title": "（演示，虚构）停办通知",
    "document": "演示〔2026〕2号",
    "issued_on": "2026-11-20",
    "days": [{"day": "2026-11-24", "name": "防汛"}],
}


async def entered(bureau: Bureau, body: dict, who: str = "a") -> str:
    response = await bureau.post(who, DRAFTS, body)
    assert response.status_code == 201, response.text
    return response.json()["id"]


async def published(bureau: Bureau, draft: str, who: str = "b", **body) -> None:
    response = await bureau.post(who, f"{DRAFTS}/{draft}/publication", body, version=1)
    assert response.status_code == 200, response.text
    known = response.json()["edition"]
    book = bureau.app.state.calendars
    await bureau.until(lambda: known in {each.id for each in (*book.book.editions, *book.book.closures)})


async def working(bureau: Bureau, day: str, **query) -> tuple[bool, bool]:
    answer = (await bureau.http.get(f"/api/v1/calendar/days/{day}", params=query)).json()
    return answer["working"], answer["provisional"]


async def test_a_year_is_provisional_until_two_people_have_published_its_notice(bureau: Bureau):
    assert await working(bureau, "2027-02-20") == (False, True)

    draft = await entered(bureau, {"notice": INVENTED_2027})
    assert await working(bureau, "2027-02-20") == (False, True)

    await published(bureau, draft)
    assert await working(bureau, "2027-02-20") == (True, False)
    due = {"from": "2026-12-10", "length": 30, "unit": "calendar_day"}
    answer = (await bureau.http.get("/api/v1/calendar/due-date", params=due)).json()
    assert (answer["due_on"], answer["provisional"]) == ("2027-01-11", False)


async def test_who_entered_a_draft_cannot_publish_it(bureau: Bureau):
    draft = await entered(bureau, {"notice": INVENTED_2027})

    refused = await bureau.post("a", f"{DRAFTS}/{draft}/publication", {}, version=1)

    assert refused.status_code == 403
    assert refused.json()["type"].endswith("second-person")
    seen = (await bureau.get("a", f"{DRAFTS}/{draft}")).json()
    assert (seen["may_publish"], bool(seen["why_not_zh"])) == (False, True)
    assert (await bureau.get("b", f"{DRAFTS}/{draft}")).json()["may_publish"]


async def test_two_accounts_of_one_person_are_one_person(bureau: Bureau):
    draft = await entered(bureau, {"notice": INVENTED_2027})
    other_account = Actor("another-account", Role.BUREAU_HEAD, None, person("a"))

    refused = await bureau.post(other_account, f"{DRAFTS}/{draft}/publication", {}, version=1)

    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (403, "second-person")


async def test_everybody_signed_in_may_read_in_the_feed_what_was_published(bureau: Bureau):
    await published(bureau, await entered(bureau, {"notice": INVENTED_2027}))

    feed = (await bureau.get("agency_head", "/api/v1/law/events", after=0)).json()

    assert [each["data"]["year"] for each in feed["items"]] == [2027]


@pytest.mark.parametrize("who", ["agency_head", "system_admin", "auditor", "complainant"])
async def test_only_the_bureau_keeps_the_calendar(bureau: Bureau, who: str):
    assert (await bureau.post(who, DRAFTS, {"notice": INVENTED_2027})).status_code == 403
    assert (await bureau.get(who, DRAFTS)).status_code == 403
    assert (await bureau.http.get(DRAFTS)).status_code == 401


async def test_loading_the_same_notice_twice_changes_nothing(bureau: Bureau):
    await published(bureau, await entered(bureau, {"notice": INVENTED_2027}))
    before = await bureau.rows()

    again = await bureau.post("a", DRAFTS, {"notice": INVENTED_2027})

    assert again.status_code == 409
    assert again.json()["type"].endswith("known-edition")
    assert await bureau.rows() == before


async def test_two_drafts_of_one_notice_are_published_once(bureau: Bureau):
    one, other = [await entered(bureau, {"notice": INVENTED_2027}) for _ in range(2)]
    await published(bureau, one)

    second = await bureau.post("b", f"{DRAFTS}/{other}/publication", {}, version=1)

    assert second.status_code == 409


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        pytest.param("2月20日（周六）", "2月20日（周日）", "weekday", id="a wrong weekday"),
        pytest.param("共8天。1月31日", "共9天。1月31日", "count", id="a wrong number of days"),
        pytest.param("、2月20日（周六）上班", "上班", "yearly_sum", id="a make-up day left out"),
        pytest.param("五、端午节：6月9日（周三）放假，共1天。\n", "", "festival", id="a festival left out"),
        pytest.param("至7日（周四）放假调休，共7天。9月26日", "至", "", id="a line cut off"),
    ],
)
async def test_a_faulty_notice_is_refused_with_what_is_wrong(bureau: Bureau, old: str, new: str, code: str):
    assert old in INVENTED_2027

    refused = await bureau.post("a", DRAFTS, {"notice": INVENTED_2027.replace(old, new)})

    assert refused.status_code == 422, refused.text
    errors = refused.json()["errors"]
    assert errors and all(each["message"] and each["message_en"] for each in errors)
    assert any(code in each["code"] for each in errors)
    assert (await bureau.get("a", DRAFTS)).json() == []


@pytest.mark.parametrize("text", ["", "今天天气很好。", INVENTED_2027[: len(INVENTED_2027) // 2]])
async def test_no_notice_and_half_a_notice_are_refused(bureau: Bureau, text: str):
    refused = await bureau.post("a", DRAFTS, {"notice": text})

    assert refused.status_code == 422
    assert refused.json()["errors"]


async def test_a_draft_shows_its_changes_and_the_year_as_it_would_be(bureau: Bureau):
    draft = await entered(bureau, {"notice": INVENTED_2027})

    seen = (await bureau.get("b", f"{DRAFTS}/{draft}")).json()
    year = (await bureau.get("b", f"{DRAFTS}/{draft}/years/2027")).json()

    changes = {each["day"]: (each["before"], each["after"]) for each in seen["changes"]}
    assert changes["2027-02-20"] == ("weekend", "make_up")
    assert changes["2027-02-12"] == ("working", "holiday")
    assert year["working_days"] == 248
    assert {each["day"] for each in year["days"] if each["changed"]} == {
        day for day in changes if day.startswith("2027")
    }
    assert seen["publication"]["year"] == 2027
    assert seen["sha256"] and seen["source_text"] == INVENTED_2027


async def test_a_withdrawn_draft_cannot_be_published(bureau: Bureau):
    draft = await entered(bureau, {"notice": INVENTED_2027})
    taken = await bureau.post("a", f"{DRAFTS}/{draft}/withdrawal", {"reason": "录错了"}, version=1)
    assert taken.status_code == 200

    refused = await bureau.post("b", f"{DRAFTS}/{draft}/publication", {}, version=2)

    assert refused.status_code == 409
    assert (await bureau.get("a", DRAFTS, status="withdrawn")).json()[0]["id"] == draft


async def test_a_published_year_is_replaced_only_with_a_yes_and_a_reason(bureau: Bureau):
    await published(bureau, await entered(bureau, {"notice": INVENTED_2027}))
    document = (await bureau.get("b", f"{DRAFTS}", status="published")).json()[0]
    content = (await bureau.get("b", f"{DRAFTS}/{document['id']}")).json()["content"]
    corrected = {**content, "document": "国办发明电〔2027〕9999号", "number": 2, "issued_on": "2026-11-19"}
    corrected["make_up_days"] = [
        {**each, "day": "2027-02-21" if each["day"] == "2027-02-20" else each["day"]}
        for each in content["make_up_days"]
    ]
    draft = await entered(bureau, {"edition": corrected, "reason": "更正"})

    refused = await bureau.post("b", f"{DRAFTS}/{draft}/publication", {}, version=1)
    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (409, "unconfirmed-finding")

    await published(bureau, draft, confirmed=["replaces_published"], reason="更正通知")
    assert await working(bureau, "2027-02-20") == (False, False)
    assert await working(bureau, "2027-02-21") == (True, False)


async def test_a_mistaken_correction_is_taken_back_with_the_notice_itself(bureau: Bureau):
    """What the notice says is known but no longer in force, so that it may be entered again (恢复原通知)."""
    notice = await entered(bureau, {"notice": INVENTED_2027})
    content = (await bureau.get("b", f"{DRAFTS}/{notice}")).json()["content"]
    await published(bureau, notice)
    mistaken = {**content, "number": 2, "document": "演示〔2026〕9号"}
    mistaken["make_up_days"] = [
        {**each, "day": "2027-02-21" if each["day"] == "2027-02-20" else each["day"]}
        for each in content["make_up_days"]
    ]
    yes = {"confirmed": ["replaces_published"], "reason": "更正"}
    await published(bureau, await entered(bureau, {"edition": mistaken, "reason": "更正"}), **yes)
    assert await working(bureau, "2027-02-20") == (False, False)

    await published(bureau, await entered(bureau, {"edition": content, "reason": "恢复"}), **yes)

    assert await working(bureau, "2027-02-20") == (True, False)
    again = await bureau.post("a", DRAFTS, {"edition": content, "reason": "再次"})
    assert (again.status_code, again.json()["type"].rpartition(":")[2]) == (409, "known-edition")


@pytest.mark.parametrize("year", [2015, 2040])
async def test_a_year_apart_from_the_others_is_refused(bureau: Bureau, year: int):
    """The years between would count as plain weeks, and a year long past would end what is published."""
    edition = {
        "year": year,
        "number": 1,
        "title": "（演示，虚构）通知",
        "document": "演示〔2026〕8号",
        "issued_on": f"{year - 1}-11-20",
        "days_off": [
            {"name": name, "day": f"{year}-{day}"}
            for name, day in [("元旦", "01-01"), ("春节", "02-19"), ("清明节", "04-06"), ("劳动节", "05-01")]
        ],
    }

    refused = await bureau.post("a", DRAFTS, {"edition": edition, "reason": "演示"})

    assert refused.status_code == 422
    assert "year_apart" in {each["code"] for each in refused.json()["errors"]}


async def test_what_was_known_before_a_publication_can_still_be_asked(bureau: Bureau):
    await published(bureau, await entered(bureau, {"notice": INVENTED_2027}))

    assert await working(bureau, "2027-02-20", known_on="2026-11-19") == (False, True)
    assert await working(bureau, "2027-02-20", known_on="2026-11-20") == (True, False)


async def test_a_closure_of_one_agency_counts_for_it_alone(bureau: Bureau):
    body = {**CLOSURE, "agencies": ["water"]}
    await published(bureau, await entered(bureau, {"closure": body, "reason": "防汛指挥部命令"}))

    assert await working(bureau, "2026-11-24") == (True, False)
    assert await working(bureau, "2026-11-24", body="water") == (False, False)
    due = {"from": "2026-11-20", "length": 2, "unit": "working_day", "body": "water"}
    answer = (await bureau.http.get("/api/v1/calendar/due-date", params=due)).json()
    assert answer["due_on"] == "2026-11-25"
    assert [each["kind"] for each in await year_of(bureau, "2026-11-24")] == ["closure"]
    (closure,) = (await bureau.http.get("/api/v1/calendar/editions")).json()["closures"]
    assert (closure["agencies"], closure["days"][0]["counts"]) == (["water"], False)


async def year_of(bureau: Bureau, day: str) -> list[dict]:
    year = (await bureau.http.get("/api/v1/calendar/years/2026", params={"body": "water"})).json()
    return [each for each in year["days"] if each["day"] == day]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"closure": {**CLOSURE, "amends": 7}}, id="a closure"),
        pytest.param(
            {
                "edition": {
                    "year": 2026,
                    "number": 9,
                    "amends": 8,
                    "title": "（演示，虚构）调整通知",
                    "document": "演示〔2026〕3号",
                    "issued_on": "2026-11-18",
                    "days_off": [{"name": "防汛", "day": "2026-11-24"}],
                },
                "reason": "演示",
            },
            id="a year",
        ),
    ],
)
async def test_what_amends_nothing_is_refused(bureau: Bureau, body: dict):
    refused = await bureau.post("a", DRAFTS, body)

    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (422, "nothing-to-amend")


@pytest.mark.parametrize("on", ["1990-05-02", "2099-05-06"])
async def test_a_closure_outside_the_calendar_is_refused(bureau: Bureau, on: str):
    refused = await bureau.post("a", DRAFTS, {"closure": {**CLOSURE, "days": [{"day": on, "name": "防汛"}]}})

    assert refused.status_code == 422
    assert [each["code"] for each in refused.json()["errors"]] == ["outside_calendar"]


async def test_closing_a_day_off_is_told_to_be_idle(bureau: Bureau):
    saturday = {**CLOSURE, "days": [{"day": "2026-11-21", "name": "防汛"}]}

    seen = (await bureau.get("b", f"{DRAFTS}/{await entered(bureau, {'closure': saturday})}")).json()

    assert [(each["severity"], each["code"]) for each in seen["findings"]] == [("warning", "closed_anyway")]


async def test_a_closure_must_name_days_and_only_once(bureau: Bureau):
    for days in ([], [CLOSURE["days"][0], CLOSURE["days"][0]]):
        refused = await bureau.post("a", DRAFTS, {"closure": {**CLOSURE, "days": days}})
        assert refused.status_code == 422


async def test_one_thing_is_entered_at_a_time(bureau: Bureau):
    refused = await bureau.post("a", DRAFTS, {"notice": INVENTED_2027, "closure": CLOSURE})

    assert refused.status_code == 422


async def test_the_log_says_who_entered_and_who_published(bureau: Bureau):
    await published(bureau, await entered(bureau, {"notice": INVENTED_2027}))

    (row,) = (await bureau.get("head", DRAFTS)).json()

    assert (row["entered_by"], row["published_by"]) == (str(person("a")), str(person("b")))
    assert (row["status"], row["published_on"]) == ("published", "2026-11-20")


async def test_the_copy_is_part_of_the_publication_and_a_rebuild_gives_it_again(bureau: Bureau):
    await published(bureau, await entered(bureau, {"notice": INVENTED_2027}))
    before = await bureau.rows()
    assert any("statutes.calendar_edition_published" in row for table in before for row in table)

    parts = bureau.app.state.parts
    await parts.log.rebuild(parts.read_models)

    assert await bureau.rows() == before
