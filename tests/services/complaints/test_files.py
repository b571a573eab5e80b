"""Reading a case's files: the bureau and its investigators, each look recorded, nothing ever run."""

import json

import pytest
from sqlalchemy import text

from tests.services.complaints.office import Case, Office, concluded, investigated, person

CONTENT = "现场照片说明。".encode()


async def with_file(office: Office, case: Case) -> str:
    headers = {**office.headers("clerk", await case.version()), "Content-Type": "text/html"}
    path = f"/api/v1/complaints/{case.id}/attachments"
    answer = await office.http.post(path, content=CONTENT, headers=headers)
    assert answer.status_code == 200, answer.text
    return f"{path}/{answer.json()['attachment_id']}"


@pytest.mark.parametrize("who", ["clerk", "head", "first"])
async def test_the_bureau_and_its_investigators_read_a_file(office: Office, who: str):
    path = await with_file(office, await investigated(office))

    answer = await office.get(who, path)

    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("who", "status"),
    [("agency_clerk", 403), ("government", 403), ("accused", 404), ("elsewhere", 404), ("auditor", 404)],
)
async def test_nobody_else_reads_a_file(office: Office, who: str, status: int):
    case = await investigated(office)
    await case.act("clerk", "respondent", officer=str(person("accused")))
    path = await with_file(office, case)

    assert (await office.get(who, path)).status_code == status


async def test_each_look_at_a_file_is_in_the_audit_log_without_its_content(office: Office):
    case = await investigated(office)
    path = await with_file(office, case)
    await office.get("clerk", path)
    await office.get("agency_clerk", path)

    async with office.engine.connect() as connection:
        rows = (await connection.execute(text("select entry from audit_outbox order by 1"))).scalars().all()

    looks = [one for one in map(json.loads, rows) if one["action"] == "complaints.read_file"]
    assert sorted(one["outcome"] for one in looks) == ["accepted", "refused"]


@pytest.mark.obligation("W5-15")
async def test_the_list_of_contents_of_an_archived_file_can_be_read(office: Office):
    case = await concluded(office, "unfounded")
    await case.send("clerk", "head", "result_notice")
    await case.act("clerk", "archive")
    archived = (await case.line("archived"))["facts"]

    listed = await office.get("clerk", f"/api/v1/complaints/{case.id}/attachments/{archived['manifest_id']}")

    content, course = listed.json(), await case.course()
    assert [one["type"] for one in content["events"]] == course[: course.index("archived")]
    assert [(one["kind"], len(one["pdf_sha256"])) for one in content["letters"]] == [("result_notice", 64)]
    assert (
        await office.get("clerk", f"/api/v1/complaints/{case.id}/attachments/{case.id}")
    ).status_code == 404
