"""Attachments: streamed in, told by content, encrypted under the case's or person's key (附件).

The stored form is ``JDO1``, the data key's id, then pieces of 64 KiB, each sealed with its number, whether it
is the last, and ``service|subject|object``: pieces cannot be moved, dropped or cut off unnoticed.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.eventlog.command import Statement
from shared.law.refusal import InvalidError
from shared.privacy.keyring import derived_key
from shared.privacy.media import media_type
from shared.privacy.objects import ObjectMissingError, ObjectStore
from shared.privacy.sealed import SealedStore, TamperedValueError

MAGIC = b"JDO1"
HEADER_BYTES = len(MAGIC) + 16
PIECE_BYTES = 65_536
SEALED_PIECE_BYTES = PIECE_BYTES + 16
DEFAULT_LIMIT = 50 * 1024 * 1024


class FileTooLargeError(InvalidError):
    """The file is larger than the limit (文件过大)."""

    status = 413
    slug = "file-too-large"
    title = "文件超过大小限制"


class FileRefusedByScannerError(InvalidError):
    """The malware scanner refused the file (未通过安全检查)."""

    slug = "file-refused"
    title = "文件未通过安全检查"


class ObjectDestroyedError(ObjectMissingError):
    """The key of the attachment was destroyed; nobody can read it again (附件已销毁)."""

    title = "附件已销毁"


class Scanner(Protocol):
    """A malware scanner that sees the clear bytes as they pass."""

    async def feed(self, chunk: bytes) -> None:
        """See the next bytes."""
        ...

    async def is_clean(self) -> bool:
        """Give the verdict after the last bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored file: what the event keeps, and the rows to commit with it.

    ``digest`` is the SHA-256 of the ciphertext, ``size`` the clear size in bytes. The declared name may name
    a person: seal it.
    """

    id: UUID
    media_type: str
    size: int
    digest: str
    statements: tuple[Statement, ...] = ()


class Attachments:
    """The attachments of one service."""

    def __init__(
        self,
        objects: ObjectStore,
        sealed: SealedStore,
        *,
        limit: int = DEFAULT_LIMIT,
        scanner: Callable[[], Scanner] | None = None,
    ) -> None:
        self._objects = objects
        self._sealed = sealed
        self._limit = limit
        self._scanner = scanner

    async def put(self, subject: UUID, chunks: AsyncIterator[bytes], *, at: datetime) -> Attachment:
        """Store a file of a case or person; a refused file leaves nothing behind."""
        key_id, data_key, statements = await self._sealed.data_key(subject, at)
        object_id = uuid4()
        intake = _Intake(self._limit, self._scanner() if self._scanner else None)
        cipher = _Pieces(data_key, self._bound_to(subject, object_id))
        digest = sha256()

        async def ciphertext() -> AsyncIterator[bytes]:
            header = MAGIC + key_id.bytes
            digest.update(header)
            yield header
            async for number, piece, last in _numbered(intake.pieces(chunks)):
                if last:
                    await intake.judge()
                sealed = cipher.seal(number, piece, last=last)
                digest.update(sealed)
                yield sealed

        await self._objects.write(object_id, ciphertext())
        return Attachment(object_id, intake.media_type, intake.size, digest.hexdigest(), tuple(statements))

    async def get(self, subject: UUID, object_id: UUID) -> AsyncIterator[bytes]:
        """Give the clear bytes; raises ``TamperedValueError`` before any changed piece."""
        sealed = _exact(self._objects.read(object_id))
        header = await anext(sealed, b"")
        if len(header) != HEADER_BYTES or not header.startswith(MAGIC):
            raise TamperedValueError(f"object {object_id} has no valid head")
        data_key = await self._sealed.open_key(UUID(bytes=header[len(MAGIC) :]))
        if data_key is None:
            raise ObjectDestroyedError("The key of this attachment was destroyed.")
        cipher = _Pieces(data_key, self._bound_to(subject, object_id))
        async for number, piece, last in _numbered(sealed):
            yield cipher.open(number, piece, last=last)

    async def open(self, subject: UUID, object_id: UUID) -> AsyncIterator[bytes]:
        """The clear bytes for an answer: what refuses them does so now, not when half of it is out."""
        pieces = self.get(subject, object_id)
        first = await anext(pieces, b"")

        async def chunks() -> AsyncIterator[bytes]:
            yield first
            async for piece in pieces:
                yield piece

        return chunks()

    async def remove(self, object_id: UUID) -> None:
        """Forget a file, e.g. when the command that brought it was refused."""
        await self._objects.remove(object_id)

    def _bound_to(self, subject: UUID, object_id: UUID) -> str:
        return f"{self._sealed.service}|{subject}|{object_id}"


class _Intake:
    """Watches the clear bytes pass: size, kind, scanner."""

    def __init__(self, limit: int, scanner: Scanner | None) -> None:
        self._limit = limit
        self._scanner = scanner
        self._head = b""
        self._tail = b""
        self.size = 0
        self.media_type = ""

    async def pieces(self, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        buffer = bytearray()
        async for chunk in chunks:
            await self._see(chunk)
            buffer += chunk
            while len(buffer) >= PIECE_BYTES:
                yield bytes(buffer[:PIECE_BYTES])
                del buffer[:PIECE_BYTES]
        yield bytes(buffer)

    async def judge(self) -> None:
        if self.size == 0:
            raise InvalidError("The file is empty.", title="文件为空")
        self.media_type = media_type(self._head, self._tail)
        if self._scanner is not None and not await self._scanner.is_clean():
            raise FileRefusedByScannerError("The scanner refused the file.")

    async def _see(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size > self._limit:
            raise FileTooLargeError(f"The limit is {self._limit} bytes.")
        missing = PIECE_BYTES - len(self._head)
        self._head += chunk[:missing]
        self._tail = (self._tail + chunk[missing:])[-PIECE_BYTES:] if missing < len(chunk) else self._tail
        if self._scanner is not None:
            await self._scanner.feed(chunk)


class _Pieces:
    """Seals and opens the numbered pieces of one object."""

    def __init__(self, data_key: bytes, bound_to: str) -> None:
        self._cipher = AESGCM(derived_key(data_key, f"object|{bound_to}"))
        self._bound_to = bound_to.encode()

    def seal(self, number: int, piece: bytes, *, last: bool) -> bytes:
        return self._cipher.encrypt(_nonce(number, last=last), piece, self._bound_to)

    def open(self, number: int, sealed: bytes, *, last: bool) -> bytes:
        try:
            return self._cipher.decrypt(_nonce(number, last=last), sealed, self._bound_to)
        except InvalidTag:
            raise TamperedValueError("an attachment was changed or moved") from None


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


async def _numbered(pieces: AsyncIterator[bytes]) -> AsyncIterator[tuple[int, bytes, bool]]:
    number, held = 0, await anext(pieces, None)
    while held is not None:
        following = await anext(pieces, None)
        yield number, held, following is None
        number, held = number + 1, following


async def _exact(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Cut a stored object into its head and its sealed pieces."""
    buffer, wanted = bytearray(), HEADER_BYTES
    async for chunk in chunks:
        buffer += chunk
        while len(buffer) >= wanted:
            yield bytes(buffer[:wanted])
            del buffer[:wanted]
            wanted = SEALED_PIECE_BYTES
    if buffer:
        yield bytes(buffer)
