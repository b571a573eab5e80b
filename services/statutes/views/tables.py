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

REGULATION_DRAFT = Table(
    "regulation_draft",
    METADATA,
    Column("draft_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("regulation", Text, nullable=False),
    Column("in_force_from", Date, nullable=False),
    Column("title", Text, nullable=False),
    Column("document", Text),
    Column("sha256", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("entered_at", DateTime(timezone=True), nullable=False),
    Column("published_by", Text),
    Column("published_on", Date),
    Column("reason", Text),
    Index("regulation_draft_entered", "entered_at", "draft_id"),
)
"""One row per draft of a regulation's version; its content stands in the log, ``document`` is the 文号."""

POLICY_CHOICE = Table(
    "policy_choice",
    METADATA,
    Column("policy", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("value", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("chosen_by", Text, nullable=False),
    Column("chosen_on", Date, nullable=False),
    Column("chosen_at", DateTime(timezone=True), nullable=False),
)
"""Every answer of the bureau to an open question; the highest number is the version that stands."""
