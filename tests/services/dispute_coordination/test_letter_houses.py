"""The government issues its own letters only; an agency reads of its own service only (文书归属)."""

import pytest

from tests.services.dispute_coordination.office import BASE, Office, person

BY_HAND = {
    "method": "direct",
    "on": "2026-11-02",
    "capacity": "mail_room",
    "servers": [str(person("clerk"))],
    "evidence": {"signed_receipt": "送达回证第一号。"},
    "receipt": {"place": "区水利局门卫室", "signed_by": "门卫老周"},
}


@pytest.mark.rule("dispute_coordination.delivery")
async def test_the_government_does_not_issue_a_letter_of_the_bureau(office: Office):
    case = await office.ask()
    await case.act("clerk", "acceptance")
    letter = f"letters/{await case.letter('acceptance_notice')}"
    await case.act("head", f"{letter}/approval")

    await case.act("government", f"{letter}/issue", 403)

    assert (await case.letter_page("acceptance_notice", "government"))["allowed_actions"] == []
    await case.act("clerk", f"{letter}/issue")


@pytest.mark.rule("dispute_coordination.delivery")
async def test_an_agency_does_not_read_how_another_was_served(office: Office):
    case = await office.open_own_motion()
    await case.send("coordination_notice")
    letter = f"letters/{await case.letter('coordination_notice')}"
    by_hand = await case.act("clerk", f"{letter}/deliveries", addressee="water", **BY_HAND)

    seen = {}
    for who in ("market_clerk", "water_clerk", "clerk"):
        page = await case.letter_page("coordination_notice", who)
        seen[who] = [one["addressee"] for one in page["tries"]]
    receipt = f"{BASE}/{case.id}/{letter}/deliveries/{by_hand['delivery_id']}/receipt"

    assert seen["market_clerk"] == ["区市场监管局"]
    assert seen["water_clerk"] == ["区水利局"]
    assert sorted(seen["clerk"]) == ["区市场监管局", "区水利局"]
    assert (await office.get("market_clerk", receipt)).status_code == 404
    assert (await office.get("water_clerk", receipt)).status_code == 200


@pytest.mark.obligation("W1-08")
async def test_a_letter_goes_to_those_who_take_part_and_may_know(office: Office):
    asked = await office.ask()

    stranger = await asked.act("clerk", "letters", 422, kind="meeting_notice", addressees=["water"])
    await asked.act("clerk", "letters", 422, kind="meeting_notice", addressees=["farming"])
    await asked.act("clerk", "acceptance")
    await asked.act("clerk", "letters", kind="meeting_notice", addressees=["farming", "staffing_office"])

    assert stranger["type"].endswith("not-addressed")
