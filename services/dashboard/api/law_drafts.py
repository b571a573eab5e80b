"""Drafts of regulation versions: uploaded or pasted, compared, published by a second person (法规草稿)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from services.dashboard.api import words
from services.dashboard.api.dates import written_day
from services.dashboard.api.decisions import PUBLICATION, WITHDRAWAL, decision_of
from services.dashboard.api.draft_forms import LONGEST, uploaded
from services.dashboard.api.entries import key_of, text_of
from services.dashboard.api.faults import Faults
from services.dashboard.api.guard import PageRoute, page_of, signed_in, workbench_of
from services.dashboard.api.page import Page
from services.dashboard.api.sources import near_faults, numbered
from services.dashboard.api.workbench import Workbench
from services.dashboard.application.drafts import LawDraft
from services.dashboard.application.services import ServiceProblemError
from services.dashboard.application.sessions import SignedIn
from services.dashboard.views.law_words import PARAMS, code_in_words, token_in_words

router = APIRouter(prefix="/law/drafts", route_class=PageRoute, include_in_schema=False)

Person = Annotated[SignedIn, signed_in("dashboard.law_drafts")]
Done = Annotated[str, Query(max_length=20)]

FIELDS = ("regulation", "in_force_from", "text")


@dataclass(frozen=True, slots=True)
class Written:
    """A form as it was written, kept when it comes back."""

    values: Mapping[str, str]
    key: str

    def __getitem__(self, name: str) -> str:
        """Give one field."""
        return self.values.get(name, "")


BLANK = Written({}, "")


async def _written(form: FormData) -> Written:
    values = {name: text_of(form, name)[:LONGEST] for name in FIELDS}
    values["text"] = await uploaded(form, "file") or values["text"]
    return Written(values, key_of(form))


@router.get("")
async def drafts(request: Request, person: Person) -> Response:
    """List the drafts, and offer to enter one."""
    bench, page = workbench_of(request), await page_of(request)
    return await _listed(bench, page, person, BLANK)


@router.post("")
async def enter(request: Request, person: Person) -> Response:
    """Enter a version, or show the form again with every fault beside its line."""
    bench, page = workbench_of(request), await page_of(request)
    written = await _written(await request.form())
    faults = _missing(page, bench, written)
    if faults:
        return await _listed(bench, page, person, written, faults=faults, status=422)
    try:
        draft = await _enter(bench, person, written)
    except ServiceProblemError as problem:
        return await _listed(bench, page, person, written, refusal=problem, status=problem.status)
    return RedirectResponse(f"/law/drafts/{draft}", 303)


async def _enter(bench: Workbench, person: SignedIn, written: Written) -> UUID:
    """Hand the text in; faults come back with its lines."""
    return await bench.law_drafts.enter(person, {name: written[name] for name in FIELDS}, written.key)


def _missing(page: Page, bench: Workbench, written: Written) -> Faults:
    faults = Faults()
    if written["regulation"] not in bench.law.names:
        faults["regulation"] = page.text("请选择法规。")
    if written_day(written["in_force_from"]) is None:
        faults["in_force_from"] = page.text("请填写施行日期。")
    if not written["text"]:
        faults["text"] = page.text("请粘贴或者选择一个 YAML 文件。")
    return faults


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
    found = [LawDraft.model_validate(each) for each in await bench.law_drafts.listed(person)]
    return page.html(
        "law/drafts.html",
        status,
        drafts=found,
        written=written,
        faults=faults or Faults(),
        refusal=refusal,
        source=near_faults(numbered(page, written["text"], refusal)),
        regulations=[(name, bench.regulation_name(page, name)) for name in bench.law.names],
        person_name=await bench.person_names(
            each for draft in found for each in (draft.entered_by, draft.published_by)
        ),
        **_words(bench, page),
    )


def _words(bench: Workbench, page: Page) -> dict[str, Any]:
    known = bench.law.vocabulary.words
    language = page.language
    return {
        "regulation_name": lambda name: bench.regulation_name(page, name),
        "state_name": lambda code: page.named(words.DRAFT_STATES, code),
        "severity_name": lambda code: page.named(words.SEVERITIES, code),
        "change_name": lambda code: page.named(words.CHANGES, code),
        "param_name": lambda code: code_in_words(code, PARAMS, language),
        "value_name": lambda value: "、".join(
            token_in_words(each, known, language) for each in (value or "—").split("|")
        ),
    }


@router.get("/{draft_id:uuid}")
async def draft(request: Request, person: Person, draft_id: UUID, done: Done = "") -> Response:
    """Show a draft: its faults, what it changes, and who may publish it."""
    return await _shown(request, person, draft_id, done=done)


@router.post("/{draft_id:uuid}/publication")
async def publish(request: Request, person: Person, draft_id: UUID) -> Response:
    """Publish a version as its second person."""
    return await _decided(request, person, draft_id, PUBLICATION)


@router.post("/{draft_id:uuid}/withdrawal")
async def withdraw(request: Request, person: Person, draft_id: UUID) -> Response:
    """Withdraw a draft."""
    return await _decided(request, person, draft_id, WITHDRAWAL)


async def _decided(request: Request, person: SignedIn, draft_id: UUID, act: str) -> Response:
    drafts, form = workbench_of(request).law_drafts, await request.form()
    try:
        await drafts.decide(person, draft_id, decision_of(form, act))
    except ServiceProblemError as problem:
        return await _shown(request, person, draft_id, refusal=problem)
    return RedirectResponse(f"/law/drafts/{draft_id}?done={act}", 303)


async def _shown(
    request: Request,
    person: SignedIn,
    draft_id: UUID,
    *,
    done: str = "",
    refusal: ServiceProblemError | None = None,
) -> Response:
    bench, page = workbench_of(request), await page_of(request)
    found = LawDraft.model_validate(await bench.law_drafts.read(person, draft_id))
    before = found.differences.against if found.differences else None
    return page.html(
        "law/draft.html",
        refusal.status if refusal else 200,
        draft=found,
        refusal=refusal,
        done=done,
        touched=await bench.docket.touched(person, before) if before else [],
        service_name=lambda code: page.named(words.SERVICES, code),
        address=f"/law/drafts/{draft_id}",
        person_name=await bench.person_names((found.entered_by, found.published_by)),
        **_words(bench, page),
    )
