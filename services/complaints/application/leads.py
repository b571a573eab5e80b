"""The use cases of leads: take in, triage (线索登记与研判)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.complaints.application.desk import Desk
from services.complaints.application.intake import DISTRICT_REGULATION
from services.complaints.application.policies import POLICIES
from services.complaints.domain.lead import Lead
from services.complaints.schemas.intake import LeadInput, TriageInput
from shared.casework.numbers import CaseNumbers
from shared.clock.ids import new_id
from shared.eventlog.command import Answer, Command, Outcome


@dataclass(frozen=True, slots=True)
class LeadDesk:
    """Leads of the 12345 hotline, the enterprise channel and anonymous complaints."""

    desk: Desk
    numbers: CaseNumbers

    async def register(self, command: Command, body: LeadInput) -> Answer:
        """Take a lead in; triage falls due."""

        async def build() -> Outcome:
            POLICIES.require(command.action, command.actor)
            lead_id, moment = new_id(command.at), self.desk.moment(command)
            received_on = moment.happened_on(body.received_on, not_before=self._first_day())
            refs, statements = await self.desk.seal(lead_id, {"content": body.content}, command.at)
            lead = Lead.receive(
                lead_id,
                self.desk.law_of(DISTRICT_REGULATION, received_on),
                moment,
                number=await self.numbers.next(command.on),
                channel=body.channel,
                agency=body.agency,
                content_ref=refs["content"],
                received_on=received_on,
            )
            return Outcome([lead], statements, _body(lead), 201)

        return await self.desk.commands.create(command, build)

    async def triage(self, command: Command, lead_id: UUID, body: TriageInput) -> Answer:
        """Decide what becomes of a lead."""
        refs, statements = await self.desk.seal(lead_id, {"note": body.note}, command.at)

        def decide(lead: Lead) -> Outcome:
            POLICIES.require(command.action, command.actor)
            lead.triage(
                self.desk.law_of(DISTRICT_REGULATION, lead.received_on),
                self.desk.moment(command),
                command.actor.role,
                outcome=body.outcome,
                note_ref=refs["note"],
                forwarded_to=body.forwarded_to,
            )
            return Outcome([lead], statements, _body(lead))

        return await self.desk.commands.change(command, Lead, lead_id, decide)

    def _first_day(self) -> date:
        """Nothing was received under a regulation before its first version was in force."""
        return self.desk.law.versions_or_refuse(DISTRICT_REGULATION)[0]


def _body(lead: Lead) -> dict[str, object]:
    return {"id": str(lead.id), "number": lead.number, "stage": lead.stage, "version": lead.version}
