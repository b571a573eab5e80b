"""Rows of open clocks, and the ledger of what escalated (计时表、预警台账).

Both are functions of the log: ``shared.deadlines.projector`` writes them in the command's transaction, and a
rebuild gives the same rows. A stopped clock leaves the table; the ledger stays.
"""

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
)


@dataclass(frozen=True, slots=True)
class DeadlineTables:
    """The tables that :func:`deadline_tables` puts into a service's metadata."""

    clock: Table
    escalation: Table


def deadline_tables(metadata: MetaData) -> DeadlineTables:
    """Declare the tables in a service's metadata."""
    return DeadlineTables(clock=CLOCK.to_metadata(metadata), escalation=ESCALATION.to_metadata(metadata))


_OWN = MetaData()

CLOCK = Table(
    "clock",
    _OWN,
    Column("case_id", Uuid, primary_key=True),
    Column("clock", Text, primary_key=True),
    Column("number", Text),
    Column("procedure", Text),
    Column("agency", Text),
    Column("owner", Text, nullable=False),
    Column("rule_key", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("started_on", Date, nullable=False),
    Column("due_on", Date),
    Column("breach_after", Date),
    Column("calendar_edition", Text, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("deadline", Text, nullable=False),
    Column("rung", Text),
    Column("next_action_at", DateTime(timezone=True)),
    Column("opened_on", Date, nullable=False),
    Column("position", BigInteger, nullable=False),
)
"""``deadline`` is the whole deadline as JSON; ``rung`` the last rung reached; ``next_action_at`` the instant
of the next one; ``position`` that of the last event that touched the row."""

Index(
    "clock_next_action",
    CLOCK.c.next_action_at,
    CLOCK.c.case_id,
    postgresql_where=CLOCK.c.next_action_at.is_not(None),
)
Index("clock_due", CLOCK.c.due_on, CLOCK.c.case_id)

ESCALATION = Table(
    "escalation",
    _OWN,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("case_id", Uuid, nullable=False, index=True),
    Column("number", Text),
    Column("procedure", Text),
    Column("agency", Text),
    Column("clock", Text, nullable=False),
    Column("rung", Text, nullable=False),
    Column("level", SmallInteger),
    Column("planned_on", Date, nullable=False),
    Column("reached_at", DateTime(timezone=True), nullable=False),
    Column("late", Boolean, nullable=False),
    Column("due_on", Date),
    Column("owner", Text, nullable=False),
    Column("recipients", Text, nullable=False),
    Column("basis", Text),
    Column("version", Integer, nullable=False),
)
"""One row for each rung ever reached: what was said to whom, when it was planned, and why."""
