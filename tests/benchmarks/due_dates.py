"""Due dates, one by one and in bulk; both must give the same (P9)."""

import random
import time
from datetime import date, timedelta

import numpy as np

from shared.calendar import bulk
from shared.calendar.book import load_bundled
from shared.calendar.work_calendar import WorkCalendar
from shared.law.book import LawBook
from tests.benchmarks.engines import Engines
from tests.benchmarks.figure import Bar, Figure, Line, Size

ROUNDS = 5
RULE_KEYS = ("acceptance", "handling")
FIRST, LAST = date(2020, 6, 1), date(2026, 6, 30)


def due_dates(_: Engines, size: Size) -> Figure:
    """P9: whole deadlines from rules of the complaint regulation, and arrays of due dates."""
    calendar = load_bundled().current()
    one_by_one, in_bulk = [], []
    for turn in range(size.of(ROUNDS, 1)):
        one_by_one.append(_scalar(calendar, size.of(200_000, 2_000), turn))
        in_bulk.append(_bulk(calendar, size.of(2_000_000, 20_000), turn))
    compared = _compared(calendar, size.of(50_000, 2_000))
    return Figure(
        [
            Line("one by one, whole deadlines", one_by_one, "per s", Bar(500_000, 2_500_000)),
            Line("in bulk, due dates", in_bulk, "per s", Bar(10_000_000, 70_000_000)),
        ],
        [
            f"Both ways agree on {compared:,} random periods in working days, calendar days and months."
            " 'One by one' makes the whole deadline with basis, breach date and edition, in turn for a period"
            " in working days and one in calendar days; 'in bulk' the dates alone, a third of each unit."
        ],
    )


def _scalar(calendar: WorkCalendar, count: int, seed: int) -> float:
    regulation = LawBook.bundled().regulation("wulong/complaints", on=LAST)
    rules = [regulation.rule(key) for key in RULE_KEYS]
    span = (LAST - FIRST).days
    dice = random.Random(seed)
    asked = [(rules[number % 2], FIRST + timedelta(dice.randrange(span))) for number in range(count)]
    deadline = calendar.deadline
    began = time.perf_counter()
    for rule, after in asked:
        deadline(rule, after=after)
    return count / (time.perf_counter() - began)


def _days(count: int, seed: int) -> tuple[bulk.Days, np.ndarray]:
    dice = np.random.default_rng(seed)
    span = (LAST - FIRST).days
    days = np.datetime64(FIRST, "D") + dice.integers(0, span, count).astype("timedelta64[D]")
    return days, dice.integers(1, 61, count).astype(np.int32)


def _bulk(calendar: WorkCalendar, count: int, seed: int) -> float:
    days, lengths = _days(count, seed)
    parts = list(zip(np.array_split(days, 3), np.array_split(lengths, 3), strict=True))
    ways = (bulk.add_working_days, bulk.add_calendar_days, bulk.add_months)
    for way, (after, length) in zip(ways, parts, strict=True):
        way(calendar, after[:10], length[:10] % 12 + 1)
    began = time.perf_counter()
    for way, (after, length) in zip(ways, parts, strict=True):
        way(calendar, after, length)
    return count / (time.perf_counter() - began)


def _compared(calendar: WorkCalendar, count: int) -> int:
    days, lengths = _days(count, 99)
    lengths = lengths % 36 + 1
    plain = [(day, int(length)) for day, length in zip(days.tolist(), lengths, strict=True)]
    for many, one in (
        (bulk.add_working_days, calendar.add_working_days),
        (bulk.add_calendar_days, calendar.add_calendar_days),
        (bulk.add_months, calendar.add_months),
    ):
        assert many(calendar, days, lengths).tolist() == [one(day, length) for day, length in plain]
    return 3 * count
