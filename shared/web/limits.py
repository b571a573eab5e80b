"""Rates that one caller is given, counted on host time and never on the suite's clock (频率限制).

Counts live in the process; an address or person that is refused keeps its place and is told when to return.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from math import ceil

from shared.settings.limits import Limits
from shared.web.problems import TooManyRequestsError

MINUTE, DAY = 60.0, 86_400.0
_KEYS_KEPT = 100_000


class RateLimit:
    """At most ``count`` per ``seconds`` for one key (滑动窗口)."""

    def __init__(
        self, count: int, seconds: float, *, host_time: Callable[[], float] = time.monotonic
    ) -> None:
        self._count = count
        self._seconds = seconds
        self._host_time = host_time
        self._taken: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, key: str) -> int:
        """Seconds until ``key`` may come again; 0 when it may now."""
        now, taken = self._host_time(), self._taken.get(key)
        while taken and taken[0] <= now - self._seconds:
            taken.popleft()
        if not taken or len(taken) < self._count:
            return 0
        return max(1, ceil(taken[0] + self._seconds - now))

    def take(self, key: str) -> None:
        """Count one for ``key``."""
        self._taken.setdefault(key, deque(maxlen=self._count)).append(self._host_time())
        self._taken.move_to_end(key)
        if len(self._taken) > _KEYS_KEPT:
            self._taken.popitem(last=False)


def spend(key: str, *limits: RateLimit) -> None:
    """Count one against all limits together, or refuse and count against none."""
    wait = max(limit.wait(key) for limit in limits)
    if wait:
        raise TooManyRequestsError(retry_after=wait)
    for limit in limits:
        limit.take(key)


class RateLimits:
    """The limits of anonymous callers: by address, and by the blind index of an identity number."""

    def __init__(self, limits: Limits, *, host_time: Callable[[], float] = time.monotonic) -> None:
        self._address = (
            RateLimit(limits.intake_per_address_minute, MINUTE, host_time=host_time),
            RateLimit(limits.intake_per_address_day, DAY, host_time=host_time),
        )
        attempts = limits.intake_attempts_per_address_minute
        self._attempts = RateLimit(attempts, MINUTE, host_time=host_time)
        self._person = RateLimit(limits.intake_per_person_day, DAY, host_time=host_time)
        self._reads = RateLimit(limits.public_reads_per_address_minute, MINUTE, host_time=host_time)

    def intake_attempt_from(self, address: str) -> None:
        """Count one try, readable or not, of an address, or refuse it (429)."""
        spend(address, self._attempts)

    def intake_from(self, address: str) -> None:
        """Count one anonymous intake of an address, or refuse it (429)."""
        spend(address, *self._address)

    def intake_of(self, blind_index: str) -> None:
        """Count one intake of a person, known by the blind index of the identity number only."""
        spend(blind_index, self._person)

    def public_read_from(self, address: str) -> None:
        """Count one anonymous read of an address, or refuse it (429)."""
        spend(address, self._reads)
