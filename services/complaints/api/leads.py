"""Leads of the hotline and the other channels (线索接口)."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.complaints.application.lead_reading import LeadRoom
from services.complaints.application.leads import LeadDesk
from services.complaints.application.policies import POLICIES
from services.complaints.schemas.answers import CasePage, Done, LeadItem
from services.complaints.schemas.intake import LeadInput, TriageInput
from services.complaints.views.queries import ComplaintQueries
from shared.eventlog.command import Command
from shared.identity.actor import Actor
from shared.web.edge import answer, command, location_of, provided, reader, shown
from shared.web.paging import Listing, Paging

BASE = "/api/v1/leads"
router = APIRouter(prefix=BASE, tags=["leads"])
Desk = Annotated[LeadDesk, provided(LeadDesk)]
Room = Annotated[LeadRoom, provided(LeadRoom)]


@router.post("", status_code=201, response_model=Done, summary="Take in a lead")
async def register(
    body: LeadInput, asked: Annotated[Command, command("complaints.register_lead")], desk: Desk
) -> Response:
    """Take in a lead; its triage falls due."""
    given = await desk.register(asked, body)
    return answer(given, location=location_of(BASE, str(given.body["id"])))


@router.get("", response_model=Listing[LeadItem], summary="List leads")
async def listing(
    actor: Annotated[Actor, reader("complaints.read_leads")],
    queries: Annotated[ComplaintQueries, provided(ComplaintQueries)],
    page: Paging,
    stage: Annotated[Literal["received", "triaged"] | None, Query()] = None,
) -> Listing[LeadItem]:
    """Leads, latest received first."""
    POLICIES.require("complaints.read_leads", actor)
    rows, about = await queries.leads(page, stage=stage)
    names = [name for name in LeadItem.model_fields if name != "id"]
    items = [LeadItem(id=row.lead_id, **{name: getattr(row, name) for name in names}) for row in rows]
    return Listing(items=items, **about)


@router.get("/{lead_id}", response_model=CasePage, summary="A lead's page")
async def page(
    lead_id: UUID, actor: Annotated[Actor, reader("complaints.read_leads")], room: Room
) -> Response:
    """What came in, its clock, its course, and the triage that is open."""
    body, version = await room.page(actor, lead_id, f"{BASE}/{lead_id}")
    return shown(body, version=version)


@router.get("/{lead_id}/clocks/{clock}/explanation", summary="Why this day")
async def explanation(
    lead_id: UUID,
    clock: str,
    actor: Annotated[Actor, reader("complaints.read_leads")],
    room: Room,
    as_of: date | None = None,
) -> Response:
    """The walk of days behind the end of a lead's clock."""
    return shown(await room.explanation(actor, lead_id, clock, as_of))


@router.post("/{lead_id}/triage", response_model=Done, summary="Triage a lead")
async def triage(
    lead_id: UUID,
    body: TriageInput,
    asked: Annotated[Command, command("complaints.triage", on_case=True)],
    desk: Desk,
) -> Response:
    """Decide what becomes of a lead."""
    return answer(await desk.triage(asked, lead_id, body))
