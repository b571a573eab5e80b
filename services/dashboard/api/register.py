"""The register of letters: every number that was given, service by service (发文登记簿)."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.dashboard.api import words
from services.dashboard.api.guard import PageRoute, page_of, signed_in, workbench_of
from services.dashboard.application.letters import Place
from services.dashboard.application.services import asked
from services.dashboard.application.sessions import SignedIn

router = APIRouter(route_class=PageRoute, include_in_schema=False)

Short = Annotated[str, Query(max_length=1000)]


@router.get("/letters/register")
async def register(
    request: Request,
    person: Annotated[SignedIn, signed_in("dashboard.register")],
    service: Short = "",
    cursor: Short = "",
) -> Response:
    """List the numbers, the latest first."""
    place = Place(service, cursor if service else "")
    told = await workbench_of(request).letters.register(person, place)
    page = await page_of(request)
    return page.html(
        "register.html",
        told=told,
        place=place,
        further=lambda each: asked("/letters/register", service=each.service, cursor=each.next_cursor),
        service_name=lambda code: page.named(words.LETTER_SERVICES, code),
        state_name=lambda code: page.named(words.LETTER_STATES, code),
    )
