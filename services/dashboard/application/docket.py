"""Periods that moved with the calendar: each case service's list, and what a person settles there (期限变动).

The services ask for what would move (预览) and tell what moved (变动清单); nothing is kept here.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.dashboard.application.notices import COUNT_SECONDS, Unread
from services.dashboard.application.services import Reply, ServiceProblemError, Services, asked
from services.dashboard.application.sessions import SignedIn
from services.dashboard.application.shown import Shown

OPEN = "open"


class Task(Shown):
    """What a person has to do about a changed period, or did (待办)."""

    task: str
    settled_at: str | None = None
    settled_by: str | None = None
    outcome: str | None = None
    reason: str | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether a person still has to do it."""
        return self.settled_at is None


class Moved(Shown):
    """One period before and after a change of the calendar (期限变动)."""

    case_id: UUID
    number: str | None = None
    procedure: str | None = None
    clock: str
    rule_key: str = ""
    agency: str | None = None
    owner: str = ""
    due_before: date | None = None
    due_after: date | None = None
    breach_before: date | None = None
    breach_after: date | None = None
    provisional_before: bool = False
    provisional_after: bool = False
    effect: str = ""
    told: Sequence[str] = ()
    held: bool = False


class Line(Moved):
    """One line of the docket; its ``tasks`` wait for a person, or did."""

    position: int = 0
    at: str = ""
    edition_before: str = ""
    edition_after: str = ""
    basis: str | None = None
    tasks: Sequence[Task] = ()
    version: int = 0

    @property
    def waiting(self) -> bool:
        """Whether a person still has something to do about it."""
        return any(task.is_waiting for task in self.tasks)


class Preview(Shown):
    """What a draft would move (变动预览)."""

    examined: int = 0
    changed: int = 0
    earlier: int = 0
    later: int = 0
    definite: int = 0
    provisional: int = 0
    held: int = 0
    rows: Sequence[Moved] = ()
    more: bool = False


class Run(Shown):
    """One recomputation of all open periods (重算)."""

    edition: str
    started_at: str
    finished_at: str | None = None
    examined: int = 0
    changed: int = 0


class Listed(Shown):
    """One page of a docket."""

    items: Sequence[Line] = ()
    next_cursor: str | None = None
    count: int = 0
    exact: bool = True


class Touched(Shown):
    """How many open cases of a procedure rest on a version of a regulation (所涉未结案件)."""

    procedure: str | None = None
    cases: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """What one service answered, or why it did not."""

    service: str
    preview: Preview | None = None
    refusal: ServiceProblemError | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """A person's decision on one changed period; ``act`` is ``new-notice`` or ``reassessment``."""

    case_id: UUID
    clock: str
    act: str
    fields: Mapping[str, Any]
    idempotency_key: str
    version: int


class Docket:
    """The dockets of the services that have cases; ``paths`` are their paths under ``/api/v1/``."""

    def __init__(self, services: Services, paths: Mapping[str, str]) -> None:
        self._services = services
        self._paths = paths

    def __contains__(self, service: str) -> bool:
        """Say whether a service has a docket here."""
        return service in self._paths

    @property
    def names(self) -> Sequence[str]:
        """The services that have cases."""
        return tuple(self._paths)

    async def preview(self, person: SignedIn, publication: Mapping[str, Any]) -> list[Answered]:
        """Ask every service what a publication would move; one that does not answer says so."""
        body = {"publication": dict(publication)}
        return await asyncio.gather(*(self._preview(person, service, body) for service in self._paths))

    async def touched(self, person: SignedIn, regulation: str) -> list[tuple[str, Sequence[Touched]]]:
        """Ask every service how many open cases rest on a version; one that does not answer is left out."""
        found = await asyncio.gather(*(self._touched(person, name, regulation) for name in self._paths))
        return [(service, told) for service, told in zip(self._paths, found, strict=True) if told]

    async def listed(self, person: SignedIn, service: str, **query: Any) -> Listed:
        """Read one page of a docket."""
        path = asked(self._path(service), **query)
        return Listed.model_validate((await self._get(person, service, path)).body)

    async def runs(self, person: SignedIn, service: str) -> list[Run]:
        """Read the recomputations of a service, newest first."""
        body = (await self._get(person, service, f"{self._path(service)}/runs")).body
        runs = [Run.model_validate(each) for each in body]
        return sorted(runs, key=lambda run: run.started_at, reverse=True)

    async def waiting(self, person: SignedIn) -> Unread | None:
        """Count what waits for a person, for a page's header; None where no answer comes at once."""
        try:
            async with asyncio.timeout(COUNT_SECONDS):
                pages = await asyncio.gather(
                    *(self.listed(person, service, attention=OPEN, limit=1) for service in self._paths)
                )
        except (ServiceProblemError, TimeoutError):
            return None
        return Unread(sum(page.count for page in pages), all(page.exact for page in pages))

    async def settle(self, person: SignedIn, service: str, settlement: Settlement) -> None:
        """Record a new notice, or a reassessment."""
        await self._services.act(
            "POST",
            f"{self._path(service)}/{settlement.case_id}/{settlement.clock}/{settlement.act}",
            settlement.fields,
            token=person.token(service),
            idempotency_key=settlement.idempotency_key,
            version=settlement.version,
        )

    async def _touched(self, person: SignedIn, service: str, regulation: str) -> list[Touched]:
        try:
            path = asked(f"{self._path(service)}/touched", regulation=regulation)
            body = (await self._get(person, service, path)).body
        except ServiceProblemError:
            return []
        return [Touched.model_validate(each) for each in body]

    async def _preview(self, person: SignedIn, service: str, body: Mapping[str, Any]) -> Answered:
        try:
            path, token = f"{self._path(service)}/preview", person.token(service)
            reply = await self._services.act("POST", path, body, token=token)
        except ServiceProblemError as refusal:
            return Answered(service, refusal=refusal)
        return Answered(service, Preview.model_validate(reply.body))

    async def _get(self, person: SignedIn, service: str, path: str) -> Reply:
        return await self._services.get(path, token=person.token(service))

    def _path(self, service: str) -> str:
        return f"/api/v1/{self._paths[service]}/docket"
