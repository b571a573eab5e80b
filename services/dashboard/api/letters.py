"""A letter's page: its paper, its service, what may be done with it now; and drafting one (文书页)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.dashboard.api import words
from services.dashboard.api.entries import (
    ROWS,
    Entered,
    body_of,
    entered,
    given,
    key_of,
    nested,
    text_of,
    version_of,
)
from services.dashboard.api.guard import PageRoute, page_of, signed_in, workbench_of
from services.dashboard.api.handing import handed_through
from services.dashboard.api.letter_words import LOOKS, course_of, proof_name
from services.dashboard.api.page import Page
from services.dashboard.api.workbench import Workbench
from services.dashboard.application.cases import Act, AllowedAction, CasePage, Field
from services.dashboard.application.drafting import drafting_fields
from services.dashboard.application.letters import Kind, LetterPage, Which
from services.dashboard.application.scope import may_draft
from services.dashboard.application.services import ServiceProblemError
from services.dashboard.application.sessions import SignedIn
from shared.law.refusal import ForbiddenError, OutOfOrderError, UnknownCaseError

router = APIRouter(route_class=PageRoute, include_in_schema=False)

Person = Annotated[SignedIn, signed_in("dashboard.letter")]
Service = Annotated[str, Path(pattern=r"^[a-z_]{3,40}$")]
Word = Annotated[str, Query(max_length=60)]
Form = Annotated[str, Query(pattern="^(pdf|docx)$")]


@dataclass(frozen=True, slots=True)
class Desk:
    """One person at the letters of one case."""

    bench: Workbench
    page: Page
    person: SignedIn
    service: str
    case_id: UUID

    @property
    def case_address(self) -> str:
        """Where the case's page is."""
        return f"/{self.service}/{self.case_id}"

    def which(self, letter_id: UUID) -> Which:
        """Give one of the case's letters."""
        return Which(self.service, self.case_id, letter_id)

    def address(self, letter_id: UUID) -> str:
        """Where a letter's page is."""
        return f"{self.case_address}/letters/{letter_id}"

    async def case(self) -> CasePage:
        """Read the case."""
        cases = self.bench.cases[self.service]
        return await cases.page(self.case_id, self.person.token(cases.service))


async def _desk(request: Request, service: Service, case_id: UUID, person: Person) -> Desk:
    bench = workbench_of(request)
    if service not in bench.letters:
        raise UnknownCaseError
    return Desk(bench, await page_of(request), person, service, case_id)


AtDesk = Annotated[Desk, Depends(_desk)]
CASE = "/{service}/{case_id:uuid}"
LETTER = CASE + "/letters/{letter_id:uuid}"


# -- one letter ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What came of a step, shown above the letter."""

    refusal: ServiceProblemError | None = None
    done: str = ""
    entered: Entered | None = None


@router.get(LETTER)
async def letter(desk: AtDesk, letter_id: UUID, done: Word = "", preview: Word = "") -> Response:
    """Show a letter as its service lets this person see it; the file itself only on demand."""
    found = await desk.bench.letters.page(desk.person, desk.which(letter_id))
    label = desk.page.word(words.LETTER_DONE.get(done, "本步骤")) if done else ""
    return await _shown(desk, found, Aftermath(done=label), previewing=preview == "pdf")


@router.post(f"{LETTER}/actions")
async def act(request: Request, desk: AtDesk, letter_id: UUID) -> Response:
    """Take one of the steps that the service offers this person now; the form only says which."""
    letters, which = desk.bench.letters, desk.which(letter_id)
    form, found = await request.form(), await letters.page(desk.person, which)
    step, key = found.action(text_of(form, "step")), key_of(form)
    if step is None or not step.open:
        return await _shown(desk, found, Aftermath(_closed(step)))
    try:
        taken = Act(body_of(form, step), key, version_of(form))
        await letters.act(desk.person, desk.service, step, taken)
    except ServiceProblemError as problem:
        # A refused request keeps its key only where the same request may be sent again.
        kept = Entered(step.name, key if problem.status >= 500 else str(uuid4()), entered(form, step.fields))
        found = await letters.page(desk.person, which)
        return await _shown(desk, found, Aftermath(problem, entered=kept))
    return RedirectResponse(f"{desk.address(letter_id)}?done={_done(step)}", 303)


@router.get(f"{LETTER}/document")
async def document(desk: AtDesk, letter_id: UUID, form: Form = "pdf") -> Response:
    """Hand the letter's file through, with the headers that keep it inert."""
    return handed_through(await desk.bench.letters.document(desk.person, desk.which(letter_id), form))


