"""The page of a lead: what came in, its target, and the triage that is open."""

import pytest

from tests.services.complaints.office import Office


async def lead(office: Office) -> str:
    body = {"channel": "service_hotline", "content": "群众反映夜间施工无人管。", "agency": "market"}
    given = await office.post("clerk", "/api/v1/leads", body)
    assert given.status_code == 201, given.text
    return f"/api/v1/leads/{given.json()['id']}"


@pytest.mark.obligation("N-02")
async def test_the_bureau_reads_a_lead_and_triages_it_from_its_page(office: Office):
    path = await lead(office)

    page = (await office.get("clerk", path)).json()
    act = page["allowed_actions"][0]
    await office.post("clerk", act["path"], {"outcome": "no_action", "note": "另案已处理。"}, page["version"])

    after = (await office.get("clerk", path)).json()
    assert page["facts"] == "群众反映夜间施工无人管。"
    assert page["clocks"][0]["internal"] is True
    assert (act["open"], after["allowed_actions"][0]["open"]) == (True, False)
    assert [line["type"] for line in after["timeline"]] == ["received", "triaged"]


async def test_the_walk_of_days_explains_the_triage_target(office: Office):
    path = await lead(office)

    walk = (await office.get("clerk", f"{path}/clocks/lead_triage/explanation")).json()

    assert walk["days"]
    assert (await office.get("clerk", f"{path}/clocks/handling/explanation")).status_code == 404


@pytest.mark.parametrize("who", ["agency_clerk", "first", "government", "auditor", "system_admin"])
async def test_leads_stay_with_the_bureau(office: Office, who: str):
    assert (await office.get(who, await lead(office))).status_code == 403
