"""What a follower does with a message: rows, and commands to its own cases (消息的效果)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from eventsourcing.domain import Aggregate

from shared.audit.entry import AuditOutcome
from shared.clock.suite import date_of
from shared.contracts.base import Contract
from shared.contracts.envelope import Envelope
from shared.eventlog.command import Command, Statement
from shared.eventlog.context import entry_for, metadata_for
from shared.eventlog.unit import Unit
from shared.identity.actor import SYSTEM


@dataclass(frozen=True, slots=True)
class Effects:
    """What commits together with the message's place.

    ``statements`` are rows of copies and read models; use statements that are constants of the module.
    ``aggregates`` are changed cases and need the ``command`` that changed them (see :func:`reaction`).
    """

    statements: Sequence[Statement] = ()
    aggregates: Sequence[Aggregate] = ()
    command: Command | None = None
    basis: str | None = None

    def __post_init__(self) -> None:
        """A changed case always has somebody who changed it."""
        if self.aggregates and self.command is None:
            raise TypeError("changed aggregates need the command that changed them")


NOTHING = Effects()

Handler = Callable[[Envelope], Effects | Awaitable[Effects]]
"""Pure handlers are batched. A handler that awaits sees everything before its message committed."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A service follows ``source``: ``handler`` gets the messages of ``contracts`` (all known ones if empty).

    A message that the handler refuses, or cannot read, is parked with its successors of the same subject.
    """

    source: str
    handler: Handler
    contracts: tuple[type[Contract], ...] = ()


def reaction(envelope: Envelope, action: str, *, at: datetime) -> Command:
    """The command that follows from a message: done by the suite itself, in the same conversation."""
    return Command(
        action=action,
        actor=SYSTEM,
        at=at,
        on=date_of(at),
        correlation_id=envelope.correlation_id or envelope.id,
        causation_id=envelope.id,
    )


def unit_of(effects: Effects, *, at: datetime, statements: Sequence[Statement]) -> Unit:
    """One message's effects as one job of the log's writer; ``statements`` run before the effects' own."""
    rows = (*statements, *effects.statements)
    if effects.command is None:
        return Unit(at=at, statements=rows)
    object_ = str(effects.aggregates[0].id) if effects.aggregates else None
    return Unit(
        at=effects.command.at,
        metadata=metadata_for(effects.command, effects.basis),
        aggregates=effects.aggregates,
        statements=rows,
        audit=entry_for(effects.command, AuditOutcome.ACCEPTED, object_, basis=effects.basis),
    )
