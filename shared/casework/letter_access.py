"""Who reads a letter and whose letter it is to work on (文书的查阅与经办权限)."""

from dataclasses import dataclass
from typing import Any

from shared.casework.desk import CaseDesk
from shared.casework.letter_source import LetterSource
from shared.casework.lettered import LetteredCase, NoSuchLetterError
from shared.casework.letters import Letter
from shared.identity.actor import Actor, Role
from shared.law.refusal import ForbiddenError

AGENCY_ROLES = frozenset({Role.AGENCY_CLERK, Role.AGENCY_HEAD})


class OtherOrgansLetterError(ForbiddenError):
    """The letter is another organ's; its own desk writes, issues and serves it (他机关文书)."""

    slug = "letter-of-another-organ"
    title = "此文书由其他机关制发，您不能办理"


@dataclass(frozen=True, slots=True)
class LetterAccess:
    """What policies cannot say, for they know the case but not the single letter."""

    desk: CaseDesk[Any]
    source: LetterSource

    def reads(self, case: LetteredCase, letter: Letter, actor: Actor) -> bool:
        """The desk reads all letters; an agency its own and those served on it, whoever may sign for them.

        An agency to which a case went does not read what the body before it wrote: it may say who complained.
        """
        if actor.role not in AGENCY_ROLES:
            return self._allows("letter_read", case, actor)
        if actor.agency in letter.served and self._allows("letter_acknowledgement", case, actor):
            return True
        return self.source.keeps(case, letter, actor) and self._allows("letter_read", case, actor)

    def require_own(self, case: LetteredCase, letter_id: str, actor: Actor) -> None:
        """Refuse an act on a letter of another organ; who may not read it does not learn that it exists."""
        letter = case.letters.get(letter_id)
        if letter is None or not self.reads(case, letter, actor):
            raise NoSuchLetterError(f"no letter {letter_id}")
        if not self.source.keeps(case, letter, actor):
            raise OtherOrgansLetterError("another organ writes, issues and serves this letter")

    def reads_receipts(self, case: LetteredCase, letter: Letter, addressee: str, actor: Actor) -> bool:
        """An agency reads of its own service; how others were served stays with who served them."""
        own = actor.agency == addressee or self.source.keeps(case, letter, actor)
        return actor.role not in AGENCY_ROLES or own

    def _allows(self, action: str, case: LetteredCase, actor: Actor) -> bool:
        decided = self.desk.POLICIES.decide(f"{self.source.service}.{action}", actor, self.desk.facts(case))
        return bool(decided)
