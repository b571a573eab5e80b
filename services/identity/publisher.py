"""Which events leave: the sandbox clock's; accounts are nobody else's business (对外发布)."""

from collections.abc import Sequence

from services.identity.domain.deployment import Deployment
from shared.contracts.base import Contract
from shared.contracts.identity import SandboxClockMoved
from shared.eventlog.recorded import Recorded


def publish(recorded: Recorded) -> Sequence[Contract]:
    """Give the contracts of one recorded event."""
    event = recorded.event
    if isinstance(event, Deployment.ClockMoved):
        return [SandboxClockMoved(offset_seconds=event.offset_seconds, moved_to=event.moved_to)]
    return []
