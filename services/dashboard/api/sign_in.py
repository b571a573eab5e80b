"""Signing in and out (登录、退出)."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.dashboard.api.guard import (
    SESSION_COOKIE,
    PageRoute,
    local_path,
    page_of,
    person_of,
    require_own_form,
    require_own_origin,
    signed_in,
    workbench_of,
)
from services.dashboard.api.translation import LANGUAGES
from services.dashboard.application.scope import home_of
from services.dashboard.application.services import ServiceProblemError
from services.dashboard.application.sessions import SignedIn
from shared.web.addresses import client_address
from shared.web.edge import open_to_all

router = APIRouter(route_class=PageRoute, include_in_schema=False)

YEAR_SECONDS = 365 * 24 * 3600


@router.get("/sign-in", dependencies=[open_to_all("dashboard.sign_in")])
async def sign_in_page(request: Request, next: Annotated[str, Query(max_length=500)] = "/") -> Response:  # noqa: A002 - the name in the address
    """Ask for name and password."""
    page = await page_of(request)
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
        page = await page_of(request)
        return page.html(
            "sign_in.html", problem.status, next=local_path(next), username=username, refusal=problem
        )
    wanted = local_path(next)
    place = home_of(person.actor) if wanted == "/" else wanted
    response = RedirectResponse("/password" if person.must_change_password else place, 303)
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


@router.get("/password")
async def password_page(
    request: Request, person: Annotated[SignedIn, signed_in("dashboard.password")]
) -> Response:
    """Ask for the current and the new password."""
    return (await page_of(request)).html("password.html", refusal=None)


@router.post("/password")
async def change_password(
    request: Request,
    person: Annotated[SignedIn, signed_in("dashboard.password")],
    current: Annotated[str, Form(max_length=200)],
    new: Annotated[str, Form(max_length=200)],
) -> Response:
    """Change the password; the person signs in again with the new one."""
    try:
        await workbench_of(request).sessions.change_password(person, current, new)
    except ServiceProblemError as problem:
        return (await page_of(request)).html("password.html", problem.status, refusal=problem)
    return RedirectResponse("/sign-in", 303)


@router.get("/language/{language}", dependencies=[open_to_all("dashboard.language")])
async def choose_language(
    request: Request, language: str, back: Annotated[str, Query(max_length=800)] = "/"
) -> Response:
    """Remember the language of the pages."""
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
