"""What the endpoints of the law and of the calendar ask for (查询参数)."""

import re
from datetime import date
from typing import Annotated, Any

from fastapi import Query
from pydantic import BeforeValidator

LONGEST = 1000
"""Units that the calculator counts at most; longer periods do not occur and would only cost time."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: Any) -> Any:
    """Only YYYY-MM-DD: neither instants nor seconds since an epoch are days."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("a day is written YYYY-MM-DD")
    return value


Day = Annotated[date, BeforeValidator(_day)]
Name = Annotated[str | None, Query(max_length=80)]
