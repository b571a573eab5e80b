"""A case page: what is known, until when, what happened, what may be done now (案件页)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.dashboard.api import words
from services.dashboard.api.dates import written_day
from services.dashboard.api.entries import ROWS, Entered, body_of, entered, given, key_of, version_of
from services.dashboard.api.guard import PageRoute, page_of, signed_in, workbench_of
from services.dashboard.api.handing import handed_through
from services.dashboard.api.letter_words import LOOKS
from services.dashboard.api.page import Page
from services.dashboard.api.workbench import Workbench
from services.dashboard.application.cases import Act, AllowedAction, CasePage, Cases
from services.dashboard.application.scope import may_draft, may_upload
from services.dashboard.application.services import ServiceProblemError
from services.dashboard.application.sessions import SignedIn
from shared.law.refusal import OutOfOrderError, UnknownCaseError

router = APIRouter(route_class=PageRoute, include_in_schema=False)

Person = Annotated[SignedIn, signed_in("dashboard.case")]
Service = Annotated[str, Path(pattern=r"^[a-z_]{3,40}$")]
DISPUTE = "dispute"
ClockName = Annotated[str, Path(pattern=r"^[\w.:-]{1,80}$")]


@dataclass(frozen=True, slots=True)
class Visit:
    """One person at the cases of one service."""

    bench: Workbench
    page: Page
    service: str
    cases: Cases
    person: SignedIn

    @property
    def token(self) -> str:
        """The person's token for the service."""
        return self.person.token(self.cases.service)

    def path(self, case_id: UUID) -> str:
        """Give the address of a case page."""
        return f"/{self.service}/{case_id}"


async def _visit(request: Request, service: Service, person: Person) -> Visit:
    bench = workbench_of(request)
    if service not in bench.cases:
        raise UnknownCaseError
    return Visit(bench, await page_of(request), service, bench.cases[service], person)


Visiting = Annotated[Visit, Depends(_visit)]


@router.get("/{service}/{case_id:uuid}")
async def case(visit: Visiting, case_id: UUID, done: Annotated[str, Query(max_length=60)] = "") -> Response:
    """Show a case as the owning service lets this person see it."""
    found = await visit.cases.page(case_id, visit.token)
    step = found.label_of(done)
    label = visit.page.said(step, "label") if step else visit.page.word(words.CASE_DONE.get(done, "本步骤"))
    return await _shown(visit, found, Aftermath(done=label if done else ""))


