"""A correction in the middle of the year, and the publication of the next one, as the bureau lives them.

Complaints of Friday 18 September 2026: acceptance is due on Tuesday the 29th, handling on Monday 19 October
(thirty days end on Sunday the 18th and roll).
"""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from shared.contracts.statutes import CalendarEditionPublished
from shared.eventlog.snapshots import SNAPSHOT_EVERY
from tests.services.complaints.office import Case, Office, accepted, concluded, person
from tests.shared.deadlines.editions import closed, correction_2026, year_2027

DOCKET = "/api/v1/complaints/docket"
TYPHOON = correction_2026(off=date(2026, 10, 19))
"""One more day off, on the very day on which handling would be due."""
SUNDAY_WORKED = correction_2026(worked=date(2026, 10, 18))
"""The Sunday on which the thirty days end becomes a make-up day: nothing rolls any more."""


async def docket(office: Office, who: str = "clerk", **query: str) -> list[dict[str, Any]]:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    response = await office.get(who, f"{DOCKET}?{asked}")
    assert response.status_code == 200, response.text
    return response.json()["items"]


async def told_of_acceptance(office: Office, **changes: Any) -> Case:
    case = await accepted(office, **changes)
    await case.send("clerk", "head", "acceptance_notice")
    return case


async def act(office: Office, who: str, case: Case, path: str, **body: Any) -> int:
    response = await office.post(who, f"{DOCKET}/{case.id}/{path}", body, await case.version())
    return response.status_code


@pytest.mark.rule("complaints.handling")
async def test_a_correction_moves_the_open_clock_and_explains_both_dates(office: Office):
    case = await told_of_acceptance(office)
    assert (await case.due("handling"))["due_on"] == "2026-10-19"

    office.on("2026-09-21")
    await office.learn(TYPHOON)

    due = await case.due("handling")
    assert due["due_on"] == "2026-10-20"
    path = f"/api/v1/complaints/{case.id}/clocks/handling/explanation"
    now = (await office.get("clerk", path)).json()
    then = (await office.get("clerk", f"{path}?as_of=2026-09-20")).json()
    assert (now["due_on"], then["due_on"]) == ("2026-10-20", "2026-10-19")
    assert now["calendar_edition"] != then["calendar_edition"]
    assert [step["day"] for step in then["days"]][-1] == "2026-10-19"
    assert "防汛" in {step["day"]: step for step in now["days"]}["2026-10-19"]["why_zh"]
    assert "2026-10-20" in now["sentence_zh"] and "2026-10-20" in now["sentence_en"]


async def test_before_the_clock_ran_there_is_nothing_to_explain(office: Office):
    case = await told_of_acceptance(office)

    path = f"/api/v1/complaints/{case.id}/clocks/handling/explanation"

    assert (await office.get("clerk", f"{path}?as_of=2026-09-17")).status_code == 404


async def test_the_docket_lists_each_changed_clock_and_who_has_to_be_told(office: Office):
    told, untold = await told_of_acceptance(office), await accepted(office)

    await office.learn(TYPHOON)

    rows = {row["case_id"]: row for row in await docket(office)}
    assert set(rows) == {told.id, untold.id}
    row = rows[told.id]
    assert (row["due_before"], row["due_after"], row["effect"]) == ("2026-10-19", "2026-10-20", "later")
    assert (row["told"], row["attention"]) == (["complainant"], "notice_due")
    assert rows[untold.id]["attention"] is None
    assert [each["case_id"] for each in await docket(office, attention="open")] == [told.id]
    (run, *_) = (await office.get("clerk", f"{DOCKET}/runs")).json()
    assert (run["changed"], run["finished_at"] is not None) == (2, True)


async def test_a_date_told_to_the_complainant_is_not_shortened_before_the_new_notice(office: Office):
    case = await told_of_acceptance(office)

    await office.learn(SUNDAY_WORKED)

    assert (await case.due("handling"))["due_on"] == "2026-10-19"
    (row,) = await docket(office, attention="open")
    assert (row["due_after"], row["attention"]) == ("2026-10-18", "new_notice")


