"""A ZIP file that is written and sent piece by piece (流式打包).

No member is ever held whole: what goes in comes out compressed, and nothing is read back.
"""

import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from shared.documents.packing import EPOCH


@dataclass(frozen=True, slots=True)
class Member:
    """A member as it was written: its clear size and checksum."""

    path: str
    size: int
    sha256: str


class _Outlet:
    """Where the packer writes to; it can neither seek nor tell, so sizes follow the data."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Take what is ready to be sent."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        ready = b"".join(self._pieces)
        self._pieces.clear()
        return ready


class ZipStream:
    """One archive; equal members in equal order give equal bytes, for all carry the same date."""

    def __init__(self) -> None:
        self._outlet = _Outlet()
        self._archive = zipfile.ZipFile(_stream(self._outlet), "w")
        self.members: list[Member] = []

    async def add(self, path: str, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Write a member while its bytes arrive; names beyond ASCII are flagged as UTF-8."""
        digest, size = sha256(), 0
        with self._archive.open(_entry(path), "w") as member:
            async for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                member.write(chunk)
                if ready := self._outlet.taken():
                    yield ready
        self.members.append(Member(path, size, digest.hexdigest()))
        yield self._outlet.taken()

    def close(self) -> bytes:
        """The directory at the end."""
        self._archive.close()
        return self._outlet.taken()


def _stream(outlet: _Outlet) -> Any:
    """The packer is typed for files that can be sought; one that cannot is what it handles as well."""
    return outlet


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    return entry
