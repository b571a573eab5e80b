"""The course of a case: every event as a line, written by a projector, read by pages (办理经过)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, Index, MetaData, Table, Text, Uuid, select
from sqlalchemy.dialects.postgresql import JSONB, Insert, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.deadlines.case import Case
from shared.eventlog.command import Statement
from shared.eventlog.recorded import Recorded

_BASE = {field.name for field in fields(Case.Created)}


def timeline_table(metadata: MetaData, name: str) -> Table:
    """Every event of a case as a line of its course; free texts are references only."""
    return Table(
        name,
        metadata,
        Column("position", BigInteger, primary_key=True),
        Column("case_id", Uuid, nullable=False),
        Column("type", Text, nullable=False),
        Column("at", DateTime(timezone=True), nullable=False),
        Column("role", Text),
        Column("agency", Text),
        Column("person", Text),
        Column("basis", Text),
        Column("facts", JSONB, nullable=False),
        Index(f"{name}_case", "case_id", "position"),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a case's course (办理经过)."""

    position: int
    type: str
    at: datetime
    role: str | None
    agency: str | None
    person: str | None
    basis: str | None
    facts: dict[str, Any]


class Timeline:
    """Writes and reads the lines of one table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._insert: Insert = insert(table)

    def line(self, recorded: Recorded) -> Statement:
        """The line of an event; one constant statement, so that many run as one."""
        return self._insert, _columns(recorded)

    async def read(self, engine: AsyncEngine, case_id: UUID) -> list[Line]:
        """The course of a case in order."""
        columns = self.table.c
        query = select(self.table).where(columns.case_id == case_id).order_by(columns.position)
        async with engine.connect() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return [Line(**{name: row[name] for name in Line.__slots__}) for row in rows]


def _columns(recorded: Recorded) -> dict[str, Any]:
    event, metadata = recorded.event, recorded.metadata
    topic: str = getattr(type(event), "TOPIC", type(event).__name__)
    return {
        "position": recorded.position,
        "case_id": event.originator_id,
        "type": topic.split(".")[-2],
        "at": event.timestamp,
        "role": metadata.get("role"),
        "agency": metadata.get("agency"),
        "person": metadata.get("person"),
        "basis": getattr(event, "basis", None),
        "facts": {name: _plain(getattr(event, name)) for name in _fact_names(event.__class__)},
    }


@cache
def _fact_names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name not in _BASE)


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value


def refs_of(facts: Mapping[str, Any]) -> dict[str, str]:
    """The sealed references in a line's facts, by the name of the text."""
    return {
        name.removesuffix("_ref"): value for name, value in facts.items() if name.endswith("_ref") and value
    }


def public_facts(facts: Mapping[str, Any], without: Sequence[str] = ()) -> dict[str, Any]:
    """The facts of a line without its references."""
    return {name: value for name, value in facts.items() if not name.endswith("_ref") and name not in without}
