"""Leads of the hotline, the enterprise channel and anonymous writers, and their triage (条例第二十条)."""

from typing import Any

import pytest

from tests.services.complaints.office import PEOPLE, Office, intake

NATIONAL = "national/enforcement_supervision@2026-02-01#第二十条"


async def lead(office: Office, channel: str = "service_hotline", **changes: Any) -> dict[str, Any]:
    body = {"channel": channel, "agency": "market", "content": "来电称某处无照经营无人查。", **changes}
    response = await office.post("clerk", "/api/v1/leads", body)
    assert response.status_code == 201, response.text
    return response.json()


async def triage(office: Office, who: str, found: dict[str, Any], expect: int = 200, **body: Any) -> Any:
    path = f"/api/v1/leads/{found['id']}/triage"
    response = await office.post(who, path, {"note": "已研判。", **body}, found["version"])
    assert response.status_code == expect, response.text
    return response.json()


async def listed(office: Office) -> list[dict[str, Any]]:
    return (await office.get("clerk", "/api/v1/leads")).json()["items"]


@pytest.mark.obligation("N-02")
@pytest.mark.parametrize(
    ("channel", "kept"),
    [
        ("service_hotline", "service_hotline"),
        ("enterprise_channel", "enterprise_channel"),
        ("anonymous_complaint", "anonymous_complaint"),
        pytest.param("newspaper", "other", id="the list is open-ended"),
    ],
)
async def test_a_lead_needs_no_real_name_and_is_to_be_triaged(office: Office, channel: str, kept: str):
    await lead(office, channel)

    assert [(one["channel"], one["stage"]) for one in await listed(office)] == [(kept, "received")]


@pytest.mark.obligation("N-02")
@pytest.mark.parametrize("outcome", ["complaint_invited", "no_action"])
async def test_a_clerk_decides_what_becomes_of_an_ordinary_lead(office: Office, outcome: str):
    found = await lead(office)

    await triage(office, "clerk", found, outcome=outcome)

    assert [(one["stage"], one["outcome"]) for one in await listed(office)] == [("triaged", outcome)]


@pytest.mark.obligation("N-02")
@pytest.mark.parametrize("outcome", ["key_supervision", "listed_supervision", "escalated_supervision"])
async def test_key_supervision_and_its_sharper_forms_are_for_the_head(office: Office, outcome: str):
    found = await lead(office)

    refused = await triage(office, "clerk", found, 403, outcome=outcome)
    assert refused["basis"] == NATIONAL

    await triage(office, "head", found, outcome=outcome)


@pytest.mark.obligation("N-02", "N-08")
async def test_a_lead_for_another_body_is_forwarded_to_a_named_one(office: Office):
    found = await lead(office)

    await triage(office, "clerk", found, 422, outcome="forwarded")
    await triage(office, "clerk", found, 422, outcome="no_action", forwarded_to="water")
    await triage(office, "clerk", found, outcome="forwarded", forwarded_to="water")


@pytest.mark.obligation("N-02")
async def test_a_lead_is_triaged_once(office: Office):
    found = await lead(office)
    done = await triage(office, "clerk", found, outcome="no_action")

    refused = await triage(office, "clerk", done, 409, outcome="complaint_invited")

    assert refused["basis"] == NATIONAL


@pytest.mark.obligation("N-02")
async def test_an_untriaged_lead_turns_red_and_its_triage_stops_the_clock(office: Office):
    found = await lead(office)
    office.on("2026-09-21")
    await office.sweep()

    ledger = (await office.get("clerk", "/api/v1/complaints/escalations")).json()["items"]
    assert {(one["clock"], one["rung"]) for one in ledger} >= {("lead_triage", "red")}

    version = (await listed(office))[0]["version"]
    await triage(office, "clerk", {**found, "version": version}, outcome="no_action")
    office.on("2026-10-30")
    await office.sweep()
    later = (await office.get("clerk", "/api/v1/complaints/escalations")).json()["items"]
    assert len(later) == len(ledger)


@pytest.mark.obligation("N-02")
@pytest.mark.parametrize(
    ("received_on", "status"),
    [
        pytest.param("1990-01-01", 422, id="before every calendar"),
        pytest.param("2021-11-09", 422, id="before the district's rules"),
        pytest.param("2026-01-30", 201, id="before the national regulation: kept, without a clock"),
        pytest.param("2026-09-19", 422, id="tomorrow"),
    ],
)
async def test_a_lead_is_dated_within_the_law_and_can_be_closed(
    office: Office, received_on: str, status: int
):
    body = {"channel": "service_hotline", "content": "来电。", "received_on": received_on}

    response = await office.post("clerk", "/api/v1/leads", body)

    assert response.status_code == status, response.text
    if status == 201:
        await triage(office, "clerk", response.json(), outcome="no_action")


async def test_leads_are_the_bureaus_alone(office: Office):
    found = await lead(office)
    body = {"channel": "service_hotline", "content": "来电。"}

    for who in set(PEOPLE) - {"clerk", "head", "deputy", "unit_head"}:
        assert (await office.get(who, "/api/v1/leads")).status_code == 403, who
        assert (await office.post(who, "/api/v1/leads", body)).status_code == 403, who
        await triage(office, who, found, 403, outcome="no_action")


@pytest.mark.obligation("N-02", "W5-04")
async def test_an_invited_complaint_names_the_lead_it_came_from(office: Office):
    found = await lead(office)
    await triage(office, "clerk", found, outcome="complaint_invited")

    body = intake(channel="lead", lead_id=found["id"])
    response = await office.post("clerk", "/api/v1/complaints", body)

    assert response.status_code == 201
    page = (await office.get("clerk", f"/api/v1/complaints/{response.json()['id']}")).json()
    assert page["timeline"][0]["facts"]["lead_id"] == found["id"]
