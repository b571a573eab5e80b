"""The use cases about the agencies: answers, who joins, who leaves, joined cases (争议各方)."""

from dataclasses import dataclass
from uuid import UUID

from services.dispute_coordination.application.desk import Desk, agency_of, draft, refuse_unregistered
from services.dispute_coordination.application.policies import AGENCY_ROLES
from services.dispute_coordination.domain.dispute import Dispute
from services.dispute_coordination.domain.vocabulary import ENDED, Side
from services.dispute_coordination.schemas.acts import (
    AnswerInput,
    JoinderInput,
    MergerInput,
    TerminationInput,
    WithdrawalInput,
)
from shared.casework.desk import Refs
from shared.casework.moment import Moment
from shared.eventlog.command import Answer, Command, Outcome


@dataclass(frozen=True, slots=True)
class PartyDesk:
    """What changes who is part of a dispute, and what the parties say."""

    desk: Desk

    async def answer(self, command: Command, case_id: UUID, body: AnswerInput) -> Answer:
        """Take in an answer or a statement; an agency hands it in on the day itself."""
        by_agency = command.actor.role in AGENCY_ROLES
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.receive_answer(
                moment,
                agency=agency_of(command.actor, body.agency),
                answer_ref=refs["answer"],
                materials=body.materials,
                received_on=None if by_agency else body.received_on,
                posted_on=None if by_agency else body.posted_on,
            ),
            {"answer": body.answer},
        )

    async def join(self, command: Command, case_id: UUID, body: JoinderInput) -> Answer:
        """Let another agency join; once the case is accepted its notice is drafted with it."""
        unknown = await self.desk.unregistered([body.agency])

        def decide(case: Dispute, moment: Moment, refs: Refs) -> None:
            refuse_unregistered(unknown)
            case.join_agency(moment, agency=body.agency, side=body.side, reason_ref=refs["reason"])
            if body.side is Side.CONCERNED:
                draft(case, moment, "coordination_notice", [body.agency])
            elif case.accepted_on is not None:
                draft(case, moment, "acceptance_notice", [body.agency])

        return await self.desk.change(command, case_id, decide, {"reason": body.reason})

    async def merge(self, command: Command, case_id: UUID, body: MergerInput) -> Answer:
        """Join this case to another one; both change together, or neither."""
        refs, rows = await self.desk.seal(case_id, {"reason": body.reason}, command.at)

        async def decided(case: Dispute) -> Outcome:
            self.desk.bound(case)
            self.desk.POLICIES.require(command.action, command.actor, self.desk.facts(case))
            other = await self.desk.visible(command.actor, body.into, command.action)
            moment = self.desk.moment(command)
            before = other.agencies
            other.join_case(moment, case)
            case.merge_into(moment, case_id=other.id, number=other.number, reason_ref=refs["reason"])
            # who never knew of a request is not told that it ended
            draft(case, moment, "termination_notice", case.agencies if case.told else case.applicants)
            joined = [one for one in other.agencies if one not in before]
            if joined and (other.own_motion or other.accepted_on is not None):
                kind = "coordination_notice" if other.own_motion else "acceptance_notice"
                draft(other, moment, kind, joined)
            outcome = self.desk.outcome(case, {"into": str(other.id)}, rows)
            return Outcome([case, other], outcome.statements, outcome.body, outcome.status, outcome.basis)

        return await self.desk.commands.change(command, Dispute, case_id, decided)

    async def withdraw(self, command: Command, case_id: UUID, body: WithdrawalInput) -> Answer:
        """Take a request back; with the last applicant the case ends, and the parties are told."""

        def decide(case: Dispute, moment: Moment, refs: Refs) -> None:
            told = case.agencies if case.accepted_on else case.applicants
            agency = agency_of(command.actor, body.agency)
            case.withdraw(moment, agency=agency, reason_ref=refs["reason"])
            if case.stage in ENDED:
                draft(case, moment, "termination_notice", told)

        return await self.desk.change(command, case_id, decide, {"reason": body.reason})

    async def terminate(self, command: Command, case_id: UUID, body: TerminationInput) -> Answer:
        """End an own-motion case without an outcome."""

        def decide(case: Dispute, moment: Moment, refs: Refs) -> None:
            case.terminate(moment, reason=body.reason, reason_ref=refs["reason"])
            draft(case, moment, "termination_notice", case.agencies)

        return await self.desk.change(command, case_id, decide, {"reason": body.reason})
