"""What a service says about its letters: who issues, what the body states, which period ends (内容来源)."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from shared.casework.letters import Letter
from shared.casework.moment import Moment
from shared.delivery.attempt import Receiver
from shared.documents.content import DueLine
from shared.documents.kinds import LetterKind
from shared.identity.actor import Actor

Value = str | Sequence[str]


class LetterSource(Protocol):
    """One per service; the letter desk asks it for everything that is not the same in all services."""

    @property
    def service(self) -> str:
        """Whose kinds of letters these are."""
        ...

    def organ(self, case: Any, kind: LetterKind, letter: Letter) -> str:
        """The code of the organ that issues a letter, which is of this kind."""
        ...

    def signs(self, case: Any, kind: LetterKind, letter: Letter, actor: Actor) -> bool:
        """Whether this person may sign a letter, which is of this kind, for issue."""
        ...

    def keeps(self, case: Any, letter: Letter, actor: Actor) -> bool:
        """Whether the letter is one of those that are written, issued and served where this person works."""
        ...

    def addressees(self, case: Any, kind: LetterKind, about: str) -> Sequence[str]:
        """Whom a letter addresses if its drafter says nothing else."""
        ...

    async def names(self, case: Any, codes: Sequence[str]) -> Mapping[str, str]:
        """What addressees are called in the letter."""
        ...

    def channel(self, case: Any, code: str) -> str:
        """The system through which an addressee is served electronically, as ``methods.yaml`` names it."""
        ...

    async def receiver(self, case: Any, code: str) -> Receiver:
        """An addressee with the addresses that he confirmed."""
        ...

    async def facts(self, case: Any, letter: Letter) -> Mapping[str, Value]:
        """What the case says in the body of a letter; also in a field, for its writer to start from."""
        ...

    def due(self, case: Any, letter: Letter, kind: LetterKind, moment: Moment) -> DueLine | None:
        """The period whose end the letter states."""
        ...

    def cause(self, case: Any) -> str:
        """What the case is about, in one line, for receipts (案由)."""
        ...

    def contact(self, case: Any) -> str:
        """Whom to turn to."""
        ...
