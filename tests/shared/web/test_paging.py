"""Lists come in pages that neither skip nor repeat."""

from uuid import uuid4

import pytest


@pytest.fixture
async def five_desks(running):
    for number in range(5):
        desk = {"id": str(uuid4()), "name": f"窗口{number}"}
        headers = running.signed_in(**{"Idempotency-Key": f"desk-000{number}"})
        assert (await running.http.post("/api/v1/desks", json=desk, headers=headers)).status_code == 201
    return running


async def page(running, **query):
    response = await running.http.get("/api/v1/desks", params=query, headers=running.signed_in())
    return response.json() if response.status_code == 200 else response


async def test_all_rows_are_seen_once(five_desks):
    seen, cursor = [], None
    for size in (2, 2, 1):
        found = await page(five_desks, **({"cursor": cursor} if cursor else {}))
        assert len(found["items"]) == size
        seen += [item["id"] for item in found["items"]]
        cursor = found["next_cursor"]

    assert cursor is None
    assert len(set(seen)) == 5


async def test_the_count_says_whether_it_is_exact(five_desks):
    found = await page(five_desks)

    assert (found["count"], found["exact"]) == (5, True)


async def test_a_cursor_serves_the_list_it_was_given_for(five_desks):
    cursor = (await page(five_desks))["next_cursor"]

    response = await page(five_desks, cursor=cursor, agency="other")

    assert response.status_code == 422
    assert response.json()["type"] == "urn:jiandu:problem:invalid-cursor"


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 201}, {"cursor": "x"}, {"cursor": "é"}, {"cursor": "A" * 999}]
)
async def test_a_page_that_cannot_be_is_refused(running, query):
    assert (await page(running, **query)).status_code == 422
