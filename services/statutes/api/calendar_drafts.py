"""Entering and publishing calendar editions over HTTP (历法录入与发布接口)."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Response

from services.statutes.api.parameters import YEARS
from services.statutes.application.calendar_drafts import CalendarDrafts
from services.statutes.application.calendar_reading import DraftReading
from services.statutes.application.policies import POLICIES
from services.statutes.schemas.calendar import YearShown
from services.statutes.schemas.calendar_drafts import (
    DraftGiven,
    DraftItem,
    DraftShown,
    PublicationGiven,
    WithdrawalGiven,
)
from shared.eventlog.command import Command
from shared.identity.actor import Actor
from shared.web.edge import answer, command, location_of, provided, reader, shown

BASE = "/api/v1/calendar/drafts"
Drafts = Annotated[CalendarDrafts, provided(CalendarDrafts)]
Reading = Annotated[DraftReading, provided(DraftReading)]
Keeper = Annotated[Actor, reader("statutes.read_drafts")]

router = APIRouter(prefix=BASE, tags=["calendar drafts"])


@router.post("", status_code=201, summary="Enter a notice, an edition or a closure")
async def enter(
    body: DraftGiven, asked: Annotated[Command, command("statutes.enter_calendar")], drafts: Drafts
) -> Response:
    """What is wrong with it is said at once and in full; nothing is in force before a second person's yes."""
    given = await drafts.enter(asked, body)
    return answer(given, location=location_of(BASE, given.body["id"]))


@router.get("", summary="Drafts of the calendar")
async def listing(
    actor: Keeper, reading: Reading, status: Literal["entered", "published", "withdrawn"] | None = None
) -> list[DraftItem]:
    """The newest first (历法草稿)."""
    POLICIES.require("statutes.read_drafts", actor)
    return await reading.items(status)


@router.get("/{draft_id}", response_model=DraftShown, summary="A draft and what it would change")
async def one(draft_id: UUID, actor: Keeper, reading: Reading) -> Response:
    """Findings, changed days, and whether this person may publish it (草稿详情)."""
    found = await reading.one(actor, draft_id)
    return shown(found, version=found.version)


@router.get("/{draft_id}/years/{year}", summary="A year as it would be")
async def year(
    draft_id: UUID, year: Annotated[int, Path(**YEARS)], actor: Keeper, reading: Reading
) -> YearShown:
    """All days of a year with the draft; changed ones are marked (预览)."""
    return await reading.year(actor, draft_id, year)


@router.post("/{draft_id}/publication", summary="Publish a draft as a second person")
async def publication(
    draft_id: UUID,
    body: PublicationGiven,
    asked: Annotated[Command, command("statutes.publish_calendar", on_case=True)],
    drafts: Drafts,
) -> Response:
    """The calendar is in force at once; every open clock is held against it (核对发布)."""
    reason = body.reason or ""
    return answer(await drafts.publish(asked, draft_id, confirmed=body.confirmed, reason=reason))


@router.post("/{draft_id}/withdrawal", summary="Take a draft back")
async def withdrawal(
    draft_id: UUID,
    body: WithdrawalGiven,
    asked: Annotated[Command, command("statutes.withdraw_calendar", on_case=True)],
    drafts: Drafts,
) -> Response:
    """The draft stays in the log (撤回)."""
    return answer(await drafts.withdraw(asked, draft_id, reason=body.reason))
