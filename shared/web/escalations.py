"""The escalation ledger: what the suite said to whom, when, and why (预警台账)."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from shared.web.paging import Listing

Rung = Annotated[str | None, Query(pattern=r"^[a-z_]{1,20}$")]


class EscalationItem(BaseModel):
    """One rung that a clock reached."""

    case_id: UUID
    number: str | None
    agency: str | None
    clock: str
    rung: str
    level: int | None
    planned_on: date
    reached_at: datetime
    late: bool
    due_on: date | None
    owner: str
    recipients: str
    basis: str | None


def escalation_items(rows: Any, about: dict[str, Any]) -> Listing[EscalationItem]:
    """Rows of the escalation table as one page of the ledger."""
    names = tuple(EscalationItem.model_fields)
    items = [EscalationItem(**{name: getattr(row, name) for name in names}) for row in rows]
    return Listing(items=items, **about)
