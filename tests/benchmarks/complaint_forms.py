"""Complaints of invented people, as the public form sends them: each by somebody new."""

import json
from collections.abc import Iterator
from datetime import date, timedelta

from shared.privacy.identifiers import resident_id_check

PER_DAY = 1000
FIRST_BIRTHDAY = date(1950, 1, 1)
FORM = {
    "kind": "complaint",
    "complainant": {
        "kind": "person",
        "name": "甄实明",
        "id_number": "#" * 18,
        "address": "武隆区虚构路一号",
        "contact": "13800138000",
    },
    "addressee": "district_government",
    "agency": "market",
    "ground": "failure_to_investigate",
    "request": "请依法查处并答复。",
    "facts": "多次举报无照经营，一直没有人来查。",
}
"""The text of one complaint; the identity number is filled in."""


def identity_number(number: int) -> str:
    """The identity number of the n-th invented person: valid in form, belonging to nobody known."""
    born_on = FIRST_BIRTHDAY + timedelta(days=number // PER_DAY)
    body = f"500232{born_on:%Y%m%d}{number % PER_DAY:03}"
    return body + resident_id_check(body)


def requests(path: str, numbers: Iterator[int]) -> Iterator[bytes]:
    """HTTP requests without end, each with a new person and a new idempotency key."""
    body = json.dumps(FORM, ensure_ascii=False).encode()
    head, tail = body.split(b"#" * 18)
    lines = (
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Idempotency-Key: load-",
    )
    start = "\r\n".join(lines).encode()
    for number in numbers:
        yield b"".join((start, b"%012d\r\n\r\n" % number, head, identity_number(number).encode(), tail))
