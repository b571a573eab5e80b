"""The registry's public facts, its rebuilt read models, and its declared interface."""

from sqlalchemy import select

from deploy.demonstration.district import demo_district
from services.enforcement_registry.application import POLICIES
from services.enforcement_registry.views import READ_MODELS
from shared.identity.actor import Role
from shared.web.authorisation import undeclared_routes, walk_routes

OFFICER = {
    "display_name": "示例乙",
    "agency": "housing",
    "posts": [{"post": "deputy_head", "agency": "housing", "held_from": "2024-03-01"}],
}


async def feed(registry, role=Role.BUREAU_CLERK, **query):
    return (await registry.get("/events", role=role, **query)).json()


async def test_every_entry_is_told_whole(housing):
    await housing.post("/officers", OFFICER)

    told = {item["type"]: item["data"] for item in (await feed(housing))["items"]}

    agency = told["cn.jiandu.enforcement_registry.agency_registered.v1"]
    assert (agency["agency"], agency["kind"], agency["active"]) == ("housing", "department", True)
    officer = told["cn.jiandu.enforcement_registry.officer_registered.v1"]
    assert officer["posts"][0]["post"] == "deputy_head"
    assert "cn.jiandu.enforcement_registry.regulation_bound.v1" in told


async def test_the_feed_goes_on_behind_its_cursor_without_repeating(housing):
    first = await feed(housing, limit=3)
    rest = await feed(housing, after=first["next_after"])

    assert first["more"] is True
    ordinals = [item["ordinal"] for item in (*first["items"], *rest["items"])]
    assert ordinals == sorted(set(ordinals))
    assert (await feed(housing, after=rest["next_after"]))["items"] == []


async def test_an_agency_is_told_what_names_it_and_the_public_nothing(housing):
    headers = housing.headers(Role.AGENCY_CLERK, "housing")
    own = (await housing.http.get("/api/v1/registry/events", headers=headers)).json()
    other = await feed(housing, role=Role.COMPLAINANT)

    assert own["items"]
    assert other["items"] == []


async def rows(registry):
    async with registry.app.state.parts.log._engine.connect() as connection:
        return [sorted(map(repr, await connection.execute(select(table)))) for table in READ_MODELS]


async def test_read_models_rebuilt_from_the_log_are_the_same(housing):
    await housing.post("/officers", OFFICER)
    await housing.post(
        "/bindings",
        {"agency": "housing", "regulation": "banan_housing/wrongful_cases", "bound_from": "2027-01-01"},
    )
    address = {"electronic": True, "channels": ["inbox"], "written_on": "2026-03-02"}
    await housing.post("/agencies/housing/delivery-address", address, version=1)
    await housing.post("/agencies/housing/delivery-address-revocation", {}, version=2)
    before = await rows(housing)

    await housing.app.state.parts.log.rebuild(READ_MODELS)

    assert await rows(housing) == before


async def test_every_route_declares_its_action_and_every_command_has_a_policy(registry):
    declared = [each for _, found in walk_routes(registry.app) for each in found]

    assert undeclared_routes(registry.app) == []
    assert {each.action for each in declared if each.command} <= POLICIES.table.keys()


async def test_the_invented_district_is_registered_through_the_interface(registry):
    district = demo_district()
    for path, entries in (("/agencies", district.agencies), ("/officers", district.officers)):
        for entry in entries:
            response = await registry.post(path, entry)
            assert response.status_code == 201, response.text

    for code, address in district.addresses.items():
        path, written = f"/agencies/{code}/delivery-address", {**address, "written_on": "2026-01-05"}
        response = await registry.post(path, written, version=1)
        assert response.status_code == 200, response.text

    listed = (await registry.get("/agencies", limit=200)).json()
    assert listed["count"] == len(district.agencies)
    own = (await registry.get("/bindings", agency="housing", topic="wrongful_cases")).json()["items"]
    assert [each["regulation"] for each in own] == ["banan_housing/wrongful_cases"]
    assert [code for code, each in district.addresses.items() if not each["electronic"]] == ["riverside"]
