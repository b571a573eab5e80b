"""Taking in messages: check the chain, decide the effects, commit them with the new place (收信)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from inspect import isawaitable, iscoroutine
from typing import Protocol

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.bus.effects import NOTHING, Effects, Subscription, unit_of
from shared.bus.places import is_moved_by_another, moved, parked, parked_subjects
from shared.bus.trouble import TROUBLE, PlaceLostError
from shared.contracts.base import Contract, contract_of
from shared.contracts.envelope import MalformedMessageError, message_id, place_of, unseal
from shared.eventlog.failures import LogConflictError
from shared.eventlog.grouping import grouped
from shared.eventlog.log import EventLog
from shared.eventlog.unit import Unit

ATTEMPTS = 5
"""A case that other commands keep changing at the same moment is decided on again this often."""

_LOG = structlog.get_logger(__name__)


class Message(Protocol):
    """A message from the stream or from history."""

    @property
    def subject(self) -> str:
        """The NATS subject, which names the contract."""

    @property
    def headers(self) -> dict[str, str] | None:
        """The envelope."""

    @property
    def data(self) -> bytes:
        """The contract's body."""


class GapError(RuntimeError):
    """Messages are missing before the one at ``index``; ``previous`` is the last of them."""

    def __init__(self, have: int, previous: int, index: int) -> None:
        super().__init__(f"{have}..{previous}")
        self.previous = previous
        self.index = index


class BehindParkedError(RuntimeError):
    """An earlier message of the same case is parked, so this one must wait behind it."""


class Intake:
    """A follower's own side: its place, its handler, its parked messages."""

    def __init__(
        self,
        log: EventLog,
        subscription: Subscription,
        *,
        engine: AsyncEngine,
        now: Callable[[], datetime],
    ) -> None:
        self.ordinal = 0
        self.handled = 0
        self.parked = 0
        self._log = log
        self._source = subscription.source
        self._handler = subscription.handler
        self._wanted = frozenset(subscription.contracts)
        self._engine = engine
        self._now = now
        self._kinds: dict[str, type[Contract] | None] = {}
        self._blocked: set[str] = set()
        self._pending: list[tuple[Message, int, str, Effects]] = []
        self._seen = 0

    async def find_place(self) -> None:
        """Read from the database where the follower stands."""
        self._pending.clear()
        self.ordinal = self._seen = await self._log.tracked(self._source)
        self._blocked = await parked_subjects(self._engine, self._source)

    async def take(self, messages: Sequence[Message]) -> None:
        """Deal with messages in order; raises GapError after dealing with those before the gap."""
        for index, message in enumerate(messages):
            try:
                ordinal, previous = place_of(message.headers)
            except MalformedMessageError as error:
                _LOG.error("message without a place", source=self._source, error=str(error))
                continue
            if ordinal <= self._seen:
                continue
            if previous > self._seen:
                have = self._seen
                await self._flush()
                raise GapError(have, previous, index)
            await self._consider(message, ordinal)
            self._seen = ordinal
        await self._flush()

    async def _consider(self, message: Message, ordinal: int) -> None:
        kind = self._kind(message.subject)
        subject = (message.headers or {}).get("ce-subject", "")
        if kind is None:
            self._pending.append((message, ordinal, subject, NOTHING))
        elif subject in self._blocked and await self._is_still_blocked(subject):
            await self._park(message, ordinal, subject, BehindParkedError(subject))
        else:
            await self._handle(kind, message, ordinal, subject)

    async def _handle(self, kind: type[Contract], message: Message, ordinal: int, subject: str) -> None:
        try:
            effects = self._handler(unseal(kind, message.headers or {}, message.data))
        except TROUBLE:
            raise
        except Exception as error:  # noqa: BLE001 - the message's own fault, whatever it is
            await self._park(message, ordinal, subject, error)
            return
        if isinstance(effects, Effects) and effects.command is None:
            self._pending.append((message, ordinal, subject, effects))
            return
        if iscoroutine(effects):
            effects.close()
        await self._handle_alone(kind, message, ordinal, subject)

    async def _handle_alone(self, kind: type[Contract], message: Message, ordinal: int, subject: str) -> None:
        """Decide with everything before the message committed, and commit it by itself."""
        await self._flush()
        for attempt in range(1, ATTEMPTS + 1):
            try:
                effects = self._handler(unseal(kind, message.headers or {}, message.data))
                settled = await effects if isawaitable(effects) else effects
                await self._commit([(message, ordinal, subject, settled)])
            except LogConflictError as error:
                if attempt == ATTEMPTS:
                    await self._park(message, ordinal, subject, error)
            except TROUBLE:
                raise
            except Exception as error:  # noqa: BLE001 - the message's own fault, whatever it is
                await self._park(message, ordinal, subject, error)
                return
            else:
                return

    async def _flush(self) -> None:
        """Commit what is pending as one; if that fails for a message's own fault, find it one by one."""
        pending, self._pending = self._pending, []
        if not pending:
            return
        try:
            await self._commit(pending)
        except TROUBLE:
            raise
        except Exception as error:  # noqa: BLE001 - some message's own fault
            if len(pending) == 1:
                message, ordinal, subject, _ = pending[0]
                await self._park(message, ordinal, subject, error)
                return
            for message, ordinal, subject, effects in pending:
                if subject in self._blocked:
                    await self._park(message, ordinal, subject, BehindParkedError(subject))
                    continue
                self._pending.append((message, ordinal, subject, effects))
                await self._flush()

    async def _commit(self, taken: Sequence[tuple[Message, int, str, Effects]]) -> None:
        last = taken[-1][1]
        place = moved(self._source, before=self.ordinal, last=last)
        if len(taken) == 1:
            unit = unit_of(taken[0][3], at=self._now(), statements=(place,))
        else:
            # Order is kept per case; equal statements of different cases become one.
            rows = grouped((subject, row) for _, _, subject, each in taken for row in each.statements)
            statements = [(statement, values) for statement, many in rows for values in many]
            unit = Unit(at=self._now(), statements=(place, *statements))
        await self._write(unit, last)
        self.handled += len(taken)

    async def _park(self, message: Message, ordinal: int, subject: str, error: Exception) -> None:
        """Keep the message for a person, together with the place: the chain goes on."""
        await self._flush()
        at = self._now()
        letter = parked(
            self._source,
            ordinal,
            subject=subject,
            headers={"Nats-Subject": message.subject, **(message.headers or {})},
            payload=message.data,
            reason=f"{type(error).__name__}: {error}",
            at=at,
        )
        place = moved(self._source, before=self.ordinal, last=ordinal)
        await self._write(Unit(at=at, statements=(place, letter)), ordinal)
        self._blocked.add(subject)
        self.parked += 1
        _LOG.error("message parked", id=message_id(self._source, ordinal), reason=type(error).__name__)

    async def _write(self, unit: Unit, last: int) -> None:
        try:
            await self._log.commit(unit)
        except Exception as error:
            if is_moved_by_another(error):
                raise PlaceLostError(self._source) from error
            raise
        self.ordinal = last

    async def _is_still_blocked(self, subject: str) -> bool:
        """A person may have resolved the parked messages meanwhile."""
        self._blocked = await parked_subjects(self._engine, self._source)
        return subject in self._blocked

    def _kind(self, subject: str) -> type[Contract] | None:
        if subject not in self._kinds:
            kind = contract_of(subject)
            self._kinds[subject] = kind if kind is not None and self._is_wanted(kind) else None
        return self._kinds[subject]

    def _is_wanted(self, kind: type[Contract]) -> bool:
        return not self._wanted or kind in self._wanted
