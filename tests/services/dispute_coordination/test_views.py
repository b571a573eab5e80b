"""The rows that lists show, as the log tells them, and the same again after a rebuild (读模型)."""

from typing import Any

from sqlalchemy import select

from services.dispute_coordination.views.tables import DISPUTE, REBUILT
from tests.services.dispute_coordination.office import BASE, OPINION, Case, Office, accepted, heard


async def row(office: Office, case: Case) -> dict[str, Any]:
    listed = (await office.get("clerk", BASE)).json()["items"]
    return next(one for one in listed if one["id"] == case.id)


async def tables(office: Office) -> dict[str, list[str]]:
    """Every row of every read model, in an order of its own."""
    found = {}
    async with office.engine.connect() as connection:
        for table in REBUILT:
            rows = (await connection.execute(select(table))).mappings().all()
            found[table.name] = sorted(str(sorted(dict(one).items(), key=str)) for one in rows)
    return found


async def test_a_request_after_negotiation_takes_its_ground_and_its_day(office: Office):
    body = {"title": "移送争议", "applicants": ["market"], "respondents": ["farming"]}
    opened = await office.post("market_clerk", f"{BASE}/negotiations", body)
    case = Case(office, opened.json()["id"])
    assert (await row(office, case))["ground"] is None
    assert len((await office.get("farming_clerk", BASE)).json()["items"]) == 1

    office.on("2026-11-04")
    await case.act("market_clerk", "negotiations", held_on="2026-11-03", parties=["market", "farming"])
    await case.act("market_clerk", "request", ground="case_transfer", respondents=["farming"])

    shown = await row(office, case)
    assert (shown["stage"], shown["ground"], shown["received_on"]) == (
        "received",
        "case_transfer",
        "2026-11-04",
    )


async def test_who_joins_and_who_withdraws_shows_in_the_row(office: Office):
    case = await accepted(office)

    await case.act("clerk", "joinder", agency="water", side="applicant", reason="同一事项。")
    assert (await row(office, case))["applicants"] == ["market", "water"]
    await case.act("market_clerk", "withdrawal", reason="不再争议。")

    shown = await row(office, case)
    assert (shown["applicants"], sorted(shown["parties"])) == (["water"], ["farming", "market", "water"])
    assert (shown["stage"], shown["closed_on"]) == ("coordinating", None)
    await case.act("clerk", "withdrawal", reason="不再争议。", agency="water")
    assert (await row(office, case))["closed_on"] == "2026-11-02"


async def test_what_happens_after_the_end_leaves_the_last_day_alone(office: Office):
    case = await accepted(office)
    await case.act("market_clerk", "withdrawal", reason="已经协商一致。")
    office.on("2026-11-05")

    await case.send("termination_notice")

    shown = await row(office, case)
    assert (shown["stage"], shown["closed_on"]) == ("withdrawn", "2026-11-02")


async def test_a_request_that_is_taken_up_again_is_open_again(office: Office):
    case = await office.ask(materials=["written_request"])
    await case.act("clerk", "supplement-notice", materials=["legal_basis", "staffing_and_duty_documents"])
    await case.send("supplement_notice")
    office.on("2026-11-12")
    await office.sweep()
    assert (await row(office, case))["closed_on"] == "2026-11-12"

    await case.act("clerk", "reversal", ground="obstacle", reason="山洪断路。")

    assert (await row(office, case))["closed_on"] is None


async def test_a_rebuild_gives_the_same_rows(office: Office):
    first = await heard(office)
    await first.act("clerk", "agreement", **OPINION)
    await first.act("government", "consent", granted=True, document="武隆府〔2026〕7号")
    await first.send("coordination_opinion")
    second = await office.open_own_motion()
    await second.send("coordination_notice")
    third = await office.ask(title="同一事项")
    await third.act("clerk", "merger", into=(await other_open(office, third)).id, reason="同一事项。")
    office.on("2026-11-20")
    await office.sweep()
    standing = await tables(office)

    await office.app.state.parts.log.rebuild(REBUILT)

    assert await tables(office) == standing
    assert all(standing[name] for name in (DISPUTE.name, "letter", "letter_receipt", "escalation"))


async def other_open(office: Office, case: Case) -> Case:
    """Another request of the same agencies that may still take a case in."""
    other = await office.ask(title="农药检查")
    page = await case.page("clerk")
    (merger,) = [one for one in page["allowed_actions"] if one["action"] == "merger"]
    offered = {one["value"] for one in merger["fields"][0]["options"]}
    assert other.id in offered
    assert case.id not in offered
    return other
