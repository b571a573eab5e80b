"""Checking an exported file without the suite: every checksum, the events, the signatures (案卷校验).

What is read comes from anywhere: names are only compared, and no member is read further than it claims.
"""

import base64
import zipfile
import zlib
from binascii import Error as NotBase64
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shared.audit.outbox import AuditBrokenError, AuditHead, SignedEntry, verify_chain
from shared.casework import export_format as parts

PIECE_BYTES = 262_144
LARGEST_JSON = 256 * 1024 * 1024
KEY_BYTES = 32


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
    manifest: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def fault(self, path: str, zh: str, en: str) -> None:
        """Note something wrong."""
        self.faults.append(Fault(path, zh, en))


def check(path: Path, key: Ed25519PublicKey | None = None) -> Report:
    """Check an archive; ``key`` is the service's own, where the caller has it from elsewhere."""
    report = Report()
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive, report, key)
    except (OSError, zipfile.BadZipFile, NotImplementedError) as reason:
        report.fault(path.name, "不是完整的案卷压缩包", f"not a whole archive: {reason}")
    return report


def _check(archive: zipfile.ZipFile, report: Report, key: Ed25519PublicKey | None) -> None:
    text = _read(archive, parts.MANIFEST, report)
    manifest = _json(text, parts.MANIFEST, report)
    if text is None or manifest is None:
        return
    if manifest.get("format") != parts.FORMAT:
        report.fault(parts.MANIFEST, "清单格式不识别", "the format of the manifest is unknown")
        return
    report.manifest = manifest
    signed_with = _check_signature(
        text, _json(_read(archive, parts.SIGNATURE, report), parts.SIGNATURE, report), key, report
    )
    _check_files(archive, manifest, report)
    events = _json(_read(archive, parts.EVENTS, report), parts.EVENTS, report)
    if events is not None:
        _check_events(manifest, events, report)
    audit = _json(_read(archive, parts.AUDIT, report), parts.AUDIT, report)
    if audit is not None and signed_with is not None:
        _check_audit(manifest, audit, signed_with, report)


def _check_signature(
    text: bytes, seal: Any, key: Ed25519PublicKey | None, report: Report
) -> Ed25519PublicKey | None:
    """The key under which the manifest was signed, if it was."""
    if seal is None:
        return None
    try:
        public, signature = (
            base64.b64decode(seal[name], validate=True) for name in ("public_key", "signature")
        )
        signed_with = Ed25519PublicKey.from_public_bytes(public)
    except (KeyError, TypeError, ValueError, NotBase64):
        report.fault(parts.SIGNATURE, "签名文件不可读", "the signature cannot be read")
        return None
    report.key = public.hex()
    if seal.get("manifest_sha256") != sha256(text).hexdigest():
        report.fault(parts.MANIFEST, "清单已被改动", "the manifest is not the one that was signed")
    try:
        signed_with.verify(signature, parts.SIGNED + text)
    except InvalidSignature:
        report.fault(parts.SIGNATURE, "签名与清单不符", "the signature does not fit the manifest")
    if key is not None and key.public_bytes(Encoding.Raw, PublicFormat.Raw) != public:
        report.fault(parts.SIGNATURE, "不是该服务的签名密钥", "signed with another key than the service's")
    return signed_with


def _check_files(archive: zipfile.ZipFile, manifest: Mapping[str, Any], report: Report) -> None:
    counted = Counter(archive.namelist())
    named = {str(each.get("path")): each for each in manifest.get("files", ())}
    for path, times in counted.items():
        if times > 1:
            report.fault(path, "文件重复", "stands in the archive more than once")
        if path not in named and path not in {parts.MANIFEST, parts.SIGNATURE}:
            report.fault(path, "清单中没有此文件", "is not in the manifest")
    for path, each in named.items():
        if path not in counted:
            report.fault(path, "缺少文件", "is missing")
        else:
            _check_file(archive, path, each, report)


