"""Whom a service follows: what it asked for, and what everybody follows (订阅).

Everybody follows the sandbox clock of the identity service, and the law and calendar of the statutes service.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from shared.bus.effects import Effects, Handler, Subscription
from shared.contracts.base import Contract
from shared.contracts.envelope import Envelope
from shared.contracts.identity import SandboxClockMoved
from shared.settings.copies import statute_copy
from shared.settings.tables import DeploymentTables, clock_moved
from shared.web.knowledge import CONTRACTS, keep
from shared.web.service import Parts, ServiceDefinition

CLOCK_OWNER = "identity"
LAW_OWNER = "statutes"

Keep = Callable[[Envelope], Effects]


def followed(definition: ServiceDefinition, parts: Parts) -> list[Subscription]:
    """The service's subscriptions with those of everybody; an owner needs none for its own."""
    wanted = {each.source: each for each in parts.subscriptions}
    keeping = partial(keep, statute_copy(definition.metadata))
    everybody: list[tuple[str, tuple[type[Contract], ...], Keep]] = [
        (CLOCK_OWNER, (SandboxClockMoved,), partial(_clock, definition.deployment)),
        (LAW_OWNER, CONTRACTS, keeping),
    ]
    for source, contracts, keep_it in everybody:
        if definition.name != source:
            wanted[source] = _with(wanted.get(source), source, contracts, keep_it)
    return list(wanted.values())


def _with(
    own: Subscription | None, source: str, contracts: tuple[type[Contract], ...], keep_it: Keep
) -> Subscription:
    """One subscription to a source for what the service wants and for what everybody keeps."""
    if own is None:
        return Subscription(source, keep_it, contracts)
    wanted = (*own.contracts, *contracts) if own.contracts else ()
    return Subscription(source, _first_kept(contracts, keep_it, own.handler), wanted)


def _first_kept(contracts: tuple[type[Contract], ...], keep_it: Keep, otherwise: Handler) -> Handler:
    def handle(envelope: Envelope) -> Effects | Awaitable[Effects]:
        return keep_it(envelope) if isinstance(envelope.contract, contracts) else otherwise(envelope)

    return handle


def _clock(tables: DeploymentTables, envelope: Envelope) -> Effects:
    moved = envelope.contract
    if not isinstance(moved, SandboxClockMoved):
        return Effects()
    offset = timedelta(seconds=moved.offset_seconds)
    return Effects([clock_moved(tables, offset=offset, at=moved.moved_to)])
