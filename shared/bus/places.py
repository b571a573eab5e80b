"""A follower's place in its source's chain, and the messages it had to park (位置与死信)."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import orjson
from sqlalchemy import (
    BigInteger,
    DateTime,
    LargeBinary,
    Text,
    bindparam,
    case,
    column,
    func,
    select,
    table,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.eventlog.command import Statement

_TRACKING = table("tracking", column("source", Text), column("position", BigInteger))
_DEAD = table(
    "dead_letter",
    column("source", Text),
    column("position", BigInteger),
    column("subject", Text),
    column("headers", Text),
    column("payload", LargeBinary),
    column("reason", Text),
    column("parked_at", DateTime(timezone=True)),
    column("resolved_at", DateTime(timezone=True)),
)
_MOVE = insert(_TRACKING).values(source=bindparam("source"), position=bindparam("last"))
_MOVE = _MOVE.on_conflict_do_update(
    index_elements=["source"],
    set_={"position": case((_TRACKING.c.position == bindparam("before"), _MOVE.excluded.position))},
)
_PARK = insert(_DEAD).on_conflict_do_nothing(index_elements=["source", "position"])
_PARKED_SUBJECTS = (
    select(_DEAD.c.subject)
    .where(_DEAD.c.source == bindparam("source"), _DEAD.c.resolved_at.is_(None))
    .distinct()
)
_PARKED_ROWS = (
    select(_DEAD.c.position, _DEAD.c.headers, _DEAD.c.payload)
    .where(
        _DEAD.c.source == bindparam("source"),
        _DEAD.c.subject == bindparam("subject"),
        _DEAD.c.resolved_at.is_(None),
    )
    .order_by(_DEAD.c.position)
)
_PARKED_LETTERS = (
    select(_DEAD.c.source, _DEAD.c.position, _DEAD.c.subject, _DEAD.c.parked_at)
    .where(_DEAD.c.resolved_at.is_(None))
    .order_by(_DEAD.c.parked_at, _DEAD.c.source, _DEAD.c.position)
)
_RESOLVE = (
    update(_DEAD)
    .where(_DEAD.c.source == bindparam("from_source"), _DEAD.c.position == bindparam("at_position"))
    .values(resolved_at=bindparam("at"))
)
_NOT_NULL = "23502"
_LONGEST_REASON = 1_000


class ParkedLetter(NamedTuple):
    """A message that waits for a person: from whom, its number, the case it tells of, since when."""

    source: str
    ordinal: int
    subject: str
    parked_at: datetime


def moved(source: str, *, before: int, last: int) -> Statement:
    """Move the place from exactly ``before`` to ``last``.

    From anywhere else the row would become NULL, which the table refuses: two readers never both succeed.
    """
    return _MOVE, {"source": source, "before": before, "last": last}


def is_moved_by_another(error: BaseException) -> bool:
    """Whether a commit failed because another reader had moved the place."""
    return (
        isinstance(error, IntegrityError)
        and getattr(error.orig, "sqlstate", None) == _NOT_NULL
        and (getattr(getattr(error.orig, "diag", None), "table_name", None) == _TRACKING.name)
    )


def parked(
    source: str,
    ordinal: int,
    *,
    subject: str,
    headers: Mapping[str, str],
    payload: bytes,
    reason: str,
    at: datetime,
) -> Statement:
    """Keep a message that could not be used; ``subject`` is the case it tells of."""
    return _PARK, {
        "source": source,
        "position": ordinal,
        "subject": subject,
        "headers": orjson.dumps(dict(headers)).decode(),
        "payload": payload,
        "reason": reason[:_LONGEST_REASON],
        "parked_at": at,
        "resolved_at": None,
    }


async def parked_subjects(engine: AsyncEngine, source: str) -> set[str]:
    """The cases of which a message is parked: their later messages must wait behind it."""
    async with engine.connect() as connection:
        return set(await connection.scalars(_PARKED_SUBJECTS, {"source": source}))


async def parked_rows(engine: AsyncEngine, source: str, subject: str) -> list[tuple[int, str, bytes]]:
    """Ordinal, headers (JSON) and body of a case's parked messages, oldest first."""
    async with engine.connect() as connection:
        rows = await connection.execute(_PARKED_ROWS, {"source": source, "subject": subject})
        return [(row[0], row[1], row[2]) for row in rows]


def resolved(source: str, ordinal: int, *, at: datetime) -> Statement:
    """The parked message has been dealt with after all."""
    return _RESOLVE, {"from_source": source, "at_position": ordinal, "at": at}


async def parked_count(engine: AsyncEngine) -> int:
    """How many messages wait for a person; any is an alarm."""
    query = select(func.count()).select_from(_DEAD).where(_DEAD.c.resolved_at.is_(None))
    async with engine.connect() as connection:
        return int(await connection.scalar(query) or 0)


async def parked_letters(engine: AsyncEngine, *, most: int) -> list[ParkedLetter]:
    """The messages that wait for a person, oldest first."""
    async with engine.connect() as connection:
        rows = await connection.execute(_PARKED_LETTERS.limit(most))
        return [ParkedLetter(*row) for row in rows]