async def test_a_date_that_nobody_was_told_may_be_shortened(office: Office):
    case = await accepted(office)

    await office.learn(SUNDAY_WORKED)

    assert (await case.due("handling"))["due_on"] == "2026-10-18"


async def test_the_new_notice_shortens_the_period_and_settles_the_task(office: Office):
    case = await concluded(office)
    await case.act("clerk", "orders", agency="water", content="查处。", length=5, unit="working_day")
    order = next(iter((await case.page("clerk"))["orders"]))
    await case.send("clerk", "head", "correction_order", order)
    clock = f"order:{order}"
    assert (await case.due(clock))["due_on"] == "2026-09-24"

    await office.learn(correction_2026(worked=date(2026, 9, 19)))
    assert (await case.due(clock))["due_on"] == "2026-09-24"
    held = {each["name"]: each["held"] for each in (await case.page("clerk"))["clocks"]}
    assert held[clock] == {"due_on": "2026-09-23"}

    status = await act(office, "clerk", case, f"{clock}/new-notice", method="direct", reason="历法更正")

    assert status == 200
    assert (await case.due(clock))["due_on"] == "2026-09-23"
    row = next(each for each in await docket(office) if each["clock"] == clock)
    assert row["attention"] is None
    (task,) = row["tasks"]
    assert (task["outcome"], task["reason"], task["settled_by"]) == (
        "notified",
        "历法更正",
        str(person("clerk")),
    )


async def test_closed_clocks_never_move(office: Office):
    case = await accepted(office)
    course = await case.course()

    await office.learn(correction_2026(off=date(2026, 9, 22)))

    assert await docket(office) == []
    assert await case.course() == course


async def test_lateness_that_a_correction_undoes_is_decided_by_a_person(office: Office):
    case = await office.complain()
    office.on("2026-09-30")
    await office.sweep()
    ledger = await office.get("clerk", "/api/v1/complaints/escalations")

    await office.learn(correction_2026(off=date(2026, 9, 22)))

    assert (await case.due("acceptance"))["due_on"] == "2026-09-30"
    (row,) = await docket(office, attention="open")
    assert row["attention"] == "undone_breach"
    again = await office.get("clerk", "/api/v1/complaints/escalations")
    assert again.json()["items"] == ledger.json()["items"]
    assert (
        await act(office, "agency_head", case, "acceptance/reassessment", outcome="lifted", reason="更正")
        == 403
    )
    assert (
        await act(office, "head", case, "acceptance/reassessment", outcome="lifted", reason="历法更正") == 200
    )
    assert await docket(office, attention="open") == []
    assert await act(office, "head", case, "acceptance/reassessment", outcome="lifted", reason="再次") == 409
    assert (await case.course())[-1] == "breach_reassessed"


async def test_a_period_into_next_year_is_provisional_everywhere_and_the_notice_makes_it_definite(
    office: Office,
):
    office.on("2026-12-04")
    case, autumn = await accepted(office), await office.complain()
    assert (await case.due("handling"))["provisional"]
    assert not (await autumn.due("acceptance"))["provisional"]
    assert (await office.progress(case))["clocks"][0]["due"]["provisional"]

    await office.learn(year_2027())

    due = await case.due("handling")
    assert (due["due_on"], due["provisional"]) == ("2027-01-04", False)
    assert {(row["case_id"], row["effect"]) for row in await docket(office)} == {(case.id, "definite")}


async def test_a_closure_of_the_handling_agency_moves_its_own_cases_alone(office: Office):
    theirs, ours = await office.complain(agency="water"), await office.complain()
    await theirs.act("clerk", "summary", summary="反映区水利局应查不查。")
    await theirs.act("clerk", "routing", handler="water", reason="属其主管。")

    await office.learn(closed("2026-09-22", agencies=("water",)))

    assert (await theirs.due("acceptance"))["due_on"] == "2026-09-30"
    assert (await ours.due("acceptance"))["due_on"] == "2026-09-29"


