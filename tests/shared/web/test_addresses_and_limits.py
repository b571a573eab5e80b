"""Who is counted as one caller, and how often one may come."""

from types import SimpleNamespace

import pytest
from starlette.requests import Request

from shared.settings.limits import Limits
from shared.web.addresses import address_class, address_key, client_address
from shared.web.limits import RateLimit, RateLimits
from shared.web.problems import TooManyRequestsError

PROXIES = ("127.0.0.1/32", "::1/128")


def asked(peer, forwarded=None):
    settings = SimpleNamespace(trusted_proxies=PROXIES)
    app = SimpleNamespace(state=SimpleNamespace(settings=settings))
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return Request({"type": "http", "app": app, "client": (peer, 1), "headers": headers})


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        pytest.param("198.51.100.7", None, "198.51.100.7", id="a direct caller"),
        pytest.param("127.0.0.1", "203.0.113.9", "203.0.113.9", id="behind our proxy"),
        pytest.param("198.51.100.7", "203.0.113.9", "198.51.100.7", id="a stranger's header does not count"),
        pytest.param("127.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9", id="only the hop our proxy saw"),
        pytest.param("127.0.0.1", "nonsense", "127.0.0.1", id="a header that is no address"),
    ],
)
def test_the_callers_address_is_the_nearest_that_is_not_ours(peer, forwarded, address):
    assert str(client_address(asked(peer, forwarded))) == address


def test_a_network_of_one_household_counts_as_one_caller():
    first, second = asked("2001:db8:1:2::1"), asked("2001:db8:1:2:ffff::9")

    assert address_key(first) == address_key(second) == "2001:db8:1:2::/64"


@pytest.mark.parametrize(
    ("peer", "kind"), [("127.0.0.1", "local"), ("10.1.2.3", "private"), ("8.8.8.8", "public")]
)
def test_only_the_kind_of_an_address_is_kept(peer, kind):
    assert address_class(asked(peer)) == kind


class HostTime:
    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


def test_a_limit_opens_again_when_the_oldest_request_is_old_enough():
    host = HostTime()
    limit = RateLimit(2, 60, host_time=host)
    waits = []
    for seconds in (0, 10, 20, 61):
        host.seconds = seconds
        waits.append(limit.wait("a"))
        if not waits[-1]:
            limit.take("a")

    assert waits == [0, 0, 40, 0]


def test_one_caller_does_not_use_up_anothers_limit():
    limit = RateLimit(1, 60, host_time=HostTime())
    limit.take("a")

    assert (limit.wait("a") > 0, limit.wait("b")) == (True, 0)


def test_intake_is_limited_by_minute_by_day_and_by_person():
    host = HostTime()
    limits = RateLimits(Limits(), host_time=host)
    for number in range(30):
        host.seconds = number * 60.0
        limits.intake_from("198.51.100.7")
    for _ in range(3):
        limits.intake_of("blind")

    host.seconds += 61
    with pytest.raises(TooManyRequestsError) as by_day:
        limits.intake_from("198.51.100.7")
    with pytest.raises(TooManyRequestsError):
        limits.intake_of("blind")
    assert by_day.value.retry_after > 3600


def test_a_refused_request_is_not_counted():
    host = HostTime()
    limits = RateLimits(Limits(), host_time=host)
    for _ in range(5):
        limits.intake_from("a")
    for _ in range(20):
        with pytest.raises(TooManyRequestsError):
            limits.intake_from("a")

    host.seconds = 60.0
    limits.intake_from("a")
