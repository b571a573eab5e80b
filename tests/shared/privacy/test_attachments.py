"""Files are told by content, never unpacked, stored under random ids, and bound to their case."""

import io
import zipfile

import pytest

from shared.law.refusal import InvalidError
from shared.privacy.attachments import (
    Attachments,
    FileRefusedByScannerError,
    FileTooLargeError,
)
from shared.privacy.media import FileTypeRefusedError, file_name
from shared.privacy.objects import LocalObjects, ObjectMissingError
from shared.privacy.sealed import TamperedValueError

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 700 + b"\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 64
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 64


def archive(*names, content=b"x"):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, content)
    return buffer.getvalue()


async def pieces(content, size=10_000):
    for start in range(0, len(content), size):
        yield content[start : start + size]


@pytest.fixture
def directory(tmp_path):
    return tmp_path / "objects"


@pytest.fixture
def attachments(store, directory):
    return Attachments(LocalObjects(directory), store, limit=300_000)


def files(directory):
    return [path for path in directory.rglob("*") if path.is_file()] if directory.exists() else []


@pytest.fixture
def bring(attachments, acts):
    async def bring(content, subject=None):
        kept = await attachments.put(subject or acts.person, pieces(content), at=acts.at)
        await acts.commit(kept.statements)
        return kept

    return bring


@pytest.fixture
def fetch(attachments, acts):
    async def fetch(kept, subject=None):
        return b"".join([chunk async for chunk in attachments.get(subject or acts.person, kept.id)])

    return fetch


@pytest.mark.parametrize("length", [20, 65_536, 65_537, 131_072, 200_000])
async def test_a_file_comes_back_as_it_went_in(bring, fetch, directory, length):
    content = (b"%PDF-1.7\n" + b"\xfe\xed" * 100_000)[:length]

    kept = await bring(content)

    assert (kept.media_type, kept.size) == ("application/pdf", length)
    assert await fetch(kept) == content
    (stored,) = files(directory)
    assert stored.name == kept.id.hex
    assert b"%PDF" not in stored.read_bytes()
    assert stored.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        ("现场检查笔录\n".encode(), "text/plain"),
        ("现场检查笔录\n".encode("gb18030"), "text/plain"),
        ("字".encode() * 60_000, "text/plain"),
        (archive("[Content_Types].xml", "word/document.xml"), "wordprocessingml.document"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "spreadsheetml.sheet"),
    ],
)
async def test_allowed_kinds_are_told_by_their_content(bring, content, kind):
    assert (await bring(content)).media_type.endswith(kind)


REFUSED = {
    "zip bomb": archive("a.txt", content=b"\x00" * 5_000_000),
    "archive in an archive": archive("inner.zip", content=archive("a.txt")),
    "macro document": archive("word/document.xml", "word/vbaProject.bin"),
    "Windows program": b"MZ\x90\x00" + b"\x00" * 100,
    "Linux program": b"\x7fELF\x02\x01\x01" + b"\x00" * 100,
    "GIF with a script": b"GIF89a\x01\x00<script>",
    "noise": bytes(range(256)),
    "text with NUL": b"abc\x00def",
    "PDF mark in the middle": b"\x00\x01\x02 %PDF-1.7",
    "gzip": b"\x1f\x8b\x08\x00" + b"\x00" * 50,
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED.keys())
async def test_other_kinds_are_refused_and_leave_nothing(bring, directory, content):
    with pytest.raises(FileTypeRefusedError):
        await bring(content)
    assert files(directory) == []


async def test_a_large_file_is_refused_while_it_streams(attachments, acts, directory):
    async def endless():
        while True:
            yield b"%PDF-1.7\n" + b"x" * 50_000

    with pytest.raises(FileTooLargeError):
        await attachments.put(acts.person, endless(), at=acts.at)
    assert files(directory) == []


async def test_an_empty_file_is_refused(bring):
    with pytest.raises(InvalidError):
        await bring(b"")


async def test_a_scanner_sees_every_byte_and_may_refuse(store, acts, directory):
    class Refusing:
        seen = 0

        async def feed(self, chunk):
            Refusing.seen += len(chunk)

        async def is_clean(self):
            return False

    guarded = Attachments(LocalObjects(directory), store, scanner=Refusing)

    with pytest.raises(FileRefusedByScannerError):
        await guarded.put(acts.person, pieces(PDF), at=acts.at)
    assert Refusing.seen == len(PDF)
    assert files(directory) == []


async def test_a_file_does_not_open_under_another_case(bring, fetch, acts):
    kept = await bring(PDF)

    with pytest.raises(TamperedValueError):
        await fetch(kept, acts.other)


@pytest.mark.parametrize("harm", ["cut", "flip", "swap", "head"])
async def test_a_changed_file_does_not_open(bring, fetch, directory, harm):
    kept = await bring(PDF)
    (path,) = files(directory)
    stored = bytearray(path.read_bytes())
    first, second = slice(20, 20 + 65_552), slice(20 + 65_552, 20 + 2 * 65_552)
    if harm == "cut":
        stored = stored[: second.stop]
    elif harm == "flip":
        stored[-1] ^= 1
    elif harm == "swap":
        stored[first], stored[second] = stored[second], stored[first]
    else:
        stored[:4] = b"NONE"
    path.write_bytes(stored)

    with pytest.raises(TamperedValueError):
        await fetch(kept)


async def test_a_lost_file_is_said_to_be_missing(bring, fetch, attachments):
    kept = await bring(PDF)
    await attachments.remove(kept.id)

    with pytest.raises(ObjectMissingError):
        await fetch(kept)


@pytest.mark.parametrize(
    ("declared", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\chen\\证据.pdf", "证据.pdf"),
        ("/absolute/照片.jpg", "照片.jpg"),
        ("a\x00b.pdf", "ab.pdf"),
        ("evil\u202efdp.exe", "evilfdp.exe"),
        ('a"b<c>.txt', "a_b_c_.txt"),
        ("..", "附件"),
        ("", "附件"),
        ("n" * 4_000 + ".pdf", "n" * 116 + ".pdf"),
    ],
)
def test_a_declared_name_is_made_harmless(declared, name):
    assert file_name(declared) == name
