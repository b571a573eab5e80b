"""Dates as a clerk reads them, in both languages (日期的写法)."""

from datetime import date

from shared.calendar.days import WEEKDAYS

WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def date_zh(day: date) -> str:
    """2026年2月14日（周六）."""
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def date_en(day: date) -> str:
    """2026-02-14 (Saturday)."""
    return f"{day.isoformat()} ({WEEKDAYS_EN[day.weekday()]})"