@router.get(f"{LETTER}/deliveries/{{delivery_id:uuid}}/receipt")
async def receipt(desk: AtDesk, letter_id: UUID, delivery_id: UUID, form: Form = "pdf") -> Response:
    """Hand the receipt of one attempt to serve through (送达回证)."""
    letters, which = desk.bench.letters, desk.which(letter_id)
    return handed_through(await letters.receipt(desk.person, which, delivery_id, form))


def _closed(step: AllowedAction | None) -> ServiceProblemError:
    refusal = OutOfOrderError()
    told = {"title": refusal.title, "detail": "This step is not open to you now.", "type": refusal.slug}
    if step is not None:
        told |= {"title": step.reason_zh or refusal.title, "detail": step.reason_en or ""}
        told |= {"basis": step.basis or ""}
    return ServiceProblemError(refusal.status, told)


def _done(step: AllowedAction) -> str:
    """Name a step that was taken; of two with one action the key tells which."""
    named = f"{step.action}.{step.key.rpartition('#')[2]}"
    return named if named in words.LETTER_DONE else step.action


async def _shown(desk: Desk, found: LetterPage, after: Aftermath, *, previewing: bool = False) -> Response:
    page = desk.page
    people = await desk.bench.person_names(each.recorded_by for each in found.tries)
    return page.html(
        "letter.html",
        after.refusal.status if after.refusal else 200,
        letter=found,
        steps=course_of(found, needs_signature=found.approver != "none"),
        address=desk.address(found.id),
        case_address=desk.case_address,
        refusal=after.refusal,
        done=after.done,
        entered=after.entered,
        previewing=previewing,
        given=given,
        rows=range(ROWS),
        recorder_name=people,
        proof_name=lambda code: proof_name(page, code),
        missing_said=lambda error: _missing_said(page, error),
        widest=lambda rows: max(map(len, rows), default=1),
        **LOOKS,
    )


def _missing_said(page: Page, error: Mapping[str, Any]) -> str:
    """Say what is missing by its Chinese name, or as the service says it."""
    said = str(error.get("label_zh") or error.get("message") or error.get("at") or "")
    return said if page.language == "zh" else str(error.get("message_en") or said)


# -- drafting ------------------------------------------------------------------------------------------


@router.get(f"{CASE}/letters/new")
async def new(desk: AtDesk, kind: Word = "") -> Response:
    """Offer the kinds of letters; with a kind, what may be written in it."""
    return await _drafting(desk, kind)


@router.post(f"{CASE}/letters/new")
async def draft(request: Request, desk: AtDesk, kind: Word = "") -> Response:
    """Draft a letter and go to its page (起草)."""
    form = await request.form()
    chosen = _kind(await desk.bench.letters.kinds(desk.person, desk.service), kind)
    if chosen is None:
        raise UnknownCaseError
    fields, key = await _fields(desk, chosen), key_of(form)
    try:
        taken = Act({**nested(form, fields), "kind": chosen.code}, key, version_of(form))
        letter_id = await desk.bench.letters.draft(desk.person, desk.service, desk.case_id, taken)
    except ServiceProblemError as problem:
        kept = Entered(chosen.code, key if problem.status >= 500 else str(uuid4()), entered(form, fields))
        return await _drafting(desk, kind, problem, kept)
    return RedirectResponse(f"{desk.address(letter_id)}?done=letter_draft", 303)


async def _drafting(
    desk: Desk, kind: str, refusal: ServiceProblemError | None = None, kept: Entered | None = None
) -> Response:
    case = await desk.case()
    if not may_draft(desk.person.actor, case.handler):
        raise ForbiddenError("only who handles the case drafts its letters")
    kinds = await desk.bench.letters.kinds(desk.person, desk.service)
    chosen = _kind(kinds, kind)
    return desk.page.html(
        "letter_draft.html",
        refusal.status if refusal else 200,
        case=case,
        case_address=desk.case_address,
        kinds=kinds,
        kind=chosen,
        fields=await _fields(desk, chosen) if chosen else [],
        approver=words.APPROVERS.get(chosen.approver, "") if chosen else "",
        refusal=refusal,
        entered=kept,
        rows=range(ROWS),
    )


def _kind(kinds: Sequence[Kind], code: str) -> Kind | None:
    return next((each for each in kinds if each.code == code), None)


async def _fields(desk: Desk, kind: Kind) -> list[Field]:
    return drafting_fields(kind, await desk.bench.agency_names())
