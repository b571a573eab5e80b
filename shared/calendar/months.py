"""Months by the corresponding day (按月计算)."""

from calendar import monthrange
from datetime import date


def months_later(day: date, months: int) -> date:
    """The same day number so many months later, else the last day of that month (民法典第二百零二条)."""
    ahead = day.year * 12 + day.month - 1 + months
    year, month = ahead // 12, ahead % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def next_month_day(after: date, month_day: str) -> date:
    """The first ``MM-DD`` after a day (届满日写明的期限)."""
    month, day = (int(part) for part in month_day.split("-"))
    for year in range(after.year, after.year + 9):
        if (month, day) == (2, 29) and monthrange(year, 2)[1] == 28:
            continue
        if (found := date(year, month, day)) > after:
            return found
    raise ValueError(f"no {month_day} after {after}")
