"""The docket of a service's recomputed clocks, its preview, and what people do about it (重算清单)."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal, Protocol
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field, StringConstraints
from sqlalchemy import MetaData, Row
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.calendar.almanac import Almanac
from shared.calendar.editions import EditionError
from shared.contracts.statutes import CalendarEditionPublished
from shared.deadlines.case import Case
from shared.deadlines.docket import Docket, Preview, docket_rows
from shared.deadlines.recomputing import NewNotice
from shared.deadlines.tables import DOCKET
from shared.eventlog.command import Command, Outcome
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.identity.actor import Actor, Role
from shared.identity.policy import NOT_FOR_YOU, Deny, only
from shared.law.refusal import InvalidError, Refusal
from shared.web.edge import answer, command, reader
from shared.web.paging import Listing, Paging, read_page

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=500)]


class TaskShown(BaseModel):
    """What a person has to do about a row, or did (待办)."""

    task: str
    settled_at: datetime | None
    settled_by: str | None
    outcome: str | None
    reason: str | None


class DocketItem(BaseModel):
    """One clock that a calendar edition moved; ``attention`` is its first open task (重算清单项)."""

    position: int
    at: datetime
    case_id: UUID
    number: str | None
    procedure: str | None
    agency: str | None
    clock: str
    rule_key: str
    owner: str
    edition_before: str
    edition_after: str
    due_before: date | None
    due_after: date | None
    breach_before: date | None
    breach_after: date | None
    provisional_before: bool
    provisional_after: bool
    effect: str
    told: list[str]
    basis: str | None
    version: int = Field(description="The case's present version, for If-Match.")
    attention: str | None
    tasks: list[TaskShown]


class RunShown(BaseModel):
    """How far the open clocks were held against a state of the calendar (重算进度)."""

    edition: str
    started_at: datetime
    finished_at: datetime | None
    examined: int
    changed: int


class ChangeForeseen(BaseModel):
    """One clock before and after (预计变化)."""

    case_id: UUID
    number: str | None
    procedure: str | None
    clock: str
    rule_key: str
    agency: str | None
    owner: str
    due_before: date | None
    due_after: date | None
    breach_before: date | None
    breach_after: date | None
    provisional_before: bool
    provisional_after: bool
    effect: str
    told: list[str]
    held: bool


class PreviewShown(BaseModel):
    """What an edition would change: counts over everything, and the first rows (重算预览)."""

    examined: int
    changed: int
    earlier: int
    later: int
    definite: int
    provisional: int
    held: int
    rows: list[ChangeForeseen]
    more: bool

    @classmethod
    def of(cls, seen: Preview, rows: Sequence[dict[str, Any]]) -> "PreviewShown":
        """From a preview, with the rows that the reader may see."""
        names = ("earlier", "later", "definite", "provisional", "held")
        counts = {name: seen.counts[name] for name in names}
        more = seen.changed > len(rows)
        shown = [ChangeForeseen.model_validate(row) for row in rows]
        return cls(examined=seen.examined, changed=seen.changed, rows=shown, more=more, **counts)


class TouchedShown(BaseModel):
    """Open cases whose running clocks rest on a version of a regulation (所涉未结案件)."""

    procedure: str | None
    cases: int


class PreviewAsked(BaseModel):
    """The edition as it would be published (拟发布的历法)."""

    publication: CalendarEditionPublished


class NoticeGiven(BaseModel):
    """How those who had been told a date were told the new one (重新告知)."""

    method: Annotated[str, Field(pattern=r"^[a-z_]{2,30}$", examples=["direct", "receipt_page"])]
    reason: Reason


class Reassessed(BaseModel):
    """What becomes of lateness that a new calendar undid (逾期重新认定)."""

    outcome: Literal["lifted", "upheld"]
    reason: Reason


class Service(Protocol):
    """What the docket needs of a service."""

    @property
    def log(self) -> EventLog:
        """Its log."""
        ...

    @property
    def commands(self) -> Commands:
        """The way in."""
        ...


def keeps_docket(metadata: MetaData) -> bool:
    """Whether a service's database holds clocks that a calendar can move."""
    return DOCKET.name in metadata.tables


