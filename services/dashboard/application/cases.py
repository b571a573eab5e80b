"""A case page's content, asked from the service that owns the case (案件页).

The shapes are what every service answers for its cases; fields that a service adds are kept, fields that it
leaves out have empty defaults.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

import httpx
from pydantic import AliasChoices, BeforeValidator
from pydantic import Field as Described

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

    ``type`` is text, textarea, select, date, datetime, number, checkbox, list (one item per line), people or
    agencies (several of the options), views (who said what) or responsible (who answers, in which form;
    ``forms`` are the codes to choose from). A dot in the name leads into an object of the body; ``value``
    stands in the form before anybody writes.
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
    value: Any = None


class AllowedAction(Shown):
    """A step of the procedure: open to the person, or closed and why (可办事项).

    ``key`` tells steps with the same path apart; ``fixed`` joins the body whatever a form says.
    """

    action: str
    key: str = ""
    label_zh: str
    label_en: str = ""
    method: str = "POST"
    path: str
    open: bool
    reason_zh: str | None = None
    reason_en: str | None = None
    basis: str | None = None
    fields: Sequence[Field] = ()
    fixed: Mapping[str, Any] = {}

    @property
    def name(self) -> str:
        """By what a form names the step."""
        return self.key or self.path


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


class Addressee(Shown):
    """One whom a letter addresses: the day of service, the day of the signature (受送达人)."""

    code: str = ""
    name: str
    served_on: date | None = None
    acknowledged_on: date | None = None
    tries: int = 0


class LetterLine(Shown):
    """One letter of a case: what it is, how far it is, on whom it was served (文书)."""

    id: UUID
    kind: str = ""
    title_zh: str
    title_en: str = ""
    about: str = ""
    state: str
    state_zh: str = ""
    state_en: str = ""
    number: str | None = None
    issued_on: date | None = None
    addressees: Sequence[Addressee] = ()

    @property
    def served(self) -> int:
        """How many were served."""
        return sum(each.served_on is not None for each in self.addressees)


def _as_due(told: Any) -> Any:
    """Take a bare day for a due object that says nothing else."""
    return {"due_on": told} if isinstance(told, str | date) else told


class Party(Shown):
    """A side of a dispute, whether it answered in time and how it carries the outcome out (争议各方)."""

    role: str = ""
    role_zh: str = ""
    role_en: str = ""
    agency: str | None = None
    answered_on: date | None = None
    late: bool = False
    due: Annotated[DueShown | None, BeforeValidator(_as_due)] = None
    execution: str | None = None


class Part(Shown):
    """One text of a request, or one thing that it lacks (申请内容)."""

    code: str = ""
    label_zh: str = ""
    label_en: str = ""
    text: str = ""


class Offer(Shown):
    """What the suite proposes; a person decides (系统提示事项)."""

    label_zh: str
    label_en: str = ""
    agency: str | None = None
    rung_zh: str | None = None
    rung_en: str | None = None


class Obligation(Shown):
    """What an agency must file, and by when (应办事项)."""

    clock: Annotated[str, Described(validation_alias=AliasChoices("clock", "name"))] = ""
    rule_key: str = ""
    label_zh: str = ""
    label_en: str = ""
    due: DueShown | None = None


class EarlierCase(Shown):
    """An earlier case of the same complainant (以往投诉)."""

    id: UUID
    number: str


def _as_parts(told: Any) -> Any:
    """Take one text for the whole matter."""
    if isinstance(told, str):
        return [{"label_zh": "争议事项", "label_en": "Matter in dispute", "text": told}]
    return told or ()


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
    letters: Sequence[LetterLine] | None = None
    parties: Sequence[Party] = ()
    matter: Annotated[Sequence[Part], BeforeValidator(_as_parts)] = ()
    obligations: Sequence[Obligation] = ()
    proposals: Sequence[Offer] | None = None
    missing: Sequence[Part] | None = None
    national_kind: str | None = None
    accepted_on: date | None = None
    earlier_case: UUID | None = None
    joined: Sequence[UUID] = ()
    joined_to: UUID | None = None

    def action(self, name: str) -> AllowedAction | None:
        """Give the step that a form names, open or closed; two orders may have the same action."""
        return step_named(self.allowed_actions, name)

    def label_of(self, name: str) -> AllowedAction | None:
        """Give any action of a name, for what it is called."""
        return next((each for each in self.allowed_actions if each.action == name), None)


def step_named(steps: Sequence[AllowedAction], name: str) -> AllowedAction | None:
    """Give the step that a form names; a step that is not on offer has no name."""
    return next((each for each in steps if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Act:
    """A person's decision to take one step, as the page's form hands it over."""

    fields: Mapping[str, Any]
    idempotency_key: str
    version: int


async def take_step(services: Services, step: AllowedAction, act: Act, token: str) -> Reply:
    """Take a step; the path is the one that the owning service named, never one that a browser sent."""
    return await services.act(
        step.method,
        step.path,
        act.fields,
        token=token,
        idempotency_key=act.idempotency_key,
        version=act.version,
    )


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
        """Take a step."""
        return await take_step(self._services, action, act, token)

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
