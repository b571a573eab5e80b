"""Tables of the dispute service's database (数据表)."""

from sqlalchemy import Column, Date, Index, Integer, MetaData, Sequence, Table, Text, Uuid
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

DISPUTE = Table(
    "dispute",
    METADATA,
    Column("case_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("trigger", Text, nullable=False),
    Column("ground", Text),
    Column("parties", ARRAY(Text), nullable=False),
    Column("known_to", ARRAY(Text), nullable=False),
    Column("applicants", ARRAY(Text), nullable=False),
    Column("handlers", ARRAY(Text), nullable=False),
    Column("received_on", Date, nullable=False),
    Column("accepted_on", Date),
    Column("closed_on", Date),
    Index("dispute_received", "received_on", "case_id"),
    Index("dispute_known_to", "known_to", postgresql_using="gin"),
)
"""One row per dispute, as lists show it.

``known_to`` are the agencies that know of it; ``received_on`` is the day it came to the bureau or was opened.
"""

TIMELINE = timeline_table(METADATA, "dispute_timeline")
"""Every event of a dispute as a line of its course."""

DISPUTE_NUMBER = Sequence("dispute_number", metadata=METADATA)

REBUILT = (DISPUTE, TIMELINE, *LETTERS.projected, *DEADLINES.projected)
"""Read models that are functions of the log alone."""
