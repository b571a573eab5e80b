"""The whole file of a dispute: complete, checked without the suite, the same again (一案一档)."""

import io
import json
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time
from hashlib import sha256
from os import urandom
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from sqlalchemy import text

from shared.casework.export import ExportRoom
from shared.casework.export_check import check
from shared.clock.suite import date_of
from shared.eventlog.command import Command
from shared.privacy.attachments import Attachments
from shared.privacy.objects import READ_BYTES, LocalObjects, ObjectStore
from tests.services.dispute_coordination.case_file import (
    CONTENT,
    OWN,
    asked,
    attached,
    documented,
    exported,
    manifest_of,
    opened,
    room_of,
)
from tests.services.dispute_coordination.office import BASE, Office, accepted, actor_of, person


async def entries(office: Office, action: str = "dispute_coordination.export") -> list[dict[str, Any]]:
    """What the audit log says of exports."""
    async with office.engine.connect() as connection:
        rows = (await connection.execute(text("select entry from audit_outbox order by sequence"))).scalars()
        return [entry for entry in map(json.loads, rows) if entry["action"] == action]


@pytest.mark.obligation("W10-11")
async def test_a_file_holds_forms_letters_receipts_attachments_events_and_audit_entries(
    office: Office, tmp_path: Path
):
    case = await documented(office)

    archive = await exported(office, case)

    (tmp_path / "file.zip").write_bytes(archive)
    assert check(tmp_path / "file.zip").faults == []
    parts, manifest = opened(archive), manifest_of(archive)
    letters = (await case.page("clerk"))["letters"]
    assert set(parts) >= OWN
    assert sum(name.startswith("letters/") for name in parts) == 2 * len(letters)
    assert sum(name.startswith("receipts/") for name in parts) == sum(
        one["tries"] for each in letters for one in each["addressees"]
    )
    assert [parts[name] for name in parts if name.startswith("attachments/")] == [CONTENT]
    assert [each["type"] for each in json.loads(parts["events.json"])["events"]] == await case.course()
    assert {each["path"]: (each["size"], each["sha256"]) for each in manifest["files"]} == {
        name: (len(content), sha256(content).hexdigest())
        for name, content in parts.items()
        if name not in {"manifest.json", "manifest.sig"}
    }
    assert (manifest["made_by"], manifest["made_at"]) == (str(person("head")), "2026-11-02T02:00:00+00:00")
    assert manifest["regulations"][0].startswith("wulong/dispute_coordination@")


async def test_a_letter_is_the_one_that_was_issued(office: Office):
    case = await documented(office)
    parts = opened(await exported(office, case))
    events = json.loads(parts["events.json"])["events"]

    for issued in [each["facts"] for each in events if each["type"] == "letter_issued"]:
        (name,) = [path for path in parts if path.endswith(f"-{issued['number']}.pdf")]
        stored = await office.get("clerk", f"{BASE}/{case.id}/letters/{issued['letter_id']}/document")
        assert parts[name] == stored.content
        assert sha256(parts[name]).hexdigest() == issued["pdf_sha256"]
        assert sha256(parts[name.replace(".pdf", ".docx")]).hexdigest() == issued["docx_sha256"]


async def test_the_forms_say_what_is_in_the_file(office: Office):
    case = await documented(office)
    parts = opened(await exported(office, case))

    def read(name: str) -> str:
        pages = pypdfium2.PdfDocument(parts[name])
        shown = "".join(page.get_textpage().get_text_range() for page in pages)
        return "".join(shown.replace("\u200b", "").split())

    contents, cover, notes = read("目录.pdf"), read("封面.pdf"), read("备考表.pdf")
    pages = sum(
        len(pypdfium2.PdfDocument(content))
        for name, content in parts.items()
        if name.startswith(("letters/", "receipts/")) and name.endswith(".pdf")
    )
    assert "农药经营门店检查职责争议" in cover
    assert f"{pages}页" in cover
    assert all(word in contents for word in ("送达回证", "区司法局", "电子件"))
    assert "1件" in notes


async def test_the_same_state_gives_the_same_file_but_for_its_hour(office: Office):
    case = await documented(office)
    first = opened(await exported(office, case))
    office.on("2026-11-02", at=time(11))

    second = opened(await exported(office, case, "clerk"))

    assert list(first) == list(second)
    differing = {name for name in first if first[name] != second[name]}
    assert differing == {"manifest.json", "manifest.sig"}
    before, after = json.loads(first["manifest.json"]), json.loads(second["manifest.json"])
    assert {name for name in before if before[name] != after[name]} == {"made_at", "made_by"}


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("market_clerk", 403),
        ("farming_head", 403),
        ("government", 403),
        ("water_clerk", 404),
        ("discipline", 404),
        ("auditor", 404),
        ("system_admin", 404),
    ],
)
async def test_only_the_desk_takes_a_file_away(office: Office, who: str, status: int):
    case = await accepted(office)

    answer = await asked(office, who, case)

    assert answer.status_code == status
    (entry,) = await entries(office)
    assert (entry["outcome"], entry["actor"], entry["object"]) == ("refused", f"account-{who}", case.id)


