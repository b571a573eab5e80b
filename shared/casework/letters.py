"""A letter of a case as the case itself remembers it (案件文书)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from shared.delivery.attempt import Attempt
from shared.delivery.service import Service, first_effective


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
class Tried:
    """One try to serve a letter on one addressee, what was done, and what it amounts to (送达经过).

    ``evidence_ref`` seals what people wrote on the receipt.
    """

    addressee: str
    recorded_on: date
    recorded_by: str
    attempt: Attempt
    service: Service
    evidence_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: what kind, about which entry of the case, to whom, how far it is.

    ``addressees`` are codes of agencies or roles such as ``complainant``; ``acknowledged`` gives the day on
    which an addressee signed for it (签收). ``substance`` is the checksum of what was signed for issue.
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
    substance: str | None = None
    number: str | None = None
    issued_on: date | None = None
    tries: tuple[Tried, ...] = ()
    acknowledged: Mapping[str, date] = field(default_factory=dict)

    @property
    def served(self) -> dict[str, date]:
        """The day that counts, per addressee who was served: that of the first effective try."""
        return {each: on for each in self.addressees if (on := self.served_on(each))}

    def served_on(self, addressee: str) -> date | None:
        """The day that counts for one addressee (送达之日)."""
        effective = first_effective(self.services(addressee))
        return effective.served_on if effective else None

    def services(self, addressee: str) -> tuple[Service, ...]:
        """What the tries with one addressee amount to, in the order of recording."""
        return tuple(each.service for each in self.tries if each.addressee == addressee)

    def tried(self, delivery_id: str) -> Tried | None:
        """One recorded try."""
        return next((each for each in self.tries if each.service.id == delivery_id), None)

    def with_try(self, tried: Tried) -> "Letter":
        """The letter after a try was recorded, or recorded anew under its id."""
        others = tuple(each for each in self.tries if each.service.id != tried.service.id)
        return replace(self, tries=(*others, tried))

    def with_acknowledgement(self, addressee: str, on: date) -> "Letter":
        """The letter after an addressee signed for it; the first signature stands."""
        return replace(self, acknowledged={addressee: on, **self.acknowledged})
