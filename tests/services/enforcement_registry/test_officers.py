"""Persons, their posts and certificates over HTTP."""

from shared.identity.actor import Role

WANG = {
    "display_name": "示例甲",
    "agency": "housing",
    "certificate": {"certificate_number": "SL-0001", "valid_until": "2028-06-30"},
    "posts": [{"post": "head", "agency": "housing", "held_from": "2020-01-01"}],
}


async def registered(housing):
    response = await housing.post("/officers", WANG)
    assert response.status_code == 201, response.text
    return response.json()["id"]


async def test_a_person_is_shown_with_posts_and_certificate(housing):
    person = await registered(housing)

    shown = (await housing.get(f"/officers/{person}")).json()

    assert (shown["certificate_number"], shown["certificate_valid_until"]) == ("SL-0001", "2028-06-30")
    assert shown["posts"] == [
        {"post": "head", "agency": "housing", "unit": None, "held_from": "2020-01-01", "held_until": None}
    ]


async def test_who_heads_an_agency_is_shown_with_it(housing):
    person = await registered(housing)

    heads = (await housing.get("/agencies/housing")).json()["heads"]

    assert [(head["id"], head["post"]) for head in heads] == [(person, "head")]


async def test_a_person_who_left_the_post_heads_nothing(housing):
    person = await registered(housing)
    end = {"post": "head", "agency": "housing", "last_day": "2024-12-31"}

    response = await housing.post(f"/officers/{person}/post-end", end, version=1)

    assert response.status_code == 200
    assert (await housing.get("/agencies/housing")).json()["heads"] == []


async def test_a_post_does_not_end_before_it_began(housing):
    person = await registered(housing)
    end = {"post": "head", "agency": "housing", "last_day": "2019-12-31"}

    response = await housing.post(f"/officers/{person}/post-end", end, version=1)

    assert response.json()["type"] == "urn:jiandu:problem:period-reversed"


async def test_a_post_that_is_not_held_cannot_be_left(housing):
    person = await registered(housing)
    end = {"post": "unit_head", "agency": "housing", "last_day": "2024-12-31"}

    assert (await housing.post(f"/officers/{person}/post-end", end, version=1)).status_code == 409


async def test_a_new_post_and_a_renewed_certificate_join_the_entry(housing):
    person = await registered(housing)
    post = {"post": "unit_head", "agency": "housing", "unit": "执法一队", "held_from": "2026-09-18"}
    renewed = {"certificate_number": "SL-0001", "valid_until": "2033-06-30"}

    assert (await housing.post(f"/officers/{person}/posts", post, version=1)).status_code == 201
    assert (await housing.post(f"/officers/{person}/certificate", renewed, version=2)).status_code == 200

    shown = (await housing.get(f"/officers/{person}")).json()
    assert [held["post"] for held in shown["posts"]] == ["head", "unit_head"]
    assert shown["certificate_valid_until"] == "2033-06-30"


async def test_who_left_enforcement_is_no_longer_active(housing):
    person = await registered(housing)

    await housing.post(f"/officers/{person}/closure", {"closed_on": "2026-09-18"}, version=1)

    assert (await housing.get("/officers", active=True)).json()["items"] == []


async def test_a_person_works_in_a_registered_agency(housing):
    response = await housing.post("/officers", {**WANG, "agency": "nowhere", "posts": []})

    assert response.json()["type"] == "urn:jiandu:problem:unknown-agency"


async def test_the_public_does_not_look_persons_up(housing):
    assert (await housing.http.get("/api/v1/registry/officers")).status_code == 401
    assert (await housing.get("/officers", role=Role.COMPLAINANT)).status_code == 403


async def test_persons_are_listed_by_agency(housing):
    person = await registered(housing)

    listed = (await housing.get("/officers", agency="housing")).json()

    assert [item["id"] for item in listed["items"]] == [person]
    assert listed["items"][0]["posts"][0]["post"] == "head"
