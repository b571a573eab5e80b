"""What the dispute service says about its letters: who issues, to whom, which period ends (争议文书)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from services.dispute_coordination.application.desk import Desk
from services.dispute_coordination.application.letter_facts.facts import facts_of
from services.dispute_coordination.application.letter_facts.told import Told
from services.dispute_coordination.application.policies import BUREAU_ROLES
from services.dispute_coordination.application.texts import opened_texts, refs_of
from services.dispute_coordination.domain.dispute import Dispute
from services.dispute_coordination.domain.vocabulary import BUREAU
from services.dispute_coordination.rules import intake as rules
from services.dispute_coordination.rules.handling import STAFFING_OFFICE
from services.dispute_coordination.views.queries import DisputeQueries
from shared.calendar.deadline import Deadline
from shared.casework.letter_source import Value
from shared.casework.letters import Letter
from shared.casework.moment import Moment
from shared.casework.organs import GOVERNMENT, Organs
from shared.delivery.attempt import Receiver
from shared.documents.content import DueLine, Starts
from shared.documents.kinds import LetterKind, letter_kind
from shared.identity.actor import Actor, Post, Role

INBOX = "inbox"
NAMES = {STAFFING_OFFICE: "区委编办"}
"""Bodies that the registry does not keep."""

PERIODS = {
    "dispute_coordination.supplement": rules.supplement_deadline,
    "dispute_coordination.respondent_answer": rules.answer_deadline,
    "dispute_coordination.own_motion_statement": rules.statement_deadline,
}
"""Periods that start with service: their end is shown for service on the day of the letter."""


@dataclass(frozen=True, slots=True)
class DisputeLetters:
    """Everything about letters that is not the same in all services."""

    SERVICE: ClassVar[str] = "dispute_coordination"

    desk: Desk
    queries: DisputeQueries
    organs: Organs

    @property
    def service(self) -> str:
        """Whose kinds of letters these are."""
        return self.SERVICE

    def organ(self, case: Dispute, kind: LetterKind, letter: Letter) -> str:
        """The bureau issues all but the government's own papers and the agencies' request."""
        if kind.issuer == "agency":
            return next(iter(case.applicants), BUREAU)
        return GOVERNMENT if kind.issuer == "government" else BUREAU

    def keeps(self, case: Dispute, letter: Letter, actor: Actor) -> bool:
        """The bureau prepares and serves all letters; the government issues its own and nobody else's."""
        if actor.role is Role.GOVERNMENT:
            return letter_kind(self.SERVICE, letter.kind).issuer == "government"
        return actor.role in BUREAU_ROLES

    def signs(self, case: Dispute, kind: LetterKind, letter: Letter, actor: Actor) -> bool:
        """The government signs its papers, the principal what goes to it and opinions, a 负责人 the rest."""
        if kind.approver == "government":
            return actor.role is Role.GOVERNMENT
        principal = actor.role is Role.BUREAU_HEAD and Post.HEAD in actor.posts
        if kind.approver == "bureau_head":
            return principal
        in_charge = actor.agency == BUREAU and bool(actor.posts & {Post.HEAD, Post.DEPUTY_HEAD})
        return kind.approver == "person_in_charge" and in_charge

    def addressees(self, case: Dispute, kind: LetterKind, about: str) -> Sequence[str]:
        """Whom a letter addresses if its drafter says nothing else."""
        groups: Mapping[str, Sequence[str]] = {
            "applicant": case.applicants,
            "respondent": case.respondents,
            # who never knew of a request is not told that it ended
            "disputing_agencies": case.agencies if case.told else case.applicants,
            "bureau": (BUREAU,),
            "government": (GOVERNMENT,),
            "invited_organs": (*case.agencies, STAFFING_OFFICE),
            "ordered_agency": _slow(case, about),
            "recipient": (about,) if about in case.parties else (),
        }
        return tuple(dict.fromkeys(one for group in kind.addressees for one in groups.get(group, ())))

    async def names(self, case: Dispute, codes: Sequence[str]) -> Mapping[str, str]:
        """What addressees are called in the letter."""
        return {code: NAMES.get(code, name) for code, name in (await self.organs.names(codes)).items()}

    def channel(self, case: Dispute, code: str) -> str:
        """Agencies and the government are served in their inbox."""
        return INBOX

    async def receiver(self, case: Dispute, code: str) -> Receiver:
        """A body with the addresses that it confirmed."""
        return Receiver(code, "organisation", await self.desk.directory.delivery_addresses(code))

    async def facts(self, case: Dispute, letter: Letter) -> Mapping[str, Value]:
        """What the case says in the body of a letter."""
        lines = await self.queries.timeline(case.id)
        opened = await opened_texts(self.desk.sealed, lines)
        texts = {
            str(line.position): {name: opened.get(ref, "") for name, ref in refs_of(line.facts).items()}
            for line in lines
        }
        calendar, today = self.desk.calendars.current(BUREAU), self.desk.clock.today()
        names = await self.organs.names(case.agencies)
        return facts_of(Told(case, letter, lines, texts, names, calendar, today))

    def due(self, case: Dispute, letter: Letter, kind: LetterKind, moment: Moment) -> DueLine | None:
        """The period whose end the letter states; where it starts with service, for service on its day."""
        day = letter.issued_on or moment.on
        if period := PERIODS.get(kind.due or ""):
            return _line(case, period(case.law, moment.calendar, delivered_on=day), "delivery")
        running = case.clocks.get("handling")
        if kind.due is None or running is None or running.deadline.extends is None:
            return None
        return _line(case, running.deadline, "decision")

    def cause(self, case: Dispute) -> str:
        """What the case is about, in one line, for receipts (案由)."""
        return case.title

    def contact(self, case: Dispute) -> str:
        """Whom to turn to."""
        return "区司法局行政执法协调监督机构"


def _slow(case: Dispute, about: str) -> Sequence[str]:
    """The agency that a reminder addresses: the one named, else the first that does not execute."""
    if about in case.parties:
        return (about,)
    slow = [one for one, state in case.executions.items() if state.get("state") in {"not_executed", "defied"}]
    return tuple(slow[:1])


def _line(case: Dispute, deadline: Deadline, starts: Starts) -> DueLine | None:
    if deadline.due_on is None or deadline.length is None:
        return None
    label = deadline.basis.partition("#")[2]
    line: dict[str, Any] = {"count": deadline.length, "unit": deadline.unit.value, "starts": starts}
    return replace(
        DueLine(due_on=deadline.due_on, counted_from=deadline.started_on, **line),
        basis=f"《{case.law.regulation.title}》{label}",
        provisional=deadline.provisional,
    )
