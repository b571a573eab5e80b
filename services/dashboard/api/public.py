"""The public pages: handing in a complaint and following it, without an account (公众页面)."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Form, Request, Response
from starlette.datastructures import UploadFile

from services.dashboard.api import words
from services.dashboard.api.complaint_form import FIELDS, blank, complaint_of, faults_of, service_faults
from services.dashboard.api.faults import Faults
from services.dashboard.api.guard import PageRoute, page_of, require_own_origin, workbench_of
from services.dashboard.api.handing import handed_through
from services.dashboard.api.page import Page
from services.dashboard.api.workbench import Workbench
from services.dashboard.application.intake import Receipt
from services.dashboard.application.services import ServiceProblemError
from shared.web.addresses import client_address
from shared.web.edge import open_to_all

router = APIRouter(
    prefix="/public",
    route_class=PageRoute,
    include_in_schema=False,
    dependencies=[open_to_all("dashboard.public")],
)

LONGEST_CODE = 40
REGULATION = "wulong/complaints"
"""The district's regulation gives the grounds that the form offers."""


@router.get("/complaint")
async def complaint_page(request: Request) -> Response:
    """Show the empty form."""
    bench = workbench_of(request)
    page = await page_of(request)
    return await _form(bench, page, blank())


@router.post("/complaint")
async def hand_in(request: Request) -> Response:
    """Hand a complaint in; show the receipt code, or the form again with what is missing."""
    require_own_origin(request)
    bench, form = workbench_of(request), await request.form(max_files=20, max_fields=60)
    page = await page_of(request)
    values = {name: str(form.get(name, "")).replace("\r\n", "\n").strip() for name in FIELDS}
    files = [file for file in form.getlist("attachments") if isinstance(file, UploadFile) and file.filename]
    faults = faults_of(page, values, len(files), bench.attachments_limit)
    key = str(form.get("idempotency_key", ""))[:100] or str(uuid4())
    if faults:
        return await _form(bench, page, values, faults=faults, key=key, status=422)
    client = str(client_address(request) or "")
    try:
        receipt = await bench.intake.complain(complaint_of(values), idempotency_key=key, client=client)
    except ServiceProblemError as problem:
        faults = service_faults(page, problem)
        return await _form(bench, page, values, refusal=problem, faults=faults, status=problem.status)
    refused = await _attach(bench, receipt, files, client)
    return page.html("public/receipt.html", 201, receipt=receipt, received_on=page.today, refused=refused)


async def _attach(
    bench: Workbench, receipt: Receipt, files: list[UploadFile], client: str
) -> list[tuple[str, ServiceProblemError]]:
    """Add the files to the complaint, which stands whatever becomes of them; give those that were refused."""
    refused = []
    for file in files:
        try:
            await bench.intake.attach(receipt.code, await file.read(), client=client)
        except ServiceProblemError as problem:
            refused.append((file.filename or "", problem))
    return refused


async def _form(
    bench: Workbench,
    page: Page,
    values: dict[str, str],
    *,
    faults: dict[str, str] | None = None,
    refusal: ServiceProblemError | None = None,
    key: str = "",
    status: int = 200,
) -> Response:
    grounds = bench.law.regulation(REGULATION, on=page.today).catalogue("complaint_grounds").items
    names = await bench.agency_names()
    return page.html(
        "public/complaint.html",
        status,
        values=values,
        faults=Faults(faults or {}),
        refusal=refusal,
        grounds=[(item.code, page.said(item, "name")) for item in grounds],
        agencies=sorted(names.items(), key=lambda named: named[1]),
        idempotency_key=key or str(uuid4()),
        attachments_limit=bench.attachments_limit,
    )


@router.get("/progress")
async def progress_page(request: Request) -> Response:
    """Ask for the receipt code."""
    page = await page_of(request)
    return page.html("public/progress.html", refusal=None, fault="", progress=None, facts=[], code="")


@router.post("/progress")
async def progress(request: Request, code: Annotated[str, Form(max_length=200)] = "") -> Response:
    """Show how a complaint stands; the code travels in the body, so that no address keeps it."""
    require_own_origin(request)
    bench = workbench_of(request)
    page = await page_of(request)
    written = _code(code)
    shown: dict[str, Any] = {"refusal": None, "fault": "", "progress": None, "facts": [], "code": written}
    if not written:
        fault = page.text("请填写回执上的回执码。")
        return page.html("public/progress.html", 422, **{**shown, "fault": fault})
    try:
        found = await bench.intake.progress(written, client=str(client_address(request) or ""))
    except ServiceProblemError as problem:
        return page.html("public/progress.html", problem.status, **{**shown, "refusal": problem})
    names = await bench.agency_names()
    shown |= {"progress": found, "facts": _facts(page, found, names)}
    return page.html("public/progress.html", **shown)


@router.post("/progress/letters/{letter_id:uuid}")
async def letter(
    request: Request, letter_id: UUID, code: Annotated[str, Form(max_length=200)] = ""
) -> Response:
    """Hand a served letter to whoever holds the code; here too the code travels in the body."""
    require_own_origin(request)
    client = str(client_address(request) or "")
    return handed_through(await workbench_of(request).intake.letter(_code(code), letter_id, client=client))


def _code(written: str) -> str:
    """The code without the spaces and dashes of its print; empty where it cannot be one."""
    code = "".join(character for character in written.upper() if character.isascii() and character.isalnum())
    return code if len(code) <= LONGEST_CODE else ""


def _facts(page: Page, found: Mapping[str, Any], agency_names: Mapping[str, str]) -> list[tuple[str, str]]:
    handler = str(found.get("handler") or "")
    facts = [
        ("编号", found.get("number")),
        ("当前阶段", page.said(found, "stage_label")),
        ("收到日期", found.get("received_on")),
        ("承办机关", agency_names.get(handler, handler)),
        ("查证结论", page.named(words.FINDINGS, found.get("finding") or "")),
        *((page.said(clock, "label"), clock["due"]["due_on"]) for clock in found.get("clocks", ())),
    ]
    return [(page.text(name), str(value)) for name, value in facts if value]
