"""The use cases of the standstill: urgency, interim measures, acts of one agency alone (暂停单方执法)."""

from dataclasses import dataclass
from uuid import UUID

from services.dispute_coordination.application.desk import Desk, agency_of, draft
from services.dispute_coordination.domain.dispute import Dispute
from services.dispute_coordination.schemas.acts import (
    InterimMeasureInput,
    UnilateralActInput,
    UrgencyDecisionInput,
    UrgencyInput,
)
from shared.casework.desk import Refs
from shared.casework.moment import Moment
from shared.casework.organs import GOVERNMENT
from shared.clock.ids import new_id
from shared.eventlog.command import Answer, Command


@dataclass(frozen=True, slots=True)
class StandstillDesk:
    """What agencies may and may not do on the disputed matter meanwhile."""

    desk: Desk

    async def request_urgency(self, command: Command, case_id: UUID, body: UrgencyInput) -> Answer:
        """Ask to enforce at once; the request to the government is drafted with it."""
        urgency_id = str(new_id(command.at))

        def decide(case: Dispute, moment: Moment, refs: Refs) -> dict[str, str]:
            case.request_urgency(
                moment,
                urgency_id=urgency_id,
                agency=agency_of(command.actor, body.agency),
                reason=body.reason,
                reason_ref=refs["reason"],
            )
            draft(case, moment, "urgent_enforcement_request", [GOVERNMENT], urgency_id)
            return {"urgency_id": urgency_id}

        return await self.desk.change(command, case_id, decide, {"reason": body.reason})

    async def decide_urgency(
        self, command: Command, case_id: UUID, urgency_id: UUID, body: UrgencyDecisionInput
    ) -> Answer:
        """Record the government's decision."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.decide_urgency(
                moment,
                command.actor,
                urgency_id=str(urgency_id),
                permitted=body.permitted,
                document=body.document,
                decided_on=body.decided_on,
                limits_ref=refs.get("limits"),
            ),
            {"limits": body.limits},
        )

    async def record_interim_measure(
        self, command: Command, case_id: UUID, body: InterimMeasureInput
    ) -> Answer:
        """Record a measure against harm that could not have been undone."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.record_interim_measure(
                moment,
                agency=agency_of(command.actor, body.agency),
                harm=body.harm,
                harm_ref=refs["harm"],
                measure=body.measure,
                measure_ref=refs["measure"],
                taken_on=body.taken_on,
            ),
            {"harm": body.harm, "measure": body.measure},
        )

    async def record_act(self, command: Command, case_id: UUID, body: UnilateralActInput) -> Answer:
        """Record and judge an act of one agency alone; answers the finding."""
        act_id = str(new_id(command.at))

        def decide(case: Dispute, moment: Moment, refs: Refs) -> dict[str, str]:
            finding = case.record_unilateral_act(
                moment,
                act_id=act_id,
                agency=body.agency,
                act_ref=refs["act"],
                acted_on=body.acted_on,
                exception=body.exception,
                urgency_id=str(body.urgency_id) if body.urgency_id else None,
                interim=body.interim,
            )
            return {"act_id": act_id, "finding": finding.value}

        return await self.desk.change(command, case_id, decide, {"act": body.act})
