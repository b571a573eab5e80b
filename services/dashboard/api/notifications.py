"""What the suite said to the signed-in person, newest first (提醒)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from services.dashboard.api import words
from services.dashboard.api.guard import PageRoute, page_of, signed_in, workbench_of
from services.dashboard.application.notices import Notice
from services.dashboard.application.sessions import SignedIn
from shared.law.refusal import UnknownCaseError

router = APIRouter(route_class=PageRoute, include_in_schema=False)

Person = Annotated[SignedIn, signed_in("dashboard.notifications")]


@router.get("/notifications")
async def notifications(request: Request, person: Person) -> Response:
    """List them: unread first."""
    told = await workbench_of(request).notices.told(person)
    page = await page_of(request)
    return page.html(
        "notifications.html",
        told=told,
        unread=told.unread,
        case_path=_case_path,
        service_name=lambda code: page.named(words.SERVICES, code),
    )


@router.post("/notifications/{service}/{notice_id}/read")
async def mark_read(request: Request, person: Person, service: str, notice_id: UUID) -> Response:
    """Mark one as read and come back to the list."""
    notices = workbench_of(request).notices
    if service not in notices:
        raise UnknownCaseError
    await notices.mark_read(person, service, notice_id)
    return RedirectResponse("/notifications", 303)


def _case_path(service: str, notice: Notice) -> str:
    return f"/{words.PAGES.get(notice.procedure or '', service)}/{notice.case_id}"
