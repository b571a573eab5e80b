"""Login names and password hashes, sealed (登录凭据)."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Table, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from services.identity import rules
from services.identity.application.passwords import Passwords
from services.identity.application.tables import IdentityTables
from shared.eventlog.command import Statement
from shared.law.refusal import InvalidError
from shared.privacy.sealed import SealedStore


@dataclass(frozen=True, slots=True, repr=False)
class Credential:
    """What signs an account in; never printed."""

    account: UUID
    ref: UUID
    name: str
    hashes: tuple[str, ...]
    must_change: bool
    changed_at: datetime


class Credentials:
    """The credential of each account; newest hash first. Instants are host time."""

    def __init__(
        self, store: SealedStore, tables: IdentityTables, passwords: Passwords, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._table = tables.credential
        self._passwords = passwords
        self._now = now
        value = tables.sealed.value
        self._insert = insert(self._table)
        self._replace = (
            update(self._table)
            .where(self._table.c.account == bindparam("of"))
            .values(ref=bindparam("new"), must_change=bindparam("must"), changed_at=bindparam("when"))
        )
        self._drop_old = delete(value).where(value.c.ref == bindparam("old"))

    def digest(self, name: str) -> bytes:
        """Digest a login name."""
        return self._store.blind_index("username", rules.username(name))

    async def named(self, name: str) -> Credential | None:
        """Find the credential of a login name."""
        return await self._found(self._table, self._table.c.name_digest == self.digest(name))

    async def of(self, account: UUID) -> Credential | None:
        """Find the credential of an account."""
        return await self._found(self._table, self._table.c.account == account)

    async def new(
        self, account: UUID, name: str, password: str, *, must_change: bool, at: datetime
    ) -> Sequence[Statement]:
        """Give the rows of a new account's credential."""
        name = rules.username(name)
        await self._check(password, name, ())
        ref, sealed = await self._sealed(account, name, [await self._passwords.hashed(password)], at)
        row = {"account": account, "name_digest": self.digest(name), "ref": ref, "must_change": must_change}
        return [*sealed, (self._insert, row | {"changed_at": self._now()})]

    async def replaced(
        self, credential: Credential, password: str, *, must_change: bool, at: datetime
    ) -> Sequence[Statement]:
        """Give the rows of a new password; the last five are refused."""
        await self._check(password, credential.name, credential.hashes)
        hashes = [await self._passwords.hashed(password), *credential.hashes][: rules.PASSWORDS_REMEMBERED]
        ref, sealed = await self._sealed(credential.account, credential.name, hashes, at)
        row = {"of": credential.account, "new": ref, "must": must_change, "when": self._now()}
        return [*sealed, (self._replace, row), (self._drop_old, {"old": credential.ref})]

    async def matches(self, credential: Credential | None, password: str) -> bool:
        """Verify a password, in the same time for names that do not exist."""
        return await self._passwords.matches(password, credential.hashes[0] if credential else None)

    def has_to_change(self, credential: Credential) -> bool:
        """Say whether the password has to be changed before anything else."""
        return credential.must_change or rules.password_expired(credential.changed_at, self._now())

    async def _found(self, table: Table, condition: ColumnElement[bool]) -> Credential | None:
        async with self._store.engine.connect() as connection:
            row = (await connection.execute(select(table).where(condition))).mappings().first()
        if row is None:
            return None
        opened = await self._store.open(row["ref"])
        hashes = tuple(json.loads(opened["hashes"]))
        return Credential(
            row["account"], row["ref"], str(opened["name"]), hashes, row["must_change"], row["changed_at"]
        )

    async def _sealed(
        self, account: UUID, name: str, hashes: Sequence[str], at: datetime
    ) -> tuple[UUID, Sequence[Statement]]:
        fields = {"name": name, "hashes": json.dumps(hashes)}
        ref, statements = await self._store.seal(account, fields, at=at)
        return UUID(ref), statements

    async def _check(self, password: str, name: str, before: Sequence[str]) -> None:
        faults = rules.password_faults(password, name)
        if not faults and await self._passwords.matches_any(password, before):
            faults = ["Do not use one of the last five passwords."]
        if faults:
            raise InvalidError(" ".join(faults), title="口令不符合要求")
