"""An agency asks for coordination: the request with its four groups of papers (争议协调申请)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData, UploadFile

from services.dashboard.api.entries import ROWS, Entered, entered, key_of, nested, version_of
from services.dashboard.api.guard import PageRoute, page_of, signed_in, workbench_of
from services.dashboard.api.page import Page
from services.dashboard.api.workbench import Workbench
from services.dashboard.application.cases import Choice, Field
from services.dashboard.application.disputes import (
    Filed,
    Offered,
    own_motion_fields,
    request_fields,
    request_of,
)
from services.dashboard.application.drafting import agency_choices
from services.dashboard.application.services import ServiceProblemError
from services.dashboard.application.sessions import SignedIn
from shared.law.catalogue import CatalogueItem
from shared.law.rule import UnknownLawError

router = APIRouter(prefix="/disputes", route_class=PageRoute, include_in_schema=False)

Person = Annotated[SignedIn, signed_in("dashboard.dispute_request")]

Bureau = Annotated[SignedIn, signed_in("dashboard.own_motion")]

REGULATION, NATIONAL = "wulong/dispute_coordination", "national/enforcement_supervision"
GROUP = "group."
BUREAU = "bureau"
"""The bureau coordinates; it is no side of a dispute here."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group of papers: its code, its name, whether it was ticked."""

    code: str
    label_zh: str
    label_en: str
    ticked: bool = False


@router.get("/new")
async def new(request: Request, person: Person) -> Response:
    """Show the empty form."""
    return await _form(request, person)


@router.post("/new")
async def hand_in(request: Request, person: Person) -> Response:
    """File the request, then its files; show the form again with what is wrong."""
    bench, form = workbench_of(request), await request.form()
    fields, key = request_fields(await _offered(bench, person)), key_of(form)
    asked = request_of(nested(form, fields), person.actor.agency or "", _groups_handed_in(bench, form))
    files = list(_files(bench, form))
    if len(files) > bench.attachments_limit * len(_catalogue(bench, "request_materials")):
        return await _form(request, person, form=form, refusal=_too_many())
    try:
        filed = await bench.disputes.request(person, asked, key)
    except ServiceProblemError as problem:
        return await _form(request, person, form=form, refusal=problem)
    refused = await _attach(bench, person, filed, files, key)
    if not refused:
        return RedirectResponse(f"/disputes/{filed.case_id}?done=register", 303)
    page = await page_of(request)
    return page.html("disputes/filed.html", 201, filed=filed, refused=refused)


@router.get("/own-motion")
async def own_motion(request: Request, person: Bureau) -> Response:
    """Show the form for opening a case without a request (主动启动)."""
    return await _own_motion(request, person)


@router.post("/own-motion")
async def open_own_motion(request: Request, person: Bureau) -> Response:
    """Open the case, or show the form again with what is wrong."""
    bench, form = workbench_of(request), await request.form()
    fields = own_motion_fields(await _offered(bench, person))
    try:
        filed = await bench.disputes.open_own_motion(person, nested(form, fields), key_of(form))
    except ServiceProblemError as problem:
        return await _own_motion(request, person, form, problem)
    return RedirectResponse(f"/disputes/{filed.case_id}?done=open_own_motion", 303)


async def _own_motion(
    request: Request,
    person: SignedIn,
    form: FormData | None = None,
    refusal: ServiceProblemError | None = None,
) -> Response:
    bench, page = workbench_of(request), await page_of(request)
    fields = own_motion_fields(await _offered(bench, person))
    return page.html(
        "disputes/own_motion.html",
        refusal.status if refusal else 200,
        fields=fields,
        refusal=refusal,
        entered=_kept(form, fields, refusal),
        rows=range(ROWS),
    )


@router.post("/{case_id:uuid}/attachments")
async def add_files(
    request: Request, case_id: UUID, person: Annotated[SignedIn, signed_in("dashboard.letter")]
) -> Response:
    """Put files to a dispute, for its parties and the bureau (补充材料)."""
    bench, form = workbench_of(request), await request.form()
    files = [file for file in form.getlist("files") if isinstance(file, UploadFile) and file.filename]
    case = Filed(case_id, "", version_of(form))
    refused = await _attach(bench, person, case, files[: bench.attachments_limit], key_of(form))
    if not refused:
        return RedirectResponse(f"/disputes/{case_id}?done=attachment", 303)
    page = await page_of(request)
    return page.html("disputes/filed.html", refused[0][1].status, filed=case, refused=refused)


