"""Which law says how periods are counted, and what it says (期间的计算).

The arithmetic is the calendar's; here stands the law that binds it, with the article of each step.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from shared.calendar.deadline import Deadline
from shared.calendar.receipt import handed_in
from shared.delivery.statutes import DISPUTES
from shared.law.regulation import Regulation
from shared.law.rule import UnknownLawError


@dataclass(frozen=True, slots=True)
class CountingLaw:
    """How a law counts periods, each step with its article (期间计算规则).

    ``basis`` is the article that refers to it. The day of the event is day zero unless ``first_day_counts``;
    an end on a public holiday moves behind it where the law ``rolls``; time in the post belongs to the
    period only where ``transit_counts``.
    """

    code: str
    basis: str
    zh: str
    en: str
    first_day_counts: bool
    first_day_norm: str
    rolls: bool
    rolls_norm: str
    transit_counts: bool
    transit_norm: str


@DISPUTES.rule("period_counting")
def counting_law(law: Regulation) -> CountingLaw:
    """The law to which a regulation refers for counting its periods (期间适用的法律)."""
    rule = law.rule("period_counting")
    code = rule.params["law"]
    if code not in _laws():
        raise UnknownLawError(f"{rule.key} refers to {code}, whose counting is not known here")
    return CountingLaw(code=code, basis=rule.basis, **_laws()[code])


def posted_in_time(posted_on: date, deadline: Deadline) -> bool:
    """Whether papers were posted before a period ended; then it matters not when they arrive (在途时间).

    Judged against ``breach_after``, the only day after which lateness may be recorded (第八十五条第四款).
    """
    return handed_in(deadline, received_on=posted_on, posted_on=posted_on).in_time


@cache
def _laws() -> dict[str, dict[str, Any]]:
    laws: dict[str, dict[str, Any]] = yaml.safe_load(
        files("shared.delivery").joinpath("counting.yaml").read_text("utf-8")
    )
    return laws
