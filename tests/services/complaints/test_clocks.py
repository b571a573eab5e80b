"""Rungs of the clocks: each fires once, in its time or marked late, and stops with its clock (督办)."""

from datetime import date, time
from typing import Any

import pytest

from services.complaints.views.tables import REBUILT
from shared.identity.actor import Actor
from shared.notifications.inbox import Inbox
from tests.services.complaints.office import PEOPLE, Case, Office, accepted, concluded, person
from tests.shared.deadlines.editions import correction_2026

ACCEPTANCE = [
    ("notice", "2026-09-23"),
    ("yellow", "2026-09-28"),
    ("red", "2026-09-30"),
    ("supervise", "2026-10-09"),
]
"""Of seven working days from Fri 18 Sep: three left, one left, the day after, three working days after."""


async def ledger(office: Office) -> list[dict[str, Any]]:
    items = (await office.get("clerk", "/api/v1/complaints/escalations")).json()["items"]
    return list(reversed(items))


async def rungs(office: Office, clock: str) -> list[tuple[str, str, bool]]:
    return [
        (one["rung"], one["planned_on"], one["late"]) for one in await ledger(office) if one["clock"] == clock
    ]


@pytest.mark.obligation("W5-05")
async def test_each_rung_of_the_acceptance_period_fires_once_on_its_day(office: Office):
    await office.complain()

    for number, (_, on) in enumerate(ACCEPTANCE):
        office.on(on, time(8, 29))
        await office.sweep()
        assert len(await rungs(office, "acceptance")) == number
        office.on(on, time(8, 30))
        await office.sweep()
        await office.sweep()
        assert len(await rungs(office, "acceptance")) == number + 1

    assert await rungs(office, "acceptance") == [(name, on, False) for name, on in ACCEPTANCE]


@pytest.mark.obligation("W5-05")
async def test_rungs_missed_while_nobody_swept_fire_once_and_are_marked_late(office: Office):
    await office.complain()

    office.on("2026-10-09", time(8, 30))
    await office.sweep()
    await office.sweep()

    assert await rungs(office, "acceptance") == [(name, on, name != "supervise") for name, on in ACCEPTANCE]


@pytest.mark.obligation("W5-05", "W5-11")
async def test_a_decision_cancels_the_rungs_of_its_clock_and_arms_the_next(office: Office):
    case = await office.complain()
    office.on("2026-09-23", time(8, 30))
    await office.sweep()
    await case.act("clerk", "acceptance")

    office.on("2026-11-20")
    await office.sweep()

    assert await rungs(office, "acceptance") == [("notice", "2026-09-23", False)]
    assert [name for name, _, _ in await rungs(office, "handling")] == [
        "notice",
        "yellow",
        "red",
        "supervise",
    ]


@pytest.mark.obligation("W5-12")
async def test_an_extension_moves_the_rungs_of_handling(office: Office):
    case = await accepted(office)
    await case.act("clerk", "extension", days=30, reason="案情复杂。")
    await case.act("head", "extension-decision", approved=True)

    office.on("2026-10-20")
    await office.sweep()
    assert await rungs(office, "handling") == []

    office.on("2026-11-18")
    await office.sweep()
    assert [name for name, _, _ in await rungs(office, "handling")] == ["notice", "yellow", "red"]


@pytest.mark.obligation("W5-19", "N-12")
async def test_the_agencys_reply_has_rungs_of_its_own_and_is_the_agencys_to_give(office: Office):
    case = await office.complain()
    await case.act("clerk", "summary", summary="反映某处应查不查。")
    await case.act("clerk", "routing", handler="market", reason="属该局。")

    office.on("2026-10-16")
    await office.sweep()

    found = [one for one in await ledger(office) if one["clock"] == "reply"]
    assert [one["rung"] for one in found] == ["notice", "yellow", "red"]
    assert {one["owner"] for one in found} == {"agency_clerk"}
    assert {one["basis"] for one in found} == {"chongqing/enforcement_responsibility@2010-07-30#第十三条"}
    shown = (await office.get("agency_clerk", "/api/v1/complaints/escalations")).json()["items"]
    assert "reply" in {one["clock"] for one in shown}
    hidden = (await office.get("elsewhere", "/api/v1/complaints/escalations")).json()["items"]
    assert hidden == []


@pytest.mark.obligation("W5-13")
async def test_an_order_not_carried_out_in_time_turns_red(office: Office):
    case = await concluded(office)
    body = {"agency": "market", "content": "查处。", "length": 10, "unit": "working_day"}
    order = (await case.act("clerk", "orders", **body))["order_id"]
    await case.send("clerk", "head", "correction_order", order)

    office.on("2026-10-10")
    await office.sweep()

    assert (await case.due(f"order:{order}"))["light"] == "red"
    assert "red" in [name for name, _, _ in await rungs(office, f"order:{order}")]


async def test_the_explanation_of_a_clock_walks_every_day(office: Office):
    case = await office.complain()

    response = await office.get("clerk", f"/api/v1/complaints/{case.id}/clocks/acceptance/explanation")
    days = response.json()["days"]

    counted = [one["day"] for one in days if one["counted"]]
    assert counted == [f"2026-09-{number}" for number in (20, 21, 22, 23, 24, 28, 29)]
    missing = await office.get("clerk", f"/api/v1/complaints/{case.id}/clocks/handling/explanation")
    assert missing.status_code == 404


async def tables(office: Office) -> list[list[Any]]:
    found = []
    async with office.engine.connect() as connection:
        for table in REBUILT:
            rows = (await connection.execute(table.select())).all()
            found.append(sorted(tuple(map(str, row)) for row in rows))
    return found


async def test_read_models_built_anew_are_the_ones_that_stand(office: Office):
    await concluded(office)
    waiting: Case = await accepted(office)
    await waiting.act("clerk", "transfers", kind="discipline", reason="线索。")
    body = {"channel": "service_hotline", "content": "来电。"}
    await office.post("clerk", "/api/v1/leads", body)
    await waiting.send("clerk", "head", "acceptance_notice")
    await office.learn(correction_2026(off=date(2026, 10, 19)))
    office.on("2026-10-20")
    await office.sweep()
    standing = await tables(office)
    assert all(standing)

    await office.app.state.parts.log.rebuild(REBUILT)

    assert await tables(office) == standing


async def told(office: Office, who: str) -> set[str]:
    inbox = Inbox(office.engine)
    actor = Actor(f"account-{who}", *PEOPLE[who][:2], person(who))
    return {
        f"{row['clock'].partition(':')[0]} {row['rung']}"
        for row in await inbox.newest(actor, limit=50)
        if row["clock"]
    }


async def test_the_agency_that_was_ordered_is_told_of_its_limit_and_no_other(office: Office):
    case = await concluded(office)
    given = await case.act("clerk", "orders", agency="water", content="查处。", length=5, unit="working_day")
    await case.send("clerk", "head", "correction_order", given["order_id"])

    office.on("2026-10-20")
    await office.sweep()

    assert "order red" in await told(office, "elsewhere")
    assert await told(office, "agency_clerk") == set()


async def test_the_officer_complained_of_is_told_nothing_whatever_the_role(office: Office):
    case = await accepted(office)
    await case.act("clerk", "respondent", officer=str(person("unit_head")))

    office.on("2026-11-20")
    await office.sweep()

    assert "handling red" in await told(office, "clerk")
    assert await told(office, "unit_head") == set()
