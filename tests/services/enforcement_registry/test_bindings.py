"""Which regulation binds whom, and since when."""

from shared.law.book import LawBook

DISTRICT = {name for name in LawBook.bundled().names if name.startswith("wulong/")}
OWN = {"agency": "housing", "regulation": "banan_housing/wrongful_cases", "bound_from": "2027-01-01"}


async def bindings(registry, **query):
    return (await registry.get("/bindings", limit=200, **query)).json()["items"]


async def test_the_districts_regulations_bind_a_new_agency(housing):
    found = await bindings(housing, agency="housing")

    assert {each["regulation"] for each in found} == DISTRICT
    assert {each["bound_from"] for each in found} == {"2026-09-18"}


async def test_a_regulation_of_its_own_ends_the_districts_the_day_before(housing):
    response = await housing.post("/bindings", OWN)
    assert response.status_code == 201, response.text

    before, after = await bindings(housing, agency="housing", topic="wrongful_cases")

    assert (before["regulation"], before["bound_until"]) == ("wulong/wrongful_cases", "2026-12-31")
    assert (after["regulation"], after["bound_from"]) == ("banan_housing/wrongful_cases", "2027-01-01")
    assert after["in_force_from"] == "2019-11-25"


async def test_one_regulation_on_a_topic_binds_on_any_day(housing):
    await housing.post("/bindings", OWN)

    for day, regulation in (("2026-12-31", "wulong"), ("2027-01-01", "banan_housing")):
        (found,) = await bindings(housing, agency="housing", topic="wrongful_cases", on=day)
        assert found["regulation"] == f"{regulation}/wrongful_cases"


async def test_a_binding_cannot_begin_before_one_that_exists(housing):
    await housing.post("/bindings", OWN)

    response = await housing.post("/bindings", {**OWN, "bound_from": "2026-10-01"})

    assert response.status_code == 409
    assert response.json()["type"] == "urn:jiandu:problem:already-bound"


async def test_a_regulation_that_does_not_exist_binds_nobody(housing):
    response = await housing.post("/bindings", {**OWN, "regulation": "nowhere/wrongful_cases"})

    assert response.status_code == 422


async def test_a_binding_ends_on_its_last_day(housing):
    (found,) = await bindings(housing, agency="housing", topic="complaints")

    path = f"/bindings/{found['id']}"
    assert (await housing.post(f"{path}/end", {"bound_until": "2026-09-17"}, version=1)).status_code == 422
    assert (await housing.post(f"{path}/end", {"bound_until": "2027-03-31"}, version=1)).status_code == 200
    assert (await housing.get(path)).json()["bound_until"] == "2027-03-31"
