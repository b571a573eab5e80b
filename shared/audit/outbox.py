"""The source side of the audit log: numbered, chained and signed entries (审计发件箱).

An entry is a canonical JSON text (RFC 8785) with nothing beside it. It carries the number of the entry at its
source, without gaps, and the hash of the entry before it; the service's key signs the text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from secrets import token_hex

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from shared.audit.entry import AuditEntry
from shared.audit.signing import Signer

GENESIS = "0" * 64
"""What the first entry of a source names as the hash before it."""

_DOMAIN = b"jiandu.audit.v1\n"


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The end of a source's chain: number and hash of its last entry."""

    sequence: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class SignedEntry:
    """One row of the outbox."""

    sequence: int
    entry: str
    signature: bytes


class AuditBrokenError(Exception):
    """The chain of a source does not hold; ``sequence`` says where."""

    def __init__(self, sequence: int, why: str) -> None:
        super().__init__(f"audit entry {sequence}: {why}")
        self.sequence = sequence


@dataclass(frozen=True, slots=True)
class EventsDigest:
    """The events that an act produced: first position, how many, and the digest of their stored form."""

    first: int
    count: int
    digest: str


def events_digest(first: int, rows: Sequence[tuple[str, int, str, bytes]]) -> EventsDigest:
    """Digest stored events (aggregate id, version, type, state), each part with its length before it."""
    running = sha256()
    for aggregate_id, version, topic, state in rows:
        head = f"{aggregate_id}|{version}|{topic}|{len(state)}|"
        running.update(head.encode())
        running.update(state)
    return EventsDigest(first, len(rows), running.hexdigest())


def sign_entry(
    source: str, entry: AuditEntry, head: AuditHead, signer: Signer, events: EventsDigest | None = None
) -> tuple[SignedEntry, AuditHead]:
    """Number, chain and sign an entry after ``head``; return it with the new head."""
    sequence = head.sequence + 1
    text = _canonical(source, sequence, head.hash, entry, events)
    signed = SignedEntry(sequence, text.decode(), signer.sign(_DOMAIN + text))
    return signed, AuditHead(sequence, sha256(text).hexdigest())


def verify_chain(
    source: str, rows: Iterable[SignedEntry], key: Ed25519PublicKey, head: AuditHead | None = None
) -> AuditHead:
    """Check that ``rows`` go on from ``head`` without gap, edit or foreign signature; return the end."""
    head = head or AuditHead()
    for row in rows:
        head = _verify_next(source, row, key, head)
    return head


def _verify_next(source: str, row: SignedEntry, key: Ed25519PublicKey, head: AuditHead) -> AuditHead:
    expected, text = head.sequence + 1, row.entry.encode()
    try:
        key.verify(row.signature, _DOMAIN + text)
    except InvalidSignature:
        raise AuditBrokenError(expected, "the signature does not fit the text") from None
    content = orjson.loads(text)
    if row.sequence != expected or content["src_seq"] != expected:
        raise AuditBrokenError(expected, "the number is missing, repeated or out of order")
    if content["src"] != source:
        raise AuditBrokenError(expected, "the entry is from another source")
    if content["prev"] != head.hash:
        raise AuditBrokenError(expected, "the entry before it is not the one it was signed after")
    return AuditHead(expected, sha256(text).hexdigest())


def _canonical(
    source: str, sequence: int, previous: str, entry: AuditEntry, events: EventsDigest | None
) -> bytes:
    """Write the entry; for ASCII keys, text and small whole numbers, sorted keys are the RFC 8785 form."""
    content = {
        "v": 1,
        "id": f"{source}:{sequence}",
        "src": source,
        "src_seq": sequence,
        "prev": previous,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "role": entry.role,
        "org": entry.organisation,
        "action": entry.action,
        "object": entry.object,
        "basis": entry.basis,
        "rule": entry.rule,
        "outcome": entry.outcome.value,
        "reason": entry.reason,
        "note": entry.note,
        "first_position": events.first if events else None,
        "event_count": events.count if events else 0,
        "data_digest": events.digest if events else None,
        "salt": token_hex(16),
        "trace": entry.trace,
    }
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
