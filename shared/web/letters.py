"""Letters of a service's cases over HTTP: drafting to service, documents, inbox, register (文书接口)."""

from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.casework.letter_desk import LetterDesk
from shared.casework.letter_inputs import (
    AcknowledgementInput,
    ApprovalInput,
    DeliveryInput,
    DraftInput,
    IssueInput,
    RebuttalInput,
    RevisionInput,
    VoidingInput,
)
from shared.casework.letter_room import LetterRoom, OpenedDocument
from shared.casework.letter_tables import LETTER, RECEIPT
from shared.eventlog.command import Command
from shared.identity.actor import Actor
from shared.web.edge import answer, command, reader, recorded_reader, shown
from shared.web.files import INERT
from shared.web.paging import Listing, Paging, read_page

Form = Annotated[str, Query(pattern="^(pdf|docx)$", description="pdf or docx")]


class LetterDone(BaseModel):
    """What every act on a letter answers."""

    id: UUID
    number: str
    stage: str
    version: int
    letter_id: UUID | None = None
    letter_number: str | None = None
    delivery_id: UUID | None = None


class LetterShown(BaseModel):
    """A letter with its service, and, on its own page, its text and what may be done with it."""

    id: UUID
    kind: str
    title_zh: str
    title_en: str
    about: str
    state: str
    state_zh: str
    state_en: str
    number: str | None
    issued_on: date | None
    addressees: list[dict[str, Any]]


class LetterPage(LetterShown):
    """One letter as this person may see it."""

    case_id: UUID
    case_number: str
    version: int
    content: dict[str, Any] | None
    missing: dict[str, Any] | None
    approver: str
    tries: list[dict[str, Any]]
    allowed_actions: list[dict[str, Any]]


class Arrived(BaseModel):
    """One letter in the inbox of an agency (收文)."""

    letter_id: UUID
    case_id: UUID
    case_number: str
    kind: str
    title_zh: str
    title_en: str
    number: str | None
    issued_on: date | None
    method: str
    served_on: date
    recorded_at: datetime
    acknowledged_on: date | None


class Numbered(BaseModel):
    """One entry of the register of letters (发文登记簿)."""

    letter_id: UUID
    case_id: UUID
    case_number: str
    kind: str
    title_zh: str
    title_en: str
    number: str
    issued_on: date
    state: str
    pdf_sha256: str
    seal: str | None


class KindShown(BaseModel):
    """One kind of letter and what is written in it (文种)."""

    code: str
    title_zh: str
    title_en: str
    numbered: bool
    approver: str
    addressees: list[str]
    fields: list[dict[str, Any]]


