"""From the log to the wire: recorded events become a chain of sealed contracts (公开事件链)."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from shared.contracts.base import ANY_SERVICE, Contract
from shared.contracts.envelope import Outgoing, ordinal_of, seal
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import Recorded

Publish = Callable[[Recorded], Sequence[Contract]]
"""A service's publisher: which contracts a recorded event yields; pure, the same answer every time."""


class WrongPublisherError(ValueError):
    """A service tried to publish another service's contract."""


def outgoing(
    service: str, publish: Publish, recorded: Iterable[Recorded], *, after: int
) -> Iterator[Outgoing]:
    """Seal what the events yield beyond ordinal ``after``, each naming the message before it."""
    previous = after
    for each in recorded:
        for index, contract in enumerate(publish(each)):
            ordinal = ordinal_of(each.position, index)
            if ordinal <= after:
                continue
            if contract.owner() not in (service, ANY_SERVICE):
                raise WrongPublisherError(f"{service} publishes {contract.name}")
            yield seal(
                contract,
                service=service,
                ordinal=ordinal,
                previous=previous,
                subject=str(each.event.originator_id),
                at=each.event.timestamp,
                metadata=each.metadata,
            )
            previous = ordinal


async def history(
    log: EventLog, publish: Publish, *, after: int, limit: int, positions: int = 500
) -> list[Outgoing]:
    """Up to ``limit`` public messages beyond ordinal ``after``, straight from the log (feeds, gap repair)."""
    found: list[Outgoing] = []
    read_after = max(after // 100 - 1, 0)
    while len(found) < limit and (recorded := await log.read(read_after, positions)):
        previous = found[-1].ordinal if found else after
        found.extend(outgoing(log.service, publish, recorded, after=previous))
        read_after = recorded[-1].position
    return found[:limit]
