"""What the endpoints of the law and of the calendar ask for (查询参数)."""

import re
from datetime import date
from typing import Annotated, Any

from fastapi import Query
from pydantic import BeforeValidator, StringConstraints

from shared.calendar.deadline import Interval
from shared.law.refusal import InvalidError

LONGEST = 1000
"""Units that the calculator counts at most; longer periods do not occur and would only cost time."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: Any) -> Any:
    """Only YYYY-MM-DD: neither instants nor seconds since an epoch are days."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("a day is written YYYY-MM-DD")
    return value


Day = Annotated[date, BeforeValidator(_day)]
Stop = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})?$")
]
YEARS = {"ge": 1900, "le": 2200}
Name = Annotated[str | None, Query(max_length=80)]


class UnreadableStopError(InvalidError):
    """A stop that no calendar day can be read from (中止起止日有误)."""

    title = "中止的起止日期有误"


def interval(stop: str) -> Interval:
    """The first and the last day of a stop, such as ``2026-10-12..2026-10-15``."""
    first, _, last = stop.partition("..")
    try:
        return date.fromisoformat(first), date.fromisoformat(last) if last else None
    except ValueError:
        raise UnreadableStopError(f"{stop} names no days of the calendar.") from None
