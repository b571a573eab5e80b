"""The deployment's settings: its kind, and the sandbox clock (部署设置)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from services.identity.application.policies import POLICIES
from services.identity.domain.deployment import DEPLOYMENT_ID, Deployment
from shared.eventlog.command import Answer, Command, Outcome
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.identity.policy import Deny
from shared.law.refusal import UnknownCaseError
from shared.settings.service import DeploymentKind
from shared.settings.tables import DeploymentTables, clock_moved


class Deployments:
    """What this installation is, and what time it is there. ``host`` gives the host's instant."""

    def __init__(
        self,
        log: EventLog,
        commands: Commands,
        kind: DeploymentKind,
        tables: DeploymentTables,
        host: Callable[[], datetime],
    ) -> None:
        self._log = log
        self._commands = commands
        self._kind = kind
        self._tables = tables
        self._host = host

    async def shown(self) -> dict[str, Any]:
        """Give the kind and the clock's offset, open to everybody."""
        deployment = await self._found()
        offset = deployment.offset_seconds if deployment else 0
        now = self._host() + timedelta(seconds=offset)
        return {"kind": self._kind.value, "offset_seconds": offset, "now": now.isoformat()}

    async def move_clock(
        self,
        command: Command,
        *,
        to: datetime | None = None,
        by: timedelta | None = None,
        begins: bool = False,
    ) -> Answer:
        """Move the sandbox clock forward: to an instant, or by a duration.

        ``begins`` sets where the sandbox begins, also in the past; once, before anything else happens.
        """
        decision = POLICIES.decide(command.action, command.actor)
        if isinstance(decision, Deny):
            await self._commands.reject(command, decision.refusal(), str(DEPLOYMENT_ID))

        def move(deployment: Deployment, host: datetime) -> None:
            standing = host + timedelta(seconds=deployment.offset_seconds)
            target = to or standing + (by or timedelta())
            decide = deployment.begin_clock if begins else deployment.move_clock
            decide(target, host=host, at=command.at)

        return await self._changed(command, move)

    async def _changed(self, command: Command, move: Callable[[Deployment, datetime], None]) -> Answer:
        async def build() -> Outcome:
            host = self._host()
            deployment = await self._found() or Deployment.initialise(self._kind, at=command.at)
            move(deployment, host)
            offset = timedelta(seconds=deployment.offset_seconds)
            body = {"offset_seconds": deployment.offset_seconds, "now": (host + offset).isoformat()}
            row = clock_moved(self._tables, offset=offset, at=command.at)
            return Outcome([deployment], [row], body)

        return await self._commands.create(command, build)

    async def _found(self) -> Deployment | None:
        try:
            return await self._log.load(Deployment, DEPLOYMENT_ID)
        except UnknownCaseError:
            return None
