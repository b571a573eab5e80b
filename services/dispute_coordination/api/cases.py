"""Listing and looking at disputes, and putting files there (查阅与材料接口)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from services.dispute_coordination.application.filing import FilingDesk
from services.dispute_coordination.application.policies import POLICIES
from services.dispute_coordination.application.reading import ReadingRoom
from services.dispute_coordination.schemas.answers import CasePage, Done, Item
from services.dispute_coordination.schemas.intake import Code
from services.dispute_coordination.views.queries import DisputeQueries, Filter
from shared.casework.files import FileRoom
from shared.eventlog.command import Command
from shared.identity.actor import Actor
from shared.web.edge import answer, command, provided, reader, recorded_reader, shown
from shared.web.files import downloaded
from shared.web.paging import Listing, Paging

BASE = "/api/v1/disputes"
router = APIRouter(prefix=BASE, tags=["disputes"])
Room = Annotated[ReadingRoom, provided(ReadingRoom)]


@router.get("", response_model=Listing[Item], summary="List disputes")
async def listing(
    *,
    actor: Annotated[Actor, reader("dispute_coordination.list")],
    queries: Annotated[DisputeQueries, provided(DisputeQueries)],
    page: Paging,
    stage: Annotated[Code | None, Query()] = None,
    agency: Annotated[Code | None, Query()] = None,
    ground: Annotated[Code | None, Query()] = None,
    number: Annotated[str | None, Query(max_length=40)] = None,
    text: Annotated[str | None, Query(max_length=100)] = None,
    received_from: date | None = None,
    received_until: date | None = None,
) -> Listing[Item]:
    """Disputes that the reader may know of, latest received first; text searches the title."""
    POLICIES.require("dispute_coordination.list", actor)
    wanted = Filter(stage, agency, ground, number, text, received_from, received_until)
    rows, about = await queries.page(actor, wanted, page)
    names = [name for name in Item.model_fields if name != "id"]
    items = [Item(id=row.case_id, **{name: getattr(row, name) for name in names}) for row in rows]
    return Listing(items=items, **about)


@router.get("/{case_id}", response_model=CasePage, summary="A dispute's page")
async def page(
    case_id: UUID, actor: Annotated[Actor, reader("dispute_coordination.read")], room: Room
) -> Response:
    """Parties, clocks, course, letters, and what this person may do now."""
    body, version = await room.case_page(actor, case_id, f"{BASE}/{case_id}")
    return shown(body, version=version)


@router.get("/{case_id}/clocks/{clock}/explanation", summary="Why this day")
async def explanation(
    case_id: UUID,
    clock: str,
    actor: Annotated[Actor, reader("dispute_coordination.read")],
    room: Room,
    as_of: date | None = None,
) -> Response:
    """The walk of days behind a clock's end, each counted or skipped and why."""
    return shown(await room.explanation(actor, case_id, clock, as_of))


@router.post("/{case_id}/attachments", status_code=201, response_model=Done, summary="Add a file")
async def attach(
    case_id: UUID,
    request: Request,
    asked: Annotated[Command, command("dispute_coordination.attachment", on_case=True)],
    desk: Annotated[FilingDesk, provided(FilingDesk)],
) -> Response:
    """Add one file as the request's body."""
    return answer(await desk.attach(asked, case_id, request.stream()))


@router.get("/{case_id}/attachments/{file_id}", response_class=StreamingResponse, summary="Read a file")
async def read(
    case_id: UUID,
    file_id: UUID,
    look: Annotated[Command, recorded_reader("dispute_coordination.read_file")],
    room: Annotated[FileRoom, provided(FileRoom)],
) -> StreamingResponse:
    """One attachment; always as a download."""
    return downloaded(await room.open(look, case_id, file_id), file_id)
