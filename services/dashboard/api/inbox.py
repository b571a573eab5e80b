"""What arrived at an agency: letters of all services, to be signed for with one press (收文)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.dashboard.api import words
from services.dashboard.api.entries import key_of
from services.dashboard.api.guard import PageRoute, page_of, signed_in, workbench_of
from services.dashboard.application.letters import Place, Which
from services.dashboard.application.services import ServiceProblemError, asked
from services.dashboard.application.sessions import SignedIn
from shared.law.refusal import UnknownCaseError

router = APIRouter(prefix="/inbox", route_class=PageRoute, include_in_schema=False)

Person = Annotated[SignedIn, signed_in("dashboard.inbox")]
Service = Annotated[str, Path(pattern=r"^[a-z_]{3,40}$")]
Short = Annotated[str, Query(max_length=1000)]


@router.get("")
async def inbox(
    request: Request, person: Person, service: Short = "", cursor: Short = "", done: Short = ""
) -> Response:
    """List what arrived: unsigned first, then the newest."""
    return await _shown(request, person, Place(service, cursor if service else ""), done=bool(done))


@router.post("/{service}/{case_id:uuid}/{letter_id:uuid}")
async def acknowledge(
    request: Request, person: Person, service: Service, case_id: UUID, letter_id: UUID
) -> Response:
    """Sign for a letter and come back to the list (签收)."""
    letters = workbench_of(request).letters
    if service not in letters:
        raise UnknownCaseError
    try:
        await letters.acknowledge(person, Which(service, case_id, letter_id), key_of(await request.form()))
    except ServiceProblemError as problem:
        return await _shown(request, person, Place(), refusal=problem)
    return RedirectResponse("/inbox?done=signed", 303)


async def _shown(
    request: Request,
    person: SignedIn,
    place: Place,
    *,
    done: bool = False,
    refusal: ServiceProblemError | None = None,
) -> Response:
    found = await workbench_of(request).letters.inbox(person, place)
    page = await page_of(request)
    return page.html(
        "inbox.html",
        refusal.status if refusal else 200,
        inbox=found,
        later=place.cursor != "",
        further=[
            (each.service, asked("/inbox", service=each.service, cursor=each.next_cursor))
            for each in found.signed_told
            if each.next_cursor
        ],
        done=done,
        refusal=refusal,
        method_name=lambda code: page.named(words.METHODS, code),
        service_name=lambda code: page.named(words.LETTER_SERVICES, code),
    )
