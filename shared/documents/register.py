"""The register of letter numbers of one organ, kind and year: no gap, no double (发文登记、文号).

The register is an aggregate of its own. A number is drawn in the transaction that issues its letter: if that
does not commit, the number was never given; if two writers draw at once, one of them meets a version conflict
and draws again.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared.clock.ids import derived_id
from shared.deadlines.case import Case

NAMESPACE = UUID("0b0f9f6e-6c1d-5a57-9c3e-7d1f5d0a6b42")
"""The namespace of the registers' ids."""


class LetterRegister(Case):
    """The numbers given under one word in one year, such as 武隆司协受〔2026〕."""

    TOPIC = "documents.letter_register"

    class Opened(Case.Created):
        """The first letter of the year under this word opens the register."""

        word: str
        year: int

        def apply(self, register: "LetterRegister") -> None:
            """Nothing is drawn yet."""
            register.begin(self)

    class NumberDrawn(Case.Event):
        """The next number was given to a letter (编号)."""

        sequence: int
        number: str
        letter_id: str
        case_id: str
        drawn_on: date

        def apply(self, register: "LetterRegister") -> None:
            """The number is gone."""
            register.last = self.sequence

    def begin(self, event: "LetterRegister.Opened") -> None:
        """Take over whose register it is; called at replay too, so it only records."""
        self.word = event.word
        self.year = event.year
        self.last = 0

    @staticmethod
    def id_of(word: str, year: int) -> UUID:
        """The id follows from word and year, so that two openings collide."""
        return derived_id(NAMESPACE, f"{word}|{year}")

    @classmethod
    def open(cls, word: str, year: int, *, at: datetime) -> "LetterRegister":
        """Open the register of a word and a year."""
        return cls._begin(cls.Opened, cls.id_of(word, year), at, word=word, year=year)

    @property
    def next_number(self) -> str:
        """The number that the next letter gets: full year, six-cornered brackets, no leading zeros."""
        return f"{self.word}〔{self.year}〕{self.last + 1}号"

    def draw(self, *, letter_id: str, case_id: UUID, on: date, at: datetime) -> str:
        """Give the next number to a letter."""
        number = self.next_number
        self._record(
            type(self).NumberDrawn,
            at,
            sequence=self.last + 1,
            number=number,
            letter_id=letter_id,
            case_id=str(case_id),
            drawn_on=on,
        )
        return number

    def summary(self) -> dict[str, Any]:
        """A register is no case: nothing to list."""
        return {}
