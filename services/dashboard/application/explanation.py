"""Why a period ends on its day, as the services explain it (为什么是这一天).

The calculator and the case pages get the same shape, so that the same small calendar shows both.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.dashboard.application.shown import Shown
from shared.calendar.explanation import Nature


class ExplainedDay(Shown):
    """One day of a period: whether it counts, as which one, and why (逐日说明)."""

    day: date
    counted: bool
    number: int | None = None
    why_zh: str
    why_en: str = ""
    article: str = ""
    notice: str | None = None
    source: str | None = None
    provisional: bool = False
    nature: Nature


class Explanation(Shown):
    """A period with the walk of its days; ends are missing while the clock is suspended (期限说明)."""

    days: Sequence[ExplainedDay] = ()
    sentence_zh: str = ""
    sentence_en: str = ""
    calendar_edition: str = ""
    as_of: date | None = None
    started_on: date | None = None
    due_on: date | None = None
    nominal_due_on: date | None = None
    breach_after: date | None = None
    planned_on: date | None = None
    length: int | None = None
    unit: str | None = None
    remaining: int | None = None
    remaining_unit: str | None = None
    suspended: bool = False
    provisional: bool = False
    basis: str | None = None

    @property
    def ends_on(self) -> date | None:
        """The last day: as told, or the last one of the walk unless the clock is suspended."""
        if self.due_on is not None or self.suspended or not self.days:
            return self.due_on
        return self.days[-1].day


def explanation_of(body: Any) -> Explanation:
    """Read an answer; a service that explains the days only sends a bare list of them."""
    return Explanation.model_validate(body if isinstance(body, Mapping) else {"days": body})
