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
