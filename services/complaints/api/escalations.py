"""The escalation ledger of complaints and leads (预警台账)."""

from typing import Annotated

from fastapi import APIRouter

from services.complaints.application.policies import POLICIES
from services.complaints.views.queries import ComplaintQueries
from shared.identity.actor import Actor
from shared.web.edge import provided, reader
from shared.web.escalations import EscalationItem, Rung, escalation_items
from shared.web.paging import Listing, Paging

router = APIRouter(prefix="/api/v1/complaints", tags=["escalations"])


@router.get("/escalations", response_model=Listing[EscalationItem], summary="The escalation ledger")
async def ledger(
    actor: Annotated[Actor, reader("complaints.read_escalations")],
    queries: Annotated[ComplaintQueries, provided(ComplaintQueries)],
    page: Paging,
    rung: Rung = None,
) -> Listing[EscalationItem]:
    """Every rung that a clock reached, the latest first; an agency sees its own."""
    POLICIES.require("complaints.read_escalations", actor)
    return escalation_items(*await queries.escalations(actor, page, rung=rung))
