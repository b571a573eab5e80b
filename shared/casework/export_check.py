"""Checking an exported file without the suite: every checksum, the events, the signatures (案卷校验).

What is read comes from anywhere: names are only compared, and no member is read further than it claims.
"""

import base64
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import BaseModel, ConfigDict, ValidationError

from shared.audit.outbox import AuditBrokenError, AuditHead, SignedEntry, verify_chain
from shared.casework import export_format as parts

PIECE_BYTES = 262_144
LARGEST_PART = 256 * 1024 * 1024
UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)
"""What the library raises for damaged, encrypted and oddly packed members."""


class _Read(BaseModel):
    """What is taken from a file is of the form that it claims, whoever wrote it."""

    model_config = ConfigDict(extra="allow", strict=True)


class _File(_Read):
    path: str
    size: int
    sha256: str
    id: str = ""
    state: str = ""
    recorded_sha256: str = ""


class _LeftOut(_Read):
    id: str


class Manifest(_Read):
    """The list over everything in the file (清单)."""

    format: str
    service: str
    case_id: str
    number: str
    event_count: int
    last_position: int
    events_digest: str
    left_out: list[_LeftOut]
    files: list[_File]


class _Signature(_Read):
    public_key: str
    signature: str
    manifest_sha256: str


class _Event(_Read):
    position: int
    type: str
    facts: dict[str, Any]


class _Events(_Read):
    events: list[_Event]


class _Entry(_Read):
    sequence: int
    entry: str
    sha256: str
    signature: str


class _Audit(_Read):
    entries: list[_Entry]


M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, and what in both languages."""

    path: str
    zh: str
    en: str


@dataclass(slots=True)
class Report:
    """What a check found; ``key`` is the public key under which the manifest was signed."""

    faults: list[Fault] = field(default_factory=list)
    manifest: Manifest | None = None
    key: str = ""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def fault(self, path: str, zh: str, en: str) -> None:
        """Note something wrong; a name from the file is told without what would steer a terminal."""
        self.faults.append(Fault(printable(path), zh, en))


def printable(text: str) -> str:
    """A text from the file as it may be shown."""
    return "".join(mark if mark.isprintable() else "?" for mark in text)


def check(path: Path, key: Ed25519PublicKey | None = None) -> Report:
    """Check an archive; ``key`` is the service's own, where the caller has it from elsewhere."""
    report = Report()
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive, report, key)
    except UNREADABLE as reason:
        report.fault(path.name, "不是完整的案卷压缩包", f"not a whole archive: {reason}")
    return report


def _check(archive: zipfile.ZipFile, report: Report, key: Ed25519PublicKey | None) -> None:
    text = _bytes(archive, parts.MANIFEST, report)
    manifest = _parsed(text, Manifest, parts.MANIFEST, report)
    if text is None or manifest is None:
        return
    if manifest.format != parts.FORMAT:
        report.fault(parts.MANIFEST, "清单格式不识别", "the format of the manifest is unknown")
        return
    report.manifest = manifest
    signed_with = _check_signature(text, _part(archive, _Signature, parts.SIGNATURE, report), key, report)
    _check_files(archive, manifest, report)
    if events := _part(archive, _Events, parts.EVENTS, report):
        _check_events(manifest, events.events, report)
        _check_letters(manifest, events.events, report)
    audit = _part(archive, _Audit, parts.AUDIT, report)
    if audit and signed_with:
        _check_audit(manifest, audit, signed_with, report)


def _check_signature(
    text: bytes, seal: _Signature | None, key: Ed25519PublicKey | None, report: Report
) -> Ed25519PublicKey | None:
    """The key under which the manifest was signed, if it was."""
    if seal is None:
        return None
    try:
        public, signature = (
            base64.b64decode(each, validate=True) for each in (seal.public_key, seal.signature)
        )
        signed_with = Ed25519PublicKey.from_public_bytes(public)
    except ValueError:
        report.fault(parts.SIGNATURE, "签名文件不可读", "the signature cannot be read")
        return None
    report.key = public.hex()
    if seal.manifest_sha256 != sha256(text).hexdigest():
        report.fault(parts.MANIFEST, "清单已被改动", "the manifest is not the one that was signed")
    try:
        signed_with.verify(signature, parts.SIGNED + text)
    except InvalidSignature:
        report.fault(parts.SIGNATURE, "签名与清单不符", "the signature does not fit the manifest")
    if key is not None and key.public_bytes(Encoding.Raw, PublicFormat.Raw) != public:
        report.fault(parts.SIGNATURE, "不是该服务的签名密钥", "signed with another key than the service's")
    return signed_with


