"""What a trial found wrong, and its line of the reliability table."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

SHOWN = 20


@dataclass
class Verdict:
    """What a trial did and found; ``faults`` are the first ones in words, ``figures`` are what was done."""

    id: str
    what: str
    done: str
    lost: int | None = None
    doubled: int | None = None
    disordered: int | None = None
    faults: list[str] = field(default_factory=list)
    figures: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether nothing at all was found."""
        return not (self.lost or self.doubled or self.disordered or self.faults)

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return {**asdict(self), "verdict": "holds" if self.holds else "FAILS"}


@dataclass
class Faults:
    """What was found wrong, and what was looked at."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def none(self) -> bool:
        """Whether all is well."""
        return not (self.lost or self.doubled or self.disordered or self.broken)

    def verdict(self, id_: str, what: str, done: str, **figures: Any) -> Verdict:
        """The line of the table."""
        faults = [*self.broken, *self.lost, *self.doubled, *self.disordered][:SHOWN]
        numbers = [len(found) for found in (self.lost, self.doubled, self.disordered)]
        return Verdict(id_, what, done, *numbers, faults=faults, figures={**figures, **self.counts})
