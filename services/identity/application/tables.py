"""Secrets and counters of sign-in, beside the log: nothing here is ever rebuilt from events (登录数据表)."""

from dataclasses import dataclass

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, LargeBinary, MetaData, Table, Uuid

from shared.privacy.tables import SEALED, SealedTables, sealed_tables


@dataclass(frozen=True, slots=True)
class IdentityTables:
    """The tables of sign-in. Instants are host time."""

    sealed: SealedTables
    credential: Table
    session: Table
    guard: Table


def identity_tables(metadata: MetaData) -> IdentityTables:
    """Declare the tables on the service's metadata."""
    return IdentityTables(
        sealed=sealed_tables(metadata),
        credential=_credential(metadata),
        session=_session(metadata),
        guard=_guard(metadata),
    )


def _credential(metadata: MetaData) -> Table:
    """One row per account: where its sealed login name and password hashes lie."""
    return Table(
        "credential",
        metadata,
        Column("account", Uuid, primary_key=True),
        Column("name_digest", LargeBinary, nullable=False, unique=True),
        Column("ref", Uuid, nullable=False),
        Column("must_change", Boolean, nullable=False),
        Column("changed_at", DateTime(timezone=True), nullable=False),
        schema=SEALED,
    )


def _session(metadata: MetaData) -> Table:
    return Table(
        "session",
        metadata,
        Column("digest", LargeBinary, primary_key=True),
        Column("account", Uuid, nullable=False),
        Column("opened_at", DateTime(timezone=True), nullable=False),
        Column("seen_at", DateTime(timezone=True), nullable=False),
        Index("session_account", "account", "opened_at"),
        schema=SEALED,
    )


def _guard(metadata: MetaData) -> Table:
    """Failures by digest of a login name or address, known or not."""
    return Table(
        "sign_in_guard",
        metadata,
        Column("key", LargeBinary, primary_key=True),
        Column("attempts", Integer, nullable=False),
        Column("first_at", DateTime(timezone=True), nullable=False),
        Column("locked_until", DateTime(timezone=True)),
    )
