"""Equal statements run as one, and nobody's statements change their order."""

from hypothesis import given
from hypothesis import strategies as st

from shared.eventlog.command import Statement
from shared.eventlog.grouping import grouped

OPEN, NOTE, CLOSE = object(), object(), object()

owned = st.lists(st.tuples(st.integers(0, 4), st.sampled_from([OPEN, NOTE, CLOSE])), max_size=60)


def numbered(pairs: list[tuple[int, object]]) -> list[tuple[int, Statement]]:
    return [(owner, (kind, {"owner": owner, "turn": turn})) for turn, (owner, kind) in enumerate(pairs)]


def test_equal_statements_of_different_owners_run_as_one():
    groups = grouped(numbered([(1, OPEN), (1, NOTE), (2, OPEN), (2, NOTE), (2, NOTE)]))

    assert [(kind, len(rows)) for kind, rows in groups] == [(OPEN, 2), (NOTE, 3)]


def test_a_row_that_is_closed_and_opened_again_is_not_opened_twice_first():
    groups = grouped(numbered([(1, OPEN), (1, CLOSE), (1, OPEN)]))

    assert [kind for kind, _ in groups] == [OPEN, CLOSE, OPEN]


def test_equal_statements_with_other_parameters_run_apart():
    groups = grouped([(1, (OPEN, {"a": 1})), (2, (OPEN, {"b": 1}))])

    assert len(groups) == 2


@given(owned)
def test_each_owner_keeps_the_order_and_nothing_is_lost(pairs: list[tuple[int, object]]):
    statements = numbered(pairs)

    played = [(kind, row) for kind, rows in grouped(statements) for row in rows]

    for owner in range(5):
        assert [each for each in played if each[1]["owner"] == owner] == [
            statement for one, statement in statements if one == owner
        ]
