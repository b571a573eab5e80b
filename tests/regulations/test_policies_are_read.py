"""A policy that can be chosen is asked for by code, and code asks for nothing that is not a policy."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from shared.law.book import LawBook

ROOT = Path(__file__).resolve().parents[2]
LAW = LawBook.bundled()


def policies_asked_for(source: str) -> set[str]:
    """The names in every ``….policy("name")`` of a source text."""
    return {
        argument.value
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "policy"
        for argument in call.args[:1]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


@pytest.fixture(scope="module")
def readers() -> dict[str, set[str]]:
    """The services that ask for each policy."""
    found = defaultdict(set)
    for path in (ROOT / "services").rglob("*.py"):
        for policy in policies_asked_for(path.read_text(encoding="utf-8")):
            found[policy].add(path.relative_to(ROOT / "services").parts[0])
    return dict(found)


def test_every_question_names_the_services_that_read_it_and_no_others(readers):
    named = {each.policy: set(each.read_by) for each in LAW.questions.values() if each.read_by}

    assert named == readers


def test_a_question_that_is_read_offers_something_to_choose():
    assert all(each.choices for each in LAW.questions.values() if each.read_by)


def test_a_policy_in_a_source_text_is_found():
    assert policies_asked_for('if law.policy("a") == policy("b"):\n    book.policy(name)') == {"a"}
