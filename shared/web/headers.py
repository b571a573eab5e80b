"""Headers that keep a browser from doing harm with an answer (安全响应头)."""

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders

PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-src 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
    )
)
"""The content security policy of a page of the suite; a page service overrides the one for data."""

DATA_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
"""The content security policy of an answer that is data."""

_ALWAYS: Mapping[str, str] = {
    "Content-Security-Policy": DATA_POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def security_headers(own: Mapping[str, str], *, encrypted: bool) -> dict[str, str]:
    """What every answer of a service carries unless it sets the same header itself."""
    transport = {"Strict-Transport-Security": "max-age=31536000"} if encrypted else {}
    return {**_ALWAYS, **transport, **own}


def put_missing(headers: MutableHeaders, wanted: Mapping[str, str]) -> None:
    """Add each wanted header that the answer does not set itself."""
    for name, value in wanted.items():
        headers.setdefault(name, value)
