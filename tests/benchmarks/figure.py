"""What a benchmark gives: values over several rounds, each line beside its bar (性能指标)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from statistics import median
from typing import Any

from tests.benchmarks.engines import Engines


class Size(Enum):
    """How much is measured; ``TRIAL`` only shows that everything runs, its figures mean nothing."""

    FULL = "full"
    TRIAL = "trial"

    def of(self, full: int, trial: int) -> int:
        """One of two numbers."""
        return full if self is Size.FULL else trial


@dataclass(frozen=True, slots=True)
class Bar:
    """The value that must be reached, and the one that is aimed at."""

    value: float
    aim: float
    at_most: bool = False

    def is_reached(self, value: float) -> bool:
        """Whether a value is at the bar or better."""
        return value <= self.value if self.at_most else value >= self.value


@dataclass(frozen=True, slots=True)
class Line:
    """One measured quantity: a value for each round, and its bar where it has one."""

    label: str
    values: Sequence[float]
    unit: str
    bar: Bar | None = None

    @property
    def median(self) -> float:
        """The middle value, by which the bar is judged."""
        return median(self.values)

    @property
    def is_reached(self) -> bool | None:
        """Whether the middle value reaches the bar; None for a line without one."""
        return self.bar.is_reached(self.median) if self.bar else None

    def to_dict(self) -> dict[str, Any]:
        """The line as JSON."""
        return {
            "label": self.label,
            "unit": self.unit,
            "min": min(self.values),
            "median": self.median,
            "max": max(self.values),
            "rounds": len(self.values),
            "bar": self.bar and {"value": self.bar.value, "aim": self.bar.aim, "at_most": self.bar.at_most},
            "reached": self.is_reached,
        }


@dataclass(frozen=True, slots=True)
class Figure:
    """The lines of one figure of the scorecard, and what has to be said about them."""

    lines: Sequence[Line]
    remarks: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One figure of the scorecard: ``run`` measures it on real servers."""

    id: str
    title: str
    run: Callable[[Engines, Size], Figure]


@dataclass(frozen=True, slots=True)
class Report:
    """A figure as it was measured, with what else the machine was doing."""

    benchmark: Benchmark
    figure: Figure | None
    seconds: float
    load_before: float
    failure: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_reached(self) -> bool:
        """Whether every bar of the figure is reached."""
        return self.figure is not None and all(line.is_reached is not False for line in self.figure.lines)

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON."""
        figure = self.figure
        return {
            "id": self.benchmark.id,
            "title": self.benchmark.title,
            "reached": self.is_reached,
            "lines": [line.to_dict() for line in figure.lines] if figure else [],
            "remarks": list(figure.remarks) if figure else [],
            "failure": self.failure or None,
            "seconds": round(self.seconds, 1),
            "load_average_before": self.load_before,
        }


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """Round by round: what was measured side by side is compared, not the best of each."""
    return [one / other for one, other in zip(above, below, strict=True)]
