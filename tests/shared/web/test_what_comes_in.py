"""Whatever comes in, the answer is a problem of the 4xx kind and never echoes what was sent."""

import pytest

CANARY = "王小明500232199001011234"
KEY = {"Idempotency-Key": "key-00000002", "Content-Type": "application/json"}
DESK = "6f7a9f0e-2f43-4a43-9c5a-0d5f1d2a3b4c"


async def post(running, content, path="/api/v1/desks", **headers):
    return await running.http.post(path, content=content, headers={**running.signed_in(**KEY), **headers})


@pytest.mark.parametrize(
    ("content", "status"),
    [
        pytest.param(b"{", 400, id="broken JSON"),
        pytest.param(b'{"id": NaN}', 400, id="NaN is not JSON"),
        pytest.param(b"\xff\xfe", 400, id="not UTF-8"),
        pytest.param(b'{"name": "\\ud800"}', 400, id="half a surrogate pair"),
        pytest.param(b"[" * 2000 + b"]" * 2000, 400, id="nested beyond the parser"),
        pytest.param(b"[" * 100 + b"]" * 100, 400, id="nested too deep"),
        pytest.param(b'{"name": "a\\u0000b"}', 422, id="NUL in a value"),
        pytest.param(b'{"a\\u0000b": 1}', 422, id="NUL in a name"),
        pytest.param(b'{"name": "\xe2\x80\xae"}', 422, id="text that changes its direction"),
        pytest.param(b'{"id": "x", "name": "y"}', 422, id="not a UUID"),
        pytest.param(b"[]", 422, id="not an object"),
        pytest.param(b'{"name": "' + b"a" * 5000 + b'"}', 413, id="larger than the limit"),
    ],
)
async def test_unsound_content_is_refused(running, content, status):
    response = await post(running, content)

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


async def test_a_validation_problem_names_the_field_and_not_the_value(running):
    response = await post(
        running, f'{{"id": "{CANARY}", "name": ["{CANARY}"], "secret": "{CANARY}"}}'.encode()
    )

    assert response.status_code == 422
    assert {fault["at"] for fault in response.json()["errors"]} == {"body.id", "body.name", "body.secret"}
    assert CANARY not in response.text


async def test_content_is_counted_even_when_its_length_is_not_declared(running):
    async def endless():
        for _ in range(1000):
            yield b" " * 1000

    response = await running.http.post("/api/v1/desks", content=endless(), headers=running.signed_in(**KEY))

    assert response.status_code == 413


async def test_an_upload_beyond_the_limit_is_refused_while_it_arrives(running):
    async def endless():
        yield b"--b\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n"
        for _ in range(100):
            yield b"x" * 1000

    headers = running.signed_in(**{**KEY, "Content-Type": "multipart/form-data; boundary=b"})
    response = await running.http.post("/api/v1/desks", content=endless(), headers=headers)

    assert response.status_code in (413, 422)


@pytest.mark.parametrize("path", ["/api/v1/desks/%00", "/api/v1/desks?cursor=%00", "/api/v1/desks/%ff"])
async def test_an_address_with_a_broken_character_is_refused(running, path):
    response = await running.http.get(path, headers=running.signed_in())

    assert response.status_code == 422


async def test_what_is_not_there_and_what_cannot_be_done_are_problems_too(running):
    nowhere = await running.http.get("/api/v1/nowhere")
    impossible = await running.http.delete("/api/v1/desks", headers=running.signed_in())

    assert (nowhere.status_code, nowhere.json()["type"]) == (404, "urn:jiandu:problem:not-found")
    assert (impossible.status_code, impossible.json()["type"]) == (
        405,
        "urn:jiandu:problem:method-not-allowed",
    )
    assert impossible.headers["allow"]


async def test_an_unknown_case_is_not_found(running):
    response = await running.http.get(f"/api/v1/desks/{DESK}", headers=running.signed_in())

    assert response.status_code == 404


async def test_an_unexpected_error_says_nothing_and_is_logged_without_its_message(running, capsys):
    response = await running.http.get("/api/v1/desks/faults/secret?name=张三")

    assert response.status_code == 500
    assert response.json().keys() == {"type", "title", "status", "request_id"}
    logged = capsys.readouterr().err
    assert "RuntimeError" in logged
    assert response.json()["request_id"] in logged
    assert "张三" not in logged
    assert "500232199001011234" not in logged


async def test_tries_from_one_address_are_limited_by_the_minute(running):
    answers = [await running.http.post("/api/v1/desks/walk-in", json={}) for _ in range(31)]

    assert answers[0].status_code == 422
    limited = answers[-1]
    assert limited.status_code == 429
    assert 0 < int(limited.headers["retry-after"]) <= 60
