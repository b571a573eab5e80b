"""What can be done in the registry, one public method per command (登记办理)."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from uuid import UUID

from services.enforcement_registry import rules
from services.enforcement_registry.domain import (
    Agency,
    AgencyProfile,
    Binding,
    Holding,
    Officer,
    OfficerProfile,
    agency_id,
)
from shared.clock.ids import new_id
from shared.delivery.addresses import AddressConfirmation
from shared.eventlog.command import Answer, Command, Outcome
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.identity.actor import Actor, Role
from shared.identity.policy import Decision, Deny, Policies, only
from shared.law.book import LawBook
from shared.law.refusal import InvalidError, OutOfOrderError, UnknownCaseError

POLICIES = Policies("enforcement_registry")
INTAKE = "wulong/complaints"
DISPUTES = "wulong/dispute_coordination"
OF_AN_AGENCY = (Role.AGENCY_CLERK, Role.AGENCY_HEAD)
ANOTHER_AGENCY = Deny(
    "enforcement_registry.own_agency",
    None,
    "只能确认本机关的送达地址",
    "A body confirms its own address only.",
)

BindingsOnTopic = Callable[[str, str], Awaitable[Sequence[UUID]]]
"""Finds the bindings of a body (code) on a topic."""


@POLICIES.action(
    "enforcement_registry.register_agency",
    "enforcement_registry.change_agency",
    "enforcement_registry.close_agency",
    "enforcement_registry.bind_regulation",
    "enforcement_registry.end_binding",
    "enforcement_registry.register_officer",
    "enforcement_registry.take_post",
    "enforcement_registry.leave_post",
    "enforcement_registry.certify_officer",
    "enforcement_registry.close_officer",
)
def keeps_the_registry(actor: Actor, _: object) -> Decision:
    """The bureau manages qualifications of bodies and officers (主体资格与人员资格管理)."""
    return only(actor, Role.BUREAU_CLERK, Role.BUREAU_HEAD, Role.SYSTEM)


@POLICIES.action("enforcement_registry.read_officers", "enforcement_registry.read_bindings")
def reads_the_registry(actor: Actor, _: object) -> Decision:
    """Everybody who works with the suite looks persons up; the public does not."""
    return only(actor, *(role for role in Role if role is not Role.COMPLAINANT))


@POLICIES.action(
    "enforcement_registry.confirm_delivery_address", "enforcement_registry.revoke_delivery_address"
)
def confirms_the_address(actor: Actor, agency: object) -> Decision:
    """A body's head or clerk speaks for it; the bureau's clerk enters what it confirmed in writing."""
    if actor.role in OF_AN_AGENCY and actor.agency != agency:
        return ANOTHER_AGENCY
    return only(actor, *OF_AN_AGENCY, Role.BUREAU_CLERK)


class UnknownAgencyError(InvalidError):
    """The named body is not in the registry (机关未登记)."""

    slug = "unknown-agency"
    title = "机关未登记"


class AlreadyBoundError(OutOfOrderError):
    """A later binding on the same topic exists (已有更晚的适用关系)."""

    slug = "already-bound"
    title = "同一事项已有同日或更晚的适用制度"


class Registry:
    """The commands of the registry."""

    def __init__(
        self, log: EventLog, commands: Commands, law: LawBook, bindings_on_topic: BindingsOnTopic
    ) -> None:
        self._log = log
        self._commands = commands
        self._bindings_on_topic = bindings_on_topic
        self._law = law

    async def register_agency(
        self,
        command: Command,
        code: str,
        profile: AgencyProfile,
        *,
        regulations: Sequence[str] = (),
        bound_from: date | None = None,
    ) -> Answer:
        """Enter a body, with the regulations that bind it from its first day."""
        await self._permit(command)

        async def build() -> Outcome:
            await self._known(profile.principal)
            basis = self._intake_basis(command, profile)
            agency = Agency.register(code, profile, on=command.on, at=command.at, basis=basis)
            first = rules.first_bindings(self._law, tuple(regulations), bound_from or command.on)
            bindings = [self._begin(code, bound, command) for bound in first]
            body = {"id": str(agency.id), "code": code}
            return Outcome([agency, *bindings], body=body, status=201, basis=basis)

        return await self._commands.create(command, build)

    async def change_agency(self, command: Command, code: str, profile: AgencyProfile) -> Answer:
        """Replace a body's entry."""
        await self._permit(command)

        async def decide(agency: Agency) -> Outcome:
            await self._known(profile.principal)
            basis = self._intake_basis(command, profile)
            agency.change(profile, on=command.on, at=command.at, basis=basis)
            return Outcome([agency], body={"id": str(agency.id), "code": code}, basis=basis)

        return await self._commands.change(command, Agency, agency_id(code), decide)

    async def close_agency(self, command: Command, code: str, *, closed_on: date) -> Answer:
        """Take a body out of the registry."""
        await self._permit(command)

        def decide(agency: Agency) -> Outcome:
            agency.close(on=closed_on, at=command.at)
            return Outcome([agency], body={"id": str(agency.id), "code": code})

        return await self._commands.change(command, Agency, agency_id(code), decide)

    async def confirm_address(
        self,
        command: Command,
        code: str,
        *,
        electronic: bool,
        channels: Sequence[str],
        written_on: date | None,
    ) -> Answer:
        """Confirm how a body is served; the bureau does so with the day of the body's paper."""
        await self._permit(command, code)

        def decide(agency: Agency) -> Outcome:
            on_paper = command.actor.role not in OF_AN_AGENCY
            day = rules.confirmation_day(on_paper=on_paper, written_on=written_on, today=command.on)
            by = None if on_paper else command.actor.person
            address = AddressConfirmation(code, electronic, tuple(channels), day, by)
            basis = self._delivery_basis(command)
            agency.confirm_address(address, at=command.at, basis=basis)
            return Outcome([agency], body={"id": str(agency.id), "code": code}, basis=basis)

        return await self._commands.change(command, Agency, agency_id(code), decide)

    async def revoke_address(self, command: Command, code: str) -> Answer:
        """Revoke a body's confirmation from today on."""
        await self._permit(command, code)

        def decide(agency: Agency) -> Outcome:
            basis = self._delivery_basis(command)
            agency.revoke_address(on=command.on, at=command.at, basis=basis)
            return Outcome([agency], body={"id": str(agency.id), "code": code}, basis=basis)

        return await self._commands.change(command, Agency, agency_id(code), decide)

    async def register_officer(
        self, command: Command, profile: OfficerProfile, person: UUID | None = None
    ) -> Answer:
        """Enter a person, under an id that is known already or a new one."""
        await self._permit(command)

        async def build() -> Outcome:
            await self._known(profile.agency, *(held.agency for held in profile.posts))
            officer = Officer.register(person or new_id(command.at), profile, on=command.on, at=command.at)
            return Outcome([officer], body={"id": str(officer.id)}, status=201)

        return await self._commands.create(command, build)

    async def take_post(self, command: Command, person: UUID, holding: Holding) -> Answer:
        """Let a person take a post."""
        await self._permit(command)

        async def decide(officer: Officer) -> Outcome:
            await self._known(holding.agency)
            officer.take_post(holding, on=command.on, at=command.at)
            return Outcome([officer], body={"id": str(officer.id)}, status=201)

        return await self._commands.change(command, Officer, person, decide)

    async def leave_post(
        self, command: Command, person: UUID, *, post: str, agency: str, last_day: date
    ) -> Answer:
        """Let a person leave a post."""
        await self._permit(command)

        def decide(officer: Officer) -> Outcome:
            officer.leave_post(post, agency, last_day=last_day, on=command.on, at=command.at)
            return Outcome([officer], body={"id": str(officer.id)})

        return await self._commands.change(command, Officer, person, decide)

    async def certify_officer(
        self, command: Command, person: UUID, *, number: str, valid_until: date
    ) -> Answer:
        """Record a certificate."""
        await self._permit(command)

        def decide(officer: Officer) -> Outcome:
            officer.certify(number, valid_until=valid_until, on=command.on, at=command.at)
            return Outcome([officer], body={"id": str(officer.id)})

        return await self._commands.change(command, Officer, person, decide)

    async def close_officer(self, command: Command, person: UUID, *, closed_on: date) -> Answer:
        """Take a person out of enforcement."""
        await self._permit(command)

        def decide(officer: Officer) -> Outcome:
            officer.close(on=closed_on, at=command.at)
            return Outcome([officer], body={"id": str(officer.id)})

        return await self._commands.change(command, Officer, person, decide)

    async def bind_regulation(
        self, command: Command, agency: str, regulation: str, *, bound_from: date
    ) -> Answer:
        """Bind a body to a regulation; what bound it before on the topic ends the day before."""
        await self._permit(command)

        async def build() -> Outcome:
            await self._known(agency)
            bound = rules.binding_from(self._law, regulation, bound_from)
            binding = self._begin(agency, bound, command)
            ended = await self._end_predecessor(agency, bound, command)
            return Outcome([binding, *ended], body={"id": str(binding.id)}, status=201)

        return await self._commands.create(command, build)

    async def end_binding(self, command: Command, binding_id: UUID, *, bound_until: date) -> Answer:
        """End a binding without a successor; the district's regulation binds again."""
        await self._permit(command)

        def decide(binding: Binding) -> Outcome:
            binding.end(on=bound_until, at=command.at)
            return Outcome([binding], body={"id": str(binding.id)})

        return await self._commands.change(command, Binding, binding_id, decide)

    async def _permit(self, command: Command, facts: object = None) -> None:
        decision = POLICIES.decide(command.action, command.actor, facts)
        if isinstance(decision, Deny):
            await self._commands.reject(command, decision.refusal())

    async def _known(self, *codes: str | None) -> None:
        for code in {code for code in codes if code is not None}:
            try:
                agency = await self._log.load(Agency, agency_id(code))
            except UnknownCaseError:
                raise UnknownAgencyError("Register the agency first.") from None
            agency.refuse_if_closed()

    def _intake_basis(self, command: Command, profile: AgencyProfile) -> str:
        law = self._law.regulation(INTAKE, on=command.on)
        rules.intake_body(law, legal_unit=profile.legal_unit, designated_unit=profile.designated_unit)
        return law.rule("designated_intake_body").basis

    def _delivery_basis(self, command: Command) -> str:
        return self._law.regulation(DISPUTES, on=command.on).rule("delivery").basis

    @staticmethod
    def _begin(agency: str, bound: rules.Bound, command: Command) -> Binding:
        days = {"in_force_from": bound.in_force_from, "bound_from": bound.bound_from}
        return Binding.begin(agency, bound.regulation, **days, at=command.at)

    async def _end_predecessor(self, agency: str, bound: rules.Bound, command: Command) -> list[Binding]:
        ids = await self._bindings_on_topic(agency, bound.topic)
        known = [await self._log.load(Binding, each) for each in ids]
        running = [each for each in known if each.bound_until is None or each.bound_until >= bound.bound_from]
        if any(each.bound_from >= bound.bound_from or each.bound_until is not None for each in running):
            raise AlreadyBoundError("A binding on this topic covers that day already or begins later.")
        for binding in running:
            binding.end(on=rules.ends_before(bound.bound_from), at=command.at)
        return running
