"""What the public may do without an account: complain, follow, appeal, add (公众接口)."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from services.complaints.application.aftercare import AftercareDesk
from services.complaints.application.intake import IntakeDesk
from services.complaints.application.reading import ReadingRoom
from services.complaints.application.receipts import Receipts
from services.complaints.domain.state import COMPLAINANT
from services.complaints.schemas.acts import AppealInput, CallBackInput, FlagInput
from services.complaints.schemas.answers import Done, Progress, Received
from services.complaints.schemas.intake import IntakeInput
from shared.casework.letter_room import LetterRoom
from shared.eventlog.command import Answer, Command
from shared.web.addresses import address_key
from shared.web.edge import (
    answer,
    command,
    intake_limited,
    open_to_all,
    provided,
    recorded_reader,
    shown,
)
from shared.web.letters import streamed

router = APIRouter(prefix="/api/v1/complaints", tags=["public"])
ReceiptCode = Annotated[
    str, Header(alias="Receipt-Code", min_length=16, max_length=32, pattern=r"^[A-Za-z2-7\- ]+$")
]
"""The code given at intake; in a header, because addresses of pages end up in logs."""


@router.post(
    "/intake",
    status_code=201,
    response_model=Received,
    dependencies=[intake_limited()],
    summary="Complain under the real name",
)
async def intake(
    request: Request,
    body: IntakeInput,
    asked: Annotated[Command, command("complaints.intake", anonymous=True)],
    desk: Annotated[IntakeDesk, provided(IntakeDesk)],
    receipts: Annotated[Receipts, provided(Receipts)],
) -> Response:
    """Take in a complaint; the answer carries the receipt code, which is shown this once."""
    given = await desk.receive(asked, body, request.app.state.limits, address_key(request))
    return answer(receipts.with_code(given), location="/api/v1/complaints/receipt")


@router.get("/receipt", response_model=Progress, summary="Follow a complaint by its receipt code")
async def progress(
    request: Request,
    code: ReceiptCode,
    receipts: Annotated[Receipts, provided(Receipts)],
    room: Annotated[ReadingRoom, provided(ReadingRoom)],
    _: Annotated[None, open_to_all("complaints.follow")],
) -> Response:
    """Stage, statutory dates, what was decided and told; nothing about the other side."""
    request.app.state.limits.public_read_from(address_key(request))
    return shown(await room.progress(await receipts.case_of(code)))


@router.get(
    "/receipt/letters/{letter_id}",
    response_class=StreamingResponse,
    summary="A letter that was served on the complainant",
)
async def letter(
    *,
    request: Request,
    letter_id: UUID,
    code: ReceiptCode,
    look: Annotated[Command, recorded_reader("complaints.follow_letter", anonymous=True)],
    receipts: Annotated[Receipts, provided(Receipts)],
    room: Annotated[LetterRoom, provided(LetterRoom)],
) -> StreamingResponse:
    """The document as it was issued; the look is recorded (查看送达文书)."""
    request.app.state.limits.public_read_from(address_key(request))
    asked, case_id = await receipts.speaking(look, code)
    return streamed(await room.handed_out(asked, case_id, letter_id, COMPLAINANT))


@router.post("/receipt/attachments", status_code=201, response_model=Done, summary="Add a file")
async def attach(
    request: Request,
    code: ReceiptCode,
    asked: Annotated[Command, command("complaints.attachment", anonymous=True)],
    receipts: Annotated[Receipts, provided(Receipts)],
    desk: Annotated[AftercareDesk, provided(AftercareDesk)],
) -> Response:
    """Add one file as the request's body; its type is told by content, its size is limited."""
    request.app.state.limits.public_read_from(address_key(request))
    return _created(await desk.attach(*await receipts.speaking(asked, code), _chunks(request)))


@router.post("/receipt/appeals", status_code=201, response_model=Done, summary="Appeal as the complainant")
async def appeal(
    *,
    body: AppealInput,
    request: Request,
    code: ReceiptCode,
    asked: Annotated[Command, command("complaints.appeal", anonymous=True)],
    receipts: Annotated[Receipts, provided(Receipts)],
    desk: Annotated[AftercareDesk, provided(AftercareDesk)],
) -> Response:
    """Turn to the deciding organ."""
    request.app.state.limits.public_read_from(address_key(request))
    return _created(await desk.appeal(*await receipts.speaking(asked, code), body))


@router.post("/receipt/flags", status_code=201, response_model=Done, summary="Say that somebody retaliates")
async def flag(
    *,
    body: FlagInput,
    request: Request,
    code: ReceiptCode,
    asked: Annotated[Command, command("complaints.flag", anonymous=True)],
    receipts: Annotated[Receipts, provided(Receipts)],
    desk: Annotated[AftercareDesk, provided(AftercareDesk)],
) -> Response:
    """Put retaliation or obstruction on record, at any time."""
    request.app.state.limits.public_read_from(address_key(request))
    return _created(await desk.flag(*await receipts.speaking(asked, code), body))


@router.post("/receipt/satisfaction", status_code=201, response_model=Done, summary="Say how it went")
async def satisfaction(
    *,
    body: CallBackInput,
    request: Request,
    code: ReceiptCode,
    asked: Annotated[Command, command("complaints.call_back", anonymous=True)],
    receipts: Annotated[Receipts, provided(Receipts)],
    desk: Annotated[AftercareDesk, provided(AftercareDesk)],
) -> Response:
    """Answer the call-back on the receipt page."""
    request.app.state.limits.public_read_from(address_key(request))
    return _created(await desk.call_back(*await receipts.speaking(asked, code), body))


@router.get("/catalogues", summary="Grounds and channels, for forms")
async def catalogues(
    room: Annotated[ReadingRoom, provided(ReadingRoom)],
    _: Annotated[None, open_to_all("complaints.catalogues")],
    lang: Annotated[str, Query(pattern="^(zh|en)$")] = "zh",
) -> dict[str, Any]:
    """The catalogue of grounds and the agencies that may be complained of."""
    return await room.catalogues(lang)


def _created(given: Answer) -> Response:
    body = {name: given.body[name] for name in given.body if name not in {"id", "version"}}
    return answer(Answer(201, body, None, given.replayed))


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    async for chunk in request.stream():
        yield chunk
