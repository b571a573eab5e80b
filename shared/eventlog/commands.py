"""Carrying out a command: key, load, If-Match, decide, append (执行命令)."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from inspect import isawaitable
from typing import NoReturn, TypeVar
from uuid import UUID

from eventsourcing.domain import Aggregate

from shared.audit.entry import AuditEntry, AuditOutcome
from shared.eventlog.command import Answer, Command, Outcome
from shared.eventlog.context import entry_for, metadata_for
from shared.eventlog.failures import KeyTakenError, LogConflictError
from shared.eventlog.log import EventLog
from shared.eventlog.unit import StoredAnswer, Unit
from shared.identity.actor import Role
from shared.law.refusal import Refusal, ReusedKeyError, StaleVersionError, VersionConflictError

A = TypeVar("A", bound=Aggregate)

ANSWERS_KEPT = timedelta(days=7)
"""How long an idempotency key is known, in host time."""


class VersionRequiredError(Refusal):
    """A command to an existing case came without the version it was decided on (缺少版本)."""

    status = 428
    slug = "version-required"
    title = "请先打开案件再办理"


class Commands:
    """The one way in: every accepted and every refused command leaves its audit entry."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    async def create(self, command: Command, build: Callable[[], Outcome | Awaitable[Outcome]]) -> Answer:
        """Carry out a command that opens something new."""
        return await self._carry_out(command, None, build)

    async def change(
        self,
        command: Command,
        cls: type[A],
        case_id: UUID,
        decide: Callable[[A], Outcome | Awaitable[Outcome]],
        *,
        tries: int = 1,
    ) -> Answer:
        """Carry out a command on an existing case; people must name the version that they saw.

        A decision that also draws on something shared, such as a register of numbers, may lose the race for
        that: it is then made anew, up to so many ``tries``, on the same version of the case.
        """

        async def load_and_decide() -> Outcome:
            aggregate = await self._log.load(cls, case_id)
            _check_version(command, aggregate)
            outcome = await _settled(decide(aggregate))
            return outcome if outcome.aggregates else replace(outcome, aggregates=(aggregate,))

        return await self._carry_out(command, str(case_id), load_and_decide, tries)

    async def reject(self, command: Command, refusal: Refusal, object_: str | None = None) -> NoReturn:
        """Record a refusal that was made before loading (by a policy), then raise it."""
        await self._record(command, entry_for(command, AuditOutcome.REFUSED, object_, refusal=refusal))
        raise refusal

    async def note(
        self,
        command: Command,
        action: str | None = None,
        object_: str | None = None,
        *,
        outcome: AuditOutcome = AuditOutcome.ACCEPTED,
        basis: str | None = None,
        reason: str | None = None,
        note: str | None = None,
    ) -> None:
        """Record a sign-in, reveal, export or change of settings; returns after the commit."""
        entry = entry_for(command, outcome, object_, action=action, basis=basis, reason=reason, note=note)
        await self._record(command, entry)

    async def _carry_out(
        self,
        command: Command,
        object_: str | None,
        decide: Callable[[], Outcome | Awaitable[Outcome]],
        tries: int = 1,
    ) -> Answer:
        try:
            kept = await self._kept(command)
            if kept is not None and not _expired(kept, command):
                return _replayed(kept, command)
            return await self._commit_one_of(tries, command, object_, decide, expired=kept is not None)
        except Refusal as refusal:
            await self.reject(command, refusal, object_)

    async def _commit_one_of(
        self,
        tries: int,
        command: Command,
        object_: str | None,
        decide: Callable[[], Outcome | Awaitable[Outcome]],
        *,
        expired: bool,
    ) -> Answer:
        for _ in range(tries - 1):
            with suppress(VersionConflictError):
                return await self._commit(command, object_, await _settled(decide()), expired=expired)
        return await self._commit(command, object_, await _settled(decide()), expired=expired)

    async def _kept(self, command: Command) -> StoredAnswer | None:
        if command.idempotency_key is None:
            return None
        return await self._log.answer(command.actor.subject, command.idempotency_key)

    async def _commit(
        self, command: Command, object_: str | None, outcome: Outcome, *, expired: bool
    ) -> Answer:
        answer = Answer(outcome.status, outcome.body, _version(outcome))
        try:
            await self._log.commit(_unit(command, object_, outcome, answer, expired=expired))
        except (LogConflictError, KeyTakenError):
            # Equal commands that came at once collide in their events: the key decides before the conflict.
            kept = await self._kept(command)
            if kept is None or _expired(kept, command):
                raise VersionConflictError from None
            return _replayed(kept, command)
        return answer

    async def _record(self, command: Command, entry: AuditEntry) -> None:
        await self._log.commit(Unit(at=command.at, audit=entry))


async def _settled(outcome: Outcome | Awaitable[Outcome]) -> Outcome:
    return await outcome if isawaitable(outcome) else outcome


def _check_version(command: Command, aggregate: Aggregate) -> None:
    if command.expected_version is None:
        if command.actor.role is not Role.SYSTEM:
            raise VersionRequiredError
    elif command.expected_version != aggregate.version:
        raise StaleVersionError


def _expired(kept: StoredAnswer, command: Command) -> bool:
    return kept.answered_at <= command.key_at - ANSWERS_KEPT


def _replayed(kept: StoredAnswer, command: Command) -> Answer:
    """Return the answer that an earlier command with the same key was given."""
    if kept.fingerprint != _fingerprint(command):
        raise ReusedKeyError
    return kept.answer


def _version(outcome: Outcome) -> int | None:
    return outcome.aggregates[0].version if outcome.aggregates else None


def _fingerprint(command: Command) -> str:
    return f"{command.action}:{command.fingerprint or ''}"


def _unit(command: Command, object_: str | None, outcome: Outcome, answer: Answer, *, expired: bool) -> Unit:
    subject = object_ or (str(outcome.aggregates[0].id) if outcome.aggregates else None)
    return Unit(
        at=command.at,
        metadata=metadata_for(command, outcome.basis),
        aggregates=outcome.aggregates,
        statements=outcome.statements,
        answer=_stored(command, answer, expired=expired),
        audit=entry_for(command, AuditOutcome.ACCEPTED, subject, basis=outcome.basis),
    )


def _stored(command: Command, answer: Answer, *, expired: bool) -> StoredAnswer | None:
    if command.idempotency_key is None:
        return None
    subject, key = command.actor.subject, command.idempotency_key
    replaces_until = command.key_at - ANSWERS_KEPT if expired else None
    return StoredAnswer(subject, key, _fingerprint(command), answer, command.key_at, replaces_until)
