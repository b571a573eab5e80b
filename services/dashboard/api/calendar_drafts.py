"""Drafts of the calendar: entered by one person, looked at from all sides, published by another."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.dashboard.api import words
from services.dashboard.api.decisions import PUBLICATION, WITHDRAWAL, decision_of
from services.dashboard.api.docket import moved_words
from services.dashboard.api.draft_forms import DAYS, KINDS, Written, body_of, faults_of, written_of
from services.dashboard.api.faults import Faults
from services.dashboard.api.guard import PageRoute, page_of, signed_in, workbench_of
from services.dashboard.api.page import Page
from services.dashboard.api.sources import near_faults, numbered
from services.dashboard.api.workbench import Workbench
from services.dashboard.application.calendar import YearShown
from services.dashboard.application.drafts import ENTERED, CalendarDraft
from services.dashboard.application.services import ServiceProblemError
from services.dashboard.application.sessions import SignedIn

router = APIRouter(prefix="/calendar/drafts", route_class=PageRoute, include_in_schema=False)

Person = Annotated[SignedIn, signed_in("dashboard.calendar_drafts")]
Word = Annotated[str, Query(max_length=20)]


@router.get("")
async def drafts(request: Request, person: Person, kind: Word = "") -> Response:
    """List the drafts, and offer to enter one."""
    bench, page = workbench_of(request), await page_of(request)
    written = Written(kind if kind in KINDS else KINDS[0])
    return await _listed(bench, page, person, written)


@router.post("")
async def enter(request: Request, person: Person) -> Response:
    """Enter a draft, or show the form again with everything that is wrong."""
    bench, page = workbench_of(request), await page_of(request)
    written = await written_of(await request.form())
    faults = faults_of(page, written)
    if faults:
        return await _listed(bench, page, person, written, faults=faults, status=422)
    try:
        draft = await bench.calendar_drafts.enter(person, body_of(written), written.key)
    except ServiceProblemError as problem:
        return await _listed(bench, page, person, written, refusal=problem, status=problem.status)
    return RedirectResponse(f"/calendar/drafts/{draft}", 303)


async def _listed(
    bench: Workbench,
    page: Page,
    person: SignedIn,
    written: Written,
    *,
    faults: Faults | None = None,
    refusal: ServiceProblemError | None = None,
    status: int = 200,
) -> Response:
    found = [CalendarDraft.model_validate(each) for each in await bench.calendar_drafts.listed(person)]
    names = await bench.agency_names()
    return page.html(
        "calendar/drafts.html",
        status,
        drafts=found,
        written=written,
        faults=faults or Faults(),
        refusal=refusal,
        source=near_faults(numbered(page, written["notice"], refusal)),
        kinds=page.options(words.DRAFT_KINDS),
        rows=range(DAYS),
        agencies=sorted(names.items(), key=lambda named: named[1]),
        person_name=await bench.person_names(
            each for draft in found for each in (draft.entered_by, draft.published_by)
        ),
        **_words(page),
    )


def _words(page: Page) -> dict[str, Any]:
    return {
        "kind_name": lambda code: page.named(words.DRAFT_KINDS, code),
        "state_name": lambda code: page.named(words.DRAFT_STATES, code),
        "severity_name": lambda code: page.named(words.SEVERITIES, code),
    }


@router.get("/{draft_id:uuid}")
async def draft(request: Request, person: Person, draft_id: UUID, done: Word = "") -> Response:
    """Show a draft: what the checks found, what it changes, and who may publish it."""
    bench, page = workbench_of(request), await page_of(request)
    return await _shown(bench, page, person, draft_id, done=done)


@router.post("/{draft_id:uuid}/publication")
async def publish(request: Request, person: Person, draft_id: UUID) -> Response:
    """Publish a draft as its second person."""
    return await _decided(request, person, draft_id, PUBLICATION)


@router.post("/{draft_id:uuid}/withdrawal")
async def withdraw(request: Request, person: Person, draft_id: UUID) -> Response:
    """Withdraw a draft."""
    return await _decided(request, person, draft_id, WITHDRAWAL)


async def _decided(request: Request, person: SignedIn, draft_id: UUID, act: str) -> Response:
    bench, page, form = workbench_of(request), await page_of(request), await request.form()
    try:
        await bench.calendar_drafts.decide(person, draft_id, decision_of(form, act))
    except ServiceProblemError as problem:
        return await _shown(bench, page, person, draft_id, refusal=problem)
    return RedirectResponse(f"/calendar/drafts/{draft_id}?done={act}", 303)


async def _shown(
    bench: Workbench,
    page: Page,
    person: SignedIn,
    draft_id: UUID,
    *,
    done: str = "",
    refusal: ServiceProblemError | None = None,
) -> Response:
    found = CalendarDraft.model_validate(await bench.calendar_drafts.read(person, draft_id))
    names = await bench.agency_names()
    return page.html(
        "calendar/draft.html",
        refusal.status if refusal else 200,
        draft=found,
        years=await _years(bench, person, found),
        refusal=refusal,
        done=done,
        source=numbered(page, found.source_text or ""),
        address=f"/calendar/drafts/{draft_id}",
        agency_name=lambda code: names.get(code, code),
        person_name=await bench.person_names((found.entered_by, found.published_by)),
        **_words(page),
    )


async def _years(bench: Workbench, person: SignedIn, draft: CalendarDraft) -> list[YearShown]:
    """Give the years that a waiting draft touches, as they would be."""
    if draft.status != ENTERED:
        return []
    touched = sorted({change.day.year for change in draft.changes} | ({draft.year} if draft.year else set()))
    drafts = bench.calendar_drafts
    return await asyncio.gather(*(drafts.year(person, draft.id, year) for year in touched))


@router.get("/{draft_id:uuid}/effects")
async def effects(request: Request, person: Person, draft_id: UUID) -> Response:
    """Ask every service what a draft would move: a page of its own, or a part of the draft's page."""
    bench, page = workbench_of(request), await page_of(request)
    found = CalendarDraft.model_validate(await bench.calendar_drafts.read(person, draft_id))
    answers, names = await asyncio.gather(
        bench.docket.preview(person, found.publication), bench.agency_names()
    )
    is_part = bool(request.headers.get("hx-request"))
    return page.html(
        "parts/effects.html" if is_part else "calendar/effects.html",
        level=3 if is_part else 2,
        draft=found,
        answers=answers,
        address=f"/calendar/drafts/{draft_id}",
        agency_name=lambda code: names.get(code or "", code or "") or "—",
        **moved_words(page),
    )
