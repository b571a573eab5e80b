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
    """Places where a literal number stands for a period; the next day (``timedelta(days=1)``) is none."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            found = [keyword.value for keyword in node.keywords if keyword.arg in COUNTING]
            found += node.args if name in ADDING or name == "timedelta" else []
            least = 2 if name == "timedelta" else 1
            yield from (f"line {each.lineno}" for each in found if _is_count(each) and each.value >= least)


def literal_numbers(source: str) -> Iterator[str]:
    """Numbers beyond nought and one in functions that carry out a rule of law; places in a tuple are none."""
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef) and any(map(_is_registration, function.decorator_list)):
            places = {id(node.slice) for node in ast.walk(function) if isinstance(node, ast.Subscript)}
            for node in ast.walk(function):
                if _is_count(node) and node.value > 1 and id(node) not in places:
                    yield f"line {node.lineno}: {node.value}"


def _is_registration(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "rule"


def _is_count(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int and node.value > 0


def found_in(paths: list[Path], scan) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {place}"
        for path in paths
        for place in scan(path.read_text(encoding="utf-8"))
    ]


RULES = sorted([*SERVICES.glob("*/rules.py"), *SERVICES.glob("*/rules/**/*.py")])


def test_rules_of_law_hold_no_numbers():
    assert found_in(RULES, literal_numbers) == []


def test_rules_of_law_hold_no_periods():
    of_law = [path for path in RULES if "shared.law" in path.read_text(encoding="utf-8")]

    assert found_in(of_law, literal_limits) == []


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
    "source",
    ["calendar.deadline(rule, after=day)", "timedelta(days=rule.length)", "timedelta(days=1)", "x[:30]"],
)
def test_a_period_from_the_law_is_no_literal(source):
    assert list(literal_limits(source)) == []


def test_a_number_in_a_rule_is_found():
    rule = "@LAW.rule('recusal')\ndef check(law, people):\n    "

    assert list(literal_numbers(rule + "assert len(people) > 2")) == ["line 3: 2"]
    assert list(literal_numbers(rule + "assert len(people) > law.minimum, people[2]")) == []
    assert list(literal_numbers("def elsewhere(people): assert len(people) > 2")) == []
