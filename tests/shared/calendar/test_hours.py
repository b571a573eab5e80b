"""Periods of hours."""

from datetime import datetime

from shared.calendar.hours import civil_hours_later, hours_later
from shared.clock.suite import SHANGHAI


def at(hour: int, minute: int, on: int = 24) -> datetime:
    return datetime(2026, 9, on, hour, minute, tzinfo=SHANGHAI)


def test_the_procedural_rule_counts_from_the_next_full_hour():
    assert hours_later(at(10, 30), 24) == at(11, 0, on=25)


def test_the_civil_rule_counts_from_the_instant():
    assert civil_hours_later(at(10, 30), 24) == at(10, 30, on=25)


def test_hours_do_not_roll_over_days_off():
    assert hours_later(at(10, 30), 24).date() == at(0, 0, on=25).date()
