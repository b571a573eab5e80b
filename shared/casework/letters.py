"""A letter of a case as the case itself remembers it (案件文书)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum


class LetterState(StrEnum):
    """From draft to issue; what was voided keeps its number (文书状态)."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    ISSUED = "issued"
    VOIDED = "voided"


STATE_LABELS: Mapping[LetterState, tuple[str, str]] = {
    LetterState.DRAFTED: ("草稿", "Draft"),
    LetterState.APPROVED: ("已签发", "Approved"),
    LetterState.ISSUED: ("已印发", "Issued"),
    LetterState.VOIDED: ("已作废", "Voided"),
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to serve a letter on one addressee; ``served_on`` is None where it failed (送达经过)."""

    id: str
    addressee: str
    method: str
    recorded_on: date
    served_on: date | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: what kind, about which entry of the case, to whom, how far it is.

    ``addressees`` are codes of agencies or roles such as ``complainant``. ``served`` gives the effective day
    of service per addressee, ``acknowledged`` the day on which an addressee signed for it (签收).
    """

    id: str
    kind: str
    about: str
    addressees: tuple[str, ...]
    state: LetterState
    drafted_by: str
    text_ref: str | None = None
    approved_by: str | None = None
    approved_on: date | None = None
    number: str | None = None
    issued_on: date | None = None
    attempts: tuple[Attempt, ...] = ()
    served: Mapping[str, date] = field(default_factory=dict)
    acknowledged: Mapping[str, date] = field(default_factory=dict)

    @property
    def is_served(self) -> bool:
        """Whether all whom it addresses have it."""
        return bool(self.addressees) and set(self.addressees) <= set(self.served)

    def attempt(self, attempt_id: str) -> Attempt | None:
        """One recorded try."""
        return next((each for each in self.attempts if each.id == attempt_id), None)

    def attempts_on(self, addressee: str) -> tuple[Attempt, ...]:
        """The tries with one addressee, in the order of recording."""
        return tuple(each for each in self.attempts if each.addressee == addressee)

    def with_attempt(self, attempt: Attempt) -> "Letter":
        """The letter after a try was recorded; the earliest effective one counts."""
        others = tuple(each for each in self.attempts if each.id != attempt.id)
        return replace(self, attempts=(*others, attempt))._settled(attempt.addressee)

    def with_acknowledgement(self, addressee: str, on: date) -> "Letter":
        """The letter after an addressee signed for it; the first signature stands."""
        return replace(self, acknowledged={addressee: on, **self.acknowledged})

    def _settled(self, addressee: str) -> "Letter":
        days = [each.served_on for each in self.attempts_on(addressee) if each.served_on is not None]
        served = {each: day for each, day in self.served.items() if each != addressee}
        return replace(self, served=served | ({addressee: min(days)} if days else {}))
