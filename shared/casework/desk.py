"""What every use case on a case shares: law, calendar, sealing, policy, answer (办案台)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar
from uuid import UUID

from shared.calendar.almanac import Almanac
from shared.casework.moment import Moment, dates_within_calendar
from shared.clock.suite import Clock
from shared.deadlines.case import Case
from shared.eventlog.command import Answer, Command, Outcome, Statement
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.identity.actor import Actor
from shared.identity.directory import Directory
from shared.identity.policy import Policies
from shared.law.book import LawBook
from shared.law.refusal import Refusal
from shared.privacy.sealed import SealedStore

Refs = Mapping[str, str]
"""A sealed reference per text."""


class Worked(Protocol):
    """What a desk needs to know of a case."""

    number: str
    stage: Any


C = TypeVar("C", bound=Case)


@dataclass(frozen=True, slots=True)
class CaseDesk(Generic[C]):
    """The tools of a use case; ``change`` is the one way to change a case.

    A service's desk names its ``KIND`` of case and its ``POLICIES``, and says how the law is attached
    (``bound``), what policies know (``facts``) and whose calendar counts (``handler``).
    """

    KIND: ClassVar[type[Any]]
    POLICIES: ClassVar[Policies]

    log: EventLog
    commands: Commands
    law: LawBook
    calendars: Almanac
    sealed: SealedStore
    directory: Directory
    clock: Clock

    def bound(self, case: C) -> C:
        """Attach the law that binds the case."""
        raise NotImplementedError

    def facts(self, case: C) -> Any:
        """What policies know of the case."""
        raise NotImplementedError

    def handler(self, case: C) -> str | None:
        """The body whose calendar counts."""
        raise NotImplementedError

    def moment(self, command: Command, handler: str | None = None) -> Moment:
        """The moment of a command, with the newest calendar of the handling body that this service knows."""
        by = str(command.actor.person) if command.actor.person else command.actor.subject
        return Moment(command.at, command.on, by, self.calendars.current(handler))

    async def load(self, case_id: UUID) -> C:
        """A case with the law that binds it; raises UnknownCaseError."""
        case: C = await self.log.load(self.KIND, case_id)
        return self.bound(case)

    async def visible(self, actor: Actor, case_id: UUID, action: str) -> C:
        """The case, if this person may do this with it; else as if there were none."""
        case = await self.load(case_id)
        self.POLICIES.require(action, actor, self.facts(case))
        return case

    async def known(self, command: Command, case_id: UUID) -> C:
        """The case that a command is about; that there is none is a recorded refusal."""
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
        decide: Callable[[C, Moment, Refs], Mapping[str, Any] | None],
        texts: Mapping[str, str | None] | None = None,
        *,
        rows: Sequence[Statement] = (),
    ) -> Answer:
        """Carry out one act on a case: seal its texts, check the policy, decide, answer."""
        refs, statements = await self.seal(case_id, texts or {}, command.at)

        def decided(case: C) -> Outcome:
            self.bound(case)
            self.POLICIES.require(command.action, command.actor, self.facts(case))
            with dates_within_calendar():
                extra = decide(case, self.moment(command, self.handler(case)), refs)
            return self.outcome(case, extra, [*statements, *rows])

        return await self.commands.change(command, self.KIND, case_id, decided)

    def outcome(
        self, case: C, extra: Mapping[str, Any] | None = None, rows: Sequence[Statement] = ()
    ) -> Outcome:
        """What a decided act answers, with the article of the last event that rests on one."""
        cited = (getattr(each, "basis", None) for each in reversed(case.pending_events))
        basis = next((each for each in cited if each), None)
        return Outcome([case], rows, {**answer_body(case), **(extra or {})}, 200, basis)

    async def require(self, command: Command, actor: Actor, facts: Any = None) -> None:
        """Check a policy outside a change; a refusal is recorded."""
        try:
            self.POLICIES.require(command.action, actor, facts)
        except Refusal as refusal:
            await self.commands.reject(command, refusal)


def answer_body(case: Any) -> dict[str, Any]:
    """What every command answers about its case."""
    return {"id": str(case.id), "number": case.number, "stage": case.stage.value, "version": case.version}
