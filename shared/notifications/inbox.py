"""The in-app inbox of a person: what was said to his roles and posts (站内提醒)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, literal, not_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.identity.actor import Actor
from shared.notifications.projector import BUREAU
from shared.notifications.tables import NOTIFICATION, READ

MOST_COUNTED = 100
"""Where counting ends: more than so many unread ones are as many."""


class Inbox:
    """Reads and marks notifications in one service's database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def unread(self, actor: Actor, *, limit: int = 50) -> Sequence[RowMapping]:
        """The newest notifications for the actor's role and posts that he has not read."""
        query = _of(actor).where(READ.c.read_at.is_(None)).order_by(NOTIFICATION.c.at.desc()).limit(limit)
        async with self._engine.connect() as connection:
            return list((await connection.execute(query)).mappings())

    async def newest(self, actor: Actor, *, limit: int) -> Sequence[RowMapping]:
        """What was said to the actor, unread first, then the newest; ``read_at`` says when he read it."""
        order = (READ.c.read_at.is_not(None), NOTIFICATION.c.at.desc(), NOTIFICATION.c.id.desc())
        async with self._engine.connect() as connection:
            found = await connection.execute(_of(actor).order_by(*order).limit(limit))
            return list(found.mappings())

    async def unread_count(self, actor: Actor) -> tuple[int, bool]:
        """How many are unread, and whether that is the true number: counting ends at ``MOST_COUNTED``."""
        unread = _of(actor).where(READ.c.read_at.is_(None))
        some = unread.with_only_columns(literal(1), maintain_column_froms=True).limit(MOST_COUNTED + 1)
        async with self._engine.connect() as connection:
            found = await connection.scalar(select(func.count()).select_from(some.subquery()))
        return min(found or 0, MOST_COUNTED), (found or 0) <= MOST_COUNTED

    async def mark_read(self, actor: Actor, notification: UUID, *, at: datetime) -> bool:
        """Remember that the actor read a notification; a second time changes nothing.

        False means that no such notification was said to him.
        """
        row = {"notification_id": notification, "reader": actor.subject, "read_at": at}
        own = select(NOTIFICATION.c.id).where(NOTIFICATION.c.id == notification, _said_to(actor))
        async with self._engine.begin() as connection:
            if await connection.scalar(own) is None:
                return False
            await connection.execute(_MARK, row)
        return True


_MARK = insert(READ).on_conflict_do_nothing()


def _said_to(actor: Actor) -> ColumnElement[bool]:
    """The condition that a notification was said to the actor's role or to one of his posts."""
    said = and_(
        NOTIFICATION.c.agency == (actor.agency or BUREAU),
        NOTIFICATION.c.audience.in_([actor.role.value, *(post.value for post in actor.posts)]),
    )
    return said if actor.person is None else said & not_(NOTIFICATION.c.hidden_from.contains([actor.person]))


def _of(actor: Actor) -> Select[Any]:
    """All that was said to the actor, with the instant at which he read it."""
    read_by_actor = and_(READ.c.notification_id == NOTIFICATION.c.id, READ.c.reader == actor.subject)
    rows = select(NOTIFICATION, READ.c.read_at).select_from(NOTIFICATION.outerjoin(READ, read_by_actor))
    return rows.where(_said_to(actor))
