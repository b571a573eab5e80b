"""Which law binds one complaint: the complaint regulation and the three above it (适用的法规)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from shared.law import applicable
from shared.law.book import LawBook, Regulation


@dataclass(frozen=True, slots=True)
class ApplicableLaw(applicable.ApplicableLaw):
    """The versions that bind a complaint, and the bureau's answers to what they leave open."""

    accountability: Regulation | None = None
    """The same issuer's rules on faults, which name the forms of accountability."""

    @classmethod
    def of(cls, book: LawBook, regulation: str, opened_on: date, on: date | None = None) -> Self:
        """The law of the day the case was opened, as it binds on a later day."""
        law = super(ApplicableLaw, cls).of(book, regulation, opened_on, on)
        faults = f"{law.regulation.issuer}/fault_accountability"
        return replace(law, accountability=book.binding_if_any(faults, opened_on, on or opened_on))

    @property
    def complaints(self) -> Regulation:
        """The complaint regulation."""
        return self.regulation
