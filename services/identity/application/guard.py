"""The lock after too many failures, the same for names that exist and names that do not (失败锁定).

An attempt is counted before the password is verified, so that parallel guesses cannot slip through; success
takes the count back. All instants are host time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from sqlalchemy import Table, and_, case, delete, literal, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from services.identity import rules
from shared.web.problems import TooManyRequestsError


@dataclass(frozen=True, slots=True)
class Counted:
    """One counted attempt; ``locked_until`` is set when it is the last one allowed."""

    key: bytes
    attempts: int
    locked_until: datetime | None


class SignInLockedError(TooManyRequestsError):
    """Too many failures: wait (尝试过多，暂时锁定)."""

    slug = "sign-in-locked"
    title = "尝试次数过多，请稍后再试"


class SignInGuard:
    """Counts attempts by key in the database."""

    def __init__(self, engine: AsyncEngine, table: Table, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._table = table
        self._now = now

    async def count(self, key: bytes, most: int) -> Counted:
        """Count one attempt, or raise ``SignInLockedError``."""
        now, table = self._now(), self._table
        stale = or_(table.c.first_at <= now - rules.LOCK_TIME, table.c.locked_until <= now)
        attempts = case((stale, 1), else_=table.c.attempts + 1)
        until = now + rules.LOCK_TIME
        first = {"key": key, "attempts": 1, "first_at": now, "locked_until": until if most <= 1 else None}
        counting = (
            insert(table)
            .values(first)
            .on_conflict_do_update(
                index_elements=[table.c.key],
                set_={
                    "attempts": attempts,
                    "first_at": case((stale, now), else_=table.c.first_at),
                    "locked_until": case((attempts >= most, literal(until)), else_=None),
                },
                where=or_(table.c.locked_until.is_(None), table.c.locked_until <= now),
            )
            .returning(table.c.attempts, table.c.locked_until)
        )
        async with self._engine.begin() as connection:
            row = (await connection.execute(counting)).first()
        if row is None:
            await self.check(key)
            raise SignInLockedError(retry_after=1)
        return Counted(key, row.attempts, row.locked_until)

    async def check(self, key: bytes) -> None:
        """Raise ``SignInLockedError`` while a key is locked; counts nothing."""
        now, table = self._now(), self._table
        query = select(table.c.locked_until).where(table.c.key == key, table.c.locked_until > now)
        async with self._engine.connect() as connection:
            locked = await connection.scalar(query)
        if locked is not None:
            raise SignInLockedError(retry_after=max(1, ceil((locked - now).total_seconds())))

    async def forget(self, key: bytes) -> None:
        """Take the count back after a success."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(self._table).where(self._table.c.key == key))

    async def purge(self) -> None:
        """Drop counts that no longer matter."""
        now, table = self._now(), self._table
        over = or_(table.c.locked_until.is_(None), table.c.locked_until <= now)
        async with self._engine.begin() as connection:
            await connection.execute(
                delete(table).where(and_(table.c.first_at <= now - rules.LOCK_TIME, over))
            )
