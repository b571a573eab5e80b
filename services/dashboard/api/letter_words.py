"""What the state, the course and the proof of a letter are called (文书用语)."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.dashboard.api import words
from services.dashboard.api.translation import CHINESE
from services.dashboard.api.wording import Wording
from services.dashboard.application.cases import LetterLine
from shared.delivery.methods import ways

DRAFTED, APPROVED, ISSUED, VOIDED = "drafted", "approved", "issued", "voided"
REACHED = {DRAFTED: 0, APPROVED: 1, ISSUED: 2}


@dataclass(frozen=True, slots=True)
class Course:
    """One step of a letter's life: its word, whether it is done, now, later or not needed."""

    word: str
    look: str
    note: str = ""

    @property
    def sign(self) -> str:
        """The shape beside the word."""
        return words.COURSE_SIGNS[self.look]

    @property
    def told(self) -> str:
        """The look in words."""
        return words.COURSE_TOLD[self.look]


def course_of(letter: LetterLine, *, needs_signature: bool = True) -> Sequence[Course]:
    """Give the steps 草稿、签发、印发、送达: what was done, and what comes next; none of a voided letter."""
    if letter.state not in REACHED:
        return ()
    served, all_ = letter.served, len(letter.addressees)
    reached = 3 if _is_served(letter) else REACHED[letter.state]
    looks = ["done" if place <= reached else "later" for place in range(4)]
    if not needs_signature:
        looks[1] = "skipped"
    if not all_:
        looks[3] = "skipped"
    if "later" in looks:
        looks[looks.index("later")] = "now"
    notes = ["", "", "", f"{served}/{all_}" if 0 < served < all_ else ""]
    return [Course(*each) for each in zip(words.LETTER_COURSE, looks, notes, strict=True)]


def proof_name(wording: Wording, code: str) -> str:
    """Name what was written on a receipt or kept as evidence; an unknown code shows itself."""
    if code in words.RECEIPT_FIELDS:
        return wording.word(words.RECEIPT_FIELDS[code])
    evidence = ways().evidence.get(code)
    if evidence is None:
        return code
    return evidence.zh if wording.language == CHINESE else evidence.en


def _is_served(letter: LetterLine) -> bool:
    return letter.state == ISSUED and bool(letter.addressees) and letter.served == len(letter.addressees)


def _light(letter: LetterLine) -> str:
    return words.SERVED_LIGHT if _is_served(letter) else words.LETTER_LIGHTS.get(letter.state, "none")


def _shape(letter: LetterLine) -> str:
    return words.SERVED_SHAPE if _is_served(letter) else words.LETTER_SHAPES.get(letter.state, "–")


LOOKS = {"letter_light": _light, "letter_shape": _shape}
"""What templates ask about letters."""
