"""What every use case on a dispute shares: which law binds, who may, who acts for whom (争议协调办案台)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import ClassVar

from services.dispute_coordination.application.policies import AGENCY_ROLES, POLICIES, CaseFacts
from services.dispute_coordination.domain.dispute import Dispute
from services.dispute_coordination.domain.vocabulary import BUREAU
from shared.casework.desk import CaseDesk
from shared.casework.moment import Moment
from shared.clock.ids import new_id
from shared.eventlog.command import Command
from shared.identity.actor import Actor
from shared.identity.policy import Policies
from shared.law.applicable import ApplicableLaw
from shared.law.book import LawBook
from shared.law.refusal import ForbiddenError, InvalidError

REGULATION = "wulong/dispute_coordination"
"""The district's rules bind every dispute between its agencies."""


class UnknownAgencyError(InvalidError):
    """An agency is not registered (机关不在登记名册中)."""

    slug = "unknown-agency"
    title = "所列机关不在登记名册中"


@dataclass(frozen=True, slots=True)
class Desk(CaseDesk[Dispute]):
    """The tools of a use case; ``change`` is the one way to change a dispute."""

    KIND: ClassVar[type[Dispute]] = Dispute
    POLICIES: ClassVar[Policies] = POLICIES

    def bound(self, case: Dispute) -> Dispute:
        """Attach the law that binds a dispute: once it is closed, that of its last day."""
        return case.under(self.law_of(case.opened_on, case.closed_on))

    def facts(self, case: Dispute) -> CaseFacts:
        """What policies know of a dispute."""
        return CaseFacts.of(case)

    def handler(self, case: Dispute) -> str:
        """The bureau handles every dispute (统一受理、协调)."""
        return BUREAU

    def law_of(self, opened_on: date, on: date | None = None) -> ApplicableLaw:
        """The law that binds, today or on a day, what was opened on an earlier one."""
        on = on or self.clock.today()
        return _applicable(self.law, self.law.revision, opened_on, on)

    def law_for_new(self, received_on: date) -> ApplicableLaw:
        """The law of the day of receipt; what is older than the rules is under their first version."""
        first = self.law.versions_or_refuse(REGULATION)[0]
        return self.law_of(max(received_on, first))

    async def require_registered(self, agencies: Iterable[str]) -> None:
        """Refuse a code that no agency of the registry has."""
        refuse_unregistered(await self.unregistered(agencies))

    async def unregistered(self, agencies: Iterable[str]) -> list[str]:
        """The codes that no agency of the registry has; the bureau itself is no party of any dispute."""
        wanted = set(agencies)
        known = await self.directory.agencies_named(sorted(wanted))
        return sorted(wanted - {code for code, one in known.items() if one.active} | wanted & {BUREAU})


def refuse_unregistered(unknown: Sequence[str]) -> None:
    """Refuse what names somebody who is no agency, after it is clear that the person may act at all."""
    if unknown:
        raise UnknownAgencyError(f"not registered as an agency: {', '.join(unknown)}")


def agency_of(actor: Actor, named: str | None) -> str:
    """For whom somebody acts: an agency for itself, the bureau for the agency that it names (代为登记)."""
    if actor.role in AGENCY_ROLES:
        if actor.agency is None or named not in {None, actor.agency}:
            raise ForbiddenError("an agency acts for itself alone", title="只能以本机关名义办理")
        return actor.agency
    if named is None:
        raise InvalidError("say for which agency", title="须写明机关")
    return named


def draft(case: Dispute, moment: Moment, kind: str, to: Iterable[str], about: str = "") -> None:
    """Draft the letter that tells of an act, together with the act (随事起草文书)."""
    letter_id = str(new_id(moment.at))
    case.draft_letter(moment, letter_id=letter_id, kind=kind, addressees=tuple(to), about=about)


def command_key(command: Command) -> str:
    """A new id for an entry that a command makes."""
    return str(new_id(command.at))


@lru_cache(maxsize=256)
def _applicable(book: LawBook, revision: int, opened_on: date, on: date) -> ApplicableLaw:
    """The answer of the book, kept until its ``revision`` grows with a new version or policy."""
    return ApplicableLaw.of(book, REGULATION, opened_on, on)
