"""Letters of a service's cases as lists show them, and the inbox of those who were served (文书、收件箱)."""

from dataclasses import dataclass

from sqlalchemy import Column, Date, DateTime, Index, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY


@dataclass(frozen=True, slots=True)
class LetterTables:
    """The tables that :func:`letter_tables` puts into a service's metadata."""

    letter: Table
    receipt: Table

    @property
    def projected(self) -> tuple[Table, ...]:
        """Those that are functions of the log alone."""
        return (self.letter, self.receipt)


def letter_tables(metadata: MetaData) -> LetterTables:
    """Declare the tables in a service's metadata."""
    return LetterTables(LETTER.to_metadata(metadata), RECEIPT.to_metadata(metadata))


_OWN = MetaData()

LETTER = Table(
    "letter",
    _OWN,
    Column("letter_id", Uuid, primary_key=True),
    Column("case_id", Uuid, nullable=False),
    Column("case_number", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("addressees", ARRAY(Text), nullable=False),
    Column("number", Text, unique=True),
    Column("issued_on", Date),
    Column("pdf", Uuid),
    Column("pdf_sha256", Text),
    Column("docx", Uuid),
    Column("docx_sha256", Text),
    Column("seal", Text),
    Index("letter_case", "case_id", "letter_id"),
)
"""One row per letter; a number stands once."""

RECEIPT = Table(
    "letter_receipt",
    _OWN,
    Column("letter_id", Uuid, primary_key=True),
    Column("addressee", Text, primary_key=True),
    Column("case_id", Uuid, nullable=False),
    Column("method", Text, nullable=False),
    Column("served_on", Date, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("acknowledged_on", Date),
    Column("acknowledged_by", Text),
    Column("hidden_from", ARRAY(Uuid), nullable=False, server_default="{}"),
    Index("letter_receipt_addressee", "addressee", "recorded_at", "letter_id"),
)
"""One row per addressee who was served: the inbox of an agency; ``hidden_from`` may not know of the case."""
