"""What an installation is, kept in every service's database: its kind and its sandbox clock (部署信息)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, MetaData, Row, SmallInteger, String, Table, bindparam
from sqlalchemy.dialects.postgresql import Insert, insert

DEPLOYMENT = "deployment"
SANDBOX_CLOCK = "sandbox_clock"


@dataclass(frozen=True, slots=True)
class DeploymentTables:
    """``deployment`` has one row, written at initialisation; ``sandbox_clock`` at most one."""

    deployment: Table
    sandbox_clock: Table


def deployment_tables(metadata: MetaData) -> DeploymentTables:
    """Find or add the two tables in ``metadata``."""
    if DEPLOYMENT not in metadata.tables:
        Table(DEPLOYMENT, metadata, Column("one", SmallInteger, primary_key=True), Column("kind", String(16)))
        Table(
            SANDBOX_CLOCK,
            metadata,
            Column("one", SmallInteger, primary_key=True),
            Column("offset_microseconds", BigInteger, nullable=False),
            Column("moved_at", DateTime(timezone=True), nullable=False),
        )
    return DeploymentTables(metadata.tables[DEPLOYMENT], metadata.tables[SANDBOX_CLOCK])


@lru_cache(maxsize=64)
def _moving(table: Table) -> Insert:
    adding = insert(table).values(
        one=1, offset_microseconds=bindparam("offset_microseconds"), moved_at=bindparam("moved_at")
    )
    moved = {name: adding.excluded[name] for name in ("offset_microseconds", "moved_at")}
    ahead = adding.excluded.offset_microseconds > table.c.offset_microseconds
    return adding.on_conflict_do_update(index_elements=[table.c.one], set_=moved, where=ahead)


def clock_moved(tables: DeploymentTables, *, offset: timedelta, at: datetime) -> tuple[Any, dict[str, Any]]:
    """Keep the sandbox clock's offset; it only grows, so a late message changes nothing."""
    values = {"offset_microseconds": offset // timedelta(microseconds=1), "moved_at": at}
    return _moving(tables.sandbox_clock), values


def offset_of(row: Row[Any] | None) -> timedelta:
    """The offset that a row of ``sandbox_clock`` stands for; none when the clock was never moved."""
    return timedelta(microseconds=row.offset_microseconds) if row else timedelta()
