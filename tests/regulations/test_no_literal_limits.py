"""Numbers of the law live in data: services ask for a rule, never for a count of days."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ROOT / "services"
COUNTING = {"length", "cap", "days", "working_days", "calendar_days", "months", "weeks", "hours"}
ADDING = {"add_working_days", "add_calendar_days", "add_months", "working_days_before"}


def literal_limits(source: str) -> Iterator[str]:
    """Places where a literal number stands for a period."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            found = [keyword.value for keyword in node.keywords if keyword.arg in COUNTING]
            found += node.args if name in ADDING or name == "timedelta" else []
            yield from (f"line {each.lineno}" for each in found if _is_count(each))


def literal_numbers(source: str) -> Iterator[str]:
    """Numbers beyond nought and one in rules of law; the HTTP status of a refusal is none of them."""
    tree = ast.parse(source)
    statuses = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "status"
    }
    for node in ast.walk(tree):
        if _is_count(node) and node.value > 1 and id(node) not in statuses:
            yield f"line {node.lineno}: {node.value}"


def _is_count(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int and node.value > 0


def found_in(paths: list[Path], scan) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {place}"
        for path in paths
        for place in scan(path.read_text(encoding="utf-8"))
    ]


def test_rules_of_law_hold_no_numbers():
    assert (
        found_in(sorted([*SERVICES.glob("*/rules.py"), *SERVICES.glob("*/rules/**/*.py")]), literal_numbers)
        == []
    )


def test_decisions_of_services_hold_no_periods():
    deciding = [
        path
        for name in ("domain", "application", "process")
        for pattern in (f"*/{name}.py", f"*/{name}/**/*.py")
        for path in SERVICES.glob(pattern)
    ]

    assert found_in(sorted(deciding), literal_limits) == []


@pytest.mark.parametrize(
    "source",
    [
        "calendar.add_working_days(day, 7)",
        "day + timedelta(30)",
        "timedelta(days=30)",
        "deadline(rule, length=20)",
    ],
)
def test_a_literal_period_is_found(source):
    assert list(literal_limits(source)) == ["line 1"]


@pytest.mark.parametrize(
    "source", ["calendar.deadline(rule, after=day)", "timedelta(days=rule.length)", "x[:30]"]
)
def test_a_period_from_the_law_is_no_literal(source):
    assert list(literal_limits(source)) == []


def test_a_number_in_a_rule_is_found():
    assert list(literal_numbers("if len(people) < 2: raise Error")) == ["line 1: 2"]
    assert list(literal_numbers("if len(people) < rule.minimum: raise Error(people[0], people[1:])")) == []
