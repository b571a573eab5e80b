"""Every article of the law is decided, and every rule leads to a function and a test, or is planned."""

from pathlib import Path

import pytest

from shared.law.trace import Traces

ROOT = Path(__file__).resolve().parents[2]
PLANNED_AT_MOST = 256
"""The list of planned keys may only shrink; lower this number with it."""


@pytest.fixture(scope="module")
def traces() -> Traces:
    return Traces.of_tree(ROOT)


def test_the_chain_from_article_to_test_is_unbroken(traces: Traces):
    assert traces.faults() == []


def test_the_list_of_planned_keys_only_shrinks(traces: Traces):
    assert len(traces.planned) <= PLANNED_AT_MOST


def test_a_planned_key_waits_for_a_service_that_the_law_knows(traces: Traces):
    assert set(traces.planned.values()) <= traces.law.vocabulary.services


def test_every_rule_of_law_in_a_service_is_cited_where_it_stands(traces: Traces):
    for row in traces.rows():
        assert row.rule.basis.startswith(row.regulation + "#")
        assert row.carried_out or row.planned_for, row.rule.key