async def _attach(
    bench: Workbench, person: SignedIn, filed: Filed, files: Sequence[UploadFile], key: str
) -> list[tuple[str, ServiceProblemError]]:
    """Add the files to the request, which stands whatever becomes of them; give those that were refused."""
    refused = []
    for place, file in enumerate(files):
        try:
            filed = await bench.disputes.attach(person, filed, await file.read(), f"{key[:150]}-file-{place}")
        except ServiceProblemError as problem:
            refused.append((file.filename or "", problem))
    return refused


def _too_many() -> ServiceProblemError:
    told = {"title": "附件过多，请先提交申请，再补充材料", "detail": "Too many files at once."}
    return ServiceProblemError(422, told)


def _files(bench: Workbench, form: FormData) -> Iterator[UploadFile]:
    for item in _catalogue(bench, "request_materials"):
        for file in form.getlist(f"files.{item.code}"):
            if isinstance(file, UploadFile) and file.filename:
                yield file


def _groups_handed_in(bench: Workbench, form: FormData) -> list[str]:
    """Give the groups that are ticked, or of which there is a file."""
    codes = [item.code for item in _catalogue(bench, "request_materials")]
    return [code for code in codes if form.get(GROUP + code) or _has_file(form, code)]


def _has_file(form: FormData, code: str) -> bool:
    files = form.getlist(f"files.{code}")
    return any(isinstance(file, UploadFile) and bool(file.filename) for file in files)


async def _form(
    request: Request,
    person: SignedIn,
    *,
    form: FormData | None = None,
    refusal: ServiceProblemError | None = None,
) -> Response:
    bench, page = workbench_of(request), await page_of(request)
    fields = request_fields(await _offered(bench, person))
    return page.html(
        "disputes/new.html",
        refusal.status if refusal else 200,
        fields=fields,
        groups=_groups(bench, form),
        refusal=refusal,
        entered=_kept(form, fields, refusal),
        rows=range(ROWS),
        basis=_basis(bench, page),
        attachments_limit=bench.attachments_limit,
    )


def _kept(
    form: FormData | None, fields: Sequence[Field], refusal: ServiceProblemError | None
) -> Entered | None:
    """Keep what was written; a refused request keeps its key only where the same one may be sent again."""
    if form is None or refusal is None:
        return None
    key = key_of(form) if refusal.status >= 500 else str(uuid4())
    return Entered("request", key, entered(form, fields))


def _groups(bench: Workbench, form: FormData | None) -> list[Group]:
    ticked = _groups_handed_in(bench, form) if form is not None else []
    return [
        Group(item.code, item.name_zh, item.name_en, item.code in ticked)
        for item in _catalogue(bench, "request_materials")
    ]


async def _offered(bench: Workbench, person: SignedIn) -> Offered:
    names = await bench.agency_names()
    others = {code: name for code, name in names.items() if code not in (BUREAU, person.actor.agency)}
    contents = {item.code: _choice(item) for item in _catalogue(bench, "request_contents")}
    return Offered(
        grounds=[_choice(item) for item in _catalogue(bench, "dispute_grounds")],
        national=[_choice(item) for item in _catalogue(bench, "dispute_grounds", NATIONAL)],
        agencies=agency_choices(others),
        contents=contents,
    )


def _catalogue(bench: Workbench, name: str, regulation: str = REGULATION) -> Sequence[CatalogueItem]:
    try:
        return bench.law.regulation(regulation, on=bench.clock.today()).catalogue(name).items
    except UnknownLawError:
        return ()


def _choice(item: CatalogueItem) -> Choice:
    return Choice(value=item.code, label_zh=item.name_zh, label_en=item.name_en)


def _basis(bench: Workbench, page: Page) -> Any:
    return bench.law.regulation(REGULATION, on=page.today)
