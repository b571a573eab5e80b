"""The escalation ledger: what the suite said to whom, when, and why (预警台账)."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.complaints.application.policies import POLICIES
from services.complaints.schemas.answers import EscalationItem
from services.complaints.views.queries import ComplaintQueries
from shared.identity.actor import Actor
from shared.web.edge import provided, reader
from shared.web.paging import Listing, Paging

router = APIRouter(prefix="/api/v1/complaints", tags=["escalations"])
Rung = Annotated[str | None, Query(pattern=r"^[a-z_]{1,20}$")]


@router.get("/escalations", response_model=Listing[EscalationItem], summary="The escalation ledger")
async def ledger(
    actor: Annotated[Actor, reader("complaints.read_escalations")],
    queries: Annotated[ComplaintQueries, provided(ComplaintQueries)],
    page: Paging,
    rung: Rung = None,
) -> Listing[EscalationItem]:
    """Every rung that a clock reached, the latest first; an agency sees its own."""
    POLICIES.require("complaints.read_escalations", actor)
    rows, about = await queries.escalations(actor, page, rung=rung)
    items = [
        EscalationItem(**{name: getattr(row, name) for name in EscalationItem.model_fields}) for row in rows
    ]
    return Listing(items=items, **about)
