"""The use cases of execution: follow-ups, reports, defiance and its answers, closing (执行跟踪)."""

from dataclasses import dataclass
from uuid import UUID

from services.dispute_coordination.application.desk import Desk, agency_of
from services.dispute_coordination.domain.dispute import Dispute
from services.dispute_coordination.schemas.acts import (
    ClosureInput,
    DefianceInput,
    ExecutionCheckInput,
    ExecutionReportInput,
    FollowUpInput,
    FollowUpRecordInput,
    LadderInput,
)
from shared.casework.desk import Refs
from shared.casework.moment import Moment
from shared.clock.ids import new_id
from shared.eventlog.command import Answer, Command


@dataclass(frozen=True, slots=True)
class ExecutionDesk:
    """What follows an opinion or a decision."""

    desk: Desk

    async def plan_follow_up(self, command: Command, case_id: UUID, body: FollowUpInput) -> Answer:
        """Set a day on which to look again; answers the follow-up's id."""
        follow_up_id = str(new_id(command.at))

        def decide(case: Dispute, moment: Moment, _: Refs) -> dict[str, str]:
            case.plan_follow_up(moment, follow_up_id=follow_up_id, planned_on=body.planned_on)
            return {"follow_up_id": follow_up_id}

        return await self.desk.change(command, case_id, decide)

    async def record_follow_up(
        self, command: Command, case_id: UUID, follow_up_id: UUID, body: FollowUpRecordInput
    ) -> Answer:
        """Record what the look showed."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.record_follow_up(
                moment, follow_up_id=str(follow_up_id), note_ref=refs["note"]
            ),
            {"note": body.note},
        )

    async def report(self, command: Command, case_id: UUID, body: ExecutionReportInput) -> Answer:
        """Report, as a disputing agency, how the outcome is carried out."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.report_execution(
                moment, agency=agency_of(command.actor, body.agency), report_ref=refs["report"]
            ),
            {"report": body.report},
        )

    async def check(self, command: Command, case_id: UUID, body: ExecutionCheckInput) -> Answer:
        """Record what the bureau found about one agency."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.verify_execution(
                moment, agency=body.agency, result=body.result, note_ref=refs["note"]
            ),
            {"note": body.note},
        )

    async def record_defiance(self, command: Command, case_id: UUID, body: DefianceInput) -> Answer:
        """Record that an agency does not follow the opinion or the decision."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.record_defiance(
                moment,
                agency=body.agency,
                against=body.against,
                manner=body.manner,
                note_ref=refs["note"],
            ),
            {"note": body.note},
        )

    async def climb(self, command: Command, case_id: UUID, body: LadderInput) -> Answer:
        """Record the next answer to a defied decision."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.climb_ladder(
                moment,
                agency=body.agency,
                rung=body.rung,
                document=body.document,
                note_ref=refs.get("note"),
            ),
            {"note": body.note},
        )

    async def close(self, command: Command, case_id: UUID, body: ClosureInput) -> Answer:
        """Close the case."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.close(moment, note_ref=refs.get("note")),
            {"note": body.note},
        )