def letter_router(
    service: str, prefix: str, engine: AsyncEngine, desk: LetterDesk, room: LetterRoom
) -> APIRouter:
    """Letters at ``<prefix>/{case_id}/letters``, inbox and register at ``<prefix>/letters``."""
    router = APIRouter(prefix=f"/api/v1/{prefix}", tags=["letters"])
    one, read = "/{case_id}/letters/{letter_id}", f"{service}.letter_read"

    def acting(verb: str) -> Any:
        return command(f"{service}.letter_{verb}", on_case=True)

    @router.get("/letters/inbox", summary="Letters served on the caller's agency")
    async def inbox(
        actor: Annotated[Actor, reader(f"{service}.inbox")], page: Paging, unsigned: bool | None = None
    ) -> Listing[Arrived]:
        """The latest first, with the day of service and of the signature (收文)."""
        room.desk.POLICIES.require(f"{service}.inbox", actor)
        order = (RECEIPT.c.recorded_at, RECEIPT.c.letter_id)
        async with engine.connect() as connection:
            rows, about = await read_page(
                connection, room.inbox_rows(actor, unsigned), page, order=order, descending=True
            )
        titles = room.titles(rows)
        items = [Arrived(**row._mapping, **_titled(titles, row.kind)) for row in rows]
        return Listing[Arrived](items=items, **about)

    @router.get("/letters/register", summary="The register of numbered letters")
    async def register(
        actor: Annotated[Actor, reader(f"{service}.letter_register")], page: Paging
    ) -> Listing[Numbered]:
        """Every number that was given, with the checksum of its document (发文登记簿)."""
        room.desk.POLICIES.require(f"{service}.letter_register", actor)
        order = (LETTER.c.issued_on, LETTER.c.letter_id)
        async with engine.connect() as connection:
            rows, about = await read_page(
                connection, room.register_rows(), page, order=order, descending=True
            )
        titles = room.titles(rows)
        items = [Numbered(**row._mapping, **_titled(titles, row.kind)) for row in rows]
        return Listing[Numbered](items=items, **about)

    @router.get("/letters/kinds", summary="Kinds of letters")
    async def kinds(_: Annotated[Actor, reader(f"{service}.letter_kinds")]) -> list[KindShown]:
        """What each is called, who signs it, which fields are written (文种)."""
        return [KindShown.model_validate(each) for each in room.kinds()]

    @router.post("/{case_id}/letters", response_model=LetterDone, summary="Draft a letter")
    async def draft(case_id: UUID, body: DraftInput, asked: Annotated[Command, acting("draft")]) -> Response:
        """Without fields it says what the case says (起草文书)."""
        return answer(await desk.draft(asked, case_id, body))

    @router.get(one, response_model=LetterPage, summary="A letter's page")
    async def page(case_id: UUID, letter_id: UUID, actor: Annotated[Actor, reader(read)]) -> Response:
        """Its text as it stands, its service, what this person may do with it."""
        body, version = await room.page(actor, case_id, letter_id, f"/api/v1/{prefix}/{case_id}")
        return shown(LetterPage.model_validate(body), version=version)

    @router.post(f"{one}/revision", response_model=LetterDone, summary="Change the wording of a letter")
    async def revise(
        case_id: UUID, letter_id: UUID, body: RevisionInput, asked: Annotated[Command, acting("revision")]
    ) -> Response:
        """Until it has a number; it needs approval anew (修改)."""
        return answer(await desk.revise(asked, case_id, letter_id, body))

    @router.post(f"{one}/approval", response_model=LetterDone, summary="Sign a letter for issue")
    async def approve(
        case_id: UUID, letter_id: UUID, body: ApprovalInput, asked: Annotated[Command, acting("approval")]
    ) -> Response:
        """By whom its kind names; or send it back with a reason (签发)."""
        return answer(await desk.approve(asked, case_id, letter_id, body))

    @router.post(f"{one}/issue", response_model=LetterDone, summary="Number and issue a letter")
    async def issue(
        case_id: UUID, letter_id: UUID, body: IssueInput, asked: Annotated[Command, acting("issue")]
    ) -> Response:
        """Number, documents, seal and electronic service commit together (编号印发)."""
        return answer(await desk.issue(asked, case_id, letter_id, body))

    @router.post(f"{one}/voiding", response_model=LetterDone, summary="Void a letter")
    async def void(
        case_id: UUID, letter_id: UUID, body: VoidingInput, asked: Annotated[Command, acting("voiding")]
    ) -> Response:
        """Before anybody was served; its number stays used (作废)."""
        return answer(await desk.void(asked, case_id, letter_id, body))

    @router.post(f"{one}/deliveries", response_model=LetterDone, summary="Record an attempt to serve")
    async def deliver(
        case_id: UUID, letter_id: UUID, body: DeliveryInput, asked: Annotated[Command, acting("delivery")]
    ) -> Response:
        """Each way with its conditions and evidence; the first effective attempt counts (登记送达)."""
        return answer(await desk.deliver(asked, case_id, letter_id, body))

    @router.post(
        f"{one}/deliveries/{{delivery_id}}/rebuttal",
        response_model=LetterDone,
        summary="Correct the day of an electronic arrival",
    )
    async def rebut(
        case_id: UUID,
        letter_id: UUID,
        delivery_id: UUID,
        body: RebuttalInput,
        asked: Annotated[Command, acting("rebuttal")],
    ) -> Response:
        """The receiver proved another day; clocks that run move (反证)."""
        return answer(await desk.rebut(asked, case_id, letter_id, delivery_id, body))

    @router.post(f"{one}/acknowledgement", response_model=LetterDone, summary="Sign for a letter")
    async def acknowledge(
        case_id: UUID,
        letter_id: UUID,
        body: AcknowledgementInput,
        asked: Annotated[Command, acting("acknowledgement")],
    ) -> Response:
        """By the agency that it addresses; proof, but never a later day of service (签收)."""
        return answer(await desk.acknowledge(asked, case_id, letter_id))

    @router.get(f"{one}/document", response_class=StreamingResponse, summary="A letter as a document")
    async def document(
        case_id: UUID,
        letter_id: UUID,
        look: Annotated[Command, recorded_reader(read)],
        form: Form = "pdf",
    ) -> StreamingResponse:
        """The stored document of an issued letter; any other as a draft that says so (文书文件)."""
        return streamed(await room.document(look, case_id, letter_id, form))

    @router.get(
        f"{one}/deliveries/{{delivery_id}}/receipt",
        response_class=StreamingResponse,
        summary="The receipt of an attempt to serve",
    )
    async def receipt(
        case_id: UUID,
        letter_id: UUID,
        delivery_id: UUID,
        look: Annotated[Command, recorded_reader(read)],
        form: Form = "pdf",
    ) -> StreamingResponse:
        """All fields of the receipt, for signing or for the file (送达回证)."""
        return streamed(await room.receipt(look, case_id, letter_id, delivery_id, form))

    return router


def streamed(found: OpenedDocument) -> StreamingResponse:
    """A document on its way to a browser, inert."""
    name = f"inline; filename*=UTF-8''{quote(found.filename)}"
    headers = {**INERT, "Content-Disposition": name}
    return StreamingResponse(found.chunks, media_type=found.media_type, headers=headers)


def _titled(titles: Any, kind: str) -> dict[str, str]:
    zh, en = titles[kind]
    return {"title_zh": zh, "title_en": en}
