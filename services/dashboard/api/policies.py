"""What the bureau does about open questions, chosen by its principal with a reason (做法的选定)."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.dashboard.api.entries import key_of, text_of, version_of
from services.dashboard.api.guard import PageRoute, page_of, signed_in, workbench_of
from services.dashboard.api.law import places
from services.dashboard.application.policies import Choice
from services.dashboard.application.scope import may_choose_policies
from services.dashboard.application.services import ServiceProblemError
from services.dashboard.application.sessions import SignedIn

router = APIRouter(prefix="/law/policies", route_class=PageRoute, include_in_schema=False)

Person = Annotated[SignedIn, signed_in("dashboard.policies")]
Name = Annotated[str, Path(pattern=r"^[a-z0-9_]{1,80}$")]


@router.get("")
async def policies(
    request: Request, person: Person, done: Annotated[str, Query(max_length=80)] = ""
) -> Response:
    """List the policies with the value in use."""
    return await _shown(request, person, done=done)


@router.post("/{policy}")
async def choose(request: Request, person: Person, policy: Name) -> Response:
    """Choose a value; the reason is recorded with it."""
    form = await request.form()
    choice = Choice(value=text_of(form, "value"), reason=text_of(form, "reason"))
    version = version_of(form)
    try:
        await workbench_of(request).policies.choose(
            person, policy, choice, idempotency_key=key_of(form), version=version
        )
    except ServiceProblemError as problem:
        return await _shown(request, person, refusal=problem, refused=policy, written=choice)
    return RedirectResponse(f"/law/policies?done={policy}#{policy}", 303)


async def _shown(
    request: Request,
    person: SignedIn,
    *,
    done: str = "",
    refusal: ServiceProblemError | None = None,
    refused: str = "",
    written: Choice | None = None,
) -> Response:
    bench, page = workbench_of(request), await page_of(request)
    found = await bench.policies.listed(person)
    chosen = [each.policy for each in found if each.version]
    histories = await asyncio.gather(*(bench.policies.history(person, each) for each in chosen))
    people = (each.chosen_by for history in histories for each in history)
    return page.html(
        "law/policies.html",
        refusal.status if refusal else 200,
        policies=found,
        done=next((each for each in found if each.policy == done), None),
        refusal=refusal,
        refused=refused,
        written=written,
        may_choose=may_choose_policies(person.actor),
        history=dict(zip(chosen, histories, strict=True)),
        person_name=await bench.person_names(people),
        **places(bench, page),
    )
