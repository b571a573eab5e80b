"""A sound attempt of every way, to be spoiled one condition at a time (各种送达方式的合格事例)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared.clock.suite import SHANGHAI
from shared.delivery.addresses import AddressConfirmation
from shared.delivery.attempt import Attempt, Receiver

ISSUED, ACTED, TODAY = date(2026, 9, 18), date(2026, 9, 21), date(2026, 11, 20)
"""Friday; Monday; Friday."""

CONSENT = AddressConfirmation("housing", True, ("inbox",), date(2026, 9, 1), UUID(int=7))
AGENCY = Receiver("housing", "organisation", (CONSENT,))
CITIZEN = Receiver("person", "citizen")

SOUND: dict[str, dict[str, Any]] = {
    "direct": {"capacity": "mail_room", "servers": ("a", "b"), "evidence": ("signed_receipt",)},
    "at_office": {"servers": ("a", "b"), "evidence": ("refusal_note",)},
    "left_with_witness": {
        "servers": ("a",),
        "evidence": ("refusal_note", "witness_signature"),
        "witness": "employer",
        "refused_on": ACTED,
    },
    "electronic": {"channel": "inbox", "evidence": ("send_log",)},
    "entrusted": {
        "ground": "direct_difficult",
        "organ": "other_bureau",
        "evidence": ("entrustment_letter", "signed_receipt"),
    },
    "post": {"ground": "direct_difficult", "evidence": ("mail_number", "return_slip")},
    "forwarded": {"ground": "imprisoned", "organ": "prison", "evidence": ("signed_receipt",)},
    "public_notice": {"ground": "whereabouts_unknown", "evidence": ("course_note", "photos")},
}


def receiver_of(method: str) -> Receiver:
    """Who is served in the sound attempt of a way."""
    return CITIZEN if method == "forwarded" else AGENCY


def instant(text: str) -> datetime:
    """A wall-clock time in Beijing."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def attempt(method: str, on: date = ACTED, **changes: Any) -> Attempt:
    """A sound attempt of a way that acts on a day, changed as given."""
    facts = {**SOUND[method], "id": method, "method": method, "issued_on": ISSUED}
    if method == "electronic":
        at = datetime(on.year, on.month, on.day, 9, tzinfo=SHANGHAI)
        facts |= {"sent_at": at, "arrived_at": at}
    else:
        facts["on"] = on
    return replace(Attempt(**facts), **changes)


def failed(method: str, reason: str, on: date = ACTED, **changes: Any) -> Attempt:
    """A try that served nobody."""
    return Attempt(method, method, ISSUED, on, failed=reason, **changes)


def without(evidence: str, method: str) -> Attempt:
    """The sound attempt of a way, with one piece of evidence lacking."""
    kept = tuple(each for each in SOUND[method]["evidence"] if each != evidence)
    return attempt(method, evidence=kept)
