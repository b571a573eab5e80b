"""The file of a complaint: whole for the desk, and without who complained unless that was revealed."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pypdfium2
import pytest
from sqlalchemy import text

from shared.casework.export_check import check
from tests.services.complaints.office import (
    Case,
    Office,
    accepted,
    concluded,
    intake,
    investigated,
    person,
    told_result,
)

NAME, ID_NUMBER, CONTACT = "甄实明", "50023219900307455X", "13800138000"
CONTENT = "现场照片说明。".encode()
WITHHELD = "[含投诉举报人信息，不予显示]"


async def asked(office: Office, who: str | None, case: Case, **query: Any) -> httpx.Response:
    """The answer to somebody who wants the file."""
    path = f"/api/v1/complaints/{case.id}/export"
    return await office.http.get(path, headers=office.headers(who), params=query)


async def taken(office: Office, case: Case, who: str = "head", **query: Any) -> dict[str, bytes]:
    """The parts of the file."""
    answer = await asked(office, who, case, **query)
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def shown(parts: dict[str, bytes]) -> str:
    """Everything that can be read in the file: PDF pages, word documents, data, names."""
    found = []
    for name, content in parts.items():
        found.append(name)
        if name.endswith(".pdf"):
            pages = pypdfium2.PdfDocument(content)
            found += [page.get_textpage().get_text_range() for page in pages]
        elif name.endswith(".docx"):
            with zipfile.ZipFile(io.BytesIO(content)) as document:
                found += [document.read(each).decode(errors="replace") for each in document.namelist()]
        else:
            found.append(content.decode(errors="replace"))
    return "".join("".join(found).replace("\u200b", "").split())


def left_out(parts: dict[str, bytes]) -> list[tuple[str, str]]:
    """What stays inside, and why."""
    return [(each["what"], each["reason"]) for each in json.loads(parts["manifest.json"])["left_out"]]


async def entries(office: Office) -> list[dict[str, Any]]:
    async with office.engine.connect() as connection:
        rows = (await connection.execute(text("select entry from audit_outbox order by sequence"))).scalars()
        return list(map(json.loads, rows))


async def attached(office: Office, case: Case, headers: dict[str, str], path: str) -> None:
    answer = await office.http.post(path, content=CONTENT, headers=headers)
    assert answer.is_success, answer.text


async def with_files(office: Office) -> Case:
    """An investigated case with a file from the desk and one from who complained."""
    case = await investigated(office)
    desk = office.headers("clerk", await case.version())
    await attached(office, case, desk, f"/api/v1/complaints/{case.id}/attachments")
    holder = {"Receipt-Code": case.receipt_code, "Idempotency-Key": "the-holder-adds-a-file"}
    await attached(office, case, holder, "/api/v1/complaints/receipt/attachments")
    return case


@pytest.mark.obligation("W5-15")
async def test_a_closed_complaint_leaves_as_one_sound_file(office: Office, tmp_path: Path):
    case = await concluded(office, "unfounded")
    await told_result(case)
    await case.act("clerk", "archive")

    answer = await asked(office, "head", case, include_identity="true", reason="移交档案室归档")

    (tmp_path / "file.zip").write_bytes(answer.content)
    report = check(tmp_path / "file.zip")
    assert (report.faults, report.manifest and report.manifest.case_id) == ([], case.id)
    parts = await taken(office, case, include_identity="true", reason="移交档案室归档")
    cover = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(parts["封面.pdf"]))
    assert all(word in cover for word in (NAME, "不实", "30年"))
    letters = {name for name in parts if name.startswith("letters/")}
    issued = [each for each in await case_letters(case) if each["state"] == "issued"]
    assert len(letters) == 2 * len(issued)


async def case_letters(case: Case) -> list[dict[str, Any]]:
    return list((await case.page("clerk"))["letters"])


@pytest.mark.obligation("W5-07")
async def test_who_complained_is_nowhere_in_the_file(office: Office):
    case = await concluded(office, "unfounded")
    await told_result(case)

    parts = await taken(office, case)

    everything = shown(parts)
    assert not [value for value in (NAME, ID_NUMBER, CONTACT, "虚构路一号") if value in everything]
    assert ("letter", "names_complainant") in left_out(parts)
    assert "identity.json" not in parts


async def test_a_text_that_names_the_complainant_is_withheld(office: Office):
    case = await accepted(office, facts="本人甄实明，多次举报无照经营，一直没有人来查。")

    received = json.loads((await taken(office, case))["events.json"])["events"][0]

    assert received["texts"] == {"request": intake()["request"], "facts": WITHHELD}
    assert "complainant" not in received["facts"]


async def test_what_the_complainant_sent_stays_inside_with_the_name(office: Office):
    case = await with_files(office)

    without = await taken(office, case)
    everything = await taken(office, case, include_identity="true", reason="检察机关调卷")

    assert left_out(without) == [("attachment", "names_complainant")]
    assert sum(name.startswith("attachments/") for name in without) == 1
    assert sum(name.startswith("attachments/") for name in everything) == 2
    assert json.loads(everything["identity.json"])["name"] == NAME


async def test_the_identity_leaves_after_a_recorded_reveal_with_its_reason(office: Office):
    case = await accepted(office)

    await taken(office, case, include_identity="true", reason="检察机关调卷")

    revealed, exported = (await entries(office))[-2:]
    assert (revealed["action"], exported["action"]) == ("complaints.reveal", "complaints.export")
    assert revealed["note"].endswith("检察机关调卷")


@pytest.mark.parametrize(
    ("reason", "status"), [("", 422), ("看看", 422), (f"核实{NAME}的情况", 422), ("长" * 201, 422)]
)
async def test_no_identity_without_a_reason_that_names_nobody(office: Office, reason: str, status: int):
    case = await accepted(office)

    answer = await asked(office, "head", case, include_identity="true", reason=reason)

    assert (answer.status_code, NAME in answer.text) == (status, False)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("agency_clerk", 403),
        ("government", 403),
        ("first", 403),
        ("accused", 404),
        ("elsewhere", 404),
        ("discipline", 404),
        ("auditor", 404),
        ("system_admin", 404),
        ("security_admin", 404),
        ("audit_admin", 404),
    ],
)
async def test_nobody_else_takes_the_file_and_each_try_is_on_record(office: Office, who: str, status: int):
    case = await investigated(office)
    await case.act("clerk", "respondent", officer=str(person("accused")))

    answer = await asked(office, who, case)

    assert answer.status_code == status
    last = (await entries(office))[-1]
    assert (last["action"], last["outcome"], last["object"]) == ("complaints.export", "refused", case.id)


async def test_without_a_sign_in_there_is_nothing(office: Office):
    case = await accepted(office)

    assert (await asked(office, None, case)).status_code == 401


async def routed(office: Office) -> Case:
    """A complaint that the market bureau handles."""
    case = await office.complain(facts="本人甄实明，多次举报无照经营。")
    await case.act("clerk", "summary", summary="反映区市场监管局对无照经营应查不查。")
    await case.act("clerk", "routing", handler="market", reason="属该局职责。")
    return case


async def test_the_desk_that_handles_takes_its_own_file(office: Office):
    case = await routed(office)

    parts = await taken(office, case, "agency_clerk")

    received = json.loads(parts["events.json"])["events"][0]
    assert received["texts"] == {}
    assert NAME not in shown(parts)


@pytest.mark.parametrize("who", ["agency_clerk", "agency_head"])
async def test_an_agency_never_learns_who_complained(office: Office, who: str):
    case = await routed(office)

    answer = await asked(office, who, case, include_identity="true", reason="需要联系投诉举报人")

    assert answer.status_code == 403
    actions = [(each["action"], each["outcome"]) for each in (await entries(office))[-2:]]
    assert actions == [("complaints.reveal", "refused"), ("complaints.export", "refused")]


async def test_a_complaint_that_does_not_exist_has_no_file(office: Office):
    case = Case(office, "01900000-0000-7000-8000-000000000000", "")

    assert (await asked(office, "head", case)).status_code == 404
