"""The use cases of the investigation (调查)."""

from dataclasses import dataclass
from uuid import UUID

from services.complaints.application.desk import Desk, Draft
from services.complaints.domain import letters
from services.complaints.rules.handling import Investigator
from services.complaints.schemas.acts import (
    ConflictInput,
    InvestigatorsInput,
    MeasureInput,
    OpinionInput,
    RecusalInput,
)
from shared.eventlog.command import Answer, Command


@dataclass(frozen=True, slots=True)
class InvestigationDesk:
    """From the naming of investigators to the preliminary opinion."""

    desk: Desk

    async def assign(self, command: Command, case_id: UUID, body: InvestigatorsInput) -> Answer:
        """Name the investigators; their certificates are those of the registry on this day."""
        persons = await self.desk.directory.persons(body.persons)
        chosen = [
            Investigator(
                str(person),
                persons[person].certificate_number
                if person in persons and persons[person].has_valid_certificate(command.on)
                else None,
                persons[person].agency if person in persons else None,
            )
            for person in body.persons
        ]
        return await self.desk.change(command, case_id, lambda case, moment, _: case.assign(moment, chosen))

    async def declare_conflict(self, command: Command, case_id: UUID, body: ConflictInput) -> Answer:
        """Put an investigator's interest on record."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.declare_conflict(
                moment, person=str(body.person), reason_ref=refs["reason"]
            ),
            {"reason": body.reason},
        )

    async def decide_recusal(self, command: Command, case_id: UUID, body: RecusalInput) -> Answer:
        """Decide whether the investigator leaves the case."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.decide_recusal(
                moment, person=str(body.person), recused=body.recused, reason_ref=refs["reason"]
            ),
            {"reason": body.reason},
            letters=[Draft(letters.RECUSAL, {"reasons": body.reason}, str(body.person))],
        )

    async def record_measure(self, command: Command, case_id: UUID, body: MeasureInput) -> Answer:
        """Write down one measure of the catalogue; asking the agency for material drafts a notice to it."""
        notice = Draft(letters.INVESTIGATION, {"materials": list(body.materials)})
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.record_measure(
                moment,
                measure=body.measure,
                persons=[str(person) for person in body.persons],
                note_ref=refs["note"],
                taken_on=body.taken_on,
            ),
            {"note": body.note},
            letters=[notice] if body.materials else (),
        )

    async def draft_opinion(self, command: Command, case_id: UUID, body: OpinionInput) -> Answer:
        """End the investigation with a preliminary opinion."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.draft_opinion(
                moment,
                finding=body.finding,
                opinion=body.opinion,
                opinion_ref=refs["opinion"],
                accountability_proposed=body.accountability_proposed,
            ),
            {"opinion": body.opinion},
        )
