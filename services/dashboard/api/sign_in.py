"""Signing in and out (登录、退出)."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.dashboard.api.guard import (
    SESSION_COOKIE,
    PageRoute,
    local_path,
    person_of,
    require_own_form,
    require_own_origin,
    workbench_of,
)
from services.dashboard.api.translation import LANGUAGES
from services.dashboard.application.services import ServiceProblemError
from shared.web.addresses import client_address
from shared.web.edge import open_to_all

router = APIRouter(route_class=PageRoute, include_in_schema=False)

YEAR_SECONDS = 365 * 24 * 3600


@router.get("/sign-in", dependencies=[open_to_all("dashboard.sign_in")])
async def sign_in_page(request: Request, next: Annotated[str, Query(max_length=500)] = "/") -> Response:  # noqa: A002 - the name in the address
    """Ask for name and password."""
    page = workbench_of(request).page(request)
    return page.html("sign_in.html", next=local_path(next), username="", refusal=None)


@router.post("/sign-in", dependencies=[open_to_all("dashboard.sign_in")])
async def sign_in(
    request: Request,
    username: Annotated[str, Form(max_length=100)],
    password: Annotated[str, Form(max_length=200)],
    next: Annotated[str, Form(max_length=500)] = "/",  # noqa: A002 - the name in the form
) -> Response:
    """Open a session; its handle goes into a cookie that no script can read."""
    require_own_origin(request)
    bench = workbench_of(request)
    try:
        person = await bench.sessions.open(username, password, client=str(client_address(request) or ""))
    except ServiceProblemError as problem:
        page = bench.page(request)
        return page.html(
            "sign_in.html", problem.status, next=local_path(next), username=username, refusal=problem
        )
    response = RedirectResponse(local_path(next), 303)
    response.set_cookie(
        SESSION_COOKIE, person.handle, httponly=True, samesite="strict", secure=bench.encrypted, path="/"
    )
    return response


@router.post("/sign-out", dependencies=[open_to_all("dashboard.sign_out")])
async def sign_out(request: Request) -> Response:
    """End the session."""
    bench, person = workbench_of(request), await person_of(request)
    if person is not None:
        await require_own_form(request, person)
        await bench.sessions.close(person.handle)
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="strict", secure=bench.encrypted)
    return response


@router.get("/language/{language}", dependencies=[open_to_all("dashboard.language")])
async def choose_language(
    request: Request, language: str, back: Annotated[str, Query(max_length=800)] = "/"
) -> Response:
    """Remember the language of the pages; it says nothing about the person."""
    response = RedirectResponse(local_path(back), 303)
    if language in LANGUAGES:
        bench = workbench_of(request)
        response.set_cookie(
            "jiandu_language",
            language,
            max_age=YEAR_SECONDS,
            samesite="lax",
            secure=bench.encrypted,
            httponly=True,
        )
    return response
