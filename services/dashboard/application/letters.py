"""Letters of cases, asked from the services that keep them: page, inbox, register, kinds (文书)."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import httpx

from services.dashboard.application.cases import Act, AllowedAction, Field, LetterLine, step_named, take_step
from services.dashboard.application.notices import COUNT_SECONDS, Unread
from services.dashboard.application.services import ServiceProblemError, Services, asked
from services.dashboard.application.sessions import SignedIn
from services.dashboard.application.shown import Shown
from shared.law.refusal import UnknownCaseError

MOST = 200
"""As many letters as a service gives in one answer."""
SHOWN = 50
"""As many as a page shows at once of what is done."""
ACKNOWLEDGEMENT = "letter_acknowledgement"


class Block(Shown):
    """One piece of a letter's body: paragraph, table or lines for signing."""

    form: str
    text: str = ""
    level: int = 0
    rows: Sequence[Sequence[str]] = ()
    header: bool = False
    labels: Sequence[str] = ()


class Paper(Shown):
    """What a letter says, as plain text (公文内容)."""

    layout: str = "instrument"
    title: str = ""
    issuer: str = ""
    number: str = ""
    salutation: str = ""
    case_number: str = ""
    reason: str = ""
    blocks: Sequence[Block] = ()
    attachments: Sequence[str] = ()
    contact: str = ""
    signer: str = ""
    dated: date | None = None
    seal: str = ""
    approval: str = ""
    copies: Sequence[str] = ()
    draft: bool = False
    voided: bool = False

    @property
    def day(self) -> str:
        """The date as letters write it (成文日期)."""
        return f"{self.dated.year}年{self.dated.month}月{self.dated.day}日" if self.dated else ""


class Missing(Shown):
    """What has to be filled in before a letter can be read as it will stand (待填内容)."""

    title: str = ""
    detail: str = ""
    errors: Sequence[Mapping[str, Any]] = ()


class Try(Shown):
    """One attempt to serve a letter, and what it amounts to (送达经过)."""

    id: UUID
    addressee: str = ""
    method_zh: str = ""
    method_en: str = ""
    recorded_on: date | None = None
    recorded_by: str = ""
    served_on: date | None = None
    failed_zh: str | None = None
    failed_en: str | None = None
    norm: str = ""
    notes: Sequence[str] = ()
    texts: Mapping[str, str] = {}


class LetterPage(LetterLine):
    """One letter as its service lets this person see it."""

    case_id: UUID
    case_number: str = ""
    version: int = 0
    content: Paper | None = None
    missing: Missing | None = None
    approver: str = ""
    tries: Sequence[Try] = ()
    allowed_actions: Sequence[AllowedAction] = ()

    def action(self, name: str) -> AllowedAction | None:
        """Give the step that a form names."""
        return step_named(self.allowed_actions, name)


class Kind(Shown):
    """A kind of letter and what is written in it (文种)."""

    code: str
    title_zh: str
    title_en: str = ""
    numbered: bool = False
    approver: str = ""
    addressees: Sequence[str] = ()
    fields: Sequence[Field] = ()


class Arrived(Shown):
    """One letter in an agency's inbox (收文)."""

    letter_id: UUID
    case_id: UUID
    case_number: str = ""
    kind: str = ""
    title_zh: str = ""
    title_en: str = ""
    number: str | None = None
    issued_on: date | None = None
    method: str = ""
    served_on: date | None = None
    recorded_at: str = ""
    acknowledged_on: date | None = None


class Numbered(Shown):
    """One line of the register of letters (发文登记簿)."""

    letter_id: UUID
    case_id: UUID
    case_number: str = ""
    title_zh: str = ""
    title_en: str = ""
    number: str = ""
    issued_on: date | None = None
    state: str = ""
    pdf_sha256: str | None = None
    seal: str | None = None


@dataclass(frozen=True, slots=True)
class Which:
    """One letter: the path of its service, its case, its id."""

    path: str
    case_id: UUID
    letter_id: UUID

    @property
    def address(self) -> str:
        """Where its service has it."""
        return f"/api/v1/{self.path}/{self.case_id}/letters/{self.letter_id}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list goes on: a place belongs to the list of one service."""

    service: str = ""
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What one service told of a list, or why it did not."""

    service: str
    items: Sequence[Any] = ()
    count: int = 0
    exact: bool = True
    next_cursor: str | None = None
    refusal: ServiceProblemError | None = None


@dataclass(frozen=True, slots=True)
class Inbox:
    """The letters of an agency, each with its service's path, the newest first; and who told what."""

    unsigned_told: Sequence[Told]
    signed_told: Sequence[Told]

    @property
    def unsigned(self) -> list[tuple[str, Arrived]]:
        """What waits for a signature."""
        return _merged(self.unsigned_told)

    @property
    def signed(self) -> list[tuple[str, Arrived]]:
        """What was signed for."""
        return _merged(self.signed_told)

    @property
    def refusals(self) -> Mapping[str, ServiceProblemError]:
        """Which services did not tell, and why."""
        told = (*self.unsigned_told, *self.signed_told)
        return {each.service: each.refusal for each in told if each.refusal}


