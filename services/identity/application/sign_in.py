"""Signing in: name and password against tokens, with a lock and an audit entry each time (登录)."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import NoReturn
from uuid import UUID
from weakref import WeakValueDictionary

from services.identity import rules
from services.identity.application.credentials import Credential, Credentials
from services.identity.application.guard import Counted, SignInGuard, SignInLockedError
from services.identity.domain.account import Account
from services.identity.domain.signed_in import SignedIn, Tokens
from shared.audit.entry import AuditOutcome
from shared.eventlog.command import Command, Outcome
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.identity.actor import SYSTEM, Actor
from shared.identity.tokens import LIFETIME_SECONDS, TokenIssuer
from shared.law.refusal import Refusal


class WrongCredentialsError(Refusal):
    """Name or password is wrong, or the account may not sign in; never said which (用户名或口令错误)."""

    status = 401
    slug = "wrong-credentials"
    title = "用户名或口令错误"


class SignIn:
    """Checks credentials and issues tokens."""

    def __init__(
        self,
        log: EventLog,
        commands: Commands,
        credentials: Credentials,
        guard: SignInGuard,
        issuer: TokenIssuer,
    ) -> None:
        self._log = log
        self._commands = commands
        self._credentials = credentials
        self._guard = guard
        self._issuer = issuer
        self._turns: WeakValueDictionary[bytes, asyncio.Lock] = WeakValueDictionary()

    async def sign_in(self, command: Command, name: str, password: str, address: str) -> SignedIn:
        """Check a name and password, or refuse; both leave an audit entry first."""
        signed_in = await self.verified(command, name, password, address)
        await self._commands.note(replace(command, actor=signed_in.actor), object_=signed_in.actor.subject)
        return signed_in

    async def verified(self, command: Command, name: str, password: str, address: str) -> SignedIn:
        """Check a name and password; a refusal is counted and leaves an audit entry."""
        digest, place = self._credentials.digest(name), self._credentials.digest(f"address {address}")
        turn = self._turns.setdefault(digest, asyncio.Lock())
        async with turn:
            counted = await self._counted(command, digest, place)
            credential = await self._credentials.named(name)
            fits = await self._credentials.matches(credential, password)
            actor = await self.actor_of(credential.account) if credential and fits else None
            if credential is None or actor is None:
                await self._refuse(command, credential, counted, place)
            await self._guard.forget(digest)
        return SignedIn(actor, self._credentials.has_to_change(credential))

    async def actor_of(self, account: UUID) -> Actor | None:
        """Give the actor of an account, if it may act."""
        return (await self._log.load(Account, account)).actor()

    def tokens(self, signed_in: SignedIn, audiences: Iterable[str] | None = None) -> Tokens:
        """Issue one token per service; before a due change of password only for identity."""
        wanted = ("identity",) if signed_in.must_change else tuple(audiences or rules.SERVICES)
        issued = {service: self._issuer.issue(signed_in.actor, service) for service in dict.fromkeys(wanted)}
        return Tokens(signed_in.actor, issued, LIFETIME_SECONDS, signed_in.must_change)

    async def _counted(self, command: Command, digest: bytes, place: bytes) -> Counted:
        try:
            await self._guard.check(place)
            return await self._guard.count(digest, rules.FAILURES_OF_A_NAME)
        except SignInLockedError as locked:
            await self._commands.note(command, outcome=AuditOutcome.REFUSED, reason=locked.slug)
            raise

    async def _refuse(
        self, command: Command, credential: Credential | None, counted: Counted, place: bytes
    ) -> NoReturn:
        refusal = WrongCredentialsError("Name or password is wrong.")
        with suppress(SignInLockedError):
            await self._guard.count(place, rules.FAILURES_OF_AN_ADDRESS)
        if credential is not None and counted.locked_until is not None:
            await self._lock(command, credential.account, counted)
        await self._commands.reject(command, refusal, str(credential.account) if credential else None)

    async def _lock(self, command: Command, account: UUID, counted: Counted) -> None:
        """Record the lock as the suite's own act; the guard has locked already, whatever comes of it."""
        until = counted.locked_until
        if until is None:
            return

        def decide(found: Account) -> Outcome:
            found.lock(until=until, failures=counted.attempts, at=command.at)
            return Outcome([found])

        locking = replace(command, actor=SYSTEM, action="identity.lock_account", idempotency_key=None)
        with suppress(Refusal):
            await self._commands.change(locking, Account, account, decide)
