"""Who took part in a negotiation, as whoever tells of it means it (自行协商的参加机关)."""

import pytest

from tests.services.dispute_coordination.office import BASE, Case, Office, request


@pytest.mark.obligation("W1-04")
async def test_an_agency_that_tells_of_a_negotiation_took_part_in_it(office: Office):
    held = {"held_on": "2026-10-20", "parties": ["farming"], "agreed": False}

    case = await office.ask(negotiations=[held])
    await case.act("clerk", "acceptance")

    assert (await case.page("clerk"))["stage"] == "coordinating"


@pytest.mark.obligation("W1-04")
async def test_who_registers_a_request_for_others_names_all_who_took_part(office: Office):
    held = {"held_on": "2026-10-20", "parties": ["farming"], "agreed": False}
    body = request(applicants=["market"], negotiations=[held])

    given = await office.post("clerk", BASE, body)
    case = Case(office, given.json()["id"])
    refused = await case.act("clerk", "acceptance", 409)

    assert refused["type"].endswith("not-negotiated")


@pytest.mark.obligation("W1-05")
async def test_a_joint_request_goes_on_where_one_of_those_who_asked_takes_it_back(office: Office):
    held = {"held_on": "2026-10-20", "parties": ["market", "water", "farming"]}
    case = await office.ask(applicants=["market", "water"], negotiations=[held])

    await case.act("water_clerk", "withdrawal", reason="本机关不再申请。")
    await case.act("clerk", "acceptance")

    sides = {one["agency"]: one["role"] for one in (await case.page("clerk"))["parties"]}
    assert sides == {"market": "applicant", "water": "respondent", "farming": "respondent"}
