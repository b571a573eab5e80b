"""Where attachments lie: an object-store interface and its local directory (附件存储).

A store sees ciphertext under random ids; names, types and people are no business of it.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID

from shared.law.refusal import UnknownCaseError

READ_BYTES = 262_144


class ObjectMissingError(UnknownCaseError):
    """No such object, or the store lost it (附件不存在)."""

    slug = "attachment-missing"
    title = "附件不存在"


class ObjectStore(Protocol):
    """A place for opaque objects: the local directory here, an S3-compatible store elsewhere."""

    async def write(self, object_id: UUID, chunks: AsyncIterator[bytes]) -> None:
        """Keep an object durably; nothing stays behind when ``chunks`` raises."""
        ...

    def read(self, object_id: UUID) -> AsyncIterator[bytes]:
        """Give an object's bytes, or raise ``ObjectMissingError``."""
        ...

    async def remove(self, object_id: UUID) -> None:
        """Forget an object; one that is gone already is no error."""
        ...


class LocalObjects:
    """Objects in a local directory, spread over 256 folders."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    async def write(self, object_id: UUID, chunks: AsyncIterator[bytes]) -> None:
        """Write beside the final name, flush to the disk, then rename."""
        path = self._path(object_id)
        part = path.with_suffix(".part")
        file = await asyncio.to_thread(_create, part)
        try:
            async for chunk in chunks:
                await asyncio.to_thread(file.write, chunk)
            await asyncio.to_thread(_keep, file, part, path)
        except BaseException:
            file.close()
            part.unlink(missing_ok=True)
            raise

    async def read(self, object_id: UUID) -> AsyncIterator[bytes]:
        """Read in pieces of 256 KiB."""
        try:
            file = await asyncio.to_thread(self._path(object_id).open, "rb")
        except OSError:
            raise ObjectMissingError() from None
        try:
            while chunk := await asyncio.to_thread(file.read, READ_BYTES):
                yield chunk
        finally:
            file.close()

    async def remove(self, object_id: UUID) -> None:
        """Delete the file."""
        await asyncio.to_thread(self._path(object_id).unlink, missing_ok=True)

    def _path(self, object_id: UUID) -> Path:
        name = object_id.hex
        return self._directory / name[-2:] / name


def _create(part: Path) -> BinaryIO:
    part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _keep(file: BinaryIO, part: Path, path: Path) -> None:
    file.flush()
    os.fsync(file.fileno())
    file.close()
    part.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
