"""Drafts of the calendar and of the law: entered by one person, published by another (草稿与双人确认)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.dashboard.application.calendar import YearShown
from services.dashboard.application.services import Reply, Services
from services.dashboard.application.sessions import SignedIn
from services.dashboard.application.shown import Shown

SERVICE = "statutes"
CALENDAR = "/api/v1/calendar/drafts"
LAW = "/api/v1/law/drafts"

ENTERED = "entered"


class Finding(Shown):
    """Something that the checks found (核对结果)."""

    severity: str = "warning"
    code: str = ""
    zh: str = ""
    en: str = ""
    line: int | None = None
    at: str | None = None
    on: date | None = None


class DayChange(Shown):
    """One day that would become something else (日子的变化)."""

    day: date
    before: str | None = None
    after: str | None = None
    name: str | None = None
    rolls_before: bool = False
    rolls_after: bool = False

    @property
    def is_other_kind(self) -> bool:
        """Whether the day counts or rolls otherwise; else only its notice or its certainty changes."""
        return (self.before, self.rolls_before) != (self.after, self.rolls_after)


class Draft(Shown):
    """What every draft carries (草稿)."""

    id: UUID
    title: str = ""
    document: str | None = None
    status: str = ENTERED
    reason: str | None = None
    entered_by: str | None = None
    entered_at: str | None = None
    published_by: str | None = None
    published_on: date | None = None
    version: int = 1
    sha256: str = ""
    may_publish: bool = False
    why_not_zh: str | None = None
    why_not_en: str | None = None


class CalendarDraft(Draft):
    """A notice, an edition or a local closure that waits to be published.

    ``publication`` is what the services would be told, which each of them can hold its open periods against.
    """

    kind: str = "notice"
    year: int | None = None
    number: int | None = None
    content: Mapping[str, Any] = {}
    publication: Mapping[str, Any] = {}
    source_text: str | None = None
    findings: Sequence[Finding] = ()
    changes: Sequence[DayChange] = ()

    @property
    def moving(self) -> list[DayChange]:
        """The days that become another kind of day."""
        return [change for change in self.changes if change.is_other_kind]

    @property
    def staying(self) -> list[DayChange]:
        """The days that stay what they are and only become certain, or rest on another notice."""
        return [change for change in self.changes if not change.is_other_kind]


class Changed(Shown):
    """One value before and after (变动的值)."""

    name: str
    old: str | None = None
    new: str | None = None


class ArticleChange(Shown):
    """An article that comes, goes, or says something else (条文变动)."""

    label: str
    change: str


class RuleChange(Shown):
    """A rule that comes, goes, moves or has other parameters (规则变动)."""

    key: str
    change: str
    old_label: str | None = None
    new_label: str | None = None
    params: Sequence[Changed] = ()


class ItemChange(Shown):
    """An item of a catalogue that comes or goes (目录项目变动)."""

    catalogue: str
    code: str
    change: str


class Difference(Shown):
    """In what a version differs from the one before it (新旧对照)."""

    against: str | None = None
    head: Sequence[Changed] = ()
    articles: Sequence[ArticleChange] = ()
    rules: Sequence[RuleChange] = ()
    items: Sequence[ItemChange] = ()


class LawDraft(Draft):
    """A version of a regulation that waits to be published (法规草稿)."""

    regulation: str = ""
    in_force_from: date | None = None
    faults: Sequence[Finding] = ()
    warnings: Sequence[Finding] = ()
    differences: Difference | None = None

    @property
    def findings(self) -> list[Finding]:
        """Faults and warnings in the order of their weight."""
        wrong = [each.model_copy(update={"severity": "error"}) for each in self.faults]
        return wrong + [each.model_copy(update={"severity": "warning"}) for each in self.warnings]


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's decision on a draft; ``act`` is ``publication`` (确认并公布) or ``withdrawal`` (撤回)."""

    act: str
    fields: Mapping[str, Any]
    idempotency_key: str
    version: int


class Entered(Shown):
    """The answer to an entry: the new draft."""

    id: UUID


class Drafts:
    """The drafts of one kind, as one person may see and decide them."""

    def __init__(self, services: Services, path: str) -> None:
        self._services = services
        self._path = path

    async def listed(self, person: SignedIn) -> Sequence[Mapping[str, Any]]:
        """Read all drafts, the newest first."""
        found: Sequence[Mapping[str, Any]] = (await self._get(person, self._path)).body
        return found

    async def read(self, person: SignedIn, draft_id: UUID) -> Mapping[str, Any]:
        """Read one draft with what the checks found; its version is the one to decide on."""
        reply = await self._get(person, f"{self._path}/{draft_id}")
        version = {} if reply.version is None else {"version": reply.version}
        return {**reply.body, **version}

    async def year(self, person: SignedIn, draft_id: UUID, year: int) -> YearShown:
        """Read a year as it would be after publication."""
        reply = await self._get(person, f"{self._path}/{draft_id}/years/{year}")
        return YearShown.model_validate(reply.body)

    async def enter(self, person: SignedIn, body: Mapping[str, Any], idempotency_key: str) -> UUID:
        """Enter a draft; a faulty one is refused with all its faults."""
        token = person.token(SERVICE)
        reply = await self._services.act(
            "POST", self._path, body, token=token, idempotency_key=idempotency_key
        )
        return Entered.model_validate(reply.body).id

    async def decide(self, person: SignedIn, draft_id: UUID, decision: Decision) -> None:
        """Publish a draft as its second person, or take it back."""
        await self._services.act(
            "POST",
            f"{self._path}/{draft_id}/{decision.act}",
            decision.fields,
            token=person.token(SERVICE),
            idempotency_key=decision.idempotency_key,
            version=decision.version,
        )

    async def _get(self, person: SignedIn, path: str) -> Reply:
        return await self._services.get(path, token=person.token(SERVICE))
