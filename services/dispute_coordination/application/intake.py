"""The use cases up to acceptance: negotiation, request, own motion, papers, decision (协商、申请与受理)."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.dispute_coordination.application.desk import Desk, agency_of, draft, refuse_unregistered
from services.dispute_coordination.application.policies import AGENCY_ROLES
from services.dispute_coordination.domain.dispute import Dispute
from services.dispute_coordination.domain.intake import Filing, Parties
from services.dispute_coordination.domain.vocabulary import BUREAU, ENDED, Trigger
from services.dispute_coordination.rules.request import Negotiation
from services.dispute_coordination.schemas.intake import (
    AcceptanceInput,
    DeclineInput,
    DeemedWithdrawalInput,
    HandlersInput,
    MaterialsInput,
    NegotiationHeld,
    NegotiationInput,
    NegotiationOpeningInput,
    NewRequestInput,
    OwnMotionInput,
    RequestInput,
    ReversalInput,
    SupplementInput,
    SupplementNoticeInput,
)
from shared.casework.desk import Refs, answer_body
from shared.casework.moment import Moment, dates_within_calendar
from shared.casework.numbers import CaseNumbers
from shared.clock.ids import new_id
from shared.eventlog.command import Answer, Command, Outcome
from shared.identity.actor import Actor
from shared.law.refusal import InvalidError, OutOfOrderError
from shared.privacy.text import contains_personal_number

Texts = Mapping[str, str | None]
Build = Callable[[UUID, Moment, Refs], Awaitable[Dispute]]


class TitleNamesPersonError(InvalidError):
    """The title stands in lists and must not hold a personal number (事由含个人号码)."""

    slug = "title-names-person"
    title = "案由中不得出现个人号码"


@dataclass(frozen=True, slots=True)
class IntakeDesk:
    """From the first negotiation to acceptance or its refusal."""

    desk: Desk
    numbers: CaseNumbers

    # -- opening ---------------------------------------------------------------------------------------

    async def open_negotiation(self, command: Command, body: NegotiationOpeningInput) -> Answer:
        """Put a negotiation on file."""

        async def build(case_id: UUID, moment: Moment, _: Refs) -> Dispute:
            parties = _sides(command.actor, body.applicants, body.respondents)
            await self.desk.require_registered(_all(parties))
            return Dispute.open_negotiation(
                case_id,
                self.desk.law_for_new(command.on),
                moment,
                number=await self.numbers.next(command.on),
                title=body.title,
                parties=parties,
            )

        return await self._open(command, body.title, {}, build)

    async def receive(self, command: Command, body: NewRequestInput) -> Answer:
        """Take a request in."""

        async def build(case_id: UUID, moment: Moment, refs: Refs) -> Dispute:
            filing = _filing(command, body, refs)
            await self.desk.require_registered(_all(filing.parties))
            negotiations = tuple(_negotiation(one, _own(command.actor)) for one in body.negotiations)
            return Dispute.receive(
                case_id,
                self.desk.law_for_new(filing.received_on),
                moment,
                number=await self.numbers.next(command.on),
                title=body.title,
                filing=replace(
                    filing,
                    negotiations=negotiations,
                    earlier=await self._earlier(command.actor, body.earlier),
                ),
            )

        return await self._open(command, body.title, body.texts(), build)

    async def open_own_motion(self, command: Command, body: OwnMotionInput) -> Answer:
        """Open a case on instruction or discovery; the notices to the agencies are drafted with it."""

        async def build(case_id: UUID, moment: Moment, refs: Refs) -> Dispute:
            await self.desk.require_registered(body.agencies)
            case = Dispute.open_own_motion(
                case_id,
                self.desk.law_for_new(command.on),
                moment,
                number=await self.numbers.next(command.on),
                title=body.title,
                trigger=Trigger(body.trigger),
                instruction=body.instruction or "",
                source=body.source,
                source_ref=refs["source"],
                ground=body.ground,
                national_kind=body.national_kind,
                agencies=body.agencies,
                earlier=await self._earlier(command.actor, body.earlier),
            )
            draft(case, moment, "coordination_notice", case.agencies)
            return case

        return await self._open(command, body.title, {"source": body.source}, build)

    # -- on an open case -------------------------------------------------------------------------------

    async def record_negotiation(self, command: Command, case_id: UUID, body: NegotiationInput) -> Answer:
        """Record a round of negotiation."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.record_negotiation(
                moment,
                negotiation=_negotiation(body, _own(command.actor)),
                form=body.form,
                record=body.record or "",
                record_ref=refs.get("record"),
            ),
            {"record": body.record},
        )

    async def file_request(self, command: Command, case_id: UUID, body: RequestInput) -> Answer:
        """Ask for coordination after the negotiation on file failed."""
        unknown = await self.desk.unregistered([*body.applicants, *body.respondents])

        def decide(case: Dispute, moment: Moment, refs: Refs) -> None:
            refuse_unregistered(unknown)
            case.file_request(moment, filing=_filing(command, body, refs))

        return await self.desk.change(command, case_id, decide, body.texts())

    async def name_handlers(self, command: Command, case_id: UUID, body: HandlersInput) -> Answer:
        """Say who handles the case: people of the bureau, never of a party."""
        known = await self.desk.directory.persons(body.persons)
        own = {one for one, person in known.items() if person.agency == BUREAU}

        def decide(case: Dispute, moment: Moment, _: Refs) -> None:
            if own != set(body.persons):
                raise InvalidError(
                    "not all of them work at the bureau",
                    title="承办人员须为司法局登记在册的人员",
                    basis=case.basis_of("single_desk"),
                )
            case.name_handlers(moment, persons=[str(one) for one in body.persons])

        return await self.desk.change(command, case_id, decide)

    async def add_materials(self, command: Command, case_id: UUID, body: MaterialsInput) -> Answer:
        """Put more papers on file."""
        agency = command.actor.agency if command.actor.role in AGENCY_ROLES else None
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.add_materials(
                moment, agency=agency, materials=body.materials, note_ref=refs.get("note")
            ),
            {"note": body.note},
        )

    async def accept(self, command: Command, case_id: UUID, _: AcceptanceInput) -> Answer:
        """Decide to accept; the notices to both sides are drafted with it."""

        def decide(case: Dispute, moment: Moment, _: Refs) -> None:
            case.accept(moment)
            draft(case, moment, "acceptance_notice", case.applicants)
            draft(case, moment, "acceptance_notice", case.respondents)

        return await self.desk.change(command, case_id, decide)

    async def request_supplement(
        self, command: Command, case_id: UUID, body: SupplementNoticeInput
    ) -> Answer:
        """List what is missing; the notice is drafted with it."""

        def decide(case: Dispute, moment: Moment, refs: Refs) -> None:
            case.request_supplement(
                moment, materials=body.materials, contents=body.contents, missing_ref=refs.get("missing")
            )
            draft(case, moment, "supplement_notice", case.applicants)

        return await self.desk.change(command, case_id, decide, {"missing": body.missing})

    async def file_supplement(self, command: Command, case_id: UUID, body: SupplementInput) -> Answer:
        """Take in what was missing; an agency hands it in on the day itself, and posts nothing here."""
        received_on = _received_on(command, body.received_on)
        posted_on = _received_on(command, body.posted_on)
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.file_supplement(
                moment,
                materials=body.materials,
                contents=refs,
                received_on=received_on,
                posted_on=posted_on,
            ),
            body.texts(),
        )

    async def decline(self, command: Command, case_id: UUID, body: DeclineInput) -> Answer:
        """Decide not to accept; the decision is drafted as a letter."""

        def decide(case: Dispute, moment: Moment, refs: Refs) -> None:
            case.decline(moment, exclusion=body.exclusion, reasons=body.reasons, reasons_ref=refs["reasons"])
            draft(case, moment, "decline_decision", case.applicants)

        return await self.desk.change(command, case_id, decide, {"reasons": body.reasons})

    async def deem_withdrawn(self, command: Command, case_id: UUID, body: DeemedWithdrawalInput) -> Answer:
        """Find that the request counts as withdrawn."""

        def decide(case: Dispute, moment: Moment, refs: Refs) -> None:
            case.deem_withdrawn(moment, reason=body.reason, reason_ref=refs["reason"])
            draft(case, moment, "deemed_withdrawal_notice", case.applicants)

        return await self.desk.change(command, case_id, decide, {"reason": body.reason})

    async def reverse(self, command: Command, case_id: UUID, body: ReversalInput) -> Answer:
        """Take the request up again."""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, refs: case.reverse_deemed_withdrawal(
                moment, ground=body.ground, reason=body.reason, reason_ref=refs["reason"]
            ),
            {"reason": body.reason},
        )

    # -- inside ----------------------------------------------------------------------------------------

    async def _open(self, command: Command, title: str, texts: Texts, build: Build) -> Answer:
        """Open a case: policy, sealed texts, decision, answer."""
        case_id = new_id(command.at)

        async def opened() -> Outcome:
            self.desk.POLICIES.require(command.action, command.actor)
            if contains_personal_number(title):
                raise TitleNamesPersonError("the title holds a personal number")
            refs, rows = await self.desk.seal(case_id, texts, command.at)
            with dates_within_calendar():
                case = await build(case_id, self.desk.moment(command), refs)
            return Outcome([case], rows, answer_body(case), 201, case.basis_of("single_desk"))

        return await self.desk.commands.create(command, opened)

    async def _earlier(self, actor: Actor, earlier: UUID | None) -> str | None:
        """A case on the same matter that has ended and that the person may know of (同一事项的前案)."""
        if earlier is None:
            return None
        case = await self.desk.visible(actor, earlier, "dispute_coordination.read")
        if case.stage not in ENDED:
            raise OutOfOrderError(
                "the earlier case is still open", title="前案尚未办结，不能就同一事项另行申请"
            )
        return str(earlier)


