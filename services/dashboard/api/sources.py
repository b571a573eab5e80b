"""A pasted text with its line numbers, and what is wrong beside the line (原文与错误)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.dashboard.api.faults import fault_in_words
from services.dashboard.api.wording import Wording
from services.dashboard.application.services import ServiceProblemError

AROUND = 3
"""Lines that are shown before and after a faulty one."""
_LINE = re.compile(r"line (\d{1,6})")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text."""

    number: int
    text: str
    faults: Sequence[str] = ()


def numbered(wording: Wording, text: str, refusal: ServiceProblemError | None = None) -> list[Line]:
    """Give the lines of a text, each with what a service found wrong with it."""
    faults: dict[int, list[str]] = {}
    for error in refusal.errors if refusal else ():
        found = _LINE.fullmatch(str(error.get("at", "")))
        if found:
            faults.setdefault(int(found[1]), []).append(fault_in_words(wording, error))
    return [Line(number, line, faults.get(number, ())) for number, line in enumerate(text.splitlines(), 1)]


def near_faults(lines: Sequence[Line]) -> list[Line]:
    """Give the lines with faults and a few around each; none where nothing is wrong."""
    wrong = [line.number for line in lines if line.faults]
    return [line for line in lines if any(abs(line.number - number) <= AROUND for number in wrong)]


def place_in_words(wording: Wording, error: Mapping[str, object]) -> str:
    """Say where a fault is: a line by its number, a field or day by its name; a mere code is no place."""
    at = str(error.get("at", ""))
    if found := _LINE.fullmatch(at):
        return wording.text("第 %(line)s 行", line=found[1])
    return "" if at == error.get("code") else at
