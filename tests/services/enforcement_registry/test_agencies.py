"""Bodies with enforcement powers over HTTP."""

from shared.identity.actor import Role


async def test_a_registered_agency_is_shown_to_the_public(housing):
    response = await housing.http.get("/api/v1/registry/agencies/housing")

    assert response.status_code == 200
    assert response.headers["etag"] == '"1"'
    shown = response.json()
    assert (shown["display_name"], shown["intake_body"], shown["open_duties"]) == (
        "示例区住房建设委",
        "法制科",
        [],
    )


async def test_the_list_of_agencies_is_public_and_filtered(housing):
    listed = (await housing.http.get("/api/v1/registry/agencies?kind=department")).json()
    none = (await housing.http.get("/api/v1/registry/agencies?kind=dispatched_organ")).json()

    assert [item["code"] for item in listed["items"]] == ["housing"]
    assert (none["count"], none["exact"]) == (0, True)


async def test_an_agency_without_an_intake_body_is_refused_with_the_article(registry, housing_entry):
    response = await registry.post("/agencies", {**housing_entry, "code": "housing", "legal_unit": None})

    assert response.status_code == 422
    assert response.json()["basis"] == "wulong/complaints@2021-11-10#第三条"
    assert response.json()["rule"] == "complaints.designated_intake_body"


async def test_duties_that_the_entry_does_not_show_are_listed(registry, housing_entry):
    entry = {**housing_entry, "code": "housing", "hotline": None, "supervision_body": None}
    await registry.post("/agencies", entry)

    shown = (await registry.get("/agencies/housing")).json()

    rules = {duty["rule"] for duty in shown["open_duties"]}
    assert rules == {
        "enforcement_responsibility.hotline_publication",
        "enforcement_responsibility.internal_supervision_body",
    }


async def test_an_entrusted_organisation_names_its_registered_principal(housing, housing_entry):
    team = {**housing_entry, "code": "team", "kind": "entrusted_organisation"}

    assert (await housing.post("/agencies", team)).json()["type"] == "urn:jiandu:problem:no-principal"
    unknown = await housing.post("/agencies", {**team, "principal": "nobody"})
    assert unknown.json()["type"] == "urn:jiandu:problem:unknown-agency"
    assert (await housing.post("/agencies", {**team, "principal": "housing"})).status_code == 201


async def test_the_same_code_is_registered_once(housing, housing_entry):
    response = await housing.post("/agencies", {**housing_entry, "code": "housing"})

    assert response.status_code == 409


async def test_an_entry_is_changed_on_the_version_that_was_seen(housing, housing_entry):
    changed = {**housing_entry, "hotline": "000-99999"}

    assert (await housing.post("/agencies/housing/entry", changed)).status_code == 428
    assert (await housing.post("/agencies/housing/entry", changed, version=7)).status_code == 412
    assert (await housing.post("/agencies/housing/entry", changed, version=1)).headers["etag"] == '"2"'
    assert (await housing.get("/agencies/housing")).json()["hotline"] == "000-99999"


async def test_a_closed_agency_stays_known_and_takes_no_changes(housing, housing_entry):
    await housing.post("/agencies/housing/closure", {"closed_on": "2026-12-31"}, version=1)

    assert (await housing.get("/agencies/housing")).json()["active"] is False
    response = await housing.post("/agencies/housing/entry", housing_entry, version=2)
    assert response.json()["type"] == "urn:jiandu:problem:closed-entry"


async def test_only_the_bureau_keeps_the_registry(registry, housing_entry):
    for role in set(Role) - {Role.BUREAU_CLERK, Role.BUREAU_HEAD, Role.SYSTEM}:
        response = await registry.post("/agencies", {**housing_entry, "code": "housing"}, role=role)
        assert response.status_code == 403, role


async def test_an_unknown_agency_is_not_found(registry):
    assert (await registry.get("/agencies/nowhere")).status_code == 404
