"""The order of a case's steps: in which stage each may happen, and which rule says so (办理步骤).

One table answers both questions that a person asks: "may I do this now?" and "why not?".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from shared.law.refusal import OutOfOrderError, Refusal


class Stepped(Protocol):
    """A case with a stage, which can name the article behind a rule key."""

    stage: Any

    def basis_of(self, key: str) -> str | None:
        """The article behind a rule key, as ``issuer/topic@date#label``."""
        ...


Condition = Callable[[Any], str | None]
"""Looks at the case; answers what is missing (Chinese, English separated by a bar) or None."""


@dataclass(frozen=True, slots=True)
class Step:
    """One act of the procedure: its stages, its rule key, its two names, and what must have happened."""

    name: str
    stages: frozenset[Any]
    rule: str
    label_zh: str
    label_en: str
    conditions: tuple[Condition, ...] = ()

    def refusal(self, case: Stepped) -> Refusal | None:
        """Say why the step is closed now, or None when it is open."""
        basis = case.basis_of(self.rule)
        if case.stage not in self.stages:
            return OutOfOrderError(
                f"“{self.label_en}” is not open in stage “{case.stage}”",
                title=f"当前阶段不能办理“{self.label_zh}”",
                basis=basis,
                rule=self.rule,
            )
        for condition in self.conditions:
            if missing := condition(case):
                title, _, detail = missing.partition("|")
                return OutOfOrderError(detail, title=title, basis=basis, rule=self.rule)
        return None


def table_of(*steps: Step) -> Mapping[str, Step]:
    """The steps by name."""
    return {step.name: step for step in steps}
