"""The file of a dispute as somebody takes it away and looks into it (案卷)."""

import io
import json
import zipfile
from typing import Any

import httpx

from shared.casework.export import ExportRoom
from tests.services.dispute_coordination.office import BASE, Case, Office, accepted, person

CONTENT = "现场照片说明。".encode()
FORMS = {"封面.pdf", "目录.pdf", "备考表.pdf"}
OWN = {*FORMS, "events.json", "audit.json", "manifest.json", "manifest.sig"}

Parts = dict[str, bytes]


async def asked(office: Office, who: str, case: Case, **query: Any) -> httpx.Response:
    """The answer to somebody who wants the file."""
    return await office.http.get(f"{BASE}/{case.id}/export", headers=office.headers(who), params=query)


async def exported(office: Office, case: Case, who: str = "head") -> bytes:
    answer = await asked(office, who, case)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"].startswith("attachment;")
    return answer.content


async def attached(office: Office, case: Case, content: bytes = CONTENT) -> str:
    """A file from the bureau's desk."""
    path, headers = f"{BASE}/{case.id}/attachments", office.headers("clerk", await case.version())
    answer = await office.http.post(path, content=content, headers=headers)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["attachment_id"])


async def documented(office: Office) -> Case:
    """A case with served letters, a failed attempt and a file."""
    case = await accepted(office)
    letter = (await case.page("clerk"))["letters"][0]
    await case.act(
        "clerk",
        f"letters/{letter['id']}/deliveries",
        addressee=letter["addressees"][0]["code"],
        method="direct",
        on="2026-11-02",
        failed="absent",
        servers=[str(person("clerk"))],
        receipt={"place": "虚构路二号", "remarks": "两次上门均无人签收"},
    )
    await attached(office, case)
    return case


def opened(archive: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts: Parts) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def manifest_of(archive: bytes) -> dict[str, Any]:
    return json.loads(opened(archive)["manifest.json"])


def room_of(office: Office) -> ExportRoom:
    """The service's own room."""
    found: ExportRoom = office.app.state.parts.provides[ExportRoom]
    return found
