"""Sessions of the dashboard: a secret that fetches tokens, idle 30 minutes, at most 8 hours (会话).

All instants are host time. The secret is kept as a digest only.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Table, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from services.identity import rules
from services.identity.application.credentials import Credentials
from services.identity.application.sign_in import SignIn
from services.identity.domain.signed_in import Session, SignedIn, Tokens
from shared.audit.entry import AuditOutcome
from shared.eventlog.command import Command
from shared.eventlog.commands import Commands
from shared.law.refusal import Refusal


class SessionEndedError(Refusal):
    """There is no such session, or it ended (会话已结束)."""

    status = 401
    slug = "session-ended"
    title = "会话已结束，请重新登录"


class Sessions:
    """Opens, refreshes and ends sessions."""

    def __init__(
        self,
        engine: AsyncEngine,
        table: Table,
        *,
        sign_in: SignIn,
        credentials: Credentials,
        commands: Commands,
        now: Callable[[], datetime],
    ) -> None:
        self._engine = engine
        self._table = table
        self._sign_in = sign_in
        self._credentials = credentials
        self._commands = commands
        self._now = now

    async def open(self, signed_in: SignedIn, audiences: Iterable[str] | None = None) -> Session:
        """Open a session; the account's oldest ones end when there are too many."""
        secret, now, table = secrets.token_urlsafe(32), self._now(), self._table
        account = UUID(signed_in.actor.subject)
        newest = (
            select(table.c.digest)
            .where(table.c.account == account)
            .order_by(table.c.opened_at.desc())
            .limit(rules.SESSIONS_AT_ONCE - 1)
        )
        row = {"digest": _digest(secret), "account": account, "opened_at": now, "seen_at": now}
        async with self._engine.begin() as connection:
            await connection.execute(
                delete(table).where(table.c.account == account, table.c.digest.not_in(newest))
            )
            await connection.execute(insert(table).values(row))
        return Session(secret, now + rules.SESSION_LIFETIME, self._sign_in.tokens(signed_in, audiences))

    async def refresh(self, secret: str, audiences: Iterable[str] | None = None) -> Tokens:
        """Give fresh tokens for a living session and count its idle time anew."""
        now, table = self._now(), self._table
        alive = (
            update(table)
            .where(
                table.c.digest == _digest(secret),
                table.c.seen_at > now - rules.SESSION_IDLE,
                table.c.opened_at > now - rules.SESSION_LIFETIME,
            )
            .values(seen_at=now)
            .returning(table.c.account)
        )
        async with self._engine.begin() as connection:
            account = await connection.scalar(alive)
        actor = await self._sign_in.actor_of(account) if account else None
        credential = await self._credentials.of(account) if account else None
        if actor is None or credential is None:
            raise SessionEndedError("The session ended; sign in again.")
        return self._sign_in.tokens(SignedIn(actor, self._credentials.has_to_change(credential)), audiences)

    async def end(self, command: Command, secret: str) -> None:
        """End a session (退出); an unknown one is ended already."""
        ending = delete(self._table).where(self._table.c.digest == _digest(secret))
        async with self._engine.begin() as connection:
            account = await connection.scalar(ending.returning(self._table.c.account))
        actor = await self._sign_in.actor_of(account) if account else None
        by = replace(command, actor=actor) if actor else command
        outcome = AuditOutcome.ACCEPTED if account else AuditOutcome.REFUSED
        await self._commands.note(by, object_=str(account) if account else None, outcome=outcome)

    async def end_all(self, account: UUID) -> None:
        """End every session of an account: after a new password, or when it is disabled."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(self._table).where(self._table.c.account == account))

    async def purge(self) -> None:
        """Drop sessions that ended by themselves."""
        now, table = self._now(), self._table
        over = or_(
            table.c.seen_at <= now - rules.SESSION_IDLE, table.c.opened_at <= now - rules.SESSION_LIFETIME
        )
        async with self._engine.begin() as connection:
            await connection.execute(delete(table).where(over))


def _digest(secret: str) -> bytes:
    return sha256(secret.encode("utf-8", "replace")).digest()
