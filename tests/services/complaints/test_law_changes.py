"""A new version of the regulation, and new answers of the bureau: what they change, and what not."""

import asyncio
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from services.complaints.application.reading import ReadingRoom
from services.complaints.main import DEFINITION
from shared.contracts.statutes import PolicyChosen, RegulationPublished, Statutory
from shared.law.book import LawBook
from shared.settings.copies import statute_copy
from shared.web.knowledge import copies
from tests.services.complaints.office import Case, Office, accepted, concluded, intake
from tests.shared.law.drafts import NAME, version

OLD, NEW = f"{NAME}@2021-11-10", f"{NAME}@2026-10-12"
ORDINALS = count(100, 100)


def law_of(office: Office) -> LawBook:
    return office.app.state.parts.provides[ReadingRoom].desk.law


async def learn(office: Office, published: Statutory) -> None:
    """The contract arrives, is kept, and the process learns of it."""
    law, copy = law_of(office), statute_copy(DEFINITION.metadata)
    revision = law.revision
    async with office.engine.begin() as connection:
        for statement, row in copies(copy, published, next(ORDINALS)):
            await connection.execute(statement, row)
    async with asyncio.timeout(10):
        while law.revision == revision:  # noqa: ASYNC110  # the process learns by itself
            await asyncio.sleep(0.01)


async def publish(office: Office, *, transition: str | None = None) -> None:
    """Handled in twenty days instead of thirty, from Monday 12 October 2026 (试行，虚构)."""
    document, day = version(20, transition=transition), date(2026, 10, 12)
    version_ = law_of(office).read(NAME, day, document)
    facts = {"regulation": NAME, "in_force_from": day, "document": document, "sha256": version_.sha256}
    await learn(office, RegulationPublished(**facts, published_on=date(2026, 9, 18)))


async def choose(office: Office, policy: str, value: str) -> None:
    chosen = PolicyChosen(policy=policy, value=value, reason="局务会议决定。", chosen_on=date(2026, 9, 18))
    await learn(office, chosen)


async def accept(case: Case) -> dict[str, Any]:
    await case.act("clerk", "summary", summary="反映区市场监管局对无照经营应查不查。")
    await case.act("clerk", "acceptance")
    return await case.due("handling")


# A new version (新版本)


@pytest.mark.parametrize(
    ("received_on", "accepted_on", "due_on", "basis"),
    [
        pytest.param("2026-10-10", "2026-10-10", "2026-11-09", OLD, id="received and accepted before"),
        pytest.param("2026-10-10", "2026-10-13", "2026-11-12", OLD, id="received before, accepted after"),
        pytest.param("2026-10-12", "2026-10-12", "2026-11-02", NEW, id="received on the first day"),
        pytest.param("2026-10-13", "2026-10-14", "2026-11-03", NEW, id="received after"),
    ],
)
async def test_a_complaint_keeps_the_days_of_the_version_it_was_opened_under(
    office: Office, received_on, accepted_on, due_on, basis
):
    await publish(office)
    office.on(received_on)
    case = await office.complain()
    office.on(accepted_on)

    due = await accept(case)

    assert due["due_on"] == due_on
    assert due["basis"] == f"{basis}#第十条"
    assert (await case.page("clerk"))["regulation"] == basis


async def test_today_nothing_changes_before_the_version_is_in_force(office: Office):
    before = await accept(await office.complain())
    await publish(office)

    after = await accept(await office.complain())

    assert {name: after[name] for name in ("due_on", "basis")} == {
        name: before[name] for name in ("due_on", "basis")
    }


async def test_a_version_that_binds_open_matters_counts_for_what_is_decided_from_its_day(office: Office):
    await publish(office, transition="open_matters")
    office.on("2026-10-09")
    running = await office.complain()
    waiting = await office.complain()
    old = await accept(running)
    office.on("2026-10-12")

    new = await accept(waiting)

    assert (new["due_on"], new["basis"]) == ("2026-11-02", f"{NEW}#第十条")
    assert old["basis"] == f"{OLD}#第十条"
    assert (await running.due("handling"))["due_on"] == old["due_on"] == "2026-11-09"


async def test_a_closed_complaint_stays_under_the_law_of_its_last_day(office: Office):
    await publish(office, transition="open_matters")
    case = await concluded(office)
    room = office.app.state.parts.provides[ReadingRoom]
    office.on("2026-10-20")

    found = await room.desk.load(UUID(case.id))

    assert found.law.complaints.id == OLD


