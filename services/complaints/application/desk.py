"""What every use case of the complaints service shares: law, calendar, sealing, policy, answer (办案台)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from services.complaints.application.policies import HOLDER, POLICIES, CaseFacts
from services.complaints.domain.complaint import Complaint
from services.complaints.rules.applicable import ApplicableLaw
from shared.calendar.almanac import Almanac
from shared.casework.moment import Moment
from shared.clock.suite import Clock
from shared.eventlog.command import Answer, Command, Outcome, Statement
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.identity.actor import Actor
from shared.identity.directory import Directory
from shared.law.book import LawBook
from shared.law.refusal import Refusal
from shared.privacy.sealed import SealedStore

Refs = Mapping[str, str]
Decide = Callable[[Complaint, Moment, Refs], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Desk:
    """The tools of a use case; ``change`` is the one way to change a complaint."""

    log: EventLog
    commands: Commands
    law: LawBook
    calendars: Almanac
    sealed: SealedStore
    directory: Directory
    clock: Clock

    def moment(self, command: Command, handler: str | None = None) -> Moment:
        """The moment of a command, with the newest calendar of the handling body that this service knows."""
        by = str(command.actor.person) if command.actor.person else command.actor.subject
        return Moment(command.at, command.on, by, self.calendars.current(handler))

    def law_of(self, regulation: str, opened_on: date, on: date | None = None) -> ApplicableLaw:
        """The law that binds, today or on a day, what was opened on an earlier one."""
        on = on or self.clock.today()
        return _applicable(self.law, self.law.revision, regulation, opened_on, on)

    def law_for(self, case: Complaint) -> ApplicableLaw:
        """The law that binds a complaint: once it is closed, that of its last day."""
        return self.law_of(case.regulation, case.received_on, case.closed_on)

    async def load(self, case_id: UUID) -> Complaint:
        """A complaint with the law that binds it; raises UnknownCaseError."""
        case = await self.log.load(Complaint, case_id)
        return case.under(self.law_for(case))

    async def known(self, command: Command, case_id: UUID) -> Complaint:
        """The complaint that a command is about; that there is none is a recorded refusal."""
        try:
            return await self.load(case_id)
        except Refusal as refusal:
            await self.commands.reject(command, refusal, str(case_id))

    async def seal(
        self, case_id: UUID, texts: Mapping[str, str | None], at: datetime
    ) -> tuple[Refs, list[Statement]]:
        """Seal what people wrote under the case's key; answers a reference per text."""
        written = {name: text for name, text in texts.items() if text}
        if not written:
            return {}, []
        sealed = await self.sealed.seal(case_id, written, at=at)
        return {name: f"{sealed.ref}#{name}" for name in written}, list(sealed.statements)

    async def change(
        self,
        command: Command,
        case_id: UUID,
        decide: Decide,
        texts: Mapping[str, str | None] | None = None,
        *,
        rows: Sequence[Statement] = (),
    ) -> Answer:
        """Carry out one act on a complaint: seal its texts, check the policy, decide, answer."""
        refs, statements = await self.seal(case_id, texts or {}, command.at)
        if command.actor == HOLDER:  # who holds a receipt code sees no version: the one that stands is meant
            standing = await self.log.load(Complaint, case_id)
            command = replace(command, expected_version=standing.version)

        def decided(case: Complaint) -> Outcome:
            case.under(self.law_for(case))
            POLICIES.require(command.action, command.actor, CaseFacts.of(case))
            extra = decide(case, self.moment(command, case.handler), refs)
            basis = getattr(case.pending_events[-1], "basis", None) if case.pending_events else None
            return Outcome([case], [*statements, *rows], {**answer_body(case), **(extra or {})}, 200, basis)

        return await self.commands.change(command, Complaint, case_id, decided)

    async def require(self, command: Command, actor: Actor, facts: CaseFacts | None = None) -> None:
        """Check a policy outside a change; a refusal is recorded."""
        try:
            POLICIES.require(command.action, actor, facts)
        except Refusal as refusal:
            await self.commands.reject(command, refusal)


def answer_body(case: Complaint) -> dict[str, Any]:
    """What every command answers about its case."""
    return {"id": str(case.id), "number": case.number, "stage": case.stage.value, "version": case.version}


@lru_cache(maxsize=256)
def _applicable(book: LawBook, revision: int, regulation: str, opened_on: date, on: date) -> ApplicableLaw:
    """The answer of the book, kept until its ``revision`` grows with a new version or policy."""
    return ApplicableLaw.of(book, regulation, opened_on, on)