def _check_files(archive: zipfile.ZipFile, manifest: Manifest, report: Report) -> None:
    counted, named = Counter(archive.namelist()), {each.path: each for each in manifest.files}
    for path, times in counted.items():
        if times > 1:
            report.fault(path, "文件重复", "stands in the archive more than once")
        if path not in named and path not in {parts.MANIFEST, parts.SIGNATURE}:
            report.fault(path, "清单中没有此文件", "is not in the manifest")
    for path, each in named.items():
        if path not in counted:
            report.fault(path, "缺少文件", "is missing")
        else:
            _check_file(archive, each, report)


def _check_file(archive: zipfile.ZipFile, each: _File, report: Report) -> None:
    size, digest = 0, sha256()
    try:
        for piece in _pieces(archive, each.path):
            size += len(piece)
            digest.update(piece)
            if size > each.size:
                break
    except UNREADABLE:
        report.fault(each.path, "文件损坏，无法读出", "is damaged and cannot be read")
        return
    if size != each.size or digest.hexdigest() != each.sha256:
        report.fault(each.path, "校验和不符", "the checksum differs")
    elif each.recorded_sha256 not in {"", each.sha256}:
        report.fault(each.path, "与事件登记的校验和不符", "differs from the checksum that its event keeps")
    if each.state == "lost":
        report.fault(each.path, "导出时原件已缺失", "was lost before the export")


def _check_events(manifest: Manifest, events: Sequence[_Event], report: Report) -> None:
    positions = [each.position for each in events]
    if len(events) != manifest.event_count or max(positions, default=0) != manifest.last_position:
        report.fault(parts.EVENTS, "事件数量不符", "the number of events differs")
    if positions != sorted(set(positions)):
        report.fault(parts.EVENTS, "事件顺序不符", "the events are out of order")
    try:
        digest = parts.events_digest([each.model_dump() for each in events])
    except TypeError:  # numbers and depths that no event of ours has
        digest = ""
    if digest != manifest.events_digest:
        report.fault(parts.EVENTS, "事件摘要不符", "the digest over the events differs")


def _check_letters(manifest: Manifest, events: Sequence[_Event], report: Report) -> None:
    """Every issued letter is there as its event recorded it, or the manifest says why not."""
    excused = {each.id for each in manifest.left_out} | {each.id for each in manifest.files if each.state}
    present = {each.sha256 for each in manifest.files}
    for facts in (each.facts for each in events if each.type == "letter_issued"):
        wanted = {str(facts.get(f"{form}_sha256")) for form in ("pdf", "docx")}
        if facts.get("letter_id") not in excused and not wanted <= present:
            number = facts.get("number") or facts.get("letter_id")
            report.fault(f"letters/{number}", "文书与事件登记不符", "is not the letter that was issued")


def _check_audit(manifest: Manifest, audit: _Audit, key: Ed25519PublicKey, report: Report) -> None:
    last = 0
    for each in audit.entries:
        if each.sequence <= last or not _holds(each, manifest, key):
            report.fault(
                parts.AUDIT, f"审计记录 {each.sequence} 不符", f"audit entry {each.sequence} does not hold"
            )
        last = each.sequence


def _holds(each: _Entry, manifest: Manifest, key: Ed25519PublicKey) -> bool:
    """Whether the service signed this entry, under this number, about this case."""
    try:
        row = SignedEntry(each.sequence, each.entry, base64.b64decode(each.signature, validate=True))
        entry = orjson.loads(row.entry)
        verify_chain(manifest.service, [row], key, AuditHead(row.sequence - 1, entry["prev"]))
    except (AuditBrokenError, KeyError, TypeError, ValueError):
        return False
    about = entry.get("object") == manifest.case_id
    return about and each.sha256 == sha256(row.entry.encode()).hexdigest()


def _part(archive: zipfile.ZipFile, kind: type[M], path: str, report: Report) -> M | None:
    return _parsed(_bytes(archive, path, report), kind, path, report)


def _bytes(archive: zipfile.ZipFile, path: str, report: Report) -> bytes | None:
    """A part of ours as a whole; None where it cannot be read."""
    found = bytearray()
    try:
        for piece in _pieces(archive, path):
            found += piece
            if len(found) > LARGEST_PART:
                break
    except KeyError:
        report.fault(path, "缺少文件", "is missing")
        return None
    except UNREADABLE:
        report.fault(path, "文件损坏，无法读出", "is damaged and cannot be read")
        return None
    return bytes(found)


def _parsed(text: bytes | None, kind: type[M], path: str, report: Report) -> M | None:
    if text is None:
        return None
    try:
        return kind.model_validate_json(text)
    except ValidationError:
        report.fault(path, "内容不可读", "cannot be read")
        return None


def _pieces(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    with archive.open(path) as member:
        while piece := member.read(PIECE_BYTES):
            yield piece
