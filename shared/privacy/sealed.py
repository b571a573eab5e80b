"""The sealed store: personal data apart from the events, each value bound to its place (密封存储).

Events carry a reference only. A value is encrypted under its person's data key with associated data
``service|subject|field|version``, so a ciphertext moved elsewhere does not open. Each sealing is a version of
its own, and its reference is that version.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import MetaData, RowMapping, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.clock.ids import new_id
from shared.eventlog.command import Statement
from shared.privacy.identifiers import NORMALISE
from shared.privacy.keyring import Keyring
from shared.privacy.masking import DESTROYED
from shared.privacy.subjects import KnownSubjects
from shared.privacy.tables import SealedTables, sealed_tables
from shared.privacy.text import ClearText

SUITE = "aes256gcm"
NONCE_BYTES = 12

_Key = tuple[UUID, bytes, list[Statement]]
"""A data key's id, the key, and the rows that keep it if it is new."""


class TamperedValueError(Exception):
    """A sealed value does not belong where it was found, or was changed (密文不符)."""


class DestroyedSubjectError(Exception):
    """The data keys of this person or case were destroyed; nothing more can be sealed for it (已销毁)."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a sealing gives: the reference for the event, and the rows to commit with it."""

    ref: str
    statements: tuple[Statement, ...]

    def __iter__(self) -> Any:
        """Unpack as ``ref, statements``."""
        return iter((self.ref, self.statements))


