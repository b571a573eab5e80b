"""Whatever is changed in the file of a dispute is found, and where (案卷校验)."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from shared.casework.export_check import check
from tests.services.dispute_coordination.case_file import (
    Parts,
    documented,
    exported,
    opened,
    packed,
    room_of,
)
from tests.services.dispute_coordination.office import Office, accepted


def byte_flipped(parts: Parts) -> None:
    name = next(name for name in parts if name.startswith("letters/"))
    changed = bytearray(parts[name])
    changed[len(changed) // 2] ^= 1
    parts[name] = bytes(changed)


def event_removed(parts: Parts) -> None:
    content = json.loads(parts["events.json"])
    del content["events"][1]
    parts["events.json"] = json.dumps(content).encode()


def event_removed_and_hidden(parts: Parts) -> None:
    """Whoever also mends the checksum of the events in the manifest meets the signature."""
    event_removed(parts)
    manifest = json.loads(parts["manifest.json"])
    for each in manifest["files"]:
        if each["path"] == "events.json":
            each.update(size=len(parts["events.json"]), sha256=sha256(parts["events.json"]).hexdigest())
    parts["manifest.json"] = json.dumps(manifest).encode()


def manifest_edited(parts: Parts) -> None:
    parts["manifest.json"] = parts["manifest.json"].replace(b"2026-11-02T02", b"2026-11-01T02")


def file_missing(parts: Parts) -> None:
    del parts[next(name for name in parts if name.startswith("attachments/"))]


def file_added(parts: Parts) -> None:
    parts["attachments/planted.txt"] = b"planted"


def signature_missing(parts: Parts) -> None:
    del parts["manifest.sig"]


def manifest_missing(parts: Parts) -> None:
    del parts["manifest.json"]


def audit_entry_changed(parts: Parts) -> None:
    parts["audit.json"] = (
        parts["audit.json"]
        .replace(b"market_clerk", b"market_chief", 1)
        .replace(b"account-clerk", b"account-chief", 1)
    )


@pytest.mark.parametrize(
    ("plant", "at"),
    [
        (byte_flipped, "letters/"),
        (event_removed, "events.json"),
        (event_removed_and_hidden, "manifest.json"),
        (manifest_edited, "manifest.json"),
        (file_missing, "attachments/"),
        (file_added, "attachments/planted.txt"),
        (signature_missing, "manifest.sig"),
        (manifest_missing, "manifest.json"),
        (audit_entry_changed, "audit.json"),
    ],
)
async def test_every_planted_change_is_found_where_it_is(
    office: Office, tmp_path: Path, plant: Callable[[Parts], None], at: str
):
    parts = opened(await exported(office, await documented(office)))
    (tmp_path / "sound.zip").write_bytes(packed(parts))
    plant(parts)
    (tmp_path / "file.zip").write_bytes(packed(parts))

    faults = check(tmp_path / "file.zip").faults

    assert check(tmp_path / "sound.zip").faults == []
    assert any(fault.path.startswith(at) for fault in faults), faults


async def test_a_file_that_was_cut_off_is_no_file(office: Office, tmp_path: Path):
    archive = await exported(office, await accepted(office))
    (tmp_path / "file.zip").write_bytes(archive[: len(archive) // 2])

    assert not check(tmp_path / "file.zip").sound


async def test_a_file_that_another_key_signed_is_told_apart(office: Office, tmp_path: Path):
    archive = await exported(office, await accepted(office))
    (tmp_path / "file.zip").write_bytes(archive)
    room = room_of(office)
    other = type(room.signer).generate().public_key

    assert check(tmp_path / "file.zip", room.signer.public_key).sound
    assert [fault.path for fault in check(tmp_path / "file.zip", other).faults] == ["manifest.sig"]
