"""An archive written piece by piece: readable everywhere, the same again, never held whole."""

import io
import zipfile
from collections.abc import AsyncIterator
from hashlib import sha256
from os import urandom

import pytest

from shared.casework.export_format import events_digest, extension, safe_name
from shared.casework.zip_stream import ZipStream

PIECE = 65_536


async def chunks(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


async def written(**members: bytes) -> bytes:
    stream, found = ZipStream(), []
    for path, content in members.items():
        found += [piece async for piece in stream.add(path, chunks(content))]
    return b"".join([*found, stream.close()])


async def test_every_member_can_be_read_back_with_its_name():
    archive = await written(**{"封面.pdf": b"%PDF-", "letters/001-a.pdf": b"", "large": urandom(300_000)})

    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        assert packed.testzip() is None
        assert packed.namelist() == ["封面.pdf", "letters/001-a.pdf", "large"]
        assert [packed.getinfo(name).flag_bits & 0x800 for name in packed.namelist()] == [0x800, 0, 0]


async def test_a_member_is_known_by_size_and_checksum():
    stream = ZipStream()
    async for _ in stream.add("a", chunks(b"one", b"two")):
        pass

    (member,) = stream.members
    assert (member.path, member.size, member.sha256) == ("a", 6, sha256(b"onetwo").hexdigest())


async def test_equal_members_give_equal_archives():
    assert await written(a=b"1", b=b"2") == await written(a=b"1", b=b"2")


async def test_what_comes_in_goes_out_before_the_next_comes():
    taken = sent = most = 0

    async def coming() -> AsyncIterator[bytes]:
        nonlocal taken, most
        for _ in range(40):
            most = max(most, taken - sent)
            taken += PIECE
            yield urandom(PIECE)

    stream = ZipStream()
    async for piece in stream.add("large", coming()):
        sent += len(piece)

    assert taken == 40 * PIECE
    assert most <= 2 * PIECE


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("武隆司协受〔2026〕1号", "武隆司协受〔2026〕1号"),
        ("../../etc/passwd", "etc_passwd"),
        ("..", "无号"),
        ("", "无号"),
        ("C:\\Windows\\a.exe", "C__Windows_a_exe"),
        ("a\x00b\nc", "a_b_c"),
        ("\u202egpj.exe", "gpj_exe"),
        ("𠮷野\u0301", "𠮷野"),
    ],
)
def test_a_number_becomes_a_harmless_name(text: str, name: str):
    assert safe_name(text) == name


@pytest.mark.parametrize("mark", ["长", "𠮷", "a"])
def test_a_name_fits_every_file_system(mark: str):
    assert 100 <= len(safe_name(mark * 500).encode()) <= 120


def test_an_unknown_kind_of_file_is_never_named_by_its_sender():
    assert (extension("image/png"), extension("text/html")) == ("png", "bin")


def test_the_digest_of_events_moves_with_every_fact_and_with_their_order_but_not_with_texts():
    one = {"position": 1, "type": "received", "at": "x", "facts": {"a": 1}, "texts": {}}
    other = {**one, "position": 2}
    digest = events_digest([one, other])

    assert digest == events_digest([{**one, "texts": {"note": "read by few"}}, other])
    changed = [
        [other, one],
        [one],
        [{**one, "facts": {"a": 2}}, other],
        [{**one, "at": "y"}, other],
        [{**one, "person": "p"}, other],
    ]
    assert digest not in {events_digest(events) for events in changed}
