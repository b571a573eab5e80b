"""Tables of the complaints service's database (数据表)."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Sequence,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY

from shared.casework.letter_tables import letter_tables
from shared.casework.timeline import timeline_table
from shared.deadlines.tables import deadline_tables
from shared.eventlog.tables import log_tables
from shared.identity.directory_tables import directory_tables
from shared.notifications.tables import notification_tables
from shared.privacy.tables import sealed_tables

METADATA = MetaData()
LOG = log_tables(METADATA)
DEADLINES = deadline_tables(METADATA)
SEALED = sealed_tables(METADATA)
DIRECTORY = directory_tables(METADATA)
NOTIFICATIONS = notification_tables(METADATA)
LETTERS = letter_tables(METADATA)

COMPLAINT = Table(
    "complaint",
    METADATA,
    Column("case_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("ground", Text, nullable=False),
    Column("agency", Text),
    Column("officer", Text),
    Column("handler", Text, nullable=False),
    Column("complainant", Uuid, nullable=False),
    Column("investigators", ARRAY(Text), nullable=False, server_default="{}"),
    Column("ordered_agencies", ARRAY(Text), nullable=False, server_default="{}"),
    Column("discipline_transfer", Boolean, nullable=False, server_default="false"),
    Column("summary", Text, nullable=False, server_default=""),
    Column("finding", Text),
    Column("received_on", Date, nullable=False),
    Column("closed_on", Date),
    Index("complaint_received", "received_on", "case_id"),
    Index("complaint_handler", "handler", "received_on", "case_id"),
    Index("complaint_agency", "agency", "received_on", "case_id"),
    Index("complaint_complainant", "complainant"),
)
"""One row per complaint, as lists show it; nothing in it is personal."""

TIMELINE = timeline_table(METADATA, "complaint_timeline")
"""Every event of a complaint or lead as a line of its course."""

LEAD = Table(
    "lead",
    METADATA,
    Column("lead_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("agency", Text),
    Column("stage", Text, nullable=False),
    Column("outcome", Text),
    Column("received_on", Date, nullable=False),
    Index("lead_received", "received_on", "lead_id"),
)
"""One row per lead."""

RECEIPT = Table(
    "receipt",
    METADATA,
    Column("digest", LargeBinary, primary_key=True),
    Column("case_id", Uuid, nullable=False, unique=True),
)
"""Blind index of receipt codes; written with the command, not rebuilt from events."""

COMPLAINT_NUMBER = Sequence("complaint_number", metadata=METADATA)
LEAD_NUMBER = Sequence("lead_number", metadata=METADATA)

REBUILT = (COMPLAINT, TIMELINE, LEAD, *LETTERS.projected, *DEADLINES.projected)
"""Read models that are functions of the log alone."""
