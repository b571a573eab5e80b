"""What the dashboard does with other services' contracts: rows of the queue and of the directory (跟随)."""

from functools import partial

from services.dashboard.views.lights import yellow_on
from services.dashboard.views.projection import project
from shared.bus.effects import Effects, Handler
from shared.calendar.almanac import Almanac
from shared.contracts.envelope import Envelope
from shared.identity.directory import DirectoryProjection


def follow_cases(calendars: Almanac) -> Handler:
    """Follow a service's cases and clocks; yellow days are found with the newest calendar."""

    def follow(envelope: Envelope) -> Effects:
        return Effects(statements=project(envelope, partial(yellow_on, calendar=calendars.current())))

    return follow


def follow_directory(projection: DirectoryProjection) -> Handler:
    """Follow the registry's bodies and persons."""

    def follow(envelope: Envelope) -> Effects:
        return Effects(statements=list(projection.statements(envelope.contract)))

    return follow
