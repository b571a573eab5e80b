"""One line of the reliability table."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Verdict:
    """What a trial did and found; ``faults`` are shown in full, ``figures`` are what was done."""

    id: str
    what: str
    done: str
    lost: int | None = 0
    doubled: int | None = 0
    disordered: int | None = 0
    faults: list[str] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether nothing at all was found."""
        return not (self.lost or self.doubled or self.disordered or self.faults)

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return {**asdict(self), "verdict": "holds" if self.holds else "FAILS"}
