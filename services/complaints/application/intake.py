"""Taking complaints in, routing them, accepting or declining them (接收、分办、受理)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from services.complaints.application.desk import Desk, Draft
from services.complaints.application.letter_words import declined, forwarded
from services.complaints.application.policies import POLICIES
from services.complaints.application.receipts import Receipts
from services.complaints.domain import letters
from services.complaints.domain.complaint import Complaint
from services.complaints.domain.intake import Intake
from services.complaints.domain.vocabulary import BUREAU, Channel
from services.complaints.rules import intake as rules
from services.complaints.rules.applicable import ApplicableLaw
from services.complaints.schemas.intake import (
    AcceptanceInput,
    DeclineInput,
    IntakeInput,
    NaturalPerson,
    RegistrationInput,
    RespondentInput,
    RoutingInput,
    SummaryInput,
)
from shared.casework.desk import Refs, answer_body
from shared.casework.moment import Moment
from shared.casework.numbers import CaseNumbers
from shared.clock.ids import new_id
from shared.eventlog.command import Answer, Command, Outcome, Statement
from shared.eventlog.reading import SharedLookup
from shared.identity.actor import Role
from shared.identity.directory import Agency
from shared.law.refusal import InvalidError
from shared.privacy.text import contains_clear_value, contains_personal_number

DISTRICT_REGULATION = "wulong/complaints"
"""Binds the bureau, and every agency of the district that has no complaint regulation of its own."""

CONDITION_FIELDS = ("name", "id_number", "address", "contact")


class SummaryNamesPersonError(InvalidError):
    """The summary gives the complainant away (摘要泄露投诉人身份)."""

    slug = "summary-names-person"
    title = "摘要中不得出现投诉举报人的身份信息"


class Limits(Protocol):
    """What the edge counts anonymous callers with."""

    def intake_from(self, address: str) -> None:
        """Count one intake of an address."""
        ...

    def intake_of(self, blind_index: str) -> None:
        """Count one intake of a person."""
        ...


@dataclass(frozen=True, slots=True)
class IntakeDesk:
    """The use cases up to acceptance."""

    desk: Desk
    numbers: CaseNumbers
    receipts: Receipts
    agencies: SharedLookup[str, Agency]

    async def receive(self, command: Command, body: IntakeInput, limits: Limits, address: str) -> Answer:
        """Take in a complaint that the public hands in; the bureau receives and routes it.

        Only a complaint that is taken in counts against its address and its person (429 beyond): a retry
        under the same key gets its answer, and a refused form costs nothing.
        """

        def count() -> None:
            limits.intake_from(address)
            kind, number = _identifier(body)
            limits.intake_of(self.desk.sealed.blind_index(kind, number).hex())

        return await self._take_in(command, body, channel=Channel.WEB_FORM, handler=BUREAU, count=count)

    async def register(self, command: Command, body: RegistrationInput) -> Answer:
        """Take in a complaint at the desk of the bureau or of an agency."""
        await self.desk.require(command, command.actor)
        by_agency = command.actor.role is Role.AGENCY_CLERK
        if by_agency and (command.actor.agency is None or not body.summary):
            await self.desk.commands.reject(
                command, InvalidError("an agency gives its summary", title="机关登记须同时填写摘要")
            )
        handler = command.actor.agency if by_agency and command.actor.agency else BUREAU
        return await self._take_in(command, body, channel=Channel(body.channel), handler=handler)

    async def summarise(self, command: Command, case_id: UUID, body: SummaryInput) -> Answer:
        """Write the summary; it must not give the complainant away."""
        case = await self.desk.known(command, case_id)
        opened = await self.desk.sealed.open(case.intake_ref)
        values = [opened[field] for field in IDENTITY_FIELDS if field in opened]
        named = contains_personal_number(body.summary) or contains_clear_value(body.summary, values)

        def decide(case: Complaint, moment: object, _: object) -> None:
            if named:
                raise SummaryNamesPersonError(
                    "the summary names the complainant", basis=case.basis_of("retaliation")
                )
            case.summarise(self.desk.moment(command), body.summary)

        return await self.desk.change(command, case_id, decide)

    async def name_respondent(self, command: Command, case_id: UUID, body: RespondentInput) -> Answer:
        """Say which registered officer is complained of."""
        known = await self.desk.directory.person(body.officer)

        def decide(case: Complaint, moment: Moment, _: Refs) -> None:
            if known is None:
                raise InvalidError("no such officer is registered", title="该人员不在登记名册中")
            case.name_respondent(moment, officer=str(body.officer))

        return await self.desk.change(command, case_id, decide)

    async def route(self, command: Command, case_id: UUID, body: RoutingInput) -> Answer:
        """Give the case to the bureau or to an agency."""
        unit = await self._legal_unit(body.handler)
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.route(
                moment, handler=body.handler, legal_unit=unit, reason_ref=refs["reason"]
            ),
            {"reason": body.reason},
            letters=[Draft(letters.FORWARDING, forwarded(body))],
        )

    async def accept(self, command: Command, case_id: UUID, body: AcceptanceInput) -> Answer:
        """Decide to accept."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.accept(
                moment,
                override_reason=body.override_reason or "",
                override_reason_ref=refs.get("override_reason"),
            ),
            {"override_reason": body.override_reason},
            letters=[Draft(letters.ACCEPTANCE)],
        )

    async def decline(self, command: Command, case_id: UUID, body: DeclineInput) -> Answer:
        """Decide not to accept."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.decline(
                moment, ground=body.ground, reasons=body.reasons, reasons_ref=refs["reasons"]
            ),
            {"reasons": body.reasons},
            letters=[Draft(letters.DECLINE, declined(body))],
        )

    async def _take_in(
        self,
        command: Command,
        body: IntakeInput,
        *,
        channel: Channel,
        handler: str,
        count: Callable[[], None] | None = None,
    ) -> Answer:
        async def build() -> Outcome:
            POLICIES.require(command.action, command.actor)
            law = await self._law_for(handler, _received_on(body) or command.on)
            rules.intake_body(law, handler=handler, legal_unit=await self._legal_unit(handler))
            await self._require_known(law, body)
            rules.require_admissible(law, _admissibility(body))
            if count:
                count()
            return await self._opened(command, body, law, channel, handler)

        return await self.desk.commands.create(command, build)

    async def _opened(
        self, command: Command, body: IntakeInput, law: ApplicableLaw, channel: Channel, handler: str
    ) -> Outcome:
        case_id, moment = new_id(command.at), self.desk.moment(command, handler)
        complainant, intake_ref, statements = await self._seal(command, body)
        registration = body if isinstance(body, RegistrationInput) else None
        received_on = moment.happened_on(_received_on(body), not_before=law.complaints.in_force_from)
        case = Complaint.receive(
            case_id,
            Intake(
                number=await self.numbers.next(command.on),
                kind=body.kind.value,
                channel=channel.value,
                complainant=str(complainant),
                complainant_kind=body.complainant.kind,
                intake_ref=intake_ref,
                ground=body.ground,
                agency=body.agency,
                officer=str(registration.officer) if registration and registration.officer else None,
                addressee=body.addressee,
                handler=handler,
                received_on=received_on,
                proceedings=tuple(one.value for one in body.proceedings),
                lead_id=str(registration.lead_id) if registration and registration.lead_id else None,
                electronic_service=body.electronic_service,
            ),
            law,
            moment,
        )
        if registration and registration.summary:
            _require_discreet(registration)
            case.summarise(moment, registration.summary)
        rows = [*statements, self.receipts.row(case_id)]
        return Outcome([case], rows, answer_body(case), 201, law.rule("acceptance").basis)

    async def _seal(self, command: Command, body: IntakeInput) -> tuple[UUID, str, list[Statement]]:
        """Seal everything the person wrote; the same person keeps one id within the service."""
        kind, number = _identifier(body)
        person, sealed = await self.desk.sealed.seal_identified(
            kind, number, _sealed_fields(body), at=command.at
        )
        return person, sealed.ref, list(sealed.statements)

    async def _law_for(self, handler: str, received_on: date) -> ApplicableLaw:
        """The law of the day of receipt, also where it is registered later."""
        regulation = DISTRICT_REGULATION
        if handler != BUREAU:
            regulation = await self._own_regulation(handler, received_on) or regulation
        first = self.desk.law.versions_or_refuse(regulation)[0]
        return self.desk.law_of(regulation, max(received_on, first))

    async def _own_regulation(self, agency: str, received_on: date) -> str | None:
        for bound in await self.desk.directory.bindings(agency):
            if bound.topic == "complaints" and bound.covers(received_on):
                return bound.regulation
        return None

    async def _require_known(self, law: ApplicableLaw, body: IntakeInput) -> None:
        if body.agency is not None and await self.agencies.get(body.agency) is None:
            rule = law.rule("admissibility_conditions")
            raise InvalidError(
                "no such agency is registered",
                title="被投诉举报机关不在登记名册中",
                basis=rule.basis,
                rule=rule.key,
            )

    async def _legal_unit(self, handler: str) -> str | None:
        if handler == BUREAU:
            return BUREAU
        agency = await self.desk.directory.agency(handler)
        return agency.intake_unit if agency else None


IDENTITY_FIELDS = ("name", "id_number", "credit_code", "address", "contact", "contact_name")


def _received_on(body: IntakeInput) -> date | None:
    return body.received_on if isinstance(body, RegistrationInput) else None


def _identifier(body: IntakeInput) -> tuple[str, str]:
    person = body.complainant
    if isinstance(person, NaturalPerson):
        return "id_number", person.id_number
    return "credit_code", person.credit_code


def _sealed_fields(body: IntakeInput) -> dict[str, str]:
    identity = {name: value for name, value in body.complainant.model_dump().items() if name != "kind"}
    written = {"facts": body.facts, "request": body.request, "respondent": body.respondent}
    return {**identity, **{name: text for name, text in written.items() if text}}


def _identity(body: IntakeInput) -> Mapping[str, str]:
    fields = body.complainant.model_dump()
    # An organisation identifies itself by its credit code where a person gives the identity number.
    return {name: fields.get(name) or fields.get("credit_code", "") for name in CONDITION_FIELDS}


def _admissibility(body: IntakeInput) -> rules.Admissibility:
    return rules.Admissibility(
        ground=body.ground,
        identity=_identity(body),
        target_named=bool(body.agency or body.respondent),
        request=body.request,
        facts=body.facts,
    )


def _require_discreet(body: RegistrationInput) -> None:
    summary, identity = body.summary or "", _sealed_fields(body)
    values = [identity[field] for field in IDENTITY_FIELDS if field in identity]
    if contains_personal_number(summary) or contains_clear_value(summary, values):
        raise SummaryNamesPersonError("the summary names the complainant")
