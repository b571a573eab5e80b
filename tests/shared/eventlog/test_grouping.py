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


def test_plain_statements_on_different_tables_may_pass_each_other():
    tables = {id(OPEN): "cases", id(NOTE): "notes"}

    groups = grouped(
        numbered([(1, OPEN), (1, NOTE), (1, OPEN), (1, CLOSE), (1, NOTE), (1, OPEN)]),
        lambda statement, _: tables.get(id(statement)),
    )

    assert [(kind, [row["turn"] for row in rows]) for kind, rows in groups] == [
        (OPEN, [0, 2]),
        (NOTE, [1]),
        (CLOSE, [3]),
        (NOTE, [4]),
        (OPEN, [5]),
    ]


@given(owned)
def test_within_a_table_and_around_other_statements_each_owner_keeps_the_order(
    pairs: list[tuple[int, object]],
):
    statements = numbered(pairs)
    tables = {id(OPEN): "cases", id(NOTE): "notes"}

    played = [row for _, rows in grouped(statements, lambda kind, _: tables.get(id(kind))) for row in rows]

    assert len(played) == len(statements)
    for owner in range(5):
        for table in ("cases", "notes"):
            turns = {
                row["turn"]
                for one, (kind, row) in statements
                if one == owner and tables.get(id(kind), table) == table
            }
            assert [row["turn"] for row in played if row["turn"] in turns] == sorted(turns)


@given(owned)
def test_each_owner_keeps_the_order_and_nothing_is_lost(pairs: list[tuple[int, object]]):
    statements = numbered(pairs)

    played = [(kind, row) for kind, rows in grouped(statements) for row in rows]

    for owner in range(5):
        assert [each for each in played if each[1]["owner"] == owner] == [
            statement for one, statement in statements if one == owner
        ]
