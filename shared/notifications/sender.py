"""The sender: carries notifications out of the house, with retries, beside the commands (送信).

Retries and back-off run on host time. A delivery is claimed with a lease before it is tried: a crash between
claim and sending means another try after the lease, never silence. What was sent stays
sent, whatever a sender says that outlived its lease.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog
from sqlalchemy import RowMapping, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.clock.suite import host_now
from shared.notifications.message import DeliveryError, Message
from shared.notifications.tables import DELIVERY, NOTIFICATION

PAGE = 100
LEASE = timedelta(minutes=2)
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=1)
MOST_ATTEMPTS = 16

_WAITING = (
    select(NOTIFICATION)
    .where(NOTIFICATION.c.handed_out.is_(False))
    .order_by(NOTIFICATION.c.at)
    .limit(PAGE)
    .with_for_update(skip_locked=True)
)
_HAND_OUT = insert(DELIVERY).on_conflict_do_nothing()
_HANDED_OUT = (
    update(NOTIFICATION).where(NOTIFICATION.c.id == bindparam("notification")).values(handed_out=True)
)
_READY = (
    select(DELIVERY.c.notification_id, DELIVERY.c.channel)
    .where(DELIVERY.c.next_attempt_at <= bindparam("now"))
    .order_by(DELIVERY.c.next_attempt_at)
    .limit(PAGE)
    .with_for_update(skip_locked=True)
    .cte("ready")
)
_CLAIM = (
    update(DELIVERY)
    .where(DELIVERY.c.notification_id == _READY.c.notification_id, DELIVERY.c.channel == _READY.c.channel)
    .where(NOTIFICATION.c.id == DELIVERY.c.notification_id)
    .values(next_attempt_at=bindparam("lease"), attempts=DELIVERY.c.attempts + 1)
    .returning(DELIVERY.c.channel, DELIVERY.c.attempts, NOTIFICATION)
)
_SETTLE = (
    update(DELIVERY)
    .where(DELIVERY.c.notification_id == bindparam("notification"), DELIVERY.c.channel == bindparam("by"))
    .where(DELIVERY.c.status != "sent")
    .values(
        status=bindparam("new_status"),
        next_attempt_at=bindparam("new_next_attempt_at"),
        sent_at=bindparam("new_sent_at"),
        last_error=bindparam("new_last_error"),
    )
)


class Channel(Protocol):
    """A way out of the house."""

    @property
    def name(self) -> str:
        """The name under which deliveries are kept."""
        ...

    def accepts(self, message: Message) -> bool:
        """Whether this channel has somebody to tell."""
        ...

    async def deliver(self, message: Message) -> None:
        """Deliver, or raise DeliveryError."""
        ...


class Sender:
    """Sends one service's notifications; several senders share the work."""

    def __init__(
        self,
        engine: AsyncEngine,
        channels: Sequence[Channel],
        *,
        host: Callable[[], datetime] = host_now,
        pause: float = 1.0,
    ) -> None:
        self._engine = engine
        self._channels = {channel.name: channel for channel in channels}
        self._host = host
        self._pause = pause
        self._logger = structlog.get_logger("sender")

    async def run(self, stop: asyncio.Event) -> None:
        """Send until ``stop``; ``pause`` is in seconds of host time."""
        while not stop.is_set():
            if await self.send_once():
                continue
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), self._pause)

    async def send_once(self) -> int:
        """Hand out new notifications and try one page of due deliveries; how many were tried."""
        await self._hand_out()
        claimed = await self._claim()
        await asyncio.gather(*(self._try(row) for row in claimed))
        return len(claimed)

    async def _hand_out(self) -> None:
        """Make the deliveries of new notifications, one for each channel that has somebody to tell."""
        now = self._host()
        async with self._engine.begin() as connection:
            rows = (await connection.execute(_WAITING)).mappings().all()
            deliveries = [
                _delivery(row, name, now)
                for row in rows
                for name, channel in self._channels.items()
                if channel.accepts(Message.from_row(row))
            ]
            if deliveries:
                await connection.execute(_HAND_OUT, deliveries)
            if rows:
                await connection.execute(_HANDED_OUT, [{"notification": row["id"]} for row in rows])

    async def _claim(self) -> Sequence[RowMapping]:
        now = self._host()
        async with self._engine.begin() as connection:
            claimed = await connection.execute(_CLAIM, {"now": now, "lease": now + LEASE})
            return list(claimed.mappings())

    async def _try(self, row: RowMapping) -> None:
        channel = self._channels.get(row["channel"])
        try:
            if channel is None:
                raise DeliveryError("channel is not configured", permanent=True)
            await channel.deliver(Message.from_row(row))
        except DeliveryError as error:
            await self._settle(row, self._failed(row, error))
        except Exception as error:  # noqa: BLE001 - one odd delivery must not stop the others
            await self._settle(row, self._failed(row, DeliveryError(type(error).__name__)))
        else:
            await self._settle(row, _outcome("sent", sent_at=self._host()))

    def _failed(self, row: RowMapping, error: DeliveryError) -> Mapping[str, Any]:
        """Another try later, or the end: a failed delivery stays visible for a person."""
        if error.permanent or row["attempts"] >= MOST_ATTEMPTS:
            self._logger.error("delivery failed", notification=str(row["id"]), channel=row["channel"])
            return _outcome("failed", error=str(error))
        wait = min(FIRST_WAIT * 2 ** (row["attempts"] - 1), LONGEST_WAIT)
        return _outcome("pending", error=str(error), again_at=self._host() + wait)

    async def _settle(self, row: RowMapping, outcome: Mapping[str, Any]) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(_SETTLE, {"notification": row["id"], "by": row["channel"], **outcome})


def _delivery(row: RowMapping, channel: str, now: datetime) -> dict[str, Any]:
    return {
        "notification_id": row["id"],
        "channel": channel,
        "status": "pending",
        "attempts": 0,
        "next_attempt_at": now,
    }


def _outcome(
    status: str,
    *,
    error: str | None = None,
    again_at: datetime | None = None,
    sent_at: datetime | None = None,
) -> dict[str, Any]:
    return {
        "new_status": status,
        "new_last_error": error,
        "new_next_attempt_at": again_at,
        "new_sent_at": sent_at,
    }
