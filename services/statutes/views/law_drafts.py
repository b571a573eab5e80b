"""The list of drafts of regulation versions (法规草稿的查询)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from services.statutes.domain.draft import DraftStatus
from services.statutes.domain.regulation import RegulationDraft
from services.statutes.views.draft_rows import DraftRows
from services.statutes.views.tables import REGULATION_DRAFT
from shared.eventlog.command import Statement
from shared.eventlog.recorded import Recorded

_CLOSING = ("version", "status", "published_by", "published_on", "reason")
_ENTERED = insert(REGULATION_DRAFT)
_CLOSED = (
    update(REGULATION_DRAFT)
    .where(REGULATION_DRAFT.c.draft_id == bindparam("of_draft"))
    .values({name: bindparam(f"new_{name}") for name in _CLOSING})
)


def project(recorded: Recorded) -> Iterable[Statement]:
    """The row of a draft."""
    event = recorded.event
    if isinstance(event, RegulationDraft.Created):
        yield _ENTERED, _row(event)
    elif isinstance(event, RegulationDraft.Published):
        yield _closed(event, DraftStatus.PUBLISHED, by=event.published_by, on=event.published_on)
    elif isinstance(event, RegulationDraft.Withdrawn):
        yield _closed(event, DraftStatus.WITHDRAWN, reason=event.reason)


class LawDraftViews(DraftRows):
    """The questions about drafts of regulation versions."""

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__(engine, REGULATION_DRAFT)

    async def waits(self, regulation: str, in_force_from: date, sha256: str) -> bool:
        """Whether a draft with this very content waits for its second person."""
        return any(
            (row.regulation, row.in_force_from, row.sha256) == (regulation, in_force_from, sha256)
            for row in await self.drafts(DraftStatus.ENTERED.value)
        )


def _row(event: RegulationDraft.Created) -> dict[str, Any]:
    return {
        "draft_id": event.originator_id,
        "version": event.originator_version,
        "regulation": event.regulation,
        "in_force_from": event.in_force_from,
        "title": event.title,
        "document": event.document.get("document"),
        "sha256": event.sha256,
        "status": DraftStatus.ENTERED.value,
        "entered_by": event.entered_by,
        "entered_at": event.timestamp,
    }


def _closed(
    event: RegulationDraft.Event,
    status: DraftStatus,
    *,
    by: str | None = None,
    on: date | None = None,
    reason: str | None = None,
) -> Statement:
    values = (event.originator_version, status.value, by, on, reason)
    row = {f"new_{name}": value for name, value in zip(_CLOSING, values, strict=True)}
    return _CLOSED, {"of_draft": event.originator_id, **row}