def _check_file(archive: zipfile.ZipFile, path: str, each: Mapping[str, Any], report: Report) -> None:
    size, digest = 0, sha256()
    try:
        for piece in _pieces(archive, path):
            size += len(piece)
            digest.update(piece)
            if size > each["size"]:
                break
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError):
        report.fault(path, "文件损坏，无法读出", "is damaged and cannot be read")
        return
    if size != each["size"] or digest.hexdigest() != each["sha256"]:
        report.fault(path, "校验和不符", "the checksum differs")
    elif each.get("recorded_sha256", each["sha256"]) != each["sha256"]:
        report.fault(path, "与签发时登记的校验和不符", "differs from the checksum that its event keeps")
    if each.get("state") == "lost":
        report.fault(path, "导出时原件已缺失", "was lost before the export")


def _check_events(manifest: Mapping[str, Any], content: Any, report: Report) -> None:
    events: Sequence[Mapping[str, Any]] = content.get("events") or ()
    positions = [int(each.get("position") or 0) for each in events]
    if len(events) != manifest["event_count"] or (positions or [0])[-1] != manifest["last_position"]:
        report.fault(parts.EVENTS, "事件数量不符", "the number of events differs")
    if positions != sorted(set(positions)):
        report.fault(parts.EVENTS, "事件顺序不符", "the events are out of order")
    if parts.events_digest(events) != manifest["events_digest"]:
        report.fault(parts.EVENTS, "事件摘要不符", "the digest over the events differs")
    _check_letters(manifest, events, report)


def _check_letters(manifest: Mapping[str, Any], events: Sequence[Mapping[str, Any]], report: Report) -> None:
    """Every issued letter is there as its event recorded it, or the manifest says why not."""
    excused = {each["id"] for each in manifest["left_out"]}
    excused |= {each["id"] for each in manifest["files"] if each.get("state")}
    present = {each["sha256"] for each in manifest["files"]}
    for event in events:
        facts = event.get("facts", {})
        if event.get("type") != "letter_issued" or facts.get("letter_id") in excused:
            continue
        for name in ("pdf_sha256", "docx_sha256"):
            if facts.get(name) not in present:
                number = facts.get("number") or facts.get("letter_id")
                report.fault(f"letters/{number}", "文书与事件登记不符", "is not the letter that was issued")


def _check_audit(manifest: Mapping[str, Any], content: Any, key: Ed25519PublicKey, report: Report) -> None:
    last = 0
    for each in content.get("entries", ()):
        try:
            row = SignedEntry(each["sequence"], each["entry"], base64.b64decode(each["signature"]))
            entry = orjson.loads(row.entry)
            verify_chain(manifest["service"], [row], key, AuditHead(row.sequence - 1, entry["prev"]))
            in_order = row.sequence > last and entry["object"] == manifest["case_id"]
            in_order = in_order and each["sha256"] == sha256(row.entry.encode()).hexdigest()
            last = row.sequence
        except (AuditBrokenError, KeyError, TypeError, ValueError):
            in_order = False
        if not in_order:
            sequence = each.get("sequence") if isinstance(each, dict) else "?"
            report.fault(parts.AUDIT, f"审计记录 {sequence} 不符", f"audit entry {sequence} does not hold")


def _read(archive: zipfile.ZipFile, path: str, report: Report) -> bytes | None:
    """A part of ours as a whole; None where it cannot be read."""
    try:
        found = bytearray()
        for piece in _pieces(archive, path):
            found += piece
            if len(found) > LARGEST_JSON:
                break
        return bytes(found)
    except KeyError:
        report.fault(path, "缺少文件", "is missing")
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError):
        report.fault(path, "文件损坏，无法读出", "is damaged and cannot be read")
    return None


def _json(text: bytes | None, path: str, report: Report) -> Any:
    if text is None:
        return None
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        report.fault(path, "内容不可读", "cannot be read")
        return None
    return found


def _pieces(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    with archive.open(path) as member:
        while piece := member.read(PIECE_BYTES):
            yield piece
