"""A body confirms how it is served, or the bureau does so on its paper (送达地址确认书)."""

import pytest

from shared.identity.actor import Role

PATH = "/agencies/housing/delivery-address"
REVOKE = "/agencies/housing/delivery-address-revocation"
ELECTRONIC = {"electronic": True, "channels": ["inbox"]}
PAPER = {"electronic": False}
CONFIRMED = "cn.jiandu.enforcement_registry.delivery_address_confirmed.v1"
REVOKED = "cn.jiandu.enforcement_registry.delivery_address_revoked.v1"


async def by(registry, role, agency, path, body, *, version):
    headers = registry.headers(role, agency)
    headers |= {"If-Match": f'"{version}"', "Idempotency-Key": f"{role}-{path[-12:]}-{version}"}
    return await registry.http.post(f"/api/v1/registry{path}", json=body, headers=headers)


async def told(registry, kind):
    items = (await registry.get("/events", limit=200)).json()["items"]
    return [item["data"] for item in items if item["type"] == kind]


async def shown(registry):
    return (await registry.get("/agencies/housing")).json()["delivery_address"]


async def test_before_any_confirmation_nothing_is_agreed(housing):
    assert await shown(housing) is None


@pytest.mark.parametrize("role", [Role.AGENCY_CLERK, Role.AGENCY_HEAD])
async def test_a_body_agrees_to_electronic_service(housing, role):
    response = await by(housing, role, "housing", PATH, ELECTRONIC, version=1)

    assert (response.status_code, response.headers["etag"]) == (200, '"2"')
    (fact,) = await told(housing, CONFIRMED)
    assert (fact["agency"], fact["electronic"], fact["channels"]) == ("housing", True, ["inbox"])
    assert await shown(housing) == {**ELECTRONIC, "confirmed_on": fact["confirmed_on"]}


async def test_nobody_confirms_for_another_body(housing):
    for role, agency in ((Role.AGENCY_CLERK, "ecology"), (Role.AGENCY_HEAD, None)):
        response = await by(housing, role, agency, PATH, ELECTRONIC, version=1)
        assert (response.status_code, response.json()["rule"]) == (403, "enforcement_registry.own_agency")


async def test_only_the_body_and_the_bureaus_clerk_confirm(housing):
    others = set(Role) - {Role.AGENCY_CLERK, Role.AGENCY_HEAD, Role.BUREAU_CLERK, Role.SYSTEM}
    for role in others:
        for path in (PATH, REVOKE):
            assert (await by(housing, role, "housing", path, ELECTRONIC, version=1)).status_code == 403, role
    assert await shown(housing) is None


@pytest.mark.parametrize(
    ("written_on", "problem"),
    [(None, "no-written-confirmation"), ("2999-01-01", "no-written-confirmation")],
    ids=["without paper", "paper of the future"],
)
async def test_the_bureau_enters_only_what_the_body_wrote(housing, written_on, problem):
    response = await housing.post(PATH, {**ELECTRONIC, "written_on": written_on}, version=1)

    assert response.json()["type"] == f"urn:jiandu:problem:{problem}"
    assert await shown(housing) is None


async def test_what_the_bureau_enters_holds_from_the_day_of_the_paper(housing):
    await housing.post(PATH, {**ELECTRONIC, "written_on": "2026-03-02"}, version=1)

    (fact,) = await told(housing, CONFIRMED)
    assert (fact["confirmed_on"], fact["confirmed_by"]) == ("2026-03-02", None)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"electronic": True}, id="consent without a system"),
        pytest.param({"electronic": False, "channels": ["inbox"]}, id="a system without consent"),
        pytest.param({"electronic": True, "channels": ["pigeon"]}, id="an unknown system"),
    ],
)
async def test_consent_and_systems_belong_together(housing, body):
    response = await by(housing, Role.AGENCY_CLERK, "housing", PATH, body, version=1)

    assert response.json()["type"] == "urn:jiandu:problem:channels-contradict-consent"


async def test_a_newer_confirmation_takes_the_place_of_the_older(housing):
    await housing.post(PATH, {**ELECTRONIC, "written_on": "2026-03-02"}, version=1)
    await housing.post(PATH, {**PAPER, "written_on": "2026-05-04"}, version=2)
    late = await housing.post(PATH, {**ELECTRONIC, "written_on": "2026-05-03"}, version=3)

    assert late.json()["type"] == "urn:jiandu:problem:older-confirmation"
    assert await shown(housing) == {"electronic": False, "channels": [], "confirmed_on": "2026-05-04"}


async def test_a_revoked_confirmation_holds_no_more_and_can_be_given_again(housing):
    await by(housing, Role.AGENCY_CLERK, "housing", PATH, ELECTRONIC, version=1)
    revoked = await by(housing, Role.AGENCY_HEAD, "housing", REVOKE, {}, version=2)

    assert revoked.status_code == 200
    assert await shown(housing) is None
    (fact,) = await told(housing, REVOKED)
    assert fact["revoked_on"] == fact["confirmed_on"]

    again = await by(housing, Role.AGENCY_HEAD, "housing", REVOKE, {}, version=3)
    assert again.json()["type"] == "urn:jiandu:problem:no-address-confirmed"
    await by(housing, Role.AGENCY_HEAD, "housing", PATH, ELECTRONIC, version=3)
    assert (await shown(housing))["electronic"] is True


async def test_a_confirmation_cites_the_article_that_refers_to_the_law_of_service(housing):
    await by(housing, Role.AGENCY_CLERK, "housing", PATH, ELECTRONIC, version=1)

    (event,) = [
        each.event
        for each in await housing.app.state.parts.log.read(after=0, limit=100)
        if type(each.event).__name__ == "AddressConfirmed"
    ]
    assert event.basis == "wulong/dispute_coordination@2021-11-10#第二十一条"


async def test_a_closed_body_confirms_nothing(housing):
    await housing.post("/agencies/housing/closure", {"closed_on": "2026-10-31"}, version=1)

    response = await by(housing, Role.AGENCY_CLERK, "housing", PATH, ELECTRONIC, version=2)

    assert response.json()["type"] == "urn:jiandu:problem:closed-entry"
