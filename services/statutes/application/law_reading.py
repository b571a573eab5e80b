"""What the people who keep the law see of a draft (法规草稿的查看)."""

from typing import Any
from uuid import UUID

from services.statutes.application.law_drafts import LawDrafts
from services.statutes.domain.regulation import RegulationDraft
from services.statutes.schemas.law_drafts import LawDraftItem, LawDraftShown, LawFaultShown
from services.statutes.views.law_drafts import LawDraftViews
from shared.clock.suite import Clock
from shared.identity.actor import Actor
from shared.law.refusal import Refusal


class LawDraftReading:
    """Drafts with their faults, warnings and differences."""

    def __init__(self, drafts: LawDrafts, views: LawDraftViews, clock: Clock) -> None:
        self._drafts = drafts
        self._views = views
        self._clock = clock

    async def items(self, status: str | None) -> list[LawDraftItem]:
        """The list of drafts."""
        rows = await self._views.drafts(status)
        return [LawDraftItem.model_validate({**row._mapping, "id": row.draft_id}) for row in rows]

    async def one(self, actor: Actor, draft_id: UUID) -> LawDraftShown:
        """One draft, judged by the law book of today."""
        draft = await self._drafts.draft(actor, draft_id)
        row = await self._views.draft(draft_id)
        proposal = self._drafts.proposal(draft, today=self._clock.today())
        return LawDraftShown.model_validate(
            {
                **row._mapping,
                "id": draft_id,
                "content": {"document": draft.document},
                "faults": [LawFaultShown.of(each) for each in proposal.faults],
                "warnings": [LawFaultShown.of(each) for each in proposal.warnings],
                "differences": proposal.difference,
                **await self._may_publish(draft, actor),
            }
        )

    async def _may_publish(self, draft: RegulationDraft, actor: Actor) -> dict[str, Any]:
        try:
            await self._drafts.refuse_publication(draft, actor, today=self._clock.today())
        except Refusal as refusal:
            return {"may_publish": False, "why_not_zh": refusal.title, "why_not_en": refusal.detail}
        return {"may_publish": True, "why_not_zh": None, "why_not_en": None}
