"""The tables of a service's log: its record of what happened, and what commits with it (事件日志表)."""

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

VERSION_CONSTRAINT = "events_version_key"
"""Two commands decided on the same state of a case: the second meets this constraint."""


@dataclass(frozen=True, slots=True)
class LogTables:
    """The tables that :func:`log_tables` puts into a service's metadata."""

    events: Table
    counter: Table
    tracking: Table
    idempotency: Table
    snapshot: Table
    dead_letter: Table
    audit_outbox: Table


def log_tables(metadata: MetaData) -> LogTables:
    """Declare the log's tables in ``metadata``; ``state`` is JSON as bytes, ``metadata`` JSON as text."""
    return LogTables(
        events=_events(metadata),
        counter=_counter(metadata),
        tracking=_tracking(metadata),
        idempotency=_idempotency(metadata),
        snapshot=_snapshot(metadata),
        dead_letter=_dead_letter(metadata),
        audit_outbox=_audit_outbox(metadata),
    )


def _events(metadata: MetaData) -> Table:
    return Table(
        "events",
        metadata,
        Column("position", BigInteger, nullable=False, autoincrement=False),
        Column("aggregate_id", Uuid, nullable=False),
        Column("version", Integer, nullable=False, autoincrement=False),
        Column("type", Text, nullable=False),
        Column("state", LargeBinary, nullable=False),
        Column("metadata", Text, nullable=False),
        Column("recorded_at", DateTime(timezone=True), nullable=False),
        PrimaryKeyConstraint("position", name="events_position_key"),
        UniqueConstraint("aggregate_id", "version", name=VERSION_CONSTRAINT),
    )


def _counter(metadata: MetaData) -> Table:
    """One row: the last position, and number and hash of the last audit entry."""
    return Table(
        "log_counter",
        metadata,
        Column("id", SmallInteger, primary_key=True, autoincrement=False),
        Column("position", BigInteger, nullable=False),
        Column("audit_sequence", BigInteger, nullable=False),
        Column("audit_hash", Text, nullable=False),
        CheckConstraint("id = 1", name="log_counter_one_row"),
    )


def _tracking(metadata: MetaData) -> Table:
    return Table(
        "tracking",
        metadata,
        Column("source", Text, primary_key=True),
        Column("position", BigInteger, nullable=False),
    )


def _idempotency(metadata: MetaData) -> Table:
    return Table(
        "idempotency",
        metadata,
        Column("subject", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("fingerprint", Text, nullable=False),
        Column("status", SmallInteger, nullable=False),
        Column("body", Text, nullable=False),
        Column("version", Integer),
        Column("answered_at", DateTime(timezone=True), nullable=False, index=True),
        PrimaryKeyConstraint("subject", "key", name="idempotency_pkey"),
    )


def _snapshot(metadata: MetaData) -> Table:
    """The newest snapshot of a long aggregate; ``code`` names the program text that took it."""
    return Table(
        "snapshot",
        metadata,
        Column("aggregate_id", Uuid, primary_key=True),
        Column("version", Integer, nullable=False),
        Column("type", Text, nullable=False),
        Column("state", LargeBinary, nullable=False),
        Column("code", Text, nullable=False),
    )


def _dead_letter(metadata: MetaData) -> Table:
    """Messages of other services that could not be used; a human looks at them (死信)."""
    return Table(
        "dead_letter",
        metadata,
        Column("source", Text, nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("subject", Text, nullable=False),
        Column("headers", Text, nullable=False),
        Column("payload", LargeBinary, nullable=False),
        Column("reason", Text, nullable=False),
        Column("parked_at", DateTime(timezone=True), nullable=False),
        Column("resolved_at", DateTime(timezone=True)),
        PrimaryKeyConstraint("source", "position", name="dead_letter_pkey"),
    )


def _audit_outbox(metadata: MetaData) -> Table:
    """Signed audit entries; everything shown of an entry is read from its text, nothing stands beside it."""
    return Table(
        "audit_outbox",
        metadata,
        Column("sequence", BigInteger, primary_key=True, autoincrement=False),
        Column("entry", Text, nullable=False),
        Column("signature", LargeBinary, nullable=False),
    )