async def test_there_is_no_identity_to_be_had_in_a_dispute(office: Office):
    case = await accepted(office)

    answer = await asked(office, "head", case, include_identity="true", reason="移送档案馆")

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:jiandu:problem:no-identity-sealed")


async def test_the_look_is_on_record_before_the_first_byte_leaves(office: Office):
    case = await documented(office)
    store = Watched(objects_of(office), office)

    found = await room_over(office, store).open(look(office), UUID(case.id))
    before = await entries(office)
    taken = b"".join([piece async for piece in found.chunks])

    assert [(entry["outcome"], entry["object"]) for entry in before] == [("accepted", case.id)]
    assert store.looks_at_first_read == 1
    assert zipfile.ZipFile(io.BytesIO(taken)).testzip() is None


async def test_a_large_file_passes_in_pieces(office: Office):
    case = await accepted(office)
    await attached(office, case, b"%PDF-1.7\n" + urandom(900_000))
    store = Watched(objects_of(office), office)
    found = await room_over(office, store).open(look(office), UUID(case.id))

    waiting, largest = 0, 0
    async for piece in found.chunks:
        waiting, largest = max(waiting, store.read_since_sent), max(largest, len(piece))
        store.read_since_sent = 0

    assert store.read_in_all > 900_000
    assert waiting <= 2 * READ_BYTES, "what was read leaves before the next is read"
    assert largest <= 2 * READ_BYTES


async def test_what_was_destroyed_says_so(office: Office, tmp_path: Path):
    case = await documented(office)
    sealed = room_of(office).desk.sealed
    async with office.engine.begin() as connection:
        for statement, values in sealed.destroying(UUID(case.id)):
            await connection.execute(statement, dict(values))

    archive = await exported(office, case)

    parts, manifest = opened(archive), manifest_of(archive)
    (tmp_path / "file.zip").write_bytes(archive)
    gone = [name for name in parts if name.endswith(".destroyed.txt")]
    left = [name for name in parts if name.startswith(("letters/", "attachments/")) and name not in gone]
    written = [name for name in gone if name.startswith("receipts/")]
    assert (left, len(written)) == ([], 1), "receipts on which nobody wrote say what the events say"
    assert {parts[name].decode() for name in gone} == {"[已销毁]"}
    assert {each["state"] for each in manifest["files"] if each["path"] in gone} == {"destroyed"}
    assert "[已销毁]" in parts["events.json"].decode()
    assert check(tmp_path / "file.zip").faults == []


async def test_what_the_store_lost_is_missed(office: Office, tmp_path: Path):
    case = await accepted(office)
    lost = await attached(office, case)
    await objects_of(office).remove(UUID(lost))

    archive = await exported(office, case)

    (tmp_path / "file.zip").write_bytes(archive)
    (fault,) = check(tmp_path / "file.zip").faults
    assert fault.path == f"attachments/{lost}.txt.lost.txt"


@pytest.mark.parametrize(
    "word", ["../../../etc/passwd", "C:\\Windows\\x", "a/b", "〔", "CON", "\u202egpj.exe"]
)
async def test_no_word_of_an_organ_leads_out_of_the_archive(office: Office, word: str):
    office.app.state.settings.organ_words["bureau"] = word
    case = await accepted(office)

    names = list(opened(await exported(office, case)))

    letters = [name for name in names if name.startswith("letters/")]
    assert letters
    for name in letters:
        folder, _, file = name.partition("/")
        assert (folder, file.split("-")[0].isdigit()) == ("letters", True)
        assert not set("/\\:\x00\u202e") & set(file)
        assert ".." not in file


class Watched:
    """The service's own store; counts what is read and not yet sent, and the looks on record by then."""

    def __init__(self, store: ObjectStore, office: Office) -> None:
        self._store, self._office = store, office
        self.read_in_all = self.read_since_sent = 0
        self.looks_at_first_read: int | None = None

    async def write(self, object_id: UUID, chunks: AsyncIterator[bytes]) -> None:
        await self._store.write(object_id, chunks)

    async def read(self, object_id: UUID) -> AsyncIterator[bytes]:
        if self.looks_at_first_read is None:
            self.looks_at_first_read = len(await entries(self._office))
        async for chunk in self._store.read(object_id):
            self.read_in_all += len(chunk)
            self.read_since_sent += len(chunk)
            yield chunk

    async def remove(self, object_id: UUID) -> None:
        await self._store.remove(object_id)


def objects_of(office: Office) -> ObjectStore:
    """Where the service keeps its objects."""
    return LocalObjects(office.app.state.settings.objects_dir)


def room_over(office: Office, store: ObjectStore) -> ExportRoom:
    """The same room over another store."""
    room = room_of(office)
    attachments = Attachments(store, room.desk.sealed)
    return replace(room, collector=replace(room.collector, attachments=attachments))


def look(office: Office) -> Command:
    """The head asks for a file."""
    at = office.clock.now()
    return Command("dispute_coordination.export", actor_of("head"), at, date_of(at), "conversation")
