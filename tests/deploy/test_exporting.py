"""A case file is checked without the suite, against a key that the reader has from elsewhere (案卷校验)."""

import base64
import json
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from typer.testing import CliRunner

from deploy.cli import app
from deploy.errors import DeployError
from deploy.exporting import PATHS, Wanted
from deploy.layout import ROOT
from shared.audit.signing import Ed25519Signer
from shared.casework.export_format import FORMAT, SIGNED, events_digest, packed

EVENT = {"position": 7, "type": "received", "at": "2026-09-18T01:00:00+00:00", "facts": {}}


def case_file(path: Path, signer: Ed25519Signer, **changes: Any) -> Path:
    """A file as a service writes it, of one event and one attachment."""
    parts = {
        "attachments/a.txt": b"content",
        "events.json": packed({"events": [EVENT]}),
        "audit.json": packed({"entries": []}),
    }
    manifest = packed(
        {
            "format": FORMAT,
            "service": "complaints",
            "case_id": "case",
            "number": "投诉〔2026〕1号",
            "event_count": 1,
            "last_position": 7,
            "events_digest": events_digest([EVENT]),
            "left_out": [],
            "files": [
                {"path": name, "size": len(content), "sha256": sha256(content).hexdigest()}
                for name, content in parts.items()
            ],
            **changes,
        }
    )
    public = signer.public_key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    signature = {
        "public_key": base64.b64encode(public).decode(),
        "signature": base64.b64encode(signer.sign(SIGNED + manifest)).decode(),
        "manifest_sha256": sha256(manifest).hexdigest(),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**parts, "manifest.json": manifest, "manifest.sig": packed(signature)}.items():
            archive.writestr(name, content)
    return path


def pem(path: Path, key: Any) -> Path:
    """A public key as it is handed on."""
    path.write_bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return path


def run(tmp_path: Path, *arguments: str | Path) -> Result:
    """The command on a machine where nothing is installed."""
    environment = {"JIANDU_DATA_DIR": str(tmp_path / "nothing"), "JIANDU_TOKEN": None}
    return CliRunner().invoke(app, ["export-case", *map(str, arguments)], env=environment)


def test_a_sound_file_says_under_which_key_it_was_signed(tmp_path: Path):
    signer = Ed25519Signer.generate()
    told = run(tmp_path, "--verify", case_file(tmp_path / "file.zip", signer), "--json")

    report = json.loads(told.stdout)
    assert (told.exit_code, report["sound"], report["held_against"]) == (0, True, "in_file")
    assert report["public_key"] == signer.public_key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def test_a_file_that_somebody_else_signed_is_not_the_services(tmp_path: Path):
    signer, other = Ed25519Signer.generate(), Ed25519Signer.generate()
    path, key = case_file(tmp_path / "file.zip", other), pem(tmp_path / "key.pem", signer.public_key)

    told = run(tmp_path, "--verify", path, "--key", key)

    assert (told.exit_code, "不是该服务的签名密钥" in told.output) == (1, True)
    own = run(tmp_path, "--verify", case_file(path, signer), "--key", key)
    assert (own.exit_code, "校验通过" in own.output) == (0, True)


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "another"},
        {"files": None},
        {"files": [{"path": 1}]},
        {"files": ["attachments/a.txt"]},
        {"event_count": "one"},
        {"left_out": [{}]},
        {"last_position": None},
        {"events_digest": []},
    ],
)
def test_a_manifest_of_another_form_is_a_fault_and_no_crash(tmp_path: Path, changes: dict[str, Any]):
    told = run(tmp_path, "--verify", case_file(tmp_path / "file.zip", Ed25519Signer.generate(), **changes))

    assert (told.exit_code, "校验不通过" in told.output) == (1, True), (told.output, told.exception)


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x05\x06" + bytes(18), b"not a zip", b"PK\x03\x04" + b"\xff" * 200],
    ids=["empty", "no member", "text", "noise"],
)
def test_what_is_no_case_file_is_a_fault_and_no_crash(tmp_path: Path, content: bytes):
    (tmp_path / "file.zip").write_bytes(content)

    told = run(tmp_path, "--verify", tmp_path / "file.zip")

    assert (told.exit_code, "校验不通过" in told.output) == (1, True), told.exception


def test_a_name_in_a_file_steers_no_terminal(tmp_path: Path):
    path = case_file(tmp_path / "file.zip", Ed25519Signer.generate(), number="\x1b[2J案")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("\x1b]0;owned\x07.txt", b"")

    told = run(tmp_path, "--verify", path)

    assert (told.exit_code, "清单中没有此文件" in told.output) == (1, True)
    assert not set("\x1b\x07") & set(told.output)


def test_events_with_numbers_beyond_measure_are_a_fault_and_no_crash(tmp_path: Path):
    path = case_file(tmp_path / "file.zip", Ed25519Signer.generate())
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["events.json"] = parts["events.json"].replace(
        b'"facts": {}', b'"facts": {"a": 1' + b"0" * 40 + b"}"
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    told = run(tmp_path, "--verify", path)

    assert (told.exit_code, "事件摘要不符" in told.output) == (1, True), told.exception


def test_a_key_must_be_one_of_the_kind_that_services_sign_with(tmp_path: Path):
    path = case_file(tmp_path / "file.zip", Ed25519Signer.generate())
    key = pem(tmp_path / "key.pem", generate_private_key(SECP256R1()).public_key())

    assert isinstance(run(tmp_path, "--verify", path, "--key", key).exception, DeployError)


def test_a_case_or_a_file_and_not_both(tmp_path: Path):
    both = ["投诉〔2026〕1号", "--verify", tmp_path / "file.zip"]

    assert all(isinstance(run(tmp_path, *given).exception, DeployError) for given in ([], both))


def test_without_a_running_suite_there_is_nothing_to_fetch(tmp_path: Path):
    assert "does not run here" in str(run(tmp_path, "投诉〔2026〕1号").exception)


def test_every_service_that_hands_out_files_is_known_to_the_command():
    documents = {path.stem: json.loads(path.read_text("utf-8")) for path in ROOT.glob("docs/openapi/*.json")}
    offered = {
        service: path.removesuffix("/{case_id}/export")
        for service, document in documents.items()
        for path in document["paths"]
        if path.endswith("/{case_id}/export")
    }

    assert offered == dict(PATHS)


def test_a_service_without_files_is_said_to_have_none():
    with pytest.raises(DeployError, match="statutes has no case files"):
        _ = Wanted("x", service="statutes").services
