"""Whom a service follows: what it asked for, and the sandbox clock that everybody follows (订阅)."""

from collections.abc import Awaitable
from datetime import timedelta

from shared.bus.effects import Effects, Handler, Subscription
from shared.contracts.base import Contract
from shared.contracts.envelope import Envelope
from shared.contracts.identity import SandboxClockMoved
from shared.settings.tables import DeploymentTables, clock_moved
from shared.web.service import Parts, ServiceDefinition

CLOCK_OWNER = "identity"


def followed(definition: ServiceDefinition, parts: Parts) -> list[Subscription]:
    """The service's subscriptions, with the clock's added; the owner of the clock needs none for it."""
    wanted = list(parts.subscriptions)
    if definition.name == CLOCK_OWNER:
        return wanted
    others = [each for each in wanted if each.source != CLOCK_OWNER]
    own = [each for each in wanted if each.source == CLOCK_OWNER]
    return [*others, _with_clock(own[0] if own else None, definition.deployment)]


def _with_clock(own: Subscription | None, tables: DeploymentTables) -> Subscription:
    if own is None:
        return Subscription(CLOCK_OWNER, _clock_handler(tables, None), (SandboxClockMoved,))
    contracts: tuple[type[Contract], ...] = (*own.contracts, SandboxClockMoved) if own.contracts else ()
    return Subscription(CLOCK_OWNER, _clock_handler(tables, own.handler), contracts)


def _clock_handler(tables: DeploymentTables, otherwise: Handler | None) -> Handler:
    def handle(envelope: Envelope) -> Effects | Awaitable[Effects]:
        moved = envelope.contract
        if isinstance(moved, SandboxClockMoved):
            offset = timedelta(seconds=moved.offset_seconds)
            return Effects([clock_moved(tables, offset=offset, at=moved.moved_to)])
        return otherwise(envelope) if otherwise else Effects()

    return handle
