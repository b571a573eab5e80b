"""The use cases of the outcome: agreement, proposal, consent, decision (协调结果)."""

from dataclasses import dataclass
from uuid import UUID

from services.dispute_coordination.application.desk import Desk, draft
from services.dispute_coordination.domain.dispute import Dispute
from services.dispute_coordination.schemas.acts import (
    AgreementInput,
    ConsentInput,
    DecisionInput,
    ProposalInput,
    TentativeOpinionInput,
)
from shared.casework.desk import Refs
from shared.casework.moment import Moment
from shared.casework.organs import GOVERNMENT
from shared.eventlog.command import Answer, Command


@dataclass(frozen=True, slots=True)
class OutcomeDesk:
    """From the agencies' agreement, or the lack of it, to the government's word; letters do the rest."""

    desk: Desk

    async def report_agreement(self, command: Command, case_id: UUID, body: AgreementInput) -> Answer:
        """Report an agreement; what goes to the government is drafted with it."""
        contents = body.contents()

        def decide(case: Dispute, moment: Moment, refs: Refs) -> None:
            case.report_agreement(
                moment,
                contents=contents,
                content_refs={name: refs[name] for name in contents},
                partial=body.partial,
                unresolved_ref=refs.get("unresolved"),
                proposal=body.proposal or "",
                proposal_ref=refs.get("proposal"),
            )
            draft(case, moment, "consent_request", [GOVERNMENT])
            if case.proposal and case.proposal["state"] == "open":
                draft(case, moment, "coordination_proposal", [GOVERNMENT])

        texts = {**contents, "unresolved": body.unresolved, "proposal": body.proposal}
        return await self.desk.change(command, case_id, decide, texts)

    async def propose(self, command: Command, case_id: UUID, body: ProposalInput) -> Answer:
        """Propose a solution to the government."""

        def decide(case: Dispute, moment: Moment, refs: Refs) -> None:
            case.propose(moment, proposal=body.proposal, proposal_ref=refs["proposal"])
            draft(case, moment, "coordination_proposal", [GOVERNMENT])

        return await self.desk.change(command, case_id, decide, {"proposal": body.proposal})

    async def write_tentative_opinion(
        self, command: Command, case_id: UUID, body: TentativeOpinionInput
    ) -> Answer:
        """Report what the extended period did not settle, with a tentative opinion."""

        def decide(case: Dispute, moment: Moment, refs: Refs) -> None:
            case.write_tentative_opinion(moment, opinion=body.opinion, opinion_ref=refs["opinion"])
            draft(case, moment, "tentative_opinion", [GOVERNMENT])

        return await self.desk.change(command, case_id, decide, {"opinion": body.opinion})

    async def answer_consent(self, command: Command, case_id: UUID, body: ConsentInput) -> Answer:
        """Record the government's answer; with its consent the opinion is drafted."""

        def decide(case: Dispute, moment: Moment, refs: Refs) -> None:
            case.answer_consent(
                moment,
                command.actor,
                granted=body.granted,
                document=body.document,
                decided_on=body.decided_on,
                note_ref=refs.get("note"),
            )
            if body.granted:
                draft(case, moment, "coordination_opinion", case.agencies)

        return await self.desk.change(command, case_id, decide, {"note": body.note})

    async def record_decision(self, command: Command, case_id: UUID, body: DecisionInput) -> Answer:
        """Record the government's decision."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.record_decision(
                moment,
                command.actor,
                decided=body.decided,
                document=body.document,
                decided_on=body.decided_on,
                decision_ref=refs.get("decision"),
            ),
            {"decision": body.decision},
        )
