"""At the door of every page: who is signed in, whose form this is, and errors as pages (页面入口).

A signed-in person is known by one cookie that only this service reads. Forms are accepted
from the suite's own pages only.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import Depends, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute

from services.dashboard.api import words
from services.dashboard.api.navigation import CHANGES, LETTERS, Waiting
from services.dashboard.api.page import Page, is_own_form
from services.dashboard.api.workbench import Workbench
from services.dashboard.application.notices import Unread
from services.dashboard.application.scope import (
    POLICIES,
    acts_for_agency,
    has_queue,
    keeps_law_and_time,
)
from services.dashboard.application.services import ServiceProblemError
from services.dashboard.application.sessions import SignedIn
from shared.law.refusal import Refusal
from shared.web.authorisation import Authorisation, Declared
from shared.web.context import current_context
from shared.web.problems import TITLES

SESSION_COOKIE = "jiandu_session"
TROUBLE_SECONDS = 2.0
"""Host time that an error page waits to learn who asks."""
_GENERAL = {title for _, title in TITLES.values()}


class NotSignedInError(Exception):
    """The page needs a signed-in person."""


class ForeignFormError(Refusal):
    """The form did not come from a page of this session (表单来源不符)."""

    status = 403
    slug = "foreign-form"
    title = "表单已失效，请回到页面重新提交"


def workbench_of(request: Request) -> Workbench:
    """Give the workbench of the running service."""
    found: Workbench = request.app.state.parts.provides[Workbench]
    return found


async def person_of(request: Request) -> SignedIn | None:
    """Give the signed-in person behind a request, if there is one."""
    handle = request.cookies.get(SESSION_COOKIE, "")
    if not handle or not handle.isascii() or len(handle) > 500:
        return None
    if not hasattr(request.state, "person"):
        request.state.person = await workbench_of(request).sessions.find(handle)
    person: SignedIn | None = request.state.person
    return person


async def page_of(request: Request) -> Page:
    """Begin an answer to whoever asks."""
    bench, person = workbench_of(request), await person_of(request)
    if person is None:
        return Page(request, bench.looks, bench.clock.today())
    known = await bench.directory.person(person.actor.person) if person.actor.person else None
    called = known.display_name if known else ""
    unread, waiting = await asyncio.gather(_unread(bench, person), _waiting(bench, person))
    return Page(
        request,
        bench.looks,
        bench.clock.today(),
        person=person,
        called=called,
        unread=unread,
        waiting=waiting,
    )


async def _unread(bench: Workbench, person: SignedIn) -> Unread | None:
    return await bench.notices.unread(person) if has_queue(person.actor) else None


async def _waiting(bench: Workbench, person: SignedIn) -> Waiting:
    """Count what stands beside the entries of the navigation."""
    if keeps_law_and_time(person.actor):
        return {CHANGES: await bench.docket.waiting(person)}
    return {LETTERS: await bench.letters.unsigned(person)} if acts_for_agency(person.actor) else {}


def require_own_origin(request: Request) -> None:
    """Refuse a form that another site's page sent."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        raise ForeignFormError("The form came from another site.")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise ForeignFormError("The form came from another site.")


async def require_own_form(request: Request, person: SignedIn) -> None:
    """Refuse a form that was not made by a page of this person's session."""
    require_own_origin(request)
    form = await request.form()
    if not is_own_form(person, str(form.get("csrf", ""))):
        raise ForeignFormError("The form is not of this session.")


class _SignedIn(Declared):
    def __init__(self, authorisation: Authorisation) -> None:
        self.authorisation = authorisation

    async def __call__(self, request: Request) -> SignedIn:
        person = await person_of(request)
        if person is None:
            raise NotSignedInError
        POLICIES.require(self.authorisation.action, person.actor)
        if request.method == "POST":
            await require_own_form(request, person)
        return person


def signed_in(action: str) -> Any:
    """Ask for the signed-in person who may do ``action``; a form must be one of that person's own pages."""
    return Depends(_SignedIn(Authorisation(action)))


class PageRoute(APIRoute):
    """A route whose errors are pages too."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the route's handler."""
        handle = super().get_route_handler()

        async def handle_page(request: Request) -> Response:
            try:
                return await handle(request)
            except NotSignedInError:
                return _to_sign_in(request)
            except (ServiceProblemError, Refusal, HTTPException, RequestValidationError) as error:
                return await error_page(request, problem_of(error))

        return handle_page


def _to_sign_in(request: Request) -> Response:
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    place = f"?next={quote(wanted, safe='')}" if request.method == "GET" and wanted != "/" else ""
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"HX-Redirect": "/sign-in"})
    return RedirectResponse(f"/sign-in{place}", 303)


def problem_of(error: Exception) -> ServiceProblemError:
    """Give any refusal in the form in which pages show it."""
    if isinstance(error, ServiceProblemError):
        return error
    if isinstance(error, Refusal):
        return ServiceProblemError(
            error.status,
            {"title": error.title, "detail": error.detail, "basis": error.basis, "type": error.slug},
        )
    status = error.status_code if isinstance(error, HTTPException) else 422
    return ServiceProblemError(status, {"title": TITLES.get(status, ("", "无法办理"))[1]})


async def error_page(request: Request, problem: ServiceProblemError) -> Response:
    """Answer with the page of a problem; who asks is shown where it can be known."""
    page = await _page_in_trouble(request)
    if request.headers.get("hx-request"):
        return page.html("parts/refused.html", problem.status, refusal=problem)
    heading, advice = words.ERRORS.get(problem.status, words.OTHER_ERROR)
    return page.html(
        "error.html",
        problem.status,
        refusal=problem,
        explained=bool(problem.detail or problem.basis) or problem.title not in _GENERAL,
        heading=page.text(heading),
        advice=page.text(advice),
        request_id=current_context().request_id,
    )


async def page_of_problem(request: Request, status: int, problem: Mapping[str, Any]) -> Response:
    """Show what went wrong outside every page: an unknown address, a lost store, an unexpected error."""
    return await error_page(request, ServiceProblemError(status, problem))


async def _page_in_trouble(request: Request) -> Page:
    """Begin a page even where the sessions or the store are what does not answer."""
    try:
        async with asyncio.timeout(TROUBLE_SECONDS):
            return await page_of(request)
    except Exception:  # noqa: BLE001 - the error that is shown was told already; this one only costs the name
        bench = workbench_of(request)
        person = getattr(request.state, "person", None)
        return Page(request, bench.looks, bench.clock.today(), person=person)


def local_path(path: str) -> str:
    """Give a path of this site, or the first page for anything else."""
    parts = urlsplit(path)
    is_local = (
        path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    )
    return path if is_local and path.isprintable() else "/"
