"""The suite's clock: the only source of now (本系统时钟).

The host's clock is steadied: a step of the host is believed only after it lasted ``SETTLING`` by the
monotonic clock, so that a clock thrown back and forth fires nothing early. A sandbox adds an offset that only
grows.
"""

import time as host_time
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from threading import Lock
from typing import Protocol

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The zone of every date in the suite: fixed +08:00, no daylight saving since 1992 (北京时间)."""

SETTLING = timedelta(seconds=60)
"""How long a step of the host's clock must last before it is believed."""

TOLERANCE = timedelta(milliseconds=500)
"""Smaller differences between host and monotonic clock are ordinary drift and followed at once."""


class ClockMovesForwardOnlyError(ValueError):
    """The sandbox clock was asked to go back (沙箱时钟只能向前)."""


class Clock(Protocol):
    """What tells the time to everybody else."""

    def now(self) -> datetime:
        """The suite's instant, aware, in UTC."""
        ...

    def today(self) -> date:
        """The suite's date in Asia/Shanghai."""
        ...

    def host_time(self) -> datetime:
        """The host's instant, steadied, without the sandbox's offset; aware, in UTC."""
        ...


def date_of(instant: datetime) -> date:
    """The date of an instant in Asia/Shanghai (北京时间的日期); a naive instant is refused."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone has no date")
    return instant.astimezone(SHANGHAI).date()


def shanghai(on: date, at: time = time()) -> datetime:
    """The instant, in UTC, of a wall-clock time in Asia/Shanghai."""
    return datetime.combine(on, at, tzinfo=SHANGHAI).astimezone(UTC)


def host_now() -> datetime:
    """The host's own time; for what stays on host time: tokens, rate limits, retries, back-off."""
    return datetime.now(UTC)


class SuiteClock:
    """Steadied host time plus the sandbox offset; never goes back."""

    def __init__(
        self,
        host: Callable[[], datetime] = host_now,
        monotonic: Callable[[], float] = host_time.monotonic,
        offset: timedelta = timedelta(),
    ) -> None:
        self._host = host
        self._monotonic = monotonic
        self._offset = offset
        self._anchor = (host(), monotonic())
        self._step: tuple[timedelta, float] | None = None
        self._latest: datetime | None = None
        self._lock = Lock()

    @property
    def offset(self) -> timedelta:
        """How far the sandbox clock is ahead of (or, at its beginning, behind) the host."""
        return self._offset

    def now(self) -> datetime:
        """The suite's instant, aware, in UTC."""
        with self._lock:
            instant = self._steadied() + self._offset
            if self._latest is None or instant > self._latest:
                self._latest = instant
            return self._latest

    def today(self) -> date:
        """The suite's date in Asia/Shanghai."""
        return date_of(self.now())

    def host_time(self) -> datetime:
        """The host's instant, steadied: for what ages on host time whatever the sandbox does."""
        with self._lock:
            return self._steadied()

    def move_to_offset(self, offset: timedelta) -> None:
        """Move the sandbox clock forward; the same offset again changes nothing."""
        if offset < self._offset:
            raise ClockMovesForwardOnlyError(f"the clock stands at {self._offset} and cannot go to {offset}")
        self._offset = offset

    def begin_at_offset(self, offset: timedelta) -> None:
        """Set where a sandbox begins, also in the past; only while nothing has happened in the suite yet."""
        with self._lock:
            self._offset, self._latest = offset, None

    def _steadied(self) -> datetime:
        host, elapsed = self._host(), self._monotonic()
        expected = self._anchor[0] + timedelta(seconds=elapsed - self._anchor[1])
        difference = host - expected
        if abs(difference) <= TOLERANCE:
            return self._follow(host, elapsed)
        if self._step is None or abs(difference - self._step[0]) > TOLERANCE:
            self._step = (difference, elapsed)
        if elapsed - self._step[1] >= SETTLING.total_seconds():
            return self._follow(host, elapsed)
        return expected

    def _follow(self, host: datetime, elapsed: float) -> datetime:
        self._anchor, self._step = (host, elapsed), None
        return host


class ManualClock:
    """A clock that stands still until it is moved, for tests and replays."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """The instant it was set to, in UTC."""
        return self._at

    def today(self) -> date:
        """Its date in Asia/Shanghai."""
        return date_of(self._at)

    def host_time(self) -> datetime:
        """The same instant: it has no sandbox."""
        return self._at

    def advance(self, by: timedelta) -> None:
        """Move by a duration."""
        self._at += by

    def set(self, at: datetime) -> None:
        """Move to an instant."""
        self._at = at.astimezone(UTC)