class Letters:
    """The letters of the services that keep letters; ``paths`` are their paths under ``/api/v1/``."""

    def __init__(self, services: Services, paths: Mapping[str, str]) -> None:
        """``paths`` gives each path with the service whose tokens open it."""
        self._services = services
        self._paths = paths

    def __contains__(self, path: str) -> bool:
        """Say whether a service keeps letters."""
        return path in self._paths

    @property
    def names(self) -> Sequence[str]:
        """The paths of the services that keep letters."""
        return tuple(self._paths)

    async def page(self, person: SignedIn, which: Which) -> LetterPage:
        """Read a letter with everything that may be done to it now."""
        reply = await self._services.get(which.address, token=self._token(person, which.path))
        version = {} if reply.version is None else {"version": reply.version}
        return LetterPage.model_validate({**reply.body, **version})

    async def act(self, person: SignedIn, path: str, step: AllowedAction, act: Act) -> None:
        """Take a step on a letter."""
        await take_step(self._services, step, act, self._token(person, path))

    async def draft(self, person: SignedIn, path: str, case_id: UUID, act: Act) -> UUID:
        """Draft a letter; answers its id (起草)."""
        reply = await self._services.act(
            "POST",
            f"/api/v1/{path}/{case_id}/letters",
            act.fields,
            token=self._token(person, path),
            idempotency_key=act.idempotency_key,
            version=act.version,
        )
        return UUID(str(reply.body["letter_id"]))

    async def document(self, person: SignedIn, which: Which, form: str) -> httpx.Response:
        """Open a letter's document as a stream."""
        address = asked(f"{which.address}/document", form=form)
        return await self._services.download(address, token=self._token(person, which.path))

    async def receipt(self, person: SignedIn, which: Which, delivery_id: UUID, form: str) -> httpx.Response:
        """Open the receipt of one attempt to serve as a stream (送达回证)."""
        address = asked(f"{which.address}/deliveries/{delivery_id}/receipt", form=form)
        return await self._services.download(address, token=self._token(person, which.path))

    async def kinds(self, person: SignedIn, path: str) -> list[Kind]:
        """Read the kinds of letters of a service (文种)."""
        reply = await self._services.get(f"/api/v1/{path}/letters/kinds", token=self._token(person, path))
        return [Kind.model_validate(each) for each in reply.body]

    async def inbox(self, person: SignedIn, place: Place) -> Inbox:
        """Read what arrived at a person's agency, from all services (收文)."""
        unsigned, signed = await asyncio.gather(
            self._lists(person, "inbox", Arrived, Place(), unsigned="true", limit=MOST),
            self._lists(person, "inbox", Arrived, place, unsigned="false", limit=SHOWN),
        )
        return Inbox(unsigned, signed)

    async def unsigned(self, person: SignedIn) -> Unread | None:
        """Count what waits for a signature, for a page's header; None where no answer comes at once."""
        try:
            async with asyncio.timeout(COUNT_SECONDS):
                told = await self._lists(person, "inbox", Arrived, Place(), unsigned="true", limit=1)
        except TimeoutError:
            return None
        if any(each.refusal for each in told):
            return None
        return Unread(sum(each.count for each in told), all(each.exact for each in told))

    async def acknowledge(self, person: SignedIn, which: Which, idempotency_key: str) -> None:
        """Sign for a letter as it stands now; who signed already is not asked again (签收)."""
        page = await self.page(person, which)
        step = next((each for each in page.allowed_actions if each.action == ACKNOWLEDGEMENT), None)
        if step is not None and step.open:
            await self.act(person, which.path, step, Act(dict(step.fixed), idempotency_key, page.version))

    async def register(self, person: SignedIn, place: Place) -> list[Told]:
        """Read the registers of all services, or that of one from a place on (发文登记簿)."""
        return await self._lists(person, "register", Numbered, place, limit=SHOWN)

    async def _lists(
        self, person: SignedIn, what: str, shape: type[Shown], place: Place, **query: Any
    ) -> list[Told]:
        names = [name for name in self._paths if place.service in ("", name)]
        asked_for = {**query, "cursor": place.cursor}
        return await asyncio.gather(
            *(
                self._told(person, name, asked(f"/api/v1/{name}/letters/{what}", **asked_for), shape)
                for name in names
            )
        )

    async def _told(self, person: SignedIn, path: str, address: str, shape: type[Shown]) -> Told:
        try:
            body = (await self._services.get(address, token=self._token(person, path))).body
        except ServiceProblemError as refusal:
            return Told(path, refusal=refusal)
        items = [shape.model_validate(each) for each in body["items"]]
        return Told(path, items, body.get("count", 0), body.get("exact", False), body.get("next_cursor"))

    def _token(self, person: SignedIn, path: str) -> str:
        if path not in self._paths:
            raise UnknownCaseError
        return person.token(self._paths[path])


def _merged(told: Sequence[Told]) -> list[tuple[str, Arrived]]:
    letters = [(each.service, letter) for each in told for letter in each.items]
    return sorted(letters, key=lambda found: found[1].recorded_at, reverse=True)
