"""The use cases while the bureau coordinates: facts, views, time (办理)."""

from dataclasses import dataclass
from uuid import UUID

from services.dispute_coordination.application.desk import Desk, draft
from services.dispute_coordination.domain.dispute import Dispute
from services.dispute_coordination.schemas.acts import (
    ConsultationInput,
    ExtensionDecisionInput,
    ExtensionInput,
    InvestigationInput,
    ResumptionInput,
    SpecialLimitInput,
    SuspensionInput,
    ViewInput,
)
from shared.casework.desk import Refs
from shared.casework.moment import Moment
from shared.clock.ids import new_id
from shared.eventlog.command import Answer, Command
from shared.law.refusal import InvalidError


@dataclass(frozen=True, slots=True)
class HandlingDesk:
    """From the verification of the facts to more time."""

    desk: Desk

    async def verify(self, command: Command, case_id: UUID, body: InvestigationInput) -> Answer:
        """Record that the facts were looked into, by people whom the registry knows."""
        known = await self.desk.directory.persons(body.persons)

        def decide(case: Dispute, moment: Moment, refs: Refs) -> None:
            if set(known) != set(body.persons):
                raise InvalidError(
                    "not all of them are registered",
                    title="有人员不在登记名册中",
                    basis=case.basis_of("investigation"),
                )
            case.verify_facts(
                moment,
                persons=[str(one) for one in body.persons],
                note_ref=refs["note"],
                verified_on=body.verified_on,
            )

        return await self.desk.change(command, case_id, decide, {"note": body.note})

    async def record_view(self, command: Command, case_id: UUID, body: ViewInput) -> Answer:
        """Record a view, or that it was asked for in vain."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.record_view(
                moment,
                body=body.body,
                way=body.way,
                given=body.view is not None,
                view_ref=refs.get("view"),
                heard_on=body.heard_on,
            ),
            {"view": body.view},
        )

    async def consult(self, command: Command, case_id: UUID, body: ConsultationInput) -> Answer:
        """Record a meeting or an opinion."""
        texts = {"need": body.need, "result": body.result, "participants": "、".join(body.participants)}
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.record_consultation(
                moment,
                form=body.form,
                need=body.need,
                need_ref=refs["need"],
                result_ref=refs["result"],
                participants=(refs["participants"],),
                held_on=body.held_on,
            ),
            texts,
        )

    async def request_extension(self, command: Command, case_id: UUID, body: ExtensionInput) -> Answer:
        """Ask the principal for more time; the form for it is drafted."""

        def decide(case: Dispute, moment: Moment, refs: Refs) -> None:
            case.request_extension(moment, days=body.days, reason=body.reason, reason_ref=refs["reason"])
            draft(case, moment, "extension_approval_form", ())

        return await self.desk.change(command, case_id, decide, {"reason": body.reason})

    async def decide_extension(self, command: Command, case_id: UUID, body: ExtensionDecisionInput) -> Answer:
        """Decide on more time as the principal; the notice to the parties is drafted with a yes."""

        def decide(case: Dispute, moment: Moment, refs: Refs) -> None:
            case.decide_extension(
                moment, command.actor, approved=body.approved, reason_ref=refs.get("reason")
            )
            if body.approved:
                draft(case, moment, "extension_notice", case.agencies)

        return await self.desk.change(command, case_id, decide, {"reason": body.reason})

    async def suspend(self, command: Command, case_id: UUID, body: SuspensionInput) -> Answer:
        """Let time stand; answers the stop's id."""
        stop_id = str(new_id(command.at))

        def decide(case: Dispute, moment: Moment, _: Refs) -> dict[str, str]:
            case.suspend_handling(
                moment,
                stop_id=stop_id,
                ground=body.ground,
                letter=body.letter,
                organ=body.organ,
                from_on=body.from_on,
            )
            draft(case, moment, "suspension_notice", case.agencies, stop_id)
            return {"stop_id": stop_id}

        return await self.desk.change(command, case_id, decide)

    async def resume(self, command: Command, case_id: UUID, stop_id: UUID, body: ResumptionInput) -> Answer:
        """Count again after the answer came."""

        def decide(case: Dispute, moment: Moment, refs: Refs) -> None:
            case.resume_handling(
                moment,
                stop_id=str(stop_id),
                answer_ref=refs.get("answer"),
                answered_on=body.answered_on,
            )
            draft(case, moment, "resumption_notice", case.agencies, str(stop_id))

        return await self.desk.change(command, case_id, decide, {"answer": body.answer})

    async def apply_special_limit(self, command: Command, case_id: UUID, body: SpecialLimitInput) -> Answer:
        """Put another norm's limit in the place of the handling period."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, _: case.apply_special_limit(
                moment, norm=body.norm, length=body.length, unit=body.unit
            ),
        )