def _sides(actor: Actor, applicants: tuple[str, ...], respondents: tuple[str, ...]) -> Parties:
    """Who asks, and against whom; an agency asks for itself, alone or with others."""
    if actor.role in AGENCY_ROLES:
        own = agency_of(actor, None)
        applicants = (own, *(one for one in applicants if one != own))
    return Parties(tuple(dict.fromkeys(applicants)), tuple(dict.fromkeys(respondents)))


def _filing(command: Command, body: RequestInput, refs: Refs) -> Filing:
    return Filing(
        ground=body.ground,
        national_kind=body.national_kind,
        parties=_sides(command.actor, body.applicants, body.respondents),
        contents=refs,
        materials=body.materials,
        received_on=_received_on(command, body.received_on) or command.on,
    )


def _received_on(command: Command, day: date | None) -> date | None:
    """Only the bureau writes down another day of receipt: what an agency sends arrives now (收到日)."""
    return None if command.actor.role in AGENCY_ROLES else day


def _negotiation(held: NegotiationHeld, told_by: Iterable[str]) -> Negotiation:
    """A round in which whoever tells of it took part, named or not (自行协商)."""
    return Negotiation(held.held_on, tuple(dict.fromkeys((*told_by, *held.parties))), held.agreed)


def _own(actor: Actor) -> tuple[str, ...]:
    """The agency that acts; nobody where the bureau writes down what others did."""
    return (agency_of(actor, None),) if actor.role in AGENCY_ROLES else ()


def _all(parties: Parties) -> Iterable[str]:
    return (*parties.applicants, *parties.respondents)
