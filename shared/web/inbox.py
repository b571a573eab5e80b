"""A person's own notifications: ``GET …/notifications``, and marking one as read (站内提醒)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel
from sqlalchemy import MetaData

from shared.eventlog.command import Command
from shared.identity.actor import Actor, Role
from shared.identity.policy import Deny, only
from shared.law.refusal import UnknownCaseError
from shared.notifications.inbox import Inbox
from shared.notifications.tables import NOTIFICATION, READ
from shared.web.edge import command, reader

MOST = 100
_TOLD = (
    Role.BUREAU_CLERK,
    Role.BUREAU_HEAD,
    Role.INVESTIGATOR,
    Role.AGENCY_CLERK,
    Role.AGENCY_HEAD,
    Role.GOVERNMENT,
    Role.DISCIPLINE,
    Role.SYSTEM_ADMIN,
)
"""Roles that the suite speaks to; the administrator is told of messages that wait for a person."""


class UnknownNotificationError(UnknownCaseError):
    """No such notification was said to the actor (提醒不存在)."""

    title = "未找到该提醒"


class NotificationItem(BaseModel):
    """One notification. It names a case by its number and holds nothing personal.

    ``planned_on`` is the day of the rung, ``late`` says that it was said after that day; ``due_on`` is the
    statutory date; ``read_at`` is when the caller marked it as read.
    """

    id: UUID
    at: datetime
    kind: str
    case_id: UUID
    number: str | None
    procedure: str | None
    audience: str
    clock: str | None
    rung: str | None
    level: int | None
    planned_on: date | None
    due_on: date | None
    late: bool
    basis: str | None
    read_at: datetime | None


class NotificationList(BaseModel):
    """The caller's notifications; ``unread`` is capped, ``exact`` says whether it is the true number."""

    items: list[NotificationItem]
    unread: int
    exact: bool


def keeps_notifications(metadata: MetaData) -> bool:
    """Whether a service's database holds an inbox."""
    return {NOTIFICATION.name, READ.name} <= metadata.tables.keys()


def _require_told(actor: Actor) -> None:
    decision = only(actor, *_TOLD)
    if isinstance(decision, Deny):
        raise decision.refusal()


def inbox_router(service: str, prefix: str, inbox: Inbox) -> APIRouter:
    """The notifications of one service at ``/api/v1/<prefix>/notifications``."""
    router = APIRouter(prefix=f"/api/v1/{prefix}/notifications", tags=["notifications"])

    @router.get("", response_model=NotificationList, summary="The caller's own notifications")
    async def notifications(
        actor: Annotated[Actor, reader(f"{service}.read_notifications")],
        limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
    ) -> NotificationList:
        """Give what was said to the caller's role and posts: unread first, then the newest."""
        _require_told(actor)
        rows, (unread, exact) = await inbox.newest(actor, limit=limit), await inbox.unread_count(actor)
        items = [NotificationItem.model_validate(dict(row)) for row in rows]
        return NotificationList(items=items, unread=unread, exact=exact)

    @router.post("/{notification_id}/read", status_code=204, summary="Mark a notification as read")
    async def mark_read(
        notification_id: UUID, command: Annotated[Command, command(f"{service}.mark_notification_read")]
    ) -> Response:
        """Remember that the caller read it; others to whom it was said still have it before them."""
        _require_told(command.actor)
        if not await inbox.mark_read(command.actor, notification_id, at=command.at):
            raise UnknownNotificationError
        return Response(status_code=204)

    return router
