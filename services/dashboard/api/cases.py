"""A case page: what is known, until when, what happened, what may be done now (案件页)."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.dashboard.api import words
from services.dashboard.api.entries import Entered, body_of, entered
from services.dashboard.api.guard import PageRoute, signed_in, workbench_of
from services.dashboard.api.page import Page
from services.dashboard.api.workbench import Workbench
from services.dashboard.application.cases import Act, CasePage, Cases
from services.dashboard.application.services import Reply, ServiceProblemError
from services.dashboard.application.sessions import SignedIn
from shared.law.refusal import OutOfOrderError, UnknownCaseError

router = APIRouter(route_class=PageRoute, include_in_schema=False)

REVEALED = "revealed"
"""The member of an action's answer that holds opened personal data: shown once, never kept."""

Person = Annotated[SignedIn, signed_in("dashboard.case")]
Service = Annotated[str, Path(pattern=r"^[a-z_]{3,40}$")]


def _cases(bench: Workbench, service: str) -> Cases:
    if service not in bench.cases:
        raise UnknownCaseError
    return bench.cases[service]


@router.get("/{service}/{case_id:uuid}")
async def case(
    request: Request,
    service: Service,
    case_id: UUID,
    person: Person,
    done: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """Show a case as the owning service lets this person see it."""
    bench = workbench_of(request)
    found = await _cases(bench, service).page(case_id, person.token(service))
    page = bench.page(request, person)
    taken = found.action(done) if done else None
    finished = page.said(taken, "label") if taken else ""
    return await _shown(bench, page, service, found, done=finished or (page.text("本步骤") if done else ""))


@router.get("/{service}/{case_id:uuid}/clocks/{clock}")
async def clock(
    request: Request,
    service: Service,
    case_id: UUID,
    clock: Annotated[str, Path(pattern=r"^[\w.:-]{1,80}$")],
    person: Person,
) -> Response:
    """Walk the days of one clock: a page of its own, or a part of the case page."""
    bench = workbench_of(request)
    walk = await _cases(bench, service).explanation(case_id, clock, person.token(service))
    template = "parts/walk.html" if request.headers.get("hx-request") else "clock.html"
    return bench.page(request, person).html(template, walk=walk, case_address=f"/{service}/{case_id}")


@router.post("/{service}/{case_id:uuid}/actions/{action}")
async def act(
    request: Request,
    service: Service,
    case_id: UUID,
    action: Annotated[str, Path(max_length=80)],
    person: Person,
) -> Response:
    """Take one step of the procedure as the signed-in person."""
    bench, form, token = workbench_of(request), await request.form(), person.token(service)
    cases = _cases(bench, service)
    found = await cases.page(case_id, token)
    step, page = found.action(action), bench.page(request, person)
    key = str(form.get("idempotency_key", "")) or str(uuid4())
    written = Entered(action, key, entered(form, step.fields) if step else {})
    if step is None or not step.open:
        return await _refused(bench, page, service, found, written, _closed(step))
    try:
        reply = await cases.act(
            step, Act(body_of(form, step.fields), key, _version(form.get("version"))), token
        )
    except ServiceProblemError as problem:
        again = await cases.page(case_id, token)
        return await _refused(bench, page, service, again, written, problem)
    return await _taken(bench, page, service, case_id, action, reply)


def _closed(step: Any) -> ServiceProblemError:
    refusal = OutOfOrderError()
    told = {"title": refusal.title, "detail": "This step is not open to you now.", "type": refusal.slug}
    if step is not None:
        told |= {"title": step.reason_zh or refusal.title, "detail": step.reason_en, "basis": step.basis}
    return ServiceProblemError(refusal.status, told)


def _version(written: Any) -> int:
    return int(written) if str(written).isdecimal() and len(str(written)) < 10 else 0


async def _refused(
    bench: Workbench,
    page: Page,
    service: str,
    found: CasePage,
    written: Entered,
    refusal: ServiceProblemError,
) -> Response:
    if refusal.status == 422 and refusal.kind != "idempotency-key-reused":
        fresh = Entered(written.action, str(uuid4()), written.values)
        return await _shown(bench, page, service, found, refusal=refusal, entered=fresh)
    return await _shown(bench, page, service, found, refusal=refusal, entered=written)


async def _taken(
    bench: Workbench, page: Page, service: str, case_id: UUID, action: str, reply: Reply
) -> Response:
    revealed = reply.body.get(REVEALED) if isinstance(reply.body, Mapping) else None
    if not revealed:
        return RedirectResponse(f"/{service}/{case_id}?done={action}", 303)
    person = page.person
    found = await _cases(bench, service).page(case_id, person.token(service) if person else "")
    return await _shown(bench, page, service, found, revealed=_named_values(page, revealed))


async def _shown(
    bench: Workbench,
    page: Page,
    service: str,
    found: CasePage,
    *,
    refusal: ServiceProblemError | None = None,
    done: str = "",
    entered: Entered | None = None,
    revealed: list[tuple[str, str]] | None = None,
) -> Response:
    names, people = await bench.agency_names(), await _people(bench, found)
    base = f"/{service}/{found.id}"
    return page.html(
        "case.html",
        refusal.status if refusal else 200,
        case=found,
        facts=_facts(page, found, names),
        refusal=refusal,
        done=done,
        entered=entered,
        revealed=revealed,
        stage_of=lambda case: (
            page.said(case, "stage_label") or page.text(words.STAGES.get(case.stage, case.stage))
        ),
        agency_name=lambda code: names.get(code, code),
        person_name=lambda person: people.get(person, person),
        clock_path=lambda clock: f"{base}/clocks/{clock.name}",
        action_path=lambda action: f"{base}/actions/{action.action}",
    )


async def _people(bench: Workbench, found: CasePage) -> dict[str, str]:
    """Give the names of officers from the directory's copy; the case itself carries ids only."""
    ids = {entry.person for entry in found.timeline if entry.person}
    known = {written: identity for written in ids if (identity := _id(written))}
    persons = await bench.directory.persons(known.values())
    return {
        written: persons[identity].display_name for written, identity in known.items() if identity in persons
    }


def _id(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def _facts(page: Page, found: CasePage, agency_names: Mapping[str, str]) -> list[tuple[str, str]]:
    channel = words.CHANNELS.get(found.channel or "", found.channel or "")
    facts = [
        ("被投诉举报机关", agency_names.get(found.agency or "", found.agency or "")),
        ("情形", _ground(page, found.ground)),
        ("收到日期", found.received_on.isoformat() if found.received_on else ""),
        ("来源", page.text(channel)),
    ]
    shown = [(page.text(name), value) for name, value in facts if value]
    return shown + [(page.text("投诉举报人"), _complainant(page, found.complainant))]


def _ground(page: Page, ground: Any) -> str:
    if isinstance(ground, Mapping):
        return page.said(ground, "label") or page.said(ground, "name") or str(ground.get("code", ""))
    return str(ground or "")


def _complainant(page: Page, complainant: Mapping[str, Any] | None) -> str:
    if complainant is None:
        return page.text("不向您显示")
    kind = page.text({"person": "个人", "organisation": "单位"}.get(str(complainant.get("kind")), ""))
    masked = [str(value) for name, value in complainant.items() if name.endswith("_masked") and value]
    return " · ".join(part for part in (kind, *masked) if part)


def _named_values(page: Page, revealed: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (page.text(words.IDENTITY.get(name, name)), str(value)) for name, value in revealed.items() if value
    ]
