"""A case page: what is known, until when, what happened, what may be done now (案件页)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.dashboard.api import words
from services.dashboard.api.entries import Entered, body_of, entered
from services.dashboard.api.guard import PageRoute, page_of, signed_in, workbench_of
from services.dashboard.api.page import Page
from services.dashboard.api.workbench import Workbench
from services.dashboard.application.cases import Act, AllowedAction, CasePage, Cases
from services.dashboard.application.services import ServiceProblemError
from services.dashboard.application.sessions import SignedIn
from shared.law.refusal import OutOfOrderError, UnknownCaseError

router = APIRouter(route_class=PageRoute, include_in_schema=False)

REVEALED = "revealed"
"""The member of an action's answer that holds opened personal data: shown once, never kept."""

Person = Annotated[SignedIn, signed_in("dashboard.case")]
Service = Annotated[str, Path(pattern=r"^[a-z_]{3,40}$")]
ClockName = Annotated[str, Path(pattern=r"^[\w.:-]{1,80}$")]
ActionName = Annotated[str, Path(max_length=80)]


@dataclass(frozen=True, slots=True)
class Visit:
    """One person at the cases of one service."""

    bench: Workbench
    page: Page
    service: str
    cases: Cases
    token: str

    def path(self, case_id: UUID) -> str:
        """Give the address of a case page."""
        return f"/{self.service}/{case_id}"


async def _visit(request: Request, service: Service, person: Person) -> Visit:
    bench = workbench_of(request)
    if service not in bench.cases:
        raise UnknownCaseError
    return Visit(bench, await page_of(request), service, bench.cases[service], person.token(service))


Visiting = Annotated[Visit, Depends(_visit)]


@router.get("/{service}/{case_id:uuid}")
async def case(visit: Visiting, case_id: UUID, done: Annotated[str, Query(max_length=60)] = "") -> Response:
    """Show a case as the owning service lets this person see it."""
    found = await visit.cases.page(case_id, visit.token)
    step = found.action(done)
    label = visit.page.said(step, "label") if step else visit.page.text("本步骤")
    return await _shown(visit, found, Aftermath(done=label if done else ""))


@router.get("/{service}/{case_id:uuid}/clocks/{clock}")
async def clock(request: Request, visit: Visiting, case_id: UUID, clock: ClockName) -> Response:
    """Walk the days of one clock: a page of its own, or a part of the case page."""
    walk = await visit.cases.explanation(case_id, clock, visit.token)
    template = "parts/walk.html" if request.headers.get("hx-request") else "clock.html"
    return visit.page.html(template, walk=walk, case_address=visit.path(case_id))


@router.post("/{service}/{case_id:uuid}/actions/{action}")
async def act(request: Request, visit: Visiting, case_id: UUID, action: ActionName) -> Response:
    """Take one step of the procedure as the signed-in person."""
    form, found = await request.form(), await visit.cases.page(case_id, visit.token)
    step, key = found.action(action), str(form.get("idempotency_key", "")) or str(uuid4())
    if step is None or not step.open:
        return await _shown(visit, found, Aftermath(refusal=_closed(step)))
    try:
        taken = Act(body_of(form, step.fields), key, _version(form.get("version")))
        reply = await visit.cases.act(step, taken, visit.token)
    except ServiceProblemError as problem:
        # A refused request keeps its key only where the same request may be sent again.
        kept = Entered(action, key if problem.status >= 500 else str(uuid4()), entered(form, step.fields))
        found = await visit.cases.page(case_id, visit.token)
        return await _shown(visit, found, Aftermath(refusal=problem, entered=kept))
    revealed = reply.body.get(REVEALED) if isinstance(reply.body, Mapping) else None
    if not revealed:
        return RedirectResponse(f"{visit.path(case_id)}?done={action}", 303)
    found = await visit.cases.page(case_id, visit.token)
    return await _shown(visit, found, Aftermath(revealed=_named_values(visit.page, revealed)))


def _closed(step: AllowedAction | None) -> ServiceProblemError:
    refusal = OutOfOrderError()
    told = {"title": refusal.title, "detail": "This step is not open to you now.", "type": refusal.slug}
    if step is not None:
        told |= {
            "title": step.reason_zh or refusal.title,
            "detail": step.reason_en,
            "basis": step.basis or "",
        }
    return ServiceProblemError(refusal.status, told)


def _version(written: Any) -> int:
    return int(written) if str(written).isdecimal() and len(str(written)) < 10 else 0


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What came of an action, shown above the case."""

    refusal: ServiceProblemError | None = None
    done: str = ""
    entered: Entered | None = None
    revealed: Sequence[tuple[str, str]] = ()


async def _shown(visit: Visit, found: CasePage, after: Aftermath) -> Response:
    page, names = visit.page, await visit.bench.agency_names()
    people, base = await _people(visit.bench, found), visit.path(found.id)
    return page.html(
        "case.html",
        after.refusal.status if after.refusal else 200,
        case=found,
        facts=_facts(page, found, names),
        refusal=after.refusal,
        done=after.done,
        entered=after.entered,
        revealed=after.revealed,
        stage=page.said(found, "stage_label") or page.text(words.STAGES.get(found.stage, found.stage)),
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
    return [*shown, (page.text("投诉举报人"), _complainant(page, found.complainant))]


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
