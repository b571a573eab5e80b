"""What the signed-in person's agency must file by when, over all services (本机关应办事项)."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.dashboard.api import words
from services.dashboard.api.guard import PageRoute, page_of, signed_in, workbench_of
from services.dashboard.api.page import Page
from services.dashboard.api.workbench import Workbench
from services.dashboard.application.cases import Obligation
from services.dashboard.application.scope import OF_AGENCIES
from services.dashboard.application.services import ServiceProblemError
from services.dashboard.application.sessions import SignedIn
from services.dashboard.views.obligations import Owed, owed_by
from shared.identity.actor import Actor

router = APIRouter(route_class=PageRoute, include_in_schema=False)

TELLING = frozenset({"dispute"})
"""Procedures whose service says of each case what an agency owes; of others the queue's clocks say it."""
ASKED_AT_MOST = 40
"""Cases of which a page asks the service."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to be done."""

    path: str
    number: str
    title: str
    procedure: str
    label: str
    due_on: date
    breach_after: date | None
    basis: str
    provisional: bool
    light: str


@router.get("/obligations")
async def obligations(
    request: Request, person: Annotated[SignedIn, signed_in("dashboard.obligations")]
) -> Response:
    """List it, soonest first."""
    bench, page = workbench_of(request), await page_of(request)
    names = await bench.agency_names()
    mine = await _mine(bench, person.actor, names)
    told = await _told(bench, person, mine)
    lines = [_line_of_clock(page, each) for each in mine if each.case_id not in told]
    lines += [line for each in told.values() for line in _lines_told(page, *each)]
    return page.html(
        "obligations.html",
        lines=sorted(lines, key=lambda line: (line.due_on, line.number)),
        agency=names.get(person.actor.agency or "", ""),
        **bench.counting(),
    )


async def _mine(bench: Workbench, actor: Actor, names: Iterable[str]) -> list[Owed]:
    body, roles = actor.agency or "", sorted(role.value for role in OF_AGENCIES)
    async with bench.engine.connect() as connection:
        found = await owed_by(connection, body, roles, actor.person, bench.clock.today())
    return [each for each in found if each.binds(body, names)]


async def _told(
    bench: Workbench, person: SignedIn, mine: Sequence[Owed]
) -> dict[UUID, tuple[Owed, Sequence[Obligation]]]:
    """Ask the services that say it themselves; one that does not answer leaves the queue's word."""
    asked = {each.case_id: each for each in mine if each.procedure in TELLING}
    chosen = list(asked.values())[:ASKED_AT_MOST]
    found = await asyncio.gather(*(_owed_in(bench, person, each) for each in chosen))
    pairs = zip(chosen, found, strict=True)
    return {each.case_id: (each, owed) for each, owed in pairs if owed is not None}


async def _owed_in(bench: Workbench, person: SignedIn, case: Owed) -> Sequence[Obligation] | None:
    cases = bench.cases.get(words.PAGES.get(case.procedure, case.service))
    if cases is None:
        return None
    try:
        return (await cases.page(case.case_id, person.token(cases.service))).obligations
    except ServiceProblemError:
        return None


def _line_of_clock(page: Page, each: Owed) -> Line:
    return Line(
        path=_path(each),
        number=each.number,
        title=each.title,
        procedure=each.procedure,
        label=page.clock_name(each.rule_key, each.clock),
        due_on=each.due_on,
        breach_after=each.breach_after,
        basis=each.basis,
        provisional=each.provisional,
        light=each.light,
    )


def _lines_told(page: Page, case: Owed, owed: Sequence[Obligation]) -> Iterator[Line]:
    for each in owed:
        if each.due is not None and each.due.due_on is not None:
            yield Line(
                path=_path(case),
                number=case.number,
                title=case.title,
                procedure=case.procedure,
                label=page.said(each, "label") or page.clock_name(each.rule_key, each.clock),
                due_on=each.due.due_on,
                breach_after=each.due.breach_after,
                basis=each.due.basis,
                provisional=each.due.provisional,
                light=each.due.light,
            )


def _path(case: Owed) -> str:
    return f"/{words.PAGES.get(case.procedure, case.service)}/{case.case_id}"
