"""Notifications, who read them, and their way out of the house (提醒、发送队列)."""

from dataclasses import dataclass

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY


@dataclass(frozen=True, slots=True)
class NotificationTables:
    """The tables that :func:`notification_tables` puts into a service's metadata."""

    notification: Table
    notification_read: Table
    delivery: Table


def notification_tables(metadata: MetaData) -> NotificationTables:
    """Declare the tables in a service's metadata."""
    return NotificationTables(
        NOTIFICATION.to_metadata(metadata), READ.to_metadata(metadata), DELIVERY.to_metadata(metadata)
    )


_OWN = MetaData()

NOTIFICATION = Table(
    "notification",
    _OWN,
    Column("id", Uuid, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("kind", Text, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("number", Text),
    Column("procedure", Text),
    Column("audience", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("clock", Text),
    Column("rung", Text),
    Column("level", SmallInteger),
    Column("planned_on", Date),
    Column("due_on", Date),
    Column("late", Boolean, nullable=False),
    Column("basis", Text),
    Column("handed_out", Boolean, nullable=False),
    Column("hidden_from", ARRAY(Uuid), nullable=False, server_default="{}"),
)
"""``audience`` is a role or a post within ``agency``; ``handed_out`` says that its deliveries exist; the
persons in ``hidden_from`` are told nothing, whatever their role. No personal data: a reader opens the case,
if he may."""

Index("notification_waiting", NOTIFICATION.c.at, postgresql_where=NOTIFICATION.c.handed_out.is_(False))
Index("notification_audience", NOTIFICATION.c.agency, NOTIFICATION.c.audience, NOTIFICATION.c.at)

READ = Table(
    "notification_read",
    _OWN,
    Column("notification_id", Uuid, ForeignKey(NOTIFICATION.c.id), primary_key=True),
    Column("reader", Text, primary_key=True),
    Column("read_at", DateTime(timezone=True), nullable=False),
)

DELIVERY = Table(
    "delivery",
    _OWN,
    Column("notification_id", Uuid, ForeignKey(NOTIFICATION.c.id), primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("status", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", DateTime(timezone=True)),
    Column("sent_at", DateTime(timezone=True)),
    Column("last_error", Text),
)
"""One way out for one notification; instants here are host time. A claimed delivery is tried again after its
lease, so a receiver may see the same id twice and must ignore the second."""

Index(
    "delivery_pending",
    DELIVERY.c.next_attempt_at,
    postgresql_where=DELIVERY.c.next_attempt_at.is_not(None),
)
