"""Where a request came from: the client's address behind the trusted proxy, and its class (来源地址)."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.requests import Request

Address = IPv4Address | IPv6Address


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Address | None:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


@lru_cache(maxsize=4096)
def _is_trusted(address: Address, proxies: tuple[str, ...]) -> bool:
    return any(address in ip_network(proxy) for proxy in proxies)


def client_address(request: Request) -> Address | None:
    """The nearest address that is not one of our own proxies; forwarded headers of strangers do not count."""
    proxies = request.app.state.settings.trusted_proxies
    address = _parsed(request.client.host) if request.client else None
    hops = request.headers.get("x-forwarded-for", "").split(",")
    while address is not None and _is_trusted(address, proxies) and hops:
        nearer = _parsed(hops.pop())
        if nearer is None:
            break
        address = nearer
    return address


def address_class(request: Request) -> str:
    """``local``, ``private`` or ``public``: all that is kept of an address in events and audit."""
    address = client_address(request)
    if address is None or address.is_loopback:
        return "local"
    return "private" if address.is_private else "public"


def address_key(request: Request) -> str:
    """What a rate limit counts by: the IPv4 address, or the /64 network of an IPv6 address."""
    address = client_address(request)
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address) >> 64 << 64, 64)))
    return str(address)
