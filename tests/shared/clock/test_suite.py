"""The suite's clock is steady, never goes back, and knows one zone."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.clock.suite import (
    SHANGHAI,
    ClockMovesForwardOnlyError,
    ManualClock,
    SuiteClock,
    date_of,
    shanghai,
)

START = datetime(2026, 9, 24, 0, 0, tzinfo=UTC)


class Machine:
    """A host with a wall clock that can be stepped and a monotonic clock that cannot."""

    def __init__(self) -> None:
        self.wall = START
        self.elapsed = 0.0

    def passes(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.elapsed += seconds

    def steps(self, by: timedelta) -> None:
        self.wall += by

    def clock(self, **more) -> SuiteClock:
        return SuiteClock(host=lambda: self.wall, monotonic=lambda: self.elapsed, **more)


def test_the_clock_follows_the_host():
    machine = Machine()
    clock = machine.clock()

    machine.passes(3600)

    assert clock.now() == START + timedelta(hours=1)


def test_a_host_step_of_a_moment_is_not_believed():
    machine = Machine()
    clock = machine.clock()

    machine.steps(timedelta(days=3))

    assert clock.now() == START
    machine.passes(30)
    machine.steps(-timedelta(days=3))
    assert clock.now() == START + timedelta(seconds=30)


def test_a_host_step_that_lasts_a_minute_is_believed():
    machine = Machine()
    clock = machine.clock()

    machine.steps(timedelta(days=3))
    clock.now()
    machine.passes(61)

    assert clock.now() == START + timedelta(days=3, seconds=61)


def test_after_a_believed_step_back_the_clock_waits_instead_of_going_back():
    machine = Machine()
    clock = machine.clock()
    machine.passes(100)
    before = clock.now()

    machine.steps(-timedelta(hours=1))
    clock.now()
    machine.passes(61)
    held = clock.now()

    assert held >= before
    machine.passes(3600)
    assert clock.now() == machine.wall


@given(st.lists(st.tuples(st.floats(0, 50), st.integers(-100_000, 100_000)), max_size=40))
def test_a_host_stepping_back_and_forth_never_makes_the_clock_early_or_go_back(steps):
    machine = Machine()
    clock = machine.clock()
    seen = [clock.now()]

    for seconds, step in steps:
        machine.steps(timedelta(seconds=step))
        seen.append(clock.now())
        machine.steps(-timedelta(seconds=step))
        machine.passes(seconds)
        seen.append(clock.now())

    assert seen == sorted(seen)
    assert seen[-1] <= START + timedelta(seconds=machine.elapsed + 1)


def test_the_sandbox_moves_forward_only():
    clock = Machine().clock(offset=timedelta(days=10))

    clock.move_to_offset(timedelta(days=10))
    clock.move_to_offset(timedelta(days=20))

    assert clock.now() == START + timedelta(days=20)
    with pytest.raises(ClockMovesForwardOnlyError):
        clock.move_to_offset(timedelta(days=19))


def test_a_sandbox_may_begin_in_the_past():
    clock = Machine().clock()
    clock.now()

    clock.begin_at_offset(-timedelta(days=365))

    assert clock.now() == START - timedelta(days=365)


@given(st.datetimes(timezones=st.just(UTC)), st.integers(-14, 14))
def test_the_same_instant_in_any_offset_has_the_same_date(instant, hours):
    instant = instant.replace(year=2026 + instant.year % 9, day=min(instant.day, 28))

    assert date_of(instant) == date_of(instant.astimezone(timezone(timedelta(hours=hours))))


def test_half_past_four_in_the_afternoon_utc_is_the_next_day_in_shanghai():
    assert date_of(datetime(2026, 9, 24, 16, 30, tzinfo=UTC)) == date(2026, 9, 25)
    assert shanghai(date(2026, 9, 25), time(0, 30)) == datetime(2026, 9, 24, 16, 30, tzinfo=UTC)


def test_an_instant_without_a_zone_has_no_date():
    with pytest.raises(ValueError, match="without a zone"):
        date_of(datetime(2026, 9, 24))  # noqa: DTZ001


def test_a_manual_clock_stands_still_until_moved():
    clock = ManualClock(datetime(2026, 9, 24, 8, tzinfo=SHANGHAI))

    clock.advance(timedelta(hours=20))

    assert clock.now() == datetime(2026, 9, 24, 20, tzinfo=UTC)
    assert clock.today() == date(2026, 9, 25)
    clock.set(START)
    assert clock.now() == START
