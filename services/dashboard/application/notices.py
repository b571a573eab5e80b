"""What other services said to a signed-in person, and marking it as read (站内提醒)."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict

from services.dashboard.application.services import ServiceProblemError, Services
from services.dashboard.application.sessions import SignedIn

COUNT_SECONDS = 1.0
"""Host time that a page waits for the number in its header; a slow service leaves it out."""


class Notice(BaseModel):
    """One notification, as the service tells it that keeps it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: UUID
    at: str
    kind: str
    case_id: UUID
    number: str | None = None
    procedure: str | None = None
    clock: str | None = None
    rung: str | None = None
    planned_on: date | None = None
    due_on: date | None = None
    late: bool = False
    basis: str | None = None
    read_at: str | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """How many notifications wait; beyond what is counted the number is not exact."""

    number: int
    exact: bool

    def __str__(self) -> str:
        """Write the number as pages show it."""
        return str(self.number) if self.exact else f"{self.number}+"


@dataclass(frozen=True, slots=True)
class Told:
    """A person's notifications, each with its service: unread first; and which services were silent."""

    notices: Sequence[tuple[str, Notice]]
    unread: Unread
    refusals: Mapping[str, ServiceProblemError]


class Notices:
    """The inboxes of the services that have cases; ``paths`` are their paths under ``/api/v1/``."""

    def __init__(self, services: Services, paths: Mapping[str, str]) -> None:
        self._services = services
        self._paths = paths

    async def told(self, person: SignedIn, *, limit: int = 100) -> Told:
        """Read the newest notifications of all services."""
        found = await asyncio.gather(*(self._tried(person, service, limit) for service in self._paths))
        bodies = [(service, body) for service, body, _ in found if body is not None]
        refusals = {service: refusal for service, _, refusal in found if refusal is not None}
        if not bodies:
            raise next(iter(refusals.values()))
        notices = [
            (service, Notice.model_validate(item)) for service, body in bodies for item in body["items"]
        ]
        notices.sort(key=lambda found: found[1].at, reverse=True)
        notices.sort(key=lambda found: found[1].read_at is not None)
        number = sum(int(body["unread"]) for _, body in bodies)
        exact = not refusals and all(body["exact"] for _, body in bodies)
        return Told(notices, Unread(number, exact), refusals)

    async def unread(self, person: SignedIn) -> Unread | None:
        """Count for a page's header; None where a service does not answer at once."""
        try:
            async with asyncio.timeout(COUNT_SECONDS):
                told = await self.told(person, limit=1)
        except (ServiceProblemError, TimeoutError):
            return None
        return None if told.refusals else told.unread

    async def mark_read(self, person: SignedIn, service: str, notice: UUID) -> None:
        """Mark one as read."""
        path = f"/api/v1/{self._paths[service]}/notifications/{notice}/read"
        token = person.token(service)
        await self._services.act("POST", path, None, token=token, idempotency_key=str(uuid4()))

    async def _tried(
        self, person: SignedIn, service: str, limit: int
    ) -> tuple[str, Mapping[str, Any] | None, ServiceProblemError | None]:
        try:
            return service, await self._read(person, service, limit), None
        except ServiceProblemError as refusal:
            return service, None, refusal

    async def _read(self, person: SignedIn, service: str, limit: int) -> Mapping[str, Any]:
        path = f"/api/v1/{self._paths[service]}/notifications?limit={limit}"
        body: Mapping[str, Any] = (await self._services.get(path, token=person.token(service))).body
        return body

    def __contains__(self, service: str) -> bool:
        """Say whether a service has an inbox here."""
        return service in self._paths
