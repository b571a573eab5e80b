"""The tables of the statutes service (数据表)."""

from sqlalchemy import Column, Date, DateTime, Index, Integer, MetaData, Table, Text, Uuid

from shared.eventlog.tables import log_tables
from shared.settings.copies import statute_copy

METADATA = MetaData()
LOG_TABLES = log_tables(METADATA)
COPY = statute_copy(METADATA)

CALENDAR_DRAFT = Table(
    "calendar_draft",
    METADATA,
    Column("draft_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("entered_at", DateTime(timezone=True), nullable=False),
    Column("published_by", Text),
    Column("published_on", Date),
    Index("calendar_draft_entered", "entered_at", "draft_id"),
)
"""One row per draft of a calendar edition; its content stands in the log."""
