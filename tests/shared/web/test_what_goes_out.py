"""Every answer carries its ids and the headers that keep a browser from harm."""

import json

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


async def test_answers_are_not_kept_and_not_interpreted(running):
    response = await running.http.get("/livez")

    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert response.headers["referrer-policy"] == "no-referrer"


async def test_a_page_brings_its_own_content_security_policy(running):
    response = await running.http.get("/api/v1/desks/page")

    assert response.headers["content-security-policy"] == "default-src 'self'"


async def test_a_trace_is_continued_and_named_as_the_conversation(running):
    response = await running.http.get("/livez", headers={"traceparent": TRACE})

    assert response.headers["traceparent"].split("-")[1] == TRACE.split("-")[1]
    assert response.headers["x-correlation-id"] == TRACE.split("-")[1]


async def test_a_malformed_trace_starts_a_new_one(running):
    response = await running.http.get("/livez", headers={"traceparent": "00-" + "0" * 32 + "-x-01"})

    assert len(response.headers["traceparent"]) == 55


async def test_one_request_is_one_line_of_json_without_its_address(running, capsys):
    await running.http.get("/api/v1/desks?name=张三", headers=running.signed_in())

    (line,) = [json.loads(line) for line in capsys.readouterr().err.splitlines() if '"request"' in line]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/api/v1/desks", 200)
    assert "张三" not in json.dumps(line, ensure_ascii=False)
    assert line["request_id"]


async def test_readiness_tells_of_database_and_clock(running):
    report = (await running.http.get("/readyz")).json()

    assert (report["ready"], report["database"], report["clock_offset_seconds"]) == (True, "up", 0)


async def test_numbers_are_counted_by_route_and_not_by_address(running):
    await running.http.get("/api/v1/desks/6f7a9f0e-2f43-4a43-9c5a-0d5f1d2a3b4c", headers=running.signed_in())

    text = (await running.http.get("/metrics")).text

    assert 'route="/api/v1/desks/{desk_id}",status="404"' in text
    assert "6f7a9f0e" not in text