@router.get("/{service}/{case_id:uuid}/clocks/{clock}")
async def clock(
    request: Request,
    visit: Visiting,
    case_id: UUID,
    clock: ClockName,
    as_of: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Walk the days of one clock, also as known on an earlier day: a page, or a part of the case page."""
    walk = await visit.cases.explanation(case_id, clock, visit.token, written_day(as_of))
    template = "parts/walk.html" if request.headers.get("hx-request") else "clock.html"
    case_address = visit.path(case_id)
    address = f"{case_address}/clocks/{clock}"
    return visit.page.html(
        template, walk=walk, case_address=case_address, walk_address=address, walk_name=clock
    )


@router.get("/{service}/{case_id:uuid}/attachments/{file_id:uuid}")
async def material(visit: Visiting, case_id: UUID, file_id: UUID) -> Response:
    """Hand a file through as a download, with the headers that keep it inert."""
    return handed_through(await visit.cases.file(case_id, file_id, visit.token))


@router.post("/{service}/{case_id:uuid}/actions")
async def act(request: Request, visit: Visiting, case_id: UUID) -> Response:
    """Take one step of the procedure as the signed-in person.

    The step is one of those that the owning service offers this person now; the form only says which.
    """
    form, found = await request.form(), await visit.cases.page(case_id, visit.token)
    step, key = found.action(str(form.get("step", ""))), key_of(form)
    if step is None or not step.open:
        return await _shown(visit, found, Aftermath(refusal=_closed(step)))
    try:
        taken = Act(body_of(form, step), key, version_of(form))
        await visit.cases.act(step, taken, visit.token)
    except ServiceProblemError as problem:
        # A refused request keeps its key only where the same request may be sent again.
        kept = Entered(step.name, key if problem.status >= 500 else str(uuid4()), entered(form, step.fields))
        found = await visit.cases.page(case_id, visit.token)
        return await _shown(visit, found, Aftermath(refusal=problem, entered=kept))
    return RedirectResponse(f"{visit.path(case_id)}?done={step.action}", 303)


@router.post("/{service}/{case_id:uuid}/reveal")
async def reveal(request: Request, visit: Visiting, case_id: UUID) -> Response:
    """Show who complained, once, after the reason was recorded."""
    form = await request.form()
    after = Aftermath()
    try:
        opened = await visit.cases.reveal(
            case_id, str(form.get("reason", "")).strip(), key_of(form), visit.token
        )
        after = Aftermath(revealed=_named_values(visit.page, opened))
    except ServiceProblemError as problem:
        after = Aftermath(refusal=problem)
    return await _shown(visit, await visit.cases.page(case_id, visit.token), after)


def _closed(step: AllowedAction | None) -> ServiceProblemError:
    refusal = OutOfOrderError()
    told = {"title": refusal.title, "detail": "This step is not open to you now.", "type": refusal.slug}
    if step is not None:
        told |= {
            "title": step.reason_zh or refusal.title,
            "detail": step.reason_en or "",
            "basis": step.basis or "",
        }
    return ServiceProblemError(refusal.status, told)


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What came of an action, shown above the case."""

    refusal: ServiceProblemError | None = None
    done: str = ""
    entered: Entered | None = None
    revealed: Sequence[tuple[str, str]] = ()


async def _shown(visit: Visit, found: CasePage, after: Aftermath) -> Response:
    bench, page, base = visit.bench, visit.page, visit.path(found.id)
    agencies, people = await bench.agency_names(), await _people(bench, found)
    names = Names(page, agencies, people, bench.ground_name(page, found))
    return page.html(
        "case.html",
        after.refusal.status if after.refusal else 200,
        case=found,
        facts=_facts(names, found),
        refusal=after.refusal,
        done=after.done,
        entered=after.entered,
        revealed=after.revealed,
        rows=range(ROWS),
        given=given,
        uploading=found.procedure == DISPUTE and may_upload(visit.person.actor),
        told_name=names.told,
        execution_name=lambda code: page.named(words.EXECUTIONS, code),
        drafting=visit.service in bench.letters and may_draft(visit.person.actor, found.handler),
        side_name=lambda code: page.named(words.SIDES, code),
        **LOOKS,
        agency_name=names.agency,
        person_name=names.person,
        **bench.counting(),
        case_address=base,
        clock_path=lambda clock: f"{base}/clocks/{clock.name}",
    )


@dataclass(frozen=True, slots=True)
class Names:
    """What codes and ids of a case are called."""

    page: Page
    agencies: Mapping[str, str]
    person: Callable[[str | None], str]
    ground: str

    def agency(self, code: str | None) -> str:
        """Name a body."""
        return self.agencies.get(code or "", code or "")

    def told(self, party: str) -> str:
        """Name whom a date was told: somebody by the part that he has in the case, or a body."""
        return self.page.named(words.PARTIES, party) if party in words.PARTIES else self.agency(party)


async def _people(bench: Workbench, found: CasePage) -> Callable[[str | None], str]:
    """Give the names of officers from the directory's copy; the case itself carries ids only."""
    views = (name for entry in found.timeline for name in entry.texts if name.startswith("view:"))
    acting = (entry.person for entry in found.timeline if entry.person)
    told = (one.person for entry in found.timeline for one in entry.details if one.person)
    saying = (name.partition(":")[2] for name in views)
    return await bench.person_names((*acting, *told, *found.investigators, *saying))


def _facts(names: Names, found: CasePage) -> list[tuple[str, str]]:
    """Give the case's plain facts; what is not known is left out."""
    page = names.page
    if found.procedure == DISPUTE:
        return _facts_of_dispute(names, found)
    facts = [
        ("被投诉举报机关", names.agency(found.agency)),
        ("情形", names.ground),
        ("承办机关", names.agency(found.handler)),
        ("承办调查人员", "、".join(names.person(each) for each in found.investigators)),
        ("收到日期", found.received_on.isoformat() if found.received_on else ""),
        ("来源", page.named(words.CHANNELS, found.channel)),
        ("查证结论", page.named(words.FINDINGS, found.finding or "")),
        ("投诉举报人", _complainant(page, found.complainant)),
        ("事实", found.facts or ""),
        ("诉求", found.request or ""),
    ]
    return [(page.text(name), value) for name, value in facts if value]


def _facts_of_dispute(names: Names, found: CasePage) -> list[tuple[str, str]]:
    """Give the plain facts of a dispute; its sides have a table of their own."""
    page = names.page
    facts = [
        ("争议情形", names.ground),
        ("启动来源", page.named(words.TRIGGERS, found.channel)),
        ("承办人员", "、".join(names.person(each) for each in found.investigators)),
        ("收到日期", found.received_on.isoformat() if found.received_on else ""),
        ("受理日期", found.accepted_on.isoformat() if found.accepted_on else ""),
    ]
    return [(page.text(name), value) for name, value in facts if value]


def _complainant(page: Page, complainant: Mapping[str, str] | None) -> str:
    if complainant is None:
        return page.text("不向您显示")
    kind = page.text({"person": "个人", "organisation": "单位"}.get(complainant.get("kind", ""), ""))
    masked = (complainant.get(f"{name}_masked", "") for name in words.IDENTITY)
    return " · ".join(part for part in (kind, *masked) if part.strip("*"))


def _named_values(page: Page, revealed: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(page.named(words.IDENTITY, name), str(value)) for name, value in revealed.items() if value]