class SealedStore:
    """Sealed personal data of one service."""

    def __init__(
        self, engine: AsyncEngine, keyring: Keyring, service: str, tables: SealedTables | None = None
    ) -> None:
        self.engine = engine
        self.keyring = keyring
        self.service = service
        self.tables = tables or sealed_tables(MetaData())
        self._insert_value = insert(self.tables.value)
        self._insert_key = insert(self.tables.data_key)
        self._index = insert(self.tables.identifier).on_conflict_do_nothing()
        self._known = KnownSubjects(engine)

    async def seal(
        self,
        subject: UUID,
        fields: Mapping[str, str],
        *,
        at: datetime,
        identifiers: Mapping[str, str] | None = None,
    ) -> Sealed:
        """Seal fields of a person or case; the rows go into the command's transaction.

        ``identifiers`` (kind to number, e.g. ``id_number``) enter the blind index. ``at`` is the suite's
        instant.
        """
        key = await self._key_to_seal_with(subject, at)
        digests = [(kind, self.blind_index(kind, number)) for kind, number in (identifiers or {}).items()]
        return self._sealed(subject, fields, at, key, digests)

    async def seal_identified(
        self, kind: str, number: str, fields: Mapping[str, str], *, at: datetime
    ) -> tuple[UUID, Sealed]:
        """Seal fields of whoever has this number: the same one as before, or somebody new.

        One look-up finds the person and the key. Raises ValueError for a malformed number.
        """
        digest = self.blind_index(kind, number)
        known = await self._known.under(kind, digest)
        if known is not None and known.is_destroyed:
            raise DestroyedSubjectError(str(known.subject))
        subject = known.subject if known else new_id(at)
        if known is None or known.key_id is None:
            return subject, self._sealed(subject, fields, at, self._new_key(subject, at), [(kind, digest)])
        key: _Key = (known.key_id, self.keyring.unwrap(known.master_key, known.wrapped), [])
        return subject, self._sealed(subject, fields, at, key, [])

    async def open(self, ref: str | UUID, fields: Iterable[str] | None = None) -> dict[str, str]:
        """Open one reference for the suite's own use: masks, letters to the person, checks."""
        return (await self.open_many([ref], fields)).get(str(ref), {})

    async def open_many(
        self, refs: Iterable[str | UUID], fields: Iterable[str] | None = None
    ) -> dict[str, dict[str, str]]:
        """Open references; values of a destroyed person read ``[已销毁]``.

        The caller masks what it shows: showing a full value to a person is ``reveal``, never this.
        """
        value = self.tables.value
        wanted = {UUID(str(ref)) for ref in refs}
        query = select(value).where(value.c.ref.in_(wanted))
        if fields is not None:
            query = query.where(value.c.field.in_(set(fields)))
        async with self.engine.connect() as connection:
            rows = (await connection.execute(query)).mappings().all()
            keys = await self._keys(connection, {row["key"] for row in rows})
        opened: dict[str, dict[str, str]] = {str(ref): {} for ref in wanted}
        for row in rows:
            opened[str(row["ref"])][row["field"]] = self._opened(row, keys.get(row["key"]))
        return opened

    async def subject_of(self, ref: str | UUID) -> UUID | None:
        """Give the person or case behind a reference."""
        value = self.tables.value
        async with self.engine.connect() as connection:
            query = select(value.c.subject).where(value.c.ref == UUID(str(ref))).limit(1)
            return await connection.scalar(query)

    def blind_index(self, kind: str, number: str) -> bytes:
        """Digest a normalised number under a key of its own; raises ValueError for a malformed one."""
        normalise = NORMALISE.get(kind, str.strip)
        return self.keyring.digest(f"{self.service}|{kind}", normalise(number))

    async def find_by_identifier(self, kind: str, number: str) -> list[UUID]:
        """Find the persons sealed under this number, oldest id first."""
        identifier = self.tables.identifier
        query = (
            select(identifier.c.subject)
            .where(identifier.c.kind == kind, identifier.c.digest == self.blind_index(kind, number))
            .distinct()
            .order_by(identifier.c.subject)
        )
        async with self.engine.connect() as connection:
            return list(await connection.scalars(query))

    async def data_key(self, subject: UUID, at: datetime) -> tuple[UUID, bytes, Sequence[Statement]]:
        """Give a data key of a person or case for attachments, with the rows that keep a new one."""
        return await self._key_to_seal_with(subject, at)

    async def open_key(self, key_id: UUID) -> bytes | None:
        """Give a data key by its id, or nothing when it was destroyed."""
        async with self.engine.connect() as connection:
            return (await self._keys(connection, {key_id})).get(key_id)

    def destroying(self, subject: UUID) -> tuple[Statement, ...]:
        """Give the rows that destroy a subject's keys and index; see ``shredding`` for who may."""
        keys, identifier = self.tables.data_key, self.tables.identifier
        return (
            (delete(keys).where(keys.c.subject == bindparam("of")), {"of": subject}),
            (delete(identifier).where(identifier.c.subject == bindparam("of")), {"of": subject}),
        )

    async def _key_to_seal_with(self, subject: UUID, at: datetime) -> _Key:
        keys, destruction = self.tables.data_key, self.tables.destruction
        async with self.engine.connect() as connection:
            gone = select(destruction.c.subject).where(
                destruction.c.subject == subject, destruction.c.approved_at.is_not(None)
            )
            if await connection.scalar(gone) is not None:
                raise DestroyedSubjectError(str(subject))
            query = select(keys).where(keys.c.subject == subject).order_by(keys.c.id).limit(1)
            row = (await connection.execute(query)).mappings().first()
        if row is not None:
            return row["id"], self.keyring.unwrap(row["master_key"], row["wrapped"]), []
        return self._new_key(subject, at)

    def _new_key(self, subject: UUID, at: datetime) -> _Key:
        key_id = new_id(at)
        data_key, master_key, wrapped = self.keyring.new_data_key()
        kept = {"id": key_id, "subject": subject, "master_key": master_key, "wrapped": wrapped, "made_at": at}
        return key_id, data_key, [(self._insert_key, kept)]

    def _sealed(
        self,
        subject: UUID,
        fields: Mapping[str, str],
        at: datetime,
        key: _Key,
        digests: Iterable[tuple[str, bytes]],
    ) -> Sealed:
        key_id, data_key, statements = key
        ref, cipher = new_id(at), AESGCM(data_key)
        for field, text in fields.items():
            nonce = os.urandom(NONCE_BYTES)
            ciphertext = cipher.encrypt(nonce, text.encode(), self._bound_to(subject, field, ref))
            row = {"ref": ref, "field": field, "subject": subject, "key": key_id, "suite": SUITE}
            row |= {"nonce": nonce, "ciphertext": ciphertext, "sealed_at": at}
            statements.append((self._insert_value, row))
        for kind, digest in digests:
            statements.append((self._index, {"kind": kind, "digest": digest, "subject": subject}))
        return Sealed(str(ref), tuple(statements))

    async def _keys(self, connection: AsyncConnection, ids: set[UUID]) -> dict[UUID, bytes]:
        if not ids:
            return {}
        keys = self.tables.data_key
        rows = await connection.execute(select(keys).where(keys.c.id.in_(ids)))
        return {row["id"]: self.keyring.unwrap(row["master_key"], row["wrapped"]) for row in rows.mappings()}

    def _opened(self, row: RowMapping, data_key: bytes | None) -> str:
        if data_key is None:
            return DESTROYED
        if row["suite"] != SUITE:
            raise TamperedValueError(f"unknown suite {row['suite']}")
        bound = self._bound_to(row["subject"], row["field"], row["ref"])
        try:
            return ClearText(AESGCM(data_key).decrypt(row["nonce"], row["ciphertext"], bound).decode())
        except InvalidTag:
            raise TamperedValueError(f"{row['field']} of {row['ref']} does not open in its place") from None

    def _bound_to(self, subject: UUID, field: str, version: UUID) -> bytes:
        return f"{self.service}|{subject}|{field}|{version}".encode()
