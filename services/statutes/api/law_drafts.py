"""Entering and publishing versions of regulations over HTTP (法规新版本接口)."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Response

from services.statutes.application.law_drafts import LawDrafts
from services.statutes.application.law_reading import LawDraftReading
from services.statutes.application.policies import POLICIES
from services.statutes.schemas.law_drafts import (
    LawDraftItem,
    LawDraftShown,
    VersionGiven,
    WithdrawalGiven,
)
from shared.eventlog.command import Command
from shared.identity.actor import Actor
from shared.web.edge import answer, command, location_of, provided, reader, shown

BASE = "/api/v1/law/drafts"
Drafts = Annotated[LawDrafts, provided(LawDrafts)]
Reading = Annotated[LawDraftReading, provided(LawDraftReading)]
Keeper = Annotated[Actor, reader("statutes.read_law_drafts")]

router = APIRouter(prefix=BASE, tags=["law drafts"])


@router.post("", status_code=201, summary="Enter a version of a regulation")
async def enter(
    body: VersionGiven, asked: Annotated[Command, command("statutes.enter_regulation")], drafts: Drafts
) -> Response:
    """What is wrong with it is said at once and in full; nothing is in force before a second person's yes."""
    given = await drafts.enter(asked, body)
    return answer(given, location=location_of(BASE, given.body["id"]))


@router.get("", summary="Drafts of regulation versions")
async def listing(
    actor: Keeper, reading: Reading, status: Literal["entered", "published", "withdrawn"] | None = None
) -> list[LawDraftItem]:
    """The newest first (法规草稿)."""
    POLICIES.require("statutes.read_law_drafts", actor)
    return await reading.items(status)


@router.get("/{draft_id}", response_model=LawDraftShown, summary="A draft and what it would change")
async def one(draft_id: UUID, actor: Keeper, reading: Reading) -> Response:
    """Faults, warnings, differences, and whether this person may publish it (草稿详情)."""
    found = await reading.one(actor, draft_id)
    return shown(found, version=found.version)


@router.post("/{draft_id}/publication", summary="Publish a draft as a second person")
async def publication(
    draft_id: UUID,
    asked: Annotated[Command, command("statutes.publish_regulation", on_case=True)],
    drafts: Drafts,
) -> Response:
    """The version binds from its day on; every service learns of it at once (核对发布)."""
    return answer(await drafts.publish(asked, draft_id))


@router.post("/{draft_id}/withdrawal", summary="Take a draft back, or turn it down")
async def withdrawal(
    draft_id: UUID,
    body: WithdrawalGiven,
    asked: Annotated[Command, command("statutes.withdraw_regulation", on_case=True)],
    drafts: Drafts,
) -> Response:
    """The draft stays in the log (撤回)."""
    return answer(await drafts.withdraw(asked, draft_id, reason=body.reason))