async def test_a_complaint_registered_late_is_opened_on_the_day_it_was_received(office: Office):
    await publish(office)
    office.on("2026-10-13")
    body = {**intake(), "channel": "post", "received_on": "2026-10-10"}

    answer = await office.post("clerk", "/api/v1/complaints", body)

    assert answer.status_code == 201, answer.text
    page = (await office.get("clerk", f"/api/v1/complaints/{answer.json()['id']}")).json()
    assert page["regulation"] == OLD


async def test_a_lead_received_before_a_new_version_may_be_registered_after(office: Office):
    await publish(office)
    office.on("2026-10-13")
    body = {"channel": "service_hotline", "content": "来电反映。", "received_on": "2026-10-10"}

    assert (await office.post("clerk", "/api/v1/leads", body)).status_code == 201


# Answers of the bureau (政策取值)


@pytest.mark.parametrize(
    ("policy", "due_on"),
    [
        pytest.param("same_day", "2026-09-29", id="Saturday 19 Sep: worked Sunday 20 Sep is day 1"),
        pytest.param("next_working_day", "2026-09-30", id="worked Sunday 20 Sep: Monday 21 Sep is day 1"),
    ],
)
async def test_what_arrives_on_a_day_off_is_received_as_the_bureau_says(office: Office, policy, due_on):
    if policy != "same_day":
        await choose(office, "receipt_on_day_off", policy)
    office.on("2026-09-19")

    case = await office.complain()

    assert (await case.due("acceptance"))["due_on"] == due_on


async def test_what_arrives_on_a_working_day_is_received_that_day_either_way(office: Office):
    before = await (await office.complain()).due("acceptance")
    await choose(office, "receipt_on_day_off", "next_working_day")

    assert (await (await office.complain()).due("acceptance"))["due_on"] == before["due_on"]


@pytest.mark.parametrize(
    ("policy", "due_on"),
    [
        pytest.param(None, "2026-11-02", id="from Fri 2 Oct, the end as printed"),
        pytest.param(
            "head_of_handling_body_rolled_end_notice", "2026-11-09", id="from Thu 8 Oct, the rolled end"
        ),
    ],
)
async def test_an_extension_runs_from_the_end_that_the_bureau_reads(office: Office, policy, due_on):
    if policy:
        await choose(office, "complaint_extension_terms", policy)
    office.on("2026-09-02")
    case = await accepted(office)
    office.on("2026-09-25")

    await case.act("clerk", "extension", days=30, reason="案情复杂，需外调。")
    await case.act("head", "extension-decision", approved=True)

    due = await case.due("handling")
    assert (due["due_on"], due["breach_after"]) == (due_on, "2026-11-09")
    assert (await case.act("clerk", "extension", 422, days=10, reason="案情复杂。"))["status"] == 422


async def test_an_answer_given_later_moves_no_date_that_was_computed_before(office: Office):
    office.on("2026-09-19")
    case = await office.complain()
    before = await case.due("acceptance")

    await choose(office, "receipt_on_day_off", "next_working_day")

    assert (await case.due("acceptance"))["due_on"] == before["due_on"]


@pytest.mark.parametrize(("policy", "owed"), [(None, True), ("thirty_days_suffice", False)])
async def test_an_agency_owes_an_interim_reply_unless_the_bureau_reads_otherwise(
    office: Office, policy, owed
):
    if policy:
        await choose(office, "reply_limit_for_complaints", policy)
    case = await office.complain()
    await case.act("clerk", "summary", summary="反映区市场监管局对无照经营应查不查。")

    await case.act("clerk", "routing", handler="market", reason="由被投诉机关办理。")

    assert ("reply" in await case.running()) is owed


async def test_a_publication_that_this_release_cannot_read_harms_nothing(office: Office):
    copy = statute_copy(DEFINITION.metadata)
    odd = PolicyChosen(policy="weather", value="fine", reason="无", chosen_on=date(2026, 9, 18))
    async with office.engine.begin() as connection:
        for statement, row in copies(copy, odd, next(ORDINALS)):
            await connection.execute(statement, row)

    await choose(office, "receipt_on_day_off", "next_working_day")

    assert law_of(office).policy("receipt_on_day_off") == "next_working_day"
