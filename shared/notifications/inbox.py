"""The in-app inbox of a person: what was said to his roles and posts (站内提醒)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, and_, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.identity.actor import Actor
from shared.notifications.projector import BUREAU
from shared.notifications.tables import NOTIFICATION, READ

_MARK = insert(READ).on_conflict_do_nothing()


class Inbox:
    """Reads and marks notifications in one service's database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def unread(self, actor: Actor, *, limit: int = 50) -> Sequence[RowMapping]:
        """The newest notifications for the actor's role and posts that he has not read."""
        seen = exists().where(
            and_(READ.c.notification_id == NOTIFICATION.c.id, READ.c.reader == actor.subject)
        )
        query = (
            select(NOTIFICATION)
            .where(NOTIFICATION.c.agency == (actor.agency or BUREAU))
            .where(NOTIFICATION.c.audience.in_([actor.role.value, *(post.value for post in actor.posts)]))
            .where(~seen)
            .order_by(NOTIFICATION.c.at.desc())
            .limit(limit)
        )
        async with self._engine.connect() as connection:
            return (await connection.execute(query)).mappings().all()

    async def mark_read(self, actor: Actor, notification: UUID, *, at: datetime) -> None:
        """Remember that the actor read a notification; a second time changes nothing."""
        row = {"notification_id": notification, "reader": actor.subject, "read_at": at}
        async with self._engine.begin() as connection:
            await connection.execute(_MARK, row)
