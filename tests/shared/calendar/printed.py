"""The holiday notices that ship with the suite, read line by line onto paper (随附放假通知)."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.shared.calendar.naive import Paper

CALENDARS = Path(__file__).resolve().parents[3] / "shared" / "calendars"


@cache
def printed() -> Paper:
    """All notices as they stand now; a year without one has its statutory days only."""
    off: set[date] = set()
    worked: set[date] = set()
    for year in sorted(CALENDARS.glob("[0-9]*")):
        for notice in _in_force(year):
            days_off, made_up = _days(notice, "days_off"), _days(notice, "make_up_days")
            off = (off - made_up) | days_off
            worked = (worked - days_off) | made_up
    return Paper(frozenset(off), frozenset(worked))


def _in_force(year: Path) -> list[dict[str, Any]]:
    """The notice of a year and what amends it, or its statutory days where there is none."""
    texts = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(year.glob("*.yaml"))]
    notices = [text for text in texts if text["number"] > 0]
    return notices or texts


def _days(text: dict[str, Any], kind: str) -> set[date]:
    days: set[date] = set()
    for entry in text.get(kind, ()):
        on, last = entry.get("from", entry.get("day")), entry.get("to", entry.get("day"))
        while on <= last:
            days.add(on)
            on += timedelta(days=1)
    return days
