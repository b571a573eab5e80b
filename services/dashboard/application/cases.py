"""A case page's content, asked from the service that owns the case (案件页).

The shapes are what every service answers for its cases; fields that a service adds are kept, fields that it
leaves out have empty defaults.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from services.dashboard.application.explanation import Explanation, explanation_of
from services.dashboard.application.services import Reply, Services, asked
from services.dashboard.application.shown import Shown


class Choice(Shown):
    """One option of a field."""

    value: str
    label_zh: str
    label_en: str = ""


class Field(Shown):
    """One field of an action's form.

    ``type`` is text, textarea, select, date, number, checkbox, people (several of the options), views (who
    said what) or responsible (who answers, in which form; ``forms`` are the codes to choose from).
    """

    name: str
    type: str = "text"
    label_zh: str
    label_en: str = ""
    hint_zh: str = ""
    hint_en: str = ""
    required: bool = False
    multiple: bool = False
    options: Sequence[Choice] = ()
    forms: Sequence[Choice] = ()


class AllowedAction(Shown):
    """A step of the procedure: open to the person, or closed and why (可办事项)."""

    action: str
    label_zh: str
    label_en: str = ""
    method: str = "POST"
    path: str
    open: bool
    reason_zh: str | None = None
    reason_en: str | None = None
    basis: str | None = None
    fields: Sequence[Field] = ()


class DueShown(Shown):
    """The due object of the suite's API (期限)."""

    due_on: date | None = None
    breach_after: date | None = None
    unit: str = ""
    started_on: date | None = None
    basis: str = ""
    calendar_edition: str = ""
    provisional: bool = False
    remaining_working_days: int | None = None
    light: str = "none"
    suspended: bool = False
    remaining: Mapping[str, Any] | None = None


class Told(Shown):
    """Whom the due date was told, and as which day (已告知的届满日)."""

    party: str = ""
    due_on: date


class Held(Shown):
    """A shorter date that waits for a new notice (待另行通知的届满日)."""

    due_on: date


class ClockShown(Shown):
    """One clock of a case."""

    name: str
    rule_key: str = ""
    label_zh: str = ""
    label_en: str = ""
    state: str = "running"
    internal: bool = False
    due: DueShown | None = None
    told: Sequence[Told] = ()
    held: Held | None = None


class Detail(Shown):
    """One point of what a step decided: words, or the code of a body, or the id of a person (要点)."""

    label_zh: str
    label_en: str = ""
    zh: str = ""
    en: str = ""
    agency: str | None = None
    person: str | None = None


class TimelineEntry(Shown):
    """What happened, who did it and on which article (经过)."""

    at: str
    on: date | None = None
    type: str = ""
    label_zh: str
    label_en: str = ""
    role: str = ""
    agency: str | None = None
    person: str | None = None
    basis: str | None = None
    details: Sequence[Detail] = ()
    texts: Mapping[str, str] = {}


class MaterialShown(Shown):
    """One attachment of the file (材料)."""

    attachment_id: str = ""
    media_type: str = ""
    size: int = 0
    added_on: date | None = None


class EarlierCase(Shown):
    """An earlier case of the same complainant (以往投诉)."""

    id: UUID
    number: str


class CasePage(Shown):
    """Everything that the owning service lets this person see of a case."""

    id: UUID
    number: str
    procedure: str
    stage: str
    stage_label: str = ""
    stage_label_en: str = ""
    version: int
    agency: str | None = None
    handler: str | None = None
    summary: str | None = None
    ground: str = ""
    received_on: date | None = None
    channel: str = ""
    finding: str | None = None
    regulation: str = ""
    request: str | None = None
    facts: str | None = None
    complainant: Mapping[str, str] | None = None
    investigators: Sequence[str] = ()
    earlier: Sequence[EarlierCase] | None = None
    clocks: Sequence[ClockShown] = ()
    timeline: Sequence[TimelineEntry] = ()
    allowed_actions: Sequence[AllowedAction] = ()
    documents: Sequence[MaterialShown] = ()

    def action(self, path: str) -> AllowedAction | None:
        """Give the action under a path, open or closed; two orders may have the same action."""
        return next((each for each in self.allowed_actions if each.path == path), None)

    def label_of(self, name: str) -> AllowedAction | None:
        """Give any action of a name, for what it is called."""
        return next((each for each in self.allowed_actions if each.action == name), None)


@dataclass(frozen=True, slots=True)
class Act:
    """A person's decision to take one step, as the page's form hands it over."""

    fields: Mapping[str, Any]
    idempotency_key: str
    version: int


class Cases:
    """The cases of one service, as one person may see them."""

    def __init__(self, services: Services, prefix: str, service: str) -> None:
        """``prefix`` is the path under ``/api/v1/``; ``service`` is whose tokens open it."""
        self.service = service
        self._services = services
        self._base = f"/api/v1/{prefix}"

    async def page(self, case_id: UUID, token: str) -> CasePage:
        """Read a case with everything that may be done to it now."""
        reply = await self._services.get(f"{self._base}/{case_id}", token=token)
        version = {} if reply.version is None else {"version": reply.version}
        return CasePage.model_validate({**reply.body, **version})

    async def explanation(
        self, case_id: UUID, clock: str, token: str, as_of: date | None = None
    ) -> Explanation:
        """Walk the days of one clock; ``as_of`` asks for what was known on an earlier day."""
        path = f"{self._base}/{case_id}/clocks/{quote(clock, safe=':')}/explanation"
        reply = await self._services.get(asked(path, as_of=as_of), token=token)
        return explanation_of(reply.body)

    async def file(self, case_id: UUID, file_id: UUID, token: str) -> httpx.Response:
        """Open one file of the case as a stream."""
        return await self._services.download(f"{self._base}/{case_id}/attachments/{file_id}", token=token)

    async def act(self, action: AllowedAction, act: Act, token: str) -> Reply:
        """Take a step; the path is the one that the owning service named, never one that a browser sent."""
        return await self._services.act(
            action.method,
            action.path,
            act.fields,
            token=token,
            idempotency_key=act.idempotency_key,
            version=act.version,
        )

    async def reveal(self, case_id: UUID, reason: str, idempotency_key: str, token: str) -> Mapping[str, Any]:
        """Open the complainant's identity; the service records the reason before it answers (揭示)."""
        reply = await self._services.act(
            "POST",
            f"{self._base}/{case_id}/reveal",
            {"reason": reason},
            token=token,
            idempotency_key=idempotency_key,
        )
        identity: Mapping[str, Any] = reply.body
        return identity
