"""Periods that moved with the calendar, and what waits for a person there (期限变动)."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from services.dashboard.api import words
from services.dashboard.api.entries import key_of, text_of, version_of
from services.dashboard.api.guard import PageRoute, page_of, signed_in, workbench_of
from services.dashboard.api.page import Page
from services.dashboard.api.workbench import Workbench
from services.dashboard.application.docket import Listed, Moved, Run, Settlement
from services.dashboard.application.services import ServiceProblemError, asked
from services.dashboard.application.sessions import SignedIn
from shared.law.refusal import UnknownCaseError

router = APIRouter(prefix="/docket", route_class=PageRoute, include_in_schema=False)

Person = Annotated[SignedIn, signed_in("dashboard.docket")]
Short = Annotated[str, Query(max_length=200)]
Service = Annotated[str, Path(pattern=r"^[a-z_]{3,40}$")]
ClockName = Annotated[str, Path(pattern=r"^[\w.:-]{1,80}$")]

FILTERS = {"open": "待处理", "all": "全部", "none": "无须处理"}
NEW_NOTICE, REASSESSMENT = "new-notice", "reassessment"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The question of the page, as its address says it."""

    attention: str = "open"
    edition: str = ""
    service: str = ""
    cursor: str = ""

    def address(self, **other: str) -> str:
        """Give the address of the same question with something changed, from its top."""
        values = {"attention": self.attention, "edition": self.edition, "service": self.service}
        return asked("/docket", **{**values, **other})

    def query(self, service: str) -> dict[str, str]:
        """Give what a service is asked; a place in the list belongs to one service."""
        cursor = self.cursor if service == self.service else ""
        return {"attention": self.attention, "edition": self.edition, "cursor": cursor}


@dataclass(frozen=True, slots=True)
class Told:
    """What one service told of its docket, or why it did not."""

    service: str
    listed: Listed = field(default_factory=Listed)
    runs: Sequence[Run] = ()
    refusal: ServiceProblemError | None = None


def _wanted(
    attention: Short = "open", edition: Short = "", service: Short = "", cursor: Short = ""
) -> Wanted:
    """Read the question; what is not understood is not asked."""
    known = attention if attention in FILTERS else next(iter(FILTERS))
    return Wanted(known, edition, service, cursor)


@router.get("")
async def docket(
    request: Request, person: Person, wanted: Annotated[Wanted, Depends(_wanted)], done: Short = ""
) -> Response:
    """List what moved, by service: what waits for a person first."""
    return await _shown(request, person, wanted, done=done)


@router.post("/{service}/{case_id:uuid}/{clock}/new-notice")
async def new_notice(
    request: Request, person: Person, service: Service, case_id: UUID, clock: ClockName
) -> Response:
    """Record that the shorter date was told anew; from then on it binds (另行通知)."""
    form = await request.form()
    fields = {"method": text_of(form, "method"), "reason": text_of(form, "reason")}
    return await _settled(request, person, service, _settlement(form, case_id, clock, NEW_NOTICE, fields))


@router.post("/{service}/{case_id:uuid}/{clock}/reassessment")
async def reassessment(
    request: Request, person: Person, service: Service, case_id: UUID, clock: ClockName
) -> Response:
    """Decide what becomes of a recorded lateness that the new calendar undid (重新认定)."""
    form = await request.form()
    fields = {"outcome": text_of(form, "outcome"), "reason": text_of(form, "reason")}
    return await _settled(request, person, service, _settlement(form, case_id, clock, REASSESSMENT, fields))


def _settlement(form: FormData, case_id: UUID, clock: str, act: str, fields: Mapping[str, str]) -> Settlement:
    return Settlement(case_id, clock, act, fields, key_of(form), version_of(form))


async def _settled(request: Request, person: SignedIn, service: str, settlement: Settlement) -> Response:
    dockets = workbench_of(request).docket
    if service not in dockets:
        raise UnknownCaseError
    try:
        await dockets.settle(person, service, settlement)
    except ServiceProblemError as problem:
        return await _shown(request, person, Wanted(), refusal=problem)
    return RedirectResponse(f"/docket?done={settlement.act}", 303)


async def _shown(
    request: Request,
    person: SignedIn,
    wanted: Wanted,
    *,
    done: str = "",
    refusal: ServiceProblemError | None = None,
) -> Response:
    bench = workbench_of(request)
    services = [name for name in bench.docket.names if wanted.service in ("", name)]
    told = await asyncio.gather(*(_told(bench, person, wanted, name) for name in services))
    page, names = await page_of(request), await bench.agency_names()
    return page.html(
        "docket.html",
        refusal.status if refusal else 200,
        told=told,
        wanted=wanted,
        refusal=refusal,
        done=done,
        choices=page.options(FILTERS),
        methods=page.options(words.METHODS),
        outcome_name=lambda code: page.named(words.OUTCOMES, code),
        task_name=lambda code: page.named(words.TASKS, code),
        agency_name=lambda code: names.get(code or "", code or "") or "—",
        person_name=await bench.person_names(
            task.settled_by for each in told for line in each.listed.items for task in line.tasks
        ),
        **moved_words(page),
        party_name=lambda code: names.get(code) or page.named(words.PARTIES, code),
    )


async def _told(bench: Workbench, person: SignedIn, wanted: Wanted, service: str) -> Told:
    try:
        listed, runs = await asyncio.gather(
            bench.docket.listed(person, service, **wanted.query(service)), bench.docket.runs(person, service)
        )
    except ServiceProblemError as refusal:
        return Told(service, refusal=refusal)
    return Told(service, listed, runs)


def moved_words(page: Page) -> dict[str, Any]:
    """Give what a page needs to show moved periods."""
    return {
        "service_name": lambda code: page.named(words.SERVICES, code),
        "effect_name": lambda code: page.named(words.EFFECTS, code),
        "effect_sign": lambda code: words.EFFECT_SIGNS.get(code, "•"),
        "case_path": _case_path,
    }


def _case_path(service: str, row: Moved) -> str:
    return f"/{words.PAGES.get(row.procedure or '', service)}/{row.case_id}"
