"""Where sealed data lives: two schemas of the service's database, each with its own rights (密封数据表).

``sealed`` holds ciphertext and is backed up with the database; ``sealed_keys`` holds wrapped data keys, with
backups of its own that rotate, so that a destroyed key does not come back with a restore.
"""

from dataclasses import dataclass

from sqlalchemy import (
    Column,
    DateTime,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    event,
)
from sqlalchemy.schema import CreateSchema

SEALED = "sealed"
SEALED_KEYS = "sealed_keys"


@dataclass(frozen=True, slots=True)
class SealedTables:
    """The tables of one service's sealed store."""

    value: Table
    identifier: Table
    data_key: Table
    destruction: Table

    @property
    def all(self) -> tuple[Table, ...]:
        """Every table, for grants and backups."""
        return (self.value, self.identifier, self.data_key, self.destruction)


def sealed_tables(metadata: MetaData) -> SealedTables:
    """Declare the sealed tables on a service's metadata; both schemas are made with the tables."""
    for schema in (SEALED, SEALED_KEYS):
        event.listen(metadata, "before_create", CreateSchema(schema, if_not_exists=True))
    return SealedTables(
        value=_value(metadata),
        identifier=_identifier(metadata),
        data_key=_data_key(metadata),
        destruction=_destruction(metadata),
    )


def _value(metadata: MetaData) -> Table:
    return Table(
        "value",
        metadata,
        Column("ref", Uuid, primary_key=True),
        Column("field", Text, primary_key=True),
        Column("subject", Uuid, nullable=False),
        Column("key", Uuid, nullable=False),
        Column("suite", Text, nullable=False),
        Column("nonce", LargeBinary, nullable=False),
        Column("ciphertext", LargeBinary, nullable=False),
        Column("sealed_at", DateTime(timezone=True), nullable=False),
        Index("value_subject", "subject"),
        schema=SEALED,
    )


def _identifier(metadata: MetaData) -> Table:
    return Table(
        "identifier",
        metadata,
        Column("kind", Text, primary_key=True),
        Column("digest", LargeBinary, primary_key=True),
        Column("subject", Uuid, primary_key=True),
        Index("identifier_subject", "subject"),
        schema=SEALED,
    )


def _data_key(metadata: MetaData) -> Table:
    return Table(
        "data_key",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("subject", Uuid, nullable=False),
        Column("master_key", Text, nullable=False),
        Column("wrapped", LargeBinary, nullable=False),
        Column("made_at", DateTime(timezone=True), nullable=False),
        Index("data_key_subject", "subject"),
        schema=SEALED_KEYS,
    )


def _destruction(metadata: MetaData) -> Table:
    return Table(
        "destruction",
        metadata,
        Column("subject", Uuid, primary_key=True),
        Column("proposed_by", Text, nullable=False),
        Column("proposed_person", Uuid),
        Column("proposed_at", DateTime(timezone=True), nullable=False),
        Column("reason", Text, nullable=False),
        Column("approved_by", Text),
        Column("approved_at", DateTime(timezone=True)),
        schema=SEALED_KEYS,
    )
