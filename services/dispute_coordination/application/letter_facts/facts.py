"""What a dispute says in the body of each kind of letter (文书内容).

Facts come from the case; for the fields that a person writes, the sealed papers give a text to start from.
"""

from services.dispute_coordination.application.letter_facts.handling import HANDLING
from services.dispute_coordination.application.letter_facts.intake import INTAKE
from services.dispute_coordination.application.letter_facts.outcome import OUTCOME
from services.dispute_coordination.application.letter_facts.told import Told
from shared.casework.letter_source import Value

FACTS = {**INTAKE, **HANDLING, **OUTCOME}
"""Per kind of letter, what is told of the case."""


def facts_of(told: Told) -> dict[str, Value]:
    """The facts of the letter's kind; what is not known yet is left out."""
    write = FACTS.get(told.letter.kind)
    found = write(told) if write else {}
    return {name: value for name, value in found.items() if value}
