"""The public calculator of periods, and what it says about single days."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.statutes.views.calendar import Asked, Calendars, OutOfRangeError
from shared.calendar.almanac import Almanac
from shared.calendar.book import load_bundled
from shared.calendar.deadline import Unit

CALENDAR = "/api/v1/calendar"


async def ask(http, start: str, length: object, unit: str):
    return await http.get(f"{CALENDAR}/due-date", params={"from": start, "length": length, "unit": unit})


@pytest.mark.parametrize(
    ("start", "length", "unit", "due_on"),
    [
        pytest.param(
            "2026-09-18", 7, "working_day", "2026-09-29", id="Friday; Sunday 20 Sep works, 25-27 off"
        ),
        pytest.param(
            "2026-09-24", 7, "working_day", "2026-10-12", id="Thursday; Mid-Autumn and National Day between"
        ),
        pytest.param(
            "2026-09-03", 30, "calendar_day", "2026-10-08", id="Thursday; ends in the holidays, rolls"
        ),
        pytest.param(
            "2026-01-31", 1, "month", "2026-02-28", id="Saturday; no 31 February, the last day works"
        ),
    ],
)
async def test_a_period_ends_on_the_day_that_the_law_gives(http, start, length, unit, due_on):
    body = (await ask(http, start, length, unit)).json()

    assert (body["due_on"], body["started_on"], body["length"], body["unit"]) == (due_on, start, length, unit)


async def test_the_walk_leads_from_the_first_day_to_the_end_with_a_reason_each(http):
    body = (await ask(http, "2026-09-18", 7, "working_day")).json()

    days = body["days"]
    assert (days[0]["day"], days[0]["counted"]) == ("2026-09-18", False)
    assert (days[-1]["day"], days[-1]["number"]) == ("2026-09-29", 7)
    assert sum(step["counted"] for step in days) == 7
    assert all(step["why_zh"] and step["why_en"] and step["article"] for step in days)
    assert next(step for step in days if step["day"] == "2026-09-25")["notice"]


async def test_a_period_into_a_year_without_notice_is_provisional(http):
    assert (await ask(http, "2026-12-04", 20, "working_day")).json()["provisional"] is True
    assert (await ask(http, "2026-11-02", 5, "working_day")).json()["provisional"] is False


async def test_the_answer_names_the_calendar_edition(http):
    edition = (await http.get(f"{CALENDAR}/editions")).json()["calendar_edition"]

    assert (await ask(http, "2026-11-02", 5, "working_day")).json()["calendar_edition"] == edition


@pytest.mark.parametrize(
    ("start", "length", "unit"),
    [
        ("tomorrow", 7, "working_day"),
        ("2026-02-30", 7, "working_day"),
        ("1790000000", 7, "working_day"),
        ("2026-09-24T08:00:00Z", 7, "working_day"),
        ("２０２６-09-24", 7, "working_day"),
        ("2026-09-24", 0, "working_day"),
        ("2026-09-24", -1, "month"),
        ("2026-09-24", 1001, "calendar_day"),
        ("2026-09-24", 10**30, "month"),
        ("2026-09-24", "seven", "working_day"),
        ("2026-09-24", 7, "fixed"),
        ("2026-09-24", 7, "hour"),
        ("", 7, "month"),
    ],
)
async def test_a_question_in_the_wrong_form_is_refused(http, start, length, unit):
    answer = await ask(http, start, length, unit)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("missing", ["from", "length", "unit"])
async def test_all_three_facts_are_needed(http, missing):
    facts = {"from": "2026-09-24", "length": "7", "unit": "working_day"}
    del facts[missing]

    assert (await http.get(f"{CALENDAR}/due-date", params=facts)).status_code == 422


@pytest.mark.parametrize(
    ("start", "length", "unit"),
    [
        ("0001-01-01", 1, "working_day"),
        ("2019-12-31", 1, "calendar_day"),
        ("9999-12-31", 1000, "month"),
        ("2036-12-31", 1, "working_day"),
        ("2036-06-01", 1000, "calendar_day"),
        ("2026-01-31", 1000, "month"),
    ],
)
async def test_beyond_the_calendar_the_answer_says_how_far_it_reaches(http, start, length, unit):
    answer = await ask(http, start, length, unit)

    body = answer.json()
    assert (answer.status_code, body["type"]) == (422, "urn:jiandu:problem:out-of-range")
    assert "2020-01-01" in body["detail"]


@pytest.mark.parametrize(
    ("day", "working", "kind"),
    [
        pytest.param("2026-09-18", True, "working", id="Friday"),
        pytest.param("2026-09-20", True, "make_up", id="Sunday that works"),
        pytest.param("2026-09-19", False, "weekend", id="Saturday"),
        pytest.param("2026-10-01", False, "holiday", id="National Day"),
    ],
)
async def test_a_day_says_whether_it_counts_and_why(http, day, working, kind):
    body = (await http.get(f"{CALENDAR}/days/{day}")).json()

    assert (body["day"], body["working"], body["kind"]) == (day, working, kind)
    assert bool(body["notice"]) is (kind in {"make_up", "holiday"})
    assert body["provisional"] is False


async def test_a_day_of_a_year_without_notice_is_provisional(http):
    assert (await http.get(f"{CALENDAR}/days/2027-02-01")).json()["provisional"] is True


@pytest.mark.parametrize("day", ["2026-02-30", "today", "1790000000", "2019-12-31", "9999-12-31"])
async def test_a_day_that_is_none_or_lies_beyond_the_calendar_is_refused(http, day):
    assert (await http.get(f"{CALENDAR}/days/{day}")).status_code == 422


async def test_the_editions_name_every_notice_and_the_years_without_one(http):
    body = (await http.get(f"{CALENDAR}/editions")).json()

    by_year = {edition["year"]: edition for edition in body["editions"] if edition["in_use"]}
    assert body["published_until"] == "2026-12-31"
    assert by_year[2026]["published"]
    assert by_year[2026]["issued_on"] == "2025-11-04"
    assert not by_year[2027]["published"]
    assert sum(edition["year"] == 2020 for edition in body["editions"]) >= 2


@settings(max_examples=200, deadline=None)
@given(st.dates(), st.integers(1, 1000), st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH]))
def test_every_day_and_length_gives_a_later_working_day_or_a_clear_refusal(
    start: date, length: int, unit: Unit
):
    calendars = Calendars(Almanac(load_bundled()))
    try:
        deadline, calendar = calendars.period(Asked(length, unit), start)
    except OutOfRangeError:
        return

    assert deadline.due_on > start
    assert calendars.day(deadline.due_on).is_working
    assert len({step.day for step in calendar.explain(deadline)}) == (deadline.due_on - start).days + 1
