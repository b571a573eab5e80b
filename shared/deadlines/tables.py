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
from sqlalchemy.dialects.postgresql import JSONB


@dataclass(frozen=True, slots=True)
class DeadlineTables:
    """The tables that :func:`deadline_tables` puts into a service's metadata."""

    clock: Table
    escalation: Table
    docket: Table
    docket_task: Table
    recomputation: Table

    @property
    def projected(self) -> tuple[Table, ...]:
        """Those that projectors alone write."""
        return self.clock, self.escalation, self.docket, self.docket_task


def deadline_tables(metadata: MetaData) -> DeadlineTables:
    """Declare the tables in a service's metadata."""
    own = (CLOCK, ESCALATION, DOCKET, DOCKET_TASK, RECOMPUTATION)
    return DeadlineTables(*(each.to_metadata(metadata) for each in own))


_OWN = MetaData()

CLOCK = Table(
    "clock",
    _OWN,
    Column("case_id", Uuid, primary_key=True),
    Column("clock", Text, primary_key=True),
    Column("number", Text),
    Column("procedure", Text),
    Column("agency", Text),
    Column("handler", Text),
    Column("owner", Text, nullable=False),
    Column("rule_key", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("started_on", Date, nullable=False),
    Column("due_on", Date),
    Column("breach_after", Date),
    Column("calendar_edition", Text, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("deadline", Text, nullable=False),
    Column("told", JSONB, nullable=False),
    Column("rung", Text),
    Column("next_action_at", DateTime(timezone=True)),
    Column("opened_on", Date, nullable=False),
    Column("position", BigInteger, nullable=False),
)
"""``handler`` is the body that handles the case, whose calendar counts; ``started_on`` day zero of the first
period, before any extension; ``deadline`` the whole deadline as JSON; ``told`` the last days that outside
parties were told, by party; ``rung`` the last rung reached; ``next_action_at`` the instant of the next one;
``position`` that of the last event that touched the row."""

Index(
    "clock_next_action",
    CLOCK.c.next_action_at,
    CLOCK.c.case_id,
    postgresql_where=CLOCK.c.next_action_at.is_not(None),
)
Index("clock_due", CLOCK.c.due_on, CLOCK.c.case_id)
Index("clock_position", CLOCK.c.position)

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

DOCKET = Table(
    "docket",
    _OWN,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("number", Text),
    Column("procedure", Text),
    Column("agency", Text),
    Column("clock", Text, nullable=False),
    Column("rule_key", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("edition_before", Text, nullable=False),
    Column("edition_after", Text, nullable=False, index=True),
    Column("due_before", Date),
    Column("due_after", Date),
    Column("breach_before", Date),
    Column("breach_after", Date),
    Column("provisional_before", Boolean, nullable=False),
    Column("provisional_after", Boolean, nullable=False),
    Column("effect", Text, nullable=False),
    Column("told", Text, nullable=False),
    Column("basis", Text),
    Column("hidden_from", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
"""One row for each clock that a calendar edition moved; ``told`` are the outside parties, ``hidden_from`` the
ids of persons, by blanks: columns of plain values are written many rows at once."""

Index("docket_clock", DOCKET.c.case_id, DOCKET.c.clock)

DOCKET_TASK = Table(
    "docket_task",
    _OWN,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("task", Text, primary_key=True),
    Column("case_id", Uuid, nullable=False),
    Column("clock", Text, nullable=False),
    Column("settled_at", DateTime(timezone=True)),
    Column("settled_by", Text),
    Column("outcome", Text),
    Column("reason", Text),
)
"""What a person has to do about a row of the docket, and what became of it."""

Index(
    "docket_task_open",
    DOCKET_TASK.c.case_id,
    DOCKET_TASK.c.clock,
    postgresql_where=DOCKET_TASK.c.settled_at.is_(None),
)

RECOMPUTATION = Table(
    "recomputation",
    _OWN,
    Column("edition", Text, primary_key=True),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("finished_at", DateTime(timezone=True)),
    Column("examined", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("seen_position", BigInteger, nullable=False),
)
"""How far the open clocks were held against a state of the whole calendar book;
``seen_position`` is the last position whose clocks were looked at."""
