"""What clients may rely on: one key one answer, decisions on the version that was seen."""

import asyncio
from pathlib import Path
from typing import Any

from services.complaints.views.tables import LOG
from shared.settings.limits import Limits
from shared.web.limits import RateLimits
from tests.services.complaints.office import Office, concluded, intake

INTAKE = "/api/v1/complaints/intake"
REASONS = {"reasons": "不服处理决定。"}


async def count_listed(office: Office) -> int:
    return len((await office.get("clerk", "/api/v1/complaints")).json()["items"])


async def test_the_same_intake_with_the_same_key_is_taken_in_once(office: Office):
    first = await office.post(None, INTAKE, intake(), key="form-00000001")
    again = await office.post(None, INTAKE, intake(), key="form-00000001")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.json()["receipt_code"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert await count_listed(office) == 1


async def test_the_same_intake_twice_at_once_is_taken_in_once(office: Office):
    answers = await asyncio.gather(
        *(office.post(None, INTAKE, intake(), key="form-00000002") for _ in range(4))
    )

    assert {one.status_code for one in answers} == {201}
    assert len({one.json()["receipt_code"] for one in answers}) == 1
    assert await count_listed(office) == 1


async def test_another_content_under_the_same_key_is_refused(office: Office):
    await office.post(None, INTAKE, intake(), key="form-00000003")

    other = await office.post(None, INTAKE, intake(ground="taking_gifts"), key="form-00000003")

    assert other.status_code == 422
    assert other.json()["type"].endswith("idempotency-key-reused")


async def test_a_registration_answers_the_same_receipt_code_again(office: Office):
    body = intake(channel="desk")

    first = await office.post("clerk", "/api/v1/complaints", body, key="desk-00000001")
    again = await office.post("clerk", "/api/v1/complaints", body, key="desk-00000001")

    assert first.json() == again.json()
    assert first.headers["Location"] == f"/api/v1/complaints/{first.json()['id']}"


async def test_an_act_repeated_with_its_key_acts_once_whatever_the_version(office: Office):
    case = await office.complain()
    path = f"/api/v1/complaints/{case.id}/acceptance"

    first = await office.post("clerk", path, {}, 1, key="accept-000001")
    again = await office.post("clerk", path, {}, 1, key="accept-000001")

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert (await case.course()).count("accepted") == 1


async def test_a_key_of_one_complainant_is_not_that_of_another(office: Office):
    cases = [await concluded(office, "unfounded") for _ in range(2)]

    for case in cases:
        headers = {"Receipt-Code": case.receipt_code, "Idempotency-Key": "appeal-00001"}
        for _ in range(2):
            given = await office.http.post(
                "/api/v1/complaints/receipt/appeals", json=REASONS, headers=headers
            )
            assert given.status_code == 201, given.text

    assert [len((await case.page("clerk"))["appeals"]) for case in cases] == [1, 1]


async def test_an_act_names_its_key_and_the_version_it_was_decided_on(office: Office):
    case = await office.complain()
    await case.act("clerk", "summary", summary="反映某处应查不查。")
    wrong: list[tuple[str, str | None, int]] = [
        ("If-Match", None, 428),
        ("If-Match", '"99"', 412),
        ("If-Match", '"1"', 412),
        ("If-Match", "2", 412),
        ("Idempotency-Key", None, 400),
        ("Idempotency-Key", "short", 400),
    ]

    for name, value, status in wrong:
        headers = office.headers("clerk", 2)
        headers |= {name: value} if value else {}
        sent = {one: text for one, text in headers.items() if value or one != name}
        path = f"/api/v1/complaints/{case.id}/acceptance"
        response = await office.http.post(path, json={}, headers=sent)
        assert response.status_code == status, (name, value, response.text)

    assert (await case.page("clerk"))["stage"] == "received"


async def test_of_two_who_decide_on_the_same_version_one_is_told_to_look_again(office: Office):
    case = await office.complain()
    path = f"/api/v1/complaints/{case.id}"

    answers = await asyncio.gather(
        office.post("clerk", f"{path}/acceptance", {}, 1),
        office.post("head", f"{path}/decline", {"ground": "other", "reasons": "理由。"}, 1),
    )

    statuses = sorted(one.status_code for one in answers)
    assert statuses[0] == 200
    assert statuses[1] in {409, 412}
    assert len(await case.acts()) == 2


async def test_the_page_gives_the_version_as_etag(office: Office):
    case = await office.complain()

    response = await office.get("clerk", f"/api/v1/complaints/{case.id}")

    assert response.headers["ETag"] == '"1"'


async def test_what_cannot_be_read_is_refused(office: Office):
    case = await office.complain()
    unreadable: list[tuple[str, dict[str, Any]]] = [
        ("acceptance", {"unknown": 1}),
        ("decline", {"ground": "OTHER!", "reasons": "理由。"}),
        ("extension", {"days": "ten", "reason": "复杂。"}),
        ("letters", {"kind": "GOSSIP!"}),
        ("summary", {"summary": "坏\u202e字"}),
    ]

    for path, body in unreadable:
        await case.act("clerk", path, 422, **body)


async def test_a_file_sent_twice_with_one_key_is_kept_once(office: Office, tmp_path: Path):
    case = await office.complain()
    headers = {**office.headers("clerk", 1, "file-0000001"), "Content-Type": "text/plain"}

    answers = [
        await office.http.post(f"/api/v1/complaints/{case.id}/attachments", content=b"text", headers=headers)
        for _ in range(2)
    ]

    assert [one.status_code for one in answers] == [200, 200], answers[0].text
    assert answers[0].json() == answers[1].json()
    kept = [path for path in (tmp_path / "objects").rglob("*") if path.is_file()]
    assert len(kept) == len((await case.page("clerk"))["documents"]) == 1


async def test_every_accepted_and_every_refused_command_leaves_its_audit_entry(office: Office):
    case = await office.complain()
    await case.act("clerk", "conclusion", 409, finding="founded", facts_found="事实。")
    await case.act("government", "acceptance", 403)
    await case.act("clerk", "acceptance")
    unknown = "00000000-0000-7000-8000-000000000000"
    await office.post("clerk", f"/api/v1/complaints/{unknown}/summary", {"summary": "摘要。"}, 1)

    async with office.engine.connect() as connection:
        rows = (await connection.execute(LOG.audit_outbox.select().order_by("sequence"))).all()

    told = [("refused" in row.entry, "accepted" in row.entry) for row in rows]
    assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
    assert len(told) == 5
    assert [refused for refused, _ in told] == [False, True, True, False, True]


async def test_only_a_complaint_that_is_taken_in_counts_against_its_person(office: Office):
    office.app.state.limits = RateLimits(Limits(intake_per_person_day=1))
    path, body = "/api/v1/complaints/intake", intake()

    refused = [await office.post(None, path, {**body, "ground": "gossip"}) for _ in range(3)]
    first = await office.post(None, path, body, key="retried-key-1")
    again = await office.post(None, path, body, key="retried-key-1")
    another = await office.post(None, path, body, key="another-key-1")

    assert {one.status_code for one in refused} == {422}
    assert (first.status_code, again.status_code, another.status_code) == (201, 201, 429)
    assert first.json()["receipt_code"] == again.json()["receipt_code"]
    assert int(another.headers["retry-after"]) > 0


async def test_a_flood_of_unreadable_forms_from_one_address_is_limited(office: Office):
    office.app.state.limits = RateLimits(Limits(intake_attempts_per_address_minute=3))

    answers = [await office.post(None, "/api/v1/complaints/intake", {}) for _ in range(5)]

    assert [one.status_code for one in answers] == [422, 422, 422, 429, 429]
