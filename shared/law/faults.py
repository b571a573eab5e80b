"""What is wrong with a regulation that was handed in, said so that a clerk can mend it (差错)."""

from collections.abc import Iterable, Sequence

from shared.calendar.faults import Fault

__all__ = ["Fault", "FaultyLawError", "Place", "found", "place_of", "short", "shorts", "within"]

Place = tuple[str | int, ...]
"""The way to a value inside a document: names and positions."""

LONGEST = 60
"""Characters of a handed-in word that a message repeats."""


class FaultyLawError(ValueError):
    """A regulation's document cannot be taken (法规文件有差错); ``faults`` are all that were found."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        super().__init__(f"{name}: " + "; ".join(fault.en for fault in faults))
        self.name = name
        self.faults = tuple(faults)


def found(code: str, zh: str, en: str, *place: str | int, line: int | None = None) -> Fault:
    """A fault at a place of the document."""
    return Fault(code, line, zh, en, place_of(place))


def place_of(steps: Iterable[str | int]) -> str:
    """A place as it is written: ``articles.9.rules.handling``."""
    return ".".join(str(step) for step in steps)


def within(fault: Fault, *steps: str | int) -> Fault:
    """The fault as seen from outside: its place begins with these steps."""
    return fault._replace(at=place_of((*steps, fault.at) if fault.at else steps))


def short(value: object) -> str:
    """A handed-in word as a message repeats it."""
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def shorts(values: Iterable[object]) -> str:
    """Several of them."""
    return ", ".join(short(value) for value in values)
