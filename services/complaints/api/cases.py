"""Registering, listing and looking at complaints, and revealing who complained (登记与查阅接口)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.complaints.application.aftercare import AftercareDesk
from services.complaints.application.intake import IntakeDesk
from services.complaints.application.policies import POLICIES
from services.complaints.application.reading import ReadingRoom
from services.complaints.application.receipts import Receipts
from services.complaints.application.revealing import RevealDesk
from services.complaints.application.searching import SearchDesk
from services.complaints.schemas.acts import RevealInput, SearchInput
from services.complaints.schemas.answers import CasePage, Done, Found, FoundItem, Identity, Item
from services.complaints.schemas.intake import Code, RegistrationInput
from services.complaints.views.queries import ComplaintQueries, Filter
from shared.eventlog.command import Command
from shared.identity.actor import Actor
from shared.web.edge import answer, command, location_of, provided, reader, shown
from shared.web.paging import Listing, Paging

BASE = "/api/v1/complaints"
router = APIRouter(prefix=BASE, tags=["complaints"])
Room = Annotated[ReadingRoom, provided(ReadingRoom)]


@router.post("", status_code=201, response_model=Done, summary="Register a complaint at the desk")
async def register(
    body: RegistrationInput,
    asked: Annotated[Command, command("complaints.register")],
    desk: Annotated[IntakeDesk, provided(IntakeDesk)],
    receipts: Annotated[Receipts, provided(Receipts)],
) -> Response:
    """Take in a complaint as staff; the receipt code is for the complainant."""
    given = await desk.register(asked, body)
    return answer(receipts.with_code(given, keep_id=True), location=location_of(BASE, str(given.body["id"])))


@router.get("", response_model=Listing[Item], summary="List complaints")
async def listing(
    *,
    actor: Annotated[Actor, reader("complaints.list")],
    queries: Annotated[ComplaintQueries, provided(ComplaintQueries)],
    page: Paging,
    stage: Annotated[Code | None, Query()] = None,
    agency: Annotated[Code | None, Query()] = None,
    handler: Annotated[Code | None, Query()] = None,
    ground: Annotated[Code | None, Query()] = None,
    number: Annotated[str | None, Query(max_length=40)] = None,
    text: Annotated[str | None, Query(max_length=100)] = None,
    received_from: date | None = None,
    received_until: date | None = None,
) -> Listing[Item]:
    """Complaints that the reader may know of, latest received first; text searches the clerk's summary."""
    POLICIES.require("complaints.list", actor)
    wanted = Filter(stage, agency, handler, ground, number, text, received_from, received_until)
    rows, about = await queries.page(actor, wanted, page)
    return Listing(items=[Item(id=row.case_id, **_columns(row, Item)) for row in rows], **about)


@router.post("/search", response_model=Found, summary="Find a person's complaints by number")
async def search(
    body: SearchInput,
    asked: Annotated[Command, command("complaints.search_person")],
    desk: Annotated[SearchDesk, provided(SearchDesk)],
) -> Response:
    """Look through the blind index after the reason was recorded; the number stands in no address or log."""
    found = [FoundItem.model_validate(one) for one in await desk.find(asked, body)]
    return shown(Found(items=found))


@router.get("/{case_id}", response_model=CasePage, summary="A complaint's page")
async def page(case_id: UUID, actor: Annotated[Actor, reader("complaints.read")], room: Room) -> Response:
    """Parties masked, clocks, course, and what this person may do now."""
    body, version = await room.case_page(actor, case_id, f"{BASE}/{case_id}")
    return shown(body, version=version)


@router.get("/{case_id}/clocks/{clock}/explanation", summary="Why this day")
async def explanation(
    case_id: UUID,
    clock: str,
    actor: Annotated[Actor, reader("complaints.read")],
    room: Room,
    as_of: date | None = None,
) -> Response:
    """The walk of days behind a clock's end, each counted or skipped and why."""
    return shown(await room.explanation(actor, case_id, clock, as_of))


@router.post("/{case_id}/reveal", response_model=Identity, summary="See who complained")
async def reveal(
    case_id: UUID,
    body: RevealInput,
    asked: Annotated[Command, command("complaints.reveal")],
    desk: Annotated[RevealDesk, provided(RevealDesk)],
) -> Response:
    """Show the complainant's identity after the reason was recorded."""
    return shown(await desk.reveal(asked, case_id, body))


@router.post("/{case_id}/attachments", status_code=201, response_model=Done, summary="Add a file")
async def attach(
    case_id: UUID,
    request: Request,
    asked: Annotated[Command, command("complaints.attachment", on_case=True)],
    desk: Annotated[AftercareDesk, provided(AftercareDesk)],
) -> Response:
    """Add one file as the request's body."""
    given = await desk.attach(asked, case_id, request.stream())
    return answer(given)


def _columns(row: object, model: type[Item]) -> dict[str, object]:
    return {name: getattr(row, name) for name in model.model_fields if name != "id"}
