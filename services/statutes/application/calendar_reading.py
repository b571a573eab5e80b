"""What the people who keep the calendar see of a draft (历法草稿的查看)."""

from typing import Any
from uuid import UUID

from services.statutes.application.calendar_drafts import CalendarDrafts, findings
from services.statutes.domain.calendar_draft import CalendarDraft
from services.statutes.domain.persons import By
from services.statutes.schemas.calendar import YearShown
from services.statutes.schemas.calendar_drafts import ChangeShown, DraftItem, DraftShown, FindingShown
from services.statutes.views.calendar import year_of
from services.statutes.views.calendar_drafts import DraftViews
from shared.calendar.almanac import Almanac
from shared.clock.suite import Clock
from shared.identity.actor import Actor
from shared.law.refusal import Refusal


class DraftReading:
    """Drafts with their findings and their effect on the calendar."""

    def __init__(self, drafts: CalendarDrafts, views: DraftViews, almanac: Almanac, clock: Clock) -> None:
        self._drafts = drafts
        self._views = views
        self._almanac = almanac
        self._clock = clock

    async def items(self, status: str | None) -> list[DraftItem]:
        """The list of drafts."""
        rows = await self._views.drafts(status)
        return [DraftItem.model_validate({**row._mapping, "id": row.draft_id}) for row in rows]

    async def one(self, actor: Actor, draft_id: UUID) -> DraftShown:
        """One draft; findings and changes are those of the present calendar."""
        draft = await self._drafts.draft(actor, draft_id)
        row = await self._views.draft(draft_id)
        return DraftShown.model_validate(
            {
                **row._mapping,
                "id": draft_id,
                "version": draft.version,
                "content": draft.content,
                "source_text": draft.source_text,
                "sha256": draft.sha256,
                "reason": draft.reason,
                **self._effect(draft),
                **_may_publish(draft, actor),
            }
        )

    async def year(self, actor: Actor, draft_id: UUID, year: int) -> YearShown:
        """A year as it would be, with the changed days marked."""
        draft = await self._drafts.draft(actor, draft_id)
        changed = {change.after.on for change in self._views.changes(draft)}
        return year_of(self._views.after(draft), year, changed=changed)

    def _effect(self, draft: CalendarDraft) -> dict[str, Any]:
        """What a draft finds and changes; nothing once it is closed."""
        if draft.is_closed:
            return {"publication": {}, "findings": [], "changes": []}
        found = findings(self._views.edition(draft), self._almanac.book, reason=draft.reason)
        return {
            "publication": self._views.publication(draft, self._clock.today()),
            "findings": [FindingShown.of(each) for each in found],
            "changes": [ChangeShown.of(each) for each in self._views.changes(draft)],
        }


def _may_publish(draft: CalendarDraft, actor: Actor) -> dict[str, Any]:
    try:
        draft.refuse_publisher(By.of(actor))
    except Refusal as refusal:
        return {"may_publish": False, "why_not_zh": refusal.title, "why_not_en": refusal.detail}
    return {"may_publish": True, "why_not_zh": None, "why_not_en": None}
