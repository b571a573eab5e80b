"""The escalation ledger of disputes (预警台账)."""

from typing import Annotated

from fastapi import APIRouter

from services.dispute_coordination.application.policies import POLICIES
from services.dispute_coordination.views.queries import DisputeQueries
from shared.identity.actor import Actor
from shared.web.edge import provided, reader
from shared.web.escalations import EscalationItem, Rung, escalation_items
from shared.web.paging import Listing, Paging

router = APIRouter(prefix="/api/v1/disputes", tags=["escalations"])


@router.get("/escalations", response_model=Listing[EscalationItem], summary="The escalation ledger")
async def ledger(
    actor: Annotated[Actor, reader("dispute_coordination.read_escalations")],
    queries: Annotated[DisputeQueries, provided(DisputeQueries)],
    page: Paging,
    rung: Rung = None,
) -> Listing[EscalationItem]:
    """Every rung that a clock reached, the latest first; an agency sees its own cases."""
    POLICIES.require("dispute_coordination.read_escalations", actor)
    return escalation_items(*await queries.escalations(actor, page, rung=rung))
