"""What the service does when others tell it something: it keeps its directory copy (响应)."""

from services.dispute_coordination.views.tables import DIRECTORY
from shared.bus.effects import Effects
from shared.contracts.envelope import Envelope
from shared.identity.directory import DirectoryProjection

_PROJECTION = DirectoryProjection(DIRECTORY)


def follow_registry(envelope: Envelope) -> Effects:
    """Keep agencies, persons, posts, bindings and confirmed addresses as the registry tells them (目录)."""
    return Effects(statements=tuple(_PROJECTION.statements(envelope.contract)))
