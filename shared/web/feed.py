"""The replay of a service's public facts, for those who were away: ``GET …/events?after=`` (事件回放)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from shared.contracts.base import Contract
from shared.contracts.envelope import message_id, ordinal_of, position_of
from shared.eventlog.recorded import Recorded
from shared.identity.actor import Actor, Role
from shared.web.edge import reader
from shared.web.service import Parts

MOST = 200
_ALL_SEEING = frozenset({Role.BUREAU_CLERK, Role.BUREAU_HEAD, Role.AUDITOR})
_OWN_SEEING = frozenset({Role.AGENCY_CLERK, Role.AGENCY_HEAD})

Visible = Callable[[Actor, Contract], bool]


class FeedItem(BaseModel):
    """One public fact as a CloudEvent; ``ordinal`` is its place and the cursor behind it."""

    specversion: str = "1.0"
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: str = "application/json"
    ordinal: int
    data: dict[str, Any]


class Feed(BaseModel):
    """A stretch of the feed; ask again with ``after`` set to ``next_after``, at once if there is ``more``."""

    items: list[FeedItem]
    next_after: int
    more: bool


def visible_to(actor: Actor, contract: Contract) -> bool:
    """The bureau and auditors see all public facts, an agency those that name it, others none."""
    if actor.role in _ALL_SEEING:
        return True
    return actor.role in _OWN_SEEING and getattr(contract, "agency", None) == actor.agency is not None


def _items(
    service: str, recorded: Recorded, contracts: Sequence[Contract]
) -> Iterator[tuple[FeedItem, Contract]]:
    for index, contract in enumerate(contracts):
        ordinal = ordinal_of(recorded.position, index)
        item = FeedItem(
            id=message_id(service, ordinal),
            source=f"urn:jiandu:{service}",
            type=contract.type_name(service),
            subject=str(recorded.event.originator_id),
            time=recorded.event.timestamp,
            ordinal=ordinal,
            data=contract.model_dump(mode="json"),
        )
        yield item, contract


async def read_feed(service: str, parts: Parts, actor: Actor, *, after: int, limit: int) -> Feed:
    """Read ``limit`` positions behind ``after`` and keep what the actor may see."""
    visible, start = parts.visible or visible_to, position_of(after)
    found = await parts.log.read(max(start - 1, 0), limit + 1)
    items = [
        item
        for recorded in found[:limit]
        for item, contract in _items(service, recorded, parts.publish(recorded))
        if item.ordinal > after and visible(actor, contract)
    ]
    last = ordinal_of(found[:limit][-1].position, 99) if found else after
    return Feed(items=items, next_after=max(last, after), more=len(found) > limit)


def feed_router(service: str, prefix: str) -> APIRouter:
    """The feed of one service at ``/api/v1/<prefix>/events``."""
    router = APIRouter(prefix=f"/api/v1/{prefix}", tags=["events"])

    @router.get("/events", response_model=Feed, summary="Replay public events")
    async def events(
        request: Request,
        actor: Annotated[Actor, reader(f"{service}.read_events")],
        after: Annotated[int, Query(ge=0, le=2**62)] = 0,
        limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    ) -> Feed:
        return await read_feed(service, request.app.state.parts, actor, after=after, limit=limit)

    return router
