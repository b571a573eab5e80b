"""A case page's content, asked from the service that owns the case (案件页).

The shapes are what every service answers for its cases; fields that a service adds are kept, fields that it
leaves out have empty defaults.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.dashboard.application.services import Reply, Services


class Shown(BaseModel):
    """Anything that a page shows of a service's answer."""

    model_config = ConfigDict(extra="allow", frozen=True)


class Choice(Shown):
    """One option of a field."""

    value: str
    label_zh: str
    label_en: str = ""


class Field(Shown):
    """One field of an action's form; ``type`` is text, textarea, select, date, number, checkbox or people."""

    name: str
    type: str = "text"
    label_zh: str
    label_en: str = ""
    hint_zh: str = ""
    hint_en: str = ""
    required: bool = False
    multiple: bool = False
    options: Sequence[Choice] = ()


class AllowedAction(Shown):
    """A step of the procedure: open to the person, or closed and why (可办事项)."""

    action: str
    label_zh: str
    label_en: str = ""
    method: str = "POST"
    path: str
    open: bool
    reason_zh: str = ""
    reason_en: str = ""
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


class ClockShown(Shown):
    """One clock of a case."""

    name: str
    rule_key: str = ""
    label_zh: str = ""
    label_en: str = ""
    state: str = "running"
    due: DueShown | None = None


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
    text_refs: Sequence[Any] = ()


class DocumentShown(Shown):
    """One paper of the file (文书或材料)."""

    id: str = ""
    label_zh: str = ""
    label_en: str = ""
    number: str | None = None
    on: date | None = None
    path: str | None = None


class CasePage(Shown):
    """Everything that the owning service lets this person see of a case."""

    id: UUID
    number: str
    procedure: str
    stage: str
    stage_label: str | None = None
    stage_label_en: str | None = None
    version: int
    agency: str | None = None
    summary: str | None = None
    ground: Any = None
    received_on: date | None = None
    channel: str | None = None
    complainant: Mapping[str, Any] | None = None
    clocks: Sequence[ClockShown] = ()
    timeline: Sequence[TimelineEntry] = ()
    allowed_actions: Sequence[AllowedAction] = ()
    documents: Sequence[DocumentShown] = ()

    def action(self, name: str) -> AllowedAction | None:
        """Give one of the actions, open or closed."""
        return next((each for each in self.allowed_actions if each.action == name), None)


class ExplainedDay(Shown):
    """One day of a period: whether it counts, and why (逐日说明)."""

    day: date
    counted: bool
    why_zh: str
    why_en: str = ""
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """A person's decision to take one step, as the page's form hands it over."""

    fields: Mapping[str, Any]
    idempotency_key: str
    version: int


class Cases:
    """The cases of one service, as one person may see them."""

    def __init__(self, services: Services, prefix: str) -> None:
        """``prefix`` is the service's path under ``/api/v1/``, such as ``complaints``."""
        self._services = services
        self._base = f"/api/v1/{prefix}"

    async def page(self, case_id: UUID, token: str) -> CasePage:
        """Read a case with everything that may be done to it now."""
        reply = await self._services.get(f"{self._base}/{case_id}", token=token)
        version = {} if reply.version is None else {"version": reply.version}
        return CasePage.model_validate({**reply.body, **version})

    async def explanation(self, case_id: UUID, clock: str, token: str) -> list[ExplainedDay]:
        """Walk the days of one clock."""
        reply = await self._services.get(f"{self._base}/{case_id}/clocks/{clock}/explanation", token=token)
        days = reply.body.get("days", ()) if isinstance(reply.body, Mapping) else reply.body
        return [ExplainedDay.model_validate(day) for day in days]

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
