"""What is known when a letter of a dispute is put together (成文所据)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.dispute_coordination.domain.dispute import Dispute
from shared.calendar.work_calendar import WorkCalendar
from shared.casework.letter_source import Value
from shared.casework.letters import Letter
from shared.casework.timeline import Line
from shared.documents.kinds import LENGTHS

Facts = Mapping[str, Value | None]
LONGEST_ITEM = LENGTHS["list"]


@dataclass(frozen=True, slots=True)
class Told:
    """All that is known when a letter is put together: the case, its course, its opened texts, names."""

    case: Dispute
    letter: Letter
    lines: Sequence[Line]
    texts: Mapping[str, Mapping[str, str]]
    """The texts of each line by its position as text, then by name."""
    names: Mapping[str, str]
    calendar: WorkCalendar
    today: date

    def last(self, kind: str, /, **facts: Any) -> Line | None:
        """The last line of a type with these facts."""
        found = (one for one in reversed(self.lines) if one.type == kind)
        return next((one for one in found if facts.items() <= one.facts.items()), None)

    def text(self, line: Line | None, name: str) -> str:
        """A text of a line; empty where there is none."""
        return self.texts.get(str(line.position), {}).get(name, "") if line else ""

    def fact(self, line: Line | None, name: str) -> str:
        """A fact of a line; empty where there is none."""
        return str(line.facts.get(name) or "") if line else ""

    def named(self, codes: Sequence[str]) -> str:
        """Several agencies in one sentence."""
        return "、".join(self.names.get(code, code) for code in codes)

    @property
    def agencies(self) -> str:
        """All agencies in dispute."""
        return self.named(self.case.agencies)

    @property
    def began_on(self) -> str:
        """The day of acceptance, or on which the bureau opened the case itself."""
        return (self.case.accepted_on or self.case.opened_on).isoformat()

    def request(self, name: str) -> str:
        """A part of the request, as last filed."""
        filed = ("requested", "request_filed", "supplement_filed")
        found = (self.text(one, name) for one in reversed(self.lines) if one.type in filed)
        return next((text for text in found if text), "")

    def number_of(self, *kinds: str, about: str | None = None) -> str:
        """The number of the last issued letter of one of these kinds."""
        found = [one for kind in kinds for one in self.case.letters_of(kind, about) if one.number]
        return max(found, key=lambda one: one.issued_on or date.min).number or "" if found else ""


def items(text: str) -> list[str]:
    """A long text as items of a list: one per line, none longer than an item may be."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return [
        line[start : start + LONGEST_ITEM] for line in lines for start in range(0, len(line), LONGEST_ITEM)
    ]


def iso(day: date | None) -> str:
    """A day as text; empty where there is none."""
    return day.isoformat() if day else ""
