"""Invented calendars for the tests of recomputation: what 2027 might bring, and a day that is taken back."""

from dataclasses import replace
from datetime import date
from typing import Any

from shared.calendar.almanac import Almanac
from shared.calendar.book import load_bundled
from shared.calendar.closures import LocalEdition
from shared.calendar.days import LocalDay, Notice
from shared.calendar.editions import YearEdition, read_edition

PUBLISHED_ON = date(2026, 11, 26)


def year_2027(**more: Any) -> YearEdition:
    """An invented notice for 2027: New Year alone is longer than the statute says."""
    content = {
        "year": 2027,
        "number": 1,
        "title": "（演示，虚构）2027年部分节假日安排的通知",
        "document": "演示〔2026〕99号",
        "issued_on": date(2026, 11, 25),
        "source": "",
        "days_off": [
            {"name": "元旦", "from": date(2027, 1, 1), "to": date(2027, 1, 3)},
            {"name": "春节", "from": date(2027, 2, 5), "to": date(2027, 2, 11)},
        ],
        "make_up_days": [{"name": "春节", "day": date(2027, 2, 20)}],
    }
    edition = read_edition({**content, **more})
    return replace(edition, published_on=PUBLISHED_ON, rank=1)


def correction_2026(*, off: date | None = None, worked: date | None = None, rank: int = 2) -> YearEdition:
    """An invented amendment of 2026: one more day off, or one more Saturday worked."""
    days: dict[str, Any] = {
        "days_off": [{"name": "防汛", "day": off}] if off else [],
        "make_up_days": [{"name": "防汛", "day": worked}] if worked else [],
    }
    known = {
        "year": 2026,
        "number": rank,
        "amends": 1,
        "title": "（演示，虚构）调整通知",
        "document": "演示〔2026〕1号",
    }
    edition = read_edition({**known, **days, "issued_on": date(2026, 9, 21)})
    return replace(edition, published_on=date(2026, 9, 21), rank=rank)


def closed(*days: str, agencies: tuple[str, ...] = (), rank: int = 3) -> LocalEdition:
    """An invented order to shut offices."""
    notice = Notice("（演示，虚构）停办通知", "演示〔2026〕2号", date(2026, 9, 21), "")
    taken = tuple(LocalDay(date.fromisoformat(day), "防汛", notice) for day in days)
    return LocalEdition(1, notice, taken, agencies, published_on=date(2026, 9, 21), rank=rank)


def almanac(*published: YearEdition | LocalEdition) -> Almanac:
    """What a process knows after these publications."""
    known = Almanac(load_bundled())
    known.take(published)
    return known