async def test_a_preview_shows_before_and_after_and_records_nothing(office: Office):
    case = await told_of_acceptance(office)
    publication = {
        "edition": "x",
        "year": 2026,
        "number": 2,
        "notice": "演示〔2026〕1号",
        "title": "（演示，虚构）调整通知",
        "published_on": "2026-09-21",
        "amends": 1,
        "sequence": 1,
        "days": [{"day": "2026-10-19", "kind": "day_off", "holiday": "防汛"}],
    }
    course = await case.course()

    response = await office.post("clerk", f"{DOCKET}/preview", {"publication": publication})

    seen = response.json()
    assert (seen["changed"], seen["later"], seen["held"]) == (1, 1, 0)
    assert (seen["rows"][0]["due_before"], seen["rows"][0]["due_after"]) == ("2026-10-19", "2026-10-20")
    assert await case.course() == course


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"year": 9999}, id="a year far ahead"),
        pytest.param({"year": 0}, id="no year"),
        pytest.param({"year": 2037, "amends": 0}, id="an amendment of a year without an edition"),
        pytest.param({"days": [{"day": "2026-10-19", "kind": "half_day", "holiday": "x"}]}, id="a new kind"),
    ],
)
async def test_a_preview_of_what_is_no_edition_is_refused(office: Office, change: dict[str, Any]):
    await accepted(office)
    sound = CalendarEditionPublished.of(TYPHOON, published_on=date(2026, 9, 21), sequence=1)

    publication = sound.model_dump(mode="json") | change
    response = await office.post("clerk", f"{DOCKET}/preview", {"publication": publication})

    assert response.status_code == 422, response.text
    assert response.headers["content-type"] == "application/problem+json"


async def test_a_notice_needs_more_than_blanks_for_a_reason(office: Office):
    case = await told_of_acceptance(office)
    await office.learn(TYPHOON)

    assert await act(office, "clerk", case, "handling/new-notice", method="direct", reason="  ") == 422


@pytest.mark.parametrize("who", ["agency_clerk", "first", "government", "auditor", "system_admin"])
async def test_the_docket_is_for_the_bureau_alone(office: Office, who: str):
    for path in ("", "/runs", "/touched?regulation=wulong/complaints"):
        assert (await office.get(who, f"{DOCKET}{path}")).status_code == 403
    assert (await office.post(who, f"{DOCKET}/preview", {"publication": {}})).status_code in {403, 422}


async def test_nobody_sees_or_settles_the_docket_of_a_case_about_oneself(office: Office):
    case = await told_of_acceptance(office)
    await case.act("clerk", "respondent", officer=str(person("unit_head")))
    await office.learn(TYPHOON)

    assert await docket(office, "unit_head") == []
    body = {"method": "direct", "reason": "历法更正"}
    assert await act(office, "unit_head", case, "handling/new-notice", **body) == 404


async def test_who_is_named_after_the_recomputation_no_longer_sees_its_row(office: Office):
    case = await told_of_acceptance(office)
    await office.learn(TYPHOON)
    assert len(await docket(office, "unit_head")) == 1

    await case.act("clerk", "respondent", officer=str(person("unit_head")))

    assert await docket(office, "unit_head") == []
    assert len(await docket(office)) == 1


async def test_open_cases_under_a_version_of_a_regulation_are_counted(office: Office):
    await accepted(office)
    await accepted(office)

    found = (await office.get("clerk", f"{DOCKET}/touched?regulation=wulong/complaints@2021-11-10")).json()

    assert found == [{"procedure": "complaint", "cases": 2}]
    other = (await office.get("clerk", f"{DOCKET}/touched?regulation=wulong/complaints@2021-11-1")).json()
    assert other == []


async def test_a_long_case_is_loaded_from_its_snapshot_with_what_was_told_and_held(office: Office):
    case = await told_of_acceptance(office)
    await office.learn(SUNDAY_WORKED)
    for turn in range(SNAPSHOT_EVERY):
        await case.act("clerk", "summary", summary=f"第{turn}次修改的摘要。")
    async with office.engine.connect() as connection:
        kept = (await connection.execute(text("select aggregate_id from snapshot"))).scalars().all()
    assert [str(each) for each in kept] == [case.id]

    shown = {each["name"]: each for each in (await case.page("clerk"))["clocks"]}["handling"]

    assert shown["held"] == {"due_on": "2026-10-18"}
    assert shown["told"] == [{"party": "complainant", "due_on": "2026-10-19"}]
