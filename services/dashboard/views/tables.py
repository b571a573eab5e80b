"""The tables of the work queue: one row per case, one per clock; nothing personal in either.

``position`` is the chain number of the contract that a row was last written from: per service it only grows,
which makes every write repeatable and tells the live page what changed. Lights are not stored: they follow
from ``sort_on`` and ``yellow_on`` and the day on which one looks.
"""

from datetime import date

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

NEVER = date(9999, 12, 31)
"""Where a case without any open clock stands in the order of the queue: last."""

PAUSED = date(9999, 12, 30)
"""Where a case stands whose clocks are all suspended (中止): behind every dated case."""

metadata = MetaData()

work_queue = Table(
    "work_queue",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("service", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("handler", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("stage_zh", Text),
    Column("stage_en", Text),
    Column("title", Text, nullable=False),
    Column("people", ARRAY(Uuid), nullable=False, server_default="{}"),
    Column("hidden_from", ARRAY(Uuid), nullable=False, server_default="{}"),
    Column("addressed", ARRAY(Text), nullable=False, server_default="{}"),
    Column("words", Text, nullable=False),
    Column("pieces", ARRAY(Text), nullable=False),
    Column("is_closed", Boolean, nullable=False),
    Column("case_owner_role", Text, nullable=False),
    Column("case_position", BigInteger, nullable=False),
    # What follows from the case and its clocks together: see ``projection``.
    Column("is_open", Boolean, nullable=False, server_default="false"),
    Column("owner_role", Text, nullable=False, server_default=""),
    Column("clock", Text),
    Column("open_clocks", Integer, nullable=False, server_default="0"),
    Column("sort_on", Date, nullable=False, server_default=NEVER.isoformat()),
    Column("yellow_on", Date, nullable=False, server_default=NEVER.isoformat()),
    Column("position", BigInteger, nullable=False),
)

clocks = Table(
    "clocks",
    metadata,
    Column("case_id", Uuid, nullable=False),
    Column("clock", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("rule_key", Text, nullable=False),
    Column("owner_role", Text),
    Column("is_running", Boolean, nullable=False),
    Column("due_on", Date),
    Column("breach_after", Date),
    Column("yellow_on", Date),
    Column("unit", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("calendar_edition", Text, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("position", BigInteger, nullable=False),
    PrimaryKeyConstraint("case_id", "clock"),
)


def _ordered_by(*filters: str) -> Index:
    """Give an index of open cases that serves these filters in the order of the queue.

    ``yellow_on`` stands last in each, so that a filter by light reads the index alone.
    """
    columns = [work_queue.c[name] for name in (*filters, "sort_on", "case_id", "yellow_on")]
    name = f"work_queue_by_{'_'.join(filters) or 'date'}"
    return Index(name, *columns, postgresql_where=text("is_open"))


INDEXES = (
    _ordered_by(),
    _ordered_by("agency"),
    _ordered_by("procedure"),
    _ordered_by("owner_role"),
    _ordered_by("procedure", "owner_role"),
    _ordered_by("agency", "owner_role"),
    _ordered_by("handler"),
    Index("work_queue_pieces", work_queue.c.pieces, postgresql_using="gin", postgresql_where=text("is_open")),
    Index("work_queue_people", work_queue.c.people, postgresql_using="gin", postgresql_where=text("is_open")),
    Index(
        "work_queue_addressed",
        work_queue.c.addressed,
        postgresql_using="gin",
        postgresql_where=text("is_open"),
    ),
    Index("work_queue_changes", work_queue.c.service, work_queue.c.position),
)
