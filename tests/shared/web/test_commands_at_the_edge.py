"""Commands over HTTP: tokens, Idempotency-Key, If-Match, ETag, Location."""

from uuid import uuid4

import pytest

from shared.identity.actor import Role

KEY = {"Idempotency-Key": "key-00000001"}


def new_desk(name="一号窗口"):
    return {"id": str(uuid4()), "name": name}


async def opened(running, desk=None):
    desk = desk or new_desk()
    response = await running.http.post("/api/v1/desks", json=desk, headers=running.signed_in(**KEY))
    assert response.status_code == 201, response.text
    return desk, response


async def test_a_created_resource_has_its_place_and_its_version(running):
    desk, response = await opened(running)

    assert response.headers["location"] == f"/api/v1/desks/{desk['id']}"
    assert response.headers["etag"] == '"1"'


async def test_a_command_knows_who_asks_when_and_in_which_conversation(running):
    await running.http.post(
        "/api/v1/desks",
        json=new_desk(),
        headers=running.signed_in(Role.AGENCY_CLERK, "housing", **KEY, **{"X-Correlation-Id": "talk-0001"}),
    )

    (command,) = running.commands_seen
    assert (command.actor.role, command.actor.agency) == (Role.AGENCY_CLERK, "housing")
    assert command.correlation_id == "talk-0001"
    assert command.at.tzinfo is not None
    assert command.client == "local"


async def test_without_a_token_nothing_happens(running):
    response = await running.http.post("/api/v1/desks", json=new_desk(), headers=KEY)

    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"


async def test_a_forged_token_is_refused_without_saying_why(running):
    response = await running.http.get("/api/v1/desks", headers={"Authorization": "Bearer a.b.c"})

    assert response.status_code == 401
    assert "signature" not in response.text


async def test_a_route_for_everybody_still_refuses_a_forged_token(running):
    headers = {"Authorization": "Bearer a.b.c", **KEY}
    response = await running.http.post("/api/v1/desks/walk-in", json=new_desk(), headers=headers)

    assert response.status_code == 401


async def test_an_integrator_must_send_an_idempotency_key(running):
    response = await running.http.post("/api/v1/desks", json=new_desk(), headers=running.signed_in())

    assert response.status_code == 400
    assert response.json()["type"] == "urn:jiandu:problem:idempotency-key-required"


async def test_the_same_key_and_body_gives_the_same_answer_once(running):
    desk, first = await opened(running)

    _, second = await opened(running, desk)

    assert second.json() == first.json()
    assert second.headers["etag"] == first.headers["etag"]


async def test_the_same_key_with_another_body_is_refused(running):
    await opened(running)

    response = await running.http.post(
        "/api/v1/desks", json=new_desk("二号"), headers=running.signed_in(**KEY)
    )

    assert response.status_code == 422
    assert response.json()["type"] == "urn:jiandu:problem:idempotency-key-reused"


async def test_people_from_the_street_may_leave_the_key_out(running):
    response = await running.http.post("/api/v1/desks/walk-in", json=new_desk())

    assert response.status_code == 201


async def rename(running, desk, **headers):
    path = f"/api/v1/desks/{desk['id']}/name"
    signed = running.signed_in(**{"Idempotency-Key": f"rename-{uuid4()}"}, **headers)
    return await running.http.post(path, json={"name": "新名"}, headers=signed)


async def test_a_command_on_an_existing_case_needs_the_version_it_was_decided_on(running):
    desk, _ = await opened(running)

    assert (await rename(running, desk)).status_code == 428


async def test_a_decision_on_a_stale_version_is_refused(running):
    desk, _ = await opened(running)

    assert (await rename(running, desk, **{"If-Match": '"9"'})).status_code == 412
    assert (await rename(running, desk, **{"If-Match": "*"})).status_code == 412


async def test_a_decision_on_the_right_version_is_carried_out(running):
    desk, first = await opened(running)

    response = await rename(running, desk, **{"If-Match": first.headers["etag"]})

    assert (response.status_code, response.headers["etag"]) == (200, '"2"')


@pytest.mark.parametrize("tag", ['"1-gzip"', '"1-zstd"', 'W/"1"'])
async def test_a_tag_that_a_proxy_marked_names_the_same_version(running, tag):
    desk, _ = await opened(running)

    assert (await rename(running, desk, **{"If-Match": tag})).status_code == 200


async def test_a_key_is_kept_in_a_form_that_tells_nothing(running):
    headers = running.signed_in(**{"Idempotency-Key": "11010519491231002X-1"})
    await running.http.post("/api/v1/desks", json=new_desk(), headers=headers)

    (command,) = running.commands_seen
    assert command.idempotency_key is not None
    assert "1101051949" not in command.idempotency_key


@pytest.mark.parametrize("number", ["case-13912345678", "11010519491231002X"])
async def test_a_conversation_is_not_named_after_a_person(running, number):
    response = await running.http.get("/livez", headers={"X-Correlation-Id": number})

    assert number not in response.headers["x-correlation-id"]


async def test_a_random_name_of_a_conversation_is_kept_whatever_digits_it_has(running):
    name = "0192a000-0000-7000-8000-a13912345678"
    response = await running.http.get("/livez", headers={"X-Correlation-Id": name})

    assert response.headers["x-correlation-id"] == name


async def test_a_refusal_cites_its_rule_and_article(running):
    desk, _ = await opened(running, new_desk("新名"))

    response = await rename(running, desk, **{"If-Match": '"1"'})

    assert response.status_code == 409
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["basis"] == "wulong/desks@2021-11-10#第一条"
    assert problem["rule"] == "desks.x"
    assert problem["title"] == "当前阶段不能办理此步骤"
    assert problem["request_id"] == response.headers["x-request-id"]


async def test_a_resource_shows_its_version(running):
    desk, _ = await opened(running)

    response = await running.http.get(f"/api/v1/desks/{desk['id']}", headers=running.signed_in())

    assert response.headers["etag"] == '"1"'
