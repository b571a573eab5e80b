"""Audit entries are numbered, chained and signed at their source, and an edit shows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import orjson
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from shared.audit.entry import AuditEntry, AuditOutcome
from shared.audit.outbox import (
    AuditBrokenError,
    AuditHead,
    EventsDigest,
    SignedEntry,
    sign_entry,
    verify_chain,
)
from shared.audit.signing import Ed25519Signer

AT = datetime(2026, 9, 18, 4, tzinfo=UTC)
SIGNER = Ed25519Signer.generate()
ACCEPTED = AuditEntry(AT, "clerk", "bureau_clerk", "letters.receive", AuditOutcome.ACCEPTED, "trace-1")


def signed(count: int, signer: Ed25519Signer = SIGNER, head: AuditHead | None = None) -> list[SignedEntry]:
    head, rows = head or AuditHead(), []
    for _ in range(count):
        row, head = sign_entry("letters", ACCEPTED, head, signer)
        rows.append(row)
    return rows


def edited(row: SignedEntry, **changed: object) -> SignedEntry:
    return replace(row, entry=rfc8785.dumps({**orjson.loads(row.entry), **changed}).decode())


def test_an_untouched_chain_verifies_to_its_end():
    assert verify_chain("letters", signed(5), SIGNER.public_key).sequence == 5


def test_a_chain_verifies_in_parts():
    rows = signed(5)

    middle = verify_chain("letters", rows[:2], SIGNER.public_key)

    assert verify_chain("letters", rows[2:], SIGNER.public_key, middle).sequence == 5


Tampering = Callable[[list[SignedEntry]], list[SignedEntry]]


@pytest.mark.parametrize(
    ("tamper", "found_at"),
    [
        pytest.param(lambda rows: [rows[0], edited(rows[1], actor="x"), *rows[2:]], 2, id="an edited text"),
        pytest.param(lambda rows: [rows[0], *rows[2:]], 2, id="a removed entry"),
        pytest.param(lambda rows: rows[1:], 1, id="the first entry removed"),
        pytest.param(lambda rows: [rows[0], rows[2], rows[1], rows[3]], 2, id="two entries swapped"),
        pytest.param(lambda rows: [*rows[:2], rows[1], *rows[2:]], 3, id="an entry repeated"),
        pytest.param(lambda rows: [rows[0], replace(rows[1], sequence=9), *rows[2:]], 2, id="another number"),
        pytest.param(
            lambda rows: [*rows, *signed(1, Ed25519Signer.generate(), AuditHead(4, "0" * 64))],
            5,
            id="an entry by another key",
        ),
        pytest.param(lambda rows: [*rows, *signed(1, head=AuditHead(4, "0" * 64))], 5, id="another past"),
    ],
)
def test_tampering_is_found_where_it_happened(tamper: Tampering, found_at: int):
    with pytest.raises(AuditBrokenError) as broken:
        verify_chain("letters", tamper(signed(4)), SIGNER.public_key)

    assert broken.value.sequence == found_at


def test_an_entry_of_another_source_is_not_taken():
    with pytest.raises(AuditBrokenError):
        verify_chain("complaints", signed(1), SIGNER.public_key)


def test_two_equal_acts_do_not_have_equal_texts():
    first, second = (sign_entry("letters", ACCEPTED, AuditHead(), SIGNER)[0].entry for _ in range(2))

    assert first != second


@given(
    st.builds(
        AuditEntry,
        at=st.datetimes(timezones=st.just(UTC)),
        actor=st.text(),
        role=st.text(),
        action=st.text(),
        outcome=st.sampled_from(AuditOutcome),
        trace=st.text(),
        object=st.none() | st.text(),
        basis=st.none() | st.text(),
        note=st.none() | st.text(),
    ),
    st.integers(0, 2**53 - 3),
)
def test_the_text_of_an_entry_is_canonical_json(entry: AuditEntry, sequence: int):
    row, _ = sign_entry("letters", entry, AuditHead(sequence), SIGNER, EventsDigest(1, 2, "ab"))

    assert row.entry.encode() == rfc8785.dumps(orjson.loads(row.entry))
