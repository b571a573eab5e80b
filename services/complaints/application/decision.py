"""The use cases of the decision: discussion, extension, reply, conclusion (审定与办结)."""

from dataclasses import dataclass
from uuid import UUID

from services.complaints.application.desk import Desk, Draft
from services.complaints.application.letter_words import result
from services.complaints.domain import letters
from services.complaints.rules.handling import View
from services.complaints.schemas.acts import (
    ConclusionInput,
    ConfirmationInput,
    DiscussionInput,
    ExtensionDecisionInput,
    ExtensionInput,
    ReplyInput,
)
from shared.clock.ids import new_id
from shared.eventlog.command import Answer, Command


@dataclass(frozen=True, slots=True)
class DecisionDesk:
    """From the leadership's discussion to the conclusion."""

    desk: Desk

    async def record_discussion(self, command: Command, case_id: UUID, body: DiscussionInput) -> Answer:
        """Write the discussion down; each view is sealed on its own."""
        texts = {f"view_{number}": view.view for number, view in enumerate(body.views)}
        discussion_id = str(new_id(command.at))
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.record_discussion(
                moment,
                discussion_id=discussion_id,
                held_on=body.held_on,
                chair=str(body.chair),
                views=[View(str(one.person), one.view, one.dissents) for one in body.views],
                view_refs={str(one.person): refs[f"view_{number}"] for number, one in enumerate(body.views)},
                conclusion=body.conclusion,
                conclusion_ref=refs["conclusion"],
                finding=body.finding,
                responsible=[(str(one.person), one.form) for one in body.responsible],
            ),
            {**texts, "conclusion": body.conclusion},
        )

    async def confirm_discussion(self, command: Command, case_id: UUID, _: ConfirmationInput) -> Answer:
        """Confirm the record as its chair."""
        return await self.desk.change(
            command, case_id, lambda case, moment, _: case.confirm_discussion(moment)
        )

    async def request_extension(self, command: Command, case_id: UUID, body: ExtensionInput) -> Answer:
        """Ask for more time."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.request_extension(
                moment, days=body.days, reason=body.reason, reason_ref=refs["reason"]
            ),
            {"reason": body.reason},
        )

    async def decide_extension(self, command: Command, case_id: UUID, body: ExtensionDecisionInput) -> Answer:
        """Approve or refuse more time."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, _: case.decide_extension(moment, command.actor, approved=body.approved),
            letters=[Draft(letters.EXTENSION, {"reasons": body.reasons or ""})] if body.approved else (),
        )

    async def reply(self, command: Command, case_id: UUID, body: ReplyInput) -> Answer:
        """Reply to the complainant in course; the receipt page shows it."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.reply(moment, reply_ref=refs["reply"]),
            {"reply": body.reply},
            letters=[Draft(letters.REPLY, {"progress": body.reply})],
        )

    async def conclude(self, command: Command, case_id: UUID, body: ConclusionInput) -> Answer:
        """Conclude the matter."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.conclude(
                moment,
                command.actor,
                finding=body.finding,
                facts_found_ref=refs["facts_found"],
                explanation=body.explanation or "",
                explanation_ref=refs.get("explanation"),
                corrected_on_the_spot=body.corrected_on_the_spot,
            ),
            {"facts_found": body.facts_found, "explanation": body.explanation},
            letters=[Draft(letters.RESULT, result(body))],
        )
