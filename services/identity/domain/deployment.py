"""The deployment: what this installation is for, and its sandbox clock (部署).

The sandbox clock is an offset to host time; it only moves forward, and never exists in production.
"""

from datetime import datetime, timedelta
from math import ceil
from uuid import NAMESPACE_URL, UUID

from eventsourcing.domain import Aggregate

from services.identity.domain import event
from shared.clock.ids import derived_id
from shared.law.refusal import ForbiddenError, InvalidError
from shared.settings.service import DeploymentKind

NAMESPACE = derived_id(NAMESPACE_URL, "urn:jiandu:identity")
DEPLOYMENT_ID = derived_id(NAMESPACE, "deployment")
FARTHEST = timedelta(days=40 * 366)


class NoSandboxClockError(ForbiddenError):
    """Production runs on the host's time and nothing else (正式环境不得调整时钟)."""

    slug = "no-sandbox-clock"
    title = "正式环境不得调整时钟"


class ClockGoesBackError(InvalidError):
    """The sandbox clock only moves forward (演示时钟只能向前)."""

    slug = "clock-goes-back"
    title = "演示时钟只能向前拨"


class Deployment(Aggregate):
    """The one installation that this database belongs to."""

    TOPIC = "identity.deployment"

    class Event(event.Event):
        """Base of the deployment's events."""

    class Created(Event, event.Created):
        """The installation was made for one purpose, for ever (初始化)."""

        TOPIC = "identity.deployment.initialised.v1"
        kind: str

        def apply(self, deployment: "Deployment") -> None:
            """Record the kind."""
            deployment.kind = DeploymentKind(self.kind)

    class ClockMoved(Event):
        """The sandbox clock was moved; ``offset_seconds`` counts from host time (拨动演示时钟)."""

        TOPIC = "identity.deployment.clock_moved.v1"
        offset_seconds: int
        moved_to: datetime

        def apply(self, deployment: "Deployment") -> None:
            """Record the offset."""
            deployment.offset_seconds = self.offset_seconds
            deployment.clock_was_set = True

    def __init__(self) -> None:
        self.kind = DeploymentKind.PRODUCTION
        self.offset_seconds = 0
        self.clock_was_set = False

    @classmethod
    def initialise(cls, kind: DeploymentKind, *, at: datetime) -> "Deployment":
        """Begin the installation."""
        return cls._create(cls.Created, id=DEPLOYMENT_ID, timestamp=at, kind=kind.value)

    @staticmethod
    def id_of() -> UUID:
        """Give the id: there is one deployment per database."""
        return DEPLOYMENT_ID

    def begin_clock(self, to: datetime, *, host: datetime, at: datetime) -> None:
        """Set where the sandbox begins, also in the past; once, before anything else happens."""
        if self.clock_was_set:
            raise ClockGoesBackError("The sandbox has begun; its clock only moves forward.")
        self._move(to, host=host, at=at)

    def move_clock(self, to: datetime, *, host: datetime, at: datetime) -> None:
        """Move the sandbox clock forward to an instant; ``host`` is the host's instant now."""
        if to < host + timedelta(seconds=self.offset_seconds):
            raise ClockGoesBackError("The sandbox clock only moves forward.")
        self._move(to, host=host, at=at)

    def _move(self, to: datetime, *, host: datetime, at: datetime) -> None:
        if self.kind is DeploymentKind.PRODUCTION:
            raise NoSandboxClockError("Production has no sandbox clock.")
        if abs(to - host) > FARTHEST:
            raise InvalidError("The sandbox clock stays within forty years of today.", title="时间超出范围")
        offset = ceil((to - host).total_seconds())
        moved_to = host + timedelta(seconds=offset)
        self.trigger_event(self.ClockMoved, timestamp=at, offset_seconds=offset, moved_to=moved_to)
