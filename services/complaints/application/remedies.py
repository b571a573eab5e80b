"""The use cases after a finding: orders, recommendations, transfers (查实后的处理)."""

from dataclasses import dataclass
from uuid import UUID

from services.complaints.application import letter_words as words
from services.complaints.application.desk import Desk, Draft
from services.complaints.domain import letters
from services.complaints.domain.complaint import Complaint
from services.complaints.schemas.acts import (
    CompensationInput,
    CorrectionReportInput,
    FeedbackInput,
    OrderInput,
    RecommendationInput,
    TransferHandlingInput,
    TransferInput,
    TransferReceiptInput,
    VerificationInput,
)
from shared.casework.desk import Refs
from shared.casework.moment import Moment
from shared.clock.ids import new_id
from shared.eventlog.command import Answer, Command
from shared.law.refusal import InvalidError


@dataclass(frozen=True, slots=True)
class RemedyDesk:
    """Orders to correct, recommendations on persons, transfers to other organs."""

    desk: Desk

    async def order(self, command: Command, case_id: UUID, body: OrderInput) -> Answer:
        """Order an agency to correct; answers the order's id."""
        order_id, known = str(new_id(command.at)), await self.desk.directory.agency(body.agency)

        def decide(case: Complaint, moment: Moment, refs: Refs) -> dict[str, str]:
            if known is None:
                raise InvalidError("no such agency is registered", title="机关不在登记名册中")
            case.order_correction(
                moment,
                order_id=order_id,
                agency=body.agency,
                content_ref=refs["content"],
                length=body.length,
                unit=body.unit,
            )
            return {"order_id": order_id}

        drafts = [Draft(letters.ORDER, words.ordered(body), order_id)]
        return await self.desk.change(command, case_id, decide, {"content": body.content}, letters=drafts)

    async def report_correction(
        self, command: Command, case_id: UUID, order_id: UUID, body: CorrectionReportInput
    ) -> Answer:
        """Report a correction as the agency that was ordered."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.report_correction(
                moment, order_id=str(order_id), report_ref=refs["report"]
            ),
            {"report": body.report},
        )

    async def verify_correction(
        self, command: Command, case_id: UUID, order_id: UUID, body: VerificationInput
    ) -> Answer:
        """Check a reported correction."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.verify_correction(
                moment, order_id=str(order_id), satisfied=body.satisfied, note_ref=refs["note"]
            ),
            {"note": body.note},
        )

    async def notify_compensation(
        self, command: Command, case_id: UUID, order_id: UUID, body: CompensationInput
    ) -> Answer:
        """Draft the letter that tells a harmed person how to claim."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, _: case.call_for_compensation_notice(str(order_id)),
            letters=[Draft(letters.COMPENSATION, words.compensated(body), str(order_id))],
        )

    async def recommend(self, command: Command, case_id: UUID, body: RecommendationInput) -> Answer:
        """Pursue a person on whom the leadership decided."""
        recommendation_id = str(new_id(command.at))

        def decide(case: Complaint, moment: Moment, _: Refs) -> dict[str, str]:
            case.recommend_accountability(
                moment,
                recommendation_id=recommendation_id,
                person=str(body.person),
                mode=body.mode,
                organ=body.organ,
            )
            return {"recommendation_id": recommendation_id}

        drafts = [Draft(letters.RECOMMENDATION, words.recommended(body), recommendation_id)]
        return await self.desk.change(command, case_id, decide, letters=drafts)

    async def transfer(self, command: Command, case_id: UUID, body: TransferInput) -> Answer:
        """Hand a matter to another organ; answers the transfer's id."""
        transfer_id = str(new_id(command.at))

        def decide(case: Complaint, moment: Moment, refs: Refs) -> dict[str, str]:
            case.transfer(
                moment, transfer_id=transfer_id, kind=body.kind, organ=body.organ, reason_ref=refs["reason"]
            )
            return {"transfer_id": transfer_id}

        drafts = [Draft(letters.TRANSFER, words.transferred(body), transfer_id)]
        return await self.desk.change(command, case_id, decide, {"reason": body.reason}, letters=drafts)

    async def record_receipt(
        self, command: Command, case_id: UUID, transfer_id: UUID, body: TransferReceiptInput
    ) -> Answer:
        """Keep the receiving organ's receipt."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.record_transfer_receipt(
                moment,
                transfer_id=str(transfer_id),
                evidence_ref=refs["evidence"],
                received_on=body.received_on,
            ),
            {"evidence": body.evidence},
        )

    async def record_handling(
        self, command: Command, case_id: UUID, transfer_id: UUID, body: TransferHandlingInput
    ) -> Answer:
        """Record the day on which the receiver dealt with the matter."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, _: case.record_transfer_handled(
                moment, transfer_id=str(transfer_id), handled_on=body.handled_on
            ),
        )

    async def record_feedback(
        self, command: Command, case_id: UUID, transfer_id: UUID, body: FeedbackInput
    ) -> Answer:
        """Keep the receiver's feedback."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.record_feedback(
                moment, transfer_id=str(transfer_id), feedback_ref=refs["feedback"]
            ),
            {"feedback": body.feedback},
        )
