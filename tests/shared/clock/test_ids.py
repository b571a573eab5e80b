"""Ids follow the suite's time, or the cause."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from shared.clock.ids import derived_id, new_id

AT = datetime(2026, 9, 24, 1, 2, 3, 456000, tzinfo=UTC)
NAMESPACE = UUID("5a9f3c1e-7f0b-4c9d-8a51-0d2f6f1b7c11")


def test_an_id_is_a_version_7_uuid_of_the_given_instant():
    made = new_id(AT)

    assert made.version == 7
    assert made.int >> 80 == int(AT.timestamp() * 1000)


@given(st.integers(1, 10**9))
def test_later_ids_sort_later(microseconds):
    assert new_id(AT) < new_id(AT + timedelta(microseconds=microseconds + 1))


def test_ids_of_the_same_instant_differ():
    assert len({new_id(AT) for _ in range(1000)}) == 1000


def test_the_same_cause_gives_the_same_id_and_parts_do_not_run_together():
    assert derived_id(NAMESPACE, "a", "b") == derived_id(NAMESPACE, "a", "b")
    assert derived_id(NAMESPACE, "a", "b") != derived_id(NAMESPACE, "ab")