def docket_router(
    service: str, prefix: str, engine: AsyncEngine, almanac: Almanac, parts: Service
) -> APIRouter:
    """The docket of one service at ``/api/v1/<prefix>/docket``; for the bureau alone."""
    router = APIRouter(prefix=f"/api/v1/{prefix}/docket", tags=["docket"])
    docket, read = Docket(engine), f"{service}.read_docket"

    @router.get("", summary="Clocks that a calendar edition moved")
    async def listing(
        actor: Annotated[Actor, reader(read)],
        page: Paging,
        edition: Annotated[str | None, Query(max_length=80)] = None,
        attention: Literal["open", "all", "none"] = "all",
    ) -> Listing[DocketItem]:
        """The latest first; ``attention`` narrows to what waits for a person (重算清单)."""
        _require_bureau(actor)
        async with engine.connect() as connection:
            wanted = docket_rows(actor.person, edition=edition, attention=attention)
            rows, about = await read_page(
                connection, wanted, page, order=(DOCKET.c.position,), descending=True
            )
        tasks = await docket.tasks([row.position for row in rows])
        cases = await _cases({row.case_id for row in rows})
        # Who was named or recused since the recomputation is hidden from by the case, not yet by the row.
        seen = [(row, case) for row in rows if not _hides(case := cases[row.case_id], actor)]
        items = [_item(row, tasks.get(row.position, []), case.version) for row, case in seen]
        return Listing[DocketItem](items=items, **about)

    async def _cases(ids: Collection[UUID]) -> Mapping[UUID, Case]:
        """The cases as they stand, looked up together."""
        loaded = await asyncio.gather(*(parts.log.load(Case, each) for each in ids))
        return {case.id: case for case in loaded}

    @router.get("/runs", summary="How far clocks were held against the calendar")
    async def runs(actor: Annotated[Actor, reader(read)]) -> list[RunShown]:
        """One row per state of the calendar, the newest first (重算进度)."""
        _require_bureau(actor)
        return [RunShown.model_validate(row, from_attributes=True) for row in await docket.runs()]

    @router.get("/touched", summary="Open cases under a version of a regulation")
    async def touched(
        actor: Annotated[Actor, reader(read)],
        regulation: Annotated[str, Query(max_length=120, examples=["wulong/complaints@2021-11-10"])],
    ) -> list[TouchedShown]:
        """How many cases have a running clock that rests on it, by procedure (所涉未结案件)."""
        _require_bureau(actor)
        rows = await docket.touched_by(regulation)
        return [TouchedShown.model_validate(row, from_attributes=True) for row in rows]

    @router.post("/preview", summary="What an edition would change")
    async def preview(asked: PreviewAsked, actor: Annotated[Actor, reader(read)]) -> PreviewShown:
        """Hold every open clock against an edition that is not published; nothing is recorded (重算预览)."""
        _require_bureau(actor)
        seen = await docket.preview(_with(almanac, asked.publication))
        cases = await _cases({row["case_id"] for row in seen.rows})
        return PreviewShown.of(seen, [row for row in seen.rows if not _hides(cases[row["case_id"]], actor)])

    @router.post("/{case_id}/{clock}/new-notice", summary="Record that the new date was told")
    async def new_notice(
        case_id: UUID,
        clock: str,
        given: NoticeGiven,
        asked: Annotated[Command, command(f"{service}.notify_new_date", on_case=True)],
    ) -> Response:
        """A date that was held back takes effect with the notice (重新告知届满日)."""
        notice = NewNotice(given.method, given.reason)

        def decide(case: Case) -> Outcome:
            _require_seen(case, asked.actor)
            calendar = almanac.current(case.summary().get("handler"))
            case.notify_new_date(clock, calendar, notice=notice, by=_who(asked.actor), at=asked.at)
            return _outcome(case, clock)

        return answer(await _changed(asked, case_id, decide, Role.BUREAU_CLERK, Role.BUREAU_HEAD))

    @router.post("/{case_id}/{clock}/reassessment", summary="Decide on lateness that was undone")
    async def reassessment(
        case_id: UUID,
        clock: str,
        decided: Reassessed,
        asked: Annotated[Command, command(f"{service}.reassess_breach", on_case=True)],
    ) -> Response:
        """Lateness that a new calendar undid is lifted or upheld by the head (逾期重新认定)."""

        def decide(case: Case) -> Outcome:
            _require_seen(case, asked.actor)
            outcome, reason = decided.outcome, decided.reason
            case.reassess_breach(clock, outcome=outcome, reason=reason, by=_who(asked.actor), at=asked.at)
            return _outcome(case, clock)

        return answer(await _changed(asked, case_id, decide, Role.BUREAU_HEAD))

    async def _changed(asked: Command, case_id: UUID, decide: Any, *roles: Role) -> Any:
        try:
            _require(asked.actor, *roles)
        except Refusal as refusal:
            await parts.commands.reject(asked, refusal, str(case_id))
        return await parts.commands.change(asked, Case, case_id, decide)

    return router


def _require_bureau(actor: Actor) -> None:
    _require(actor, Role.BUREAU_CLERK, Role.BUREAU_HEAD)


def _require(actor: Actor, *roles: Role) -> None:
    decision = only(actor, *roles)
    if isinstance(decision, Deny):
        raise decision.refusal()


def _hides(case: Case, actor: Actor) -> bool:
    return str(actor.person) in {str(each) for each in case.summary().get("hidden_from", ())}


def _require_seen(case: Case, actor: Actor) -> None:
    """Nobody acts on a case that is about oneself, or learns of it."""
    if _hides(case, actor):
        raise NOT_FOR_YOU.refusal()


def _with(almanac: Almanac, publication: CalendarEditionPublished) -> Almanac:
    try:
        return Almanac(almanac.book.with_edition(publication.content()))
    except (EditionError, ValueError) as error:
        raise InvalidError(str(error)) from None


def _item(row: Row[Any], tasks: Sequence[Row[Any]], version: int) -> DocketItem:
    shown = [TaskShown.model_validate(task, from_attributes=True) for task in tasks]
    waiting = next((task.task for task in shown if task.settled_at is None), None)
    facts = {**row._mapping, "told": row.told.split(), "version": version}
    return DocketItem.model_validate({**facts, "tasks": shown, "attention": waiting})


def _outcome(case: Case, clock: str) -> Outcome:
    basis = getattr(case.pending_events[-1], "basis", None)
    body = {"id": str(case.id), "clock": clock, "version": case.version}
    return Outcome([case], body=body, basis=basis)


def _who(actor: Actor) -> str:
    return str(actor.person) if actor.person else actor.subject
