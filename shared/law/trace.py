"""From the article to its rule, function and tests, and what is missing on the way (条文—规则—代码—测试)."""

import ast
import importlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from shared.law.book import LawBook
from shared.law.document import SOMETIMES_CODE, Kind
from shared.law.faults import Fault, found
from shared.law.reading import load_yaml
from shared.law.regulation import Regulation
from shared.law.rule import Article, Rule
from shared.law.statute import Statute

CODE_KINDS = frozenset({Kind.PERIOD, Kind.FIXED_DATE, Kind.COUNTER, Kind.GUARD})


@dataclass(frozen=True, slots=True)
class Trace:
    """One rule of one regulation with everything that carries it out."""

    rule: Rule
    regulation: str
    functions: tuple[str, ...]
    tests: tuple[str, ...]
    planned_for: str | None

    @property
    def carried_out(self) -> bool:
        """Whether a function is registered for the key."""
        return bool(self.functions)


def registered_functions(*trees: Path) -> dict[str, tuple[str, ...]]:
    """Functions by full rule key, from the statutes in the rules of each package of a tree (已登记的函数)."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for tree, path in ((each, path) for each in trees for path in _rule_modules(each)):
        module = importlib.import_module(_module_name(path, tree))
        for statute in {
            id(each): each for each in vars(module).values() if isinstance(each, Statute)
        }.values():
            for key, function in statute.functions.items():
                found[key].add(f"{function.__module__}.{function.__qualname__}")
    return {key: tuple(sorted(names)) for key, names in sorted(found.items())}


def marked_tests(tests: Path) -> dict[str, tuple[str, ...]]:
    """Tests by full rule key, read from ``pytest.mark.rule`` without running anything (标记的测试)."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(tests.rglob("test_*.py")):
        source = path.read_text(encoding="utf-8")
        if "mark.rule" not in source:
            continue
        where = path.relative_to(tests.parent).as_posix()
        for name, keys in _marks(ast.parse(source)):
            for key in keys:
                found[key].append(f"{where}::{name}")
    return {key: tuple(names) for key, names in sorted(found.items())}


def planned_keys(law: LawBook) -> dict[str, str]:
    """Keys that no service carries out yet, with the service that will (计划中的规则键)."""
    content: Mapping[str, list[str]] = load_yaml(law.root / "planned.yaml")
    return {key: service for service, keys in content.items() for key in keys}


class Traces:
    """The whole chain for a law book, the services and the tests of one source tree."""

    def __init__(
        self,
        law: LawBook,
        functions: Mapping[str, tuple[str, ...]],
        tests: Mapping[str, tuple[str, ...]],
        planned: Mapping[str, str],
    ) -> None:
        """Keep the four ends of the chain."""
        self.law = law
        self.functions = functions
        self.tests = tests
        self.planned = planned

    @classmethod
    def of_tree(cls, root: Path, law: LawBook | None = None) -> "Traces":
        """Read the chain of a source tree that holds ``services`` and ``tests``."""
        book = law or LawBook.bundled()
        return cls(
            book,
            registered_functions(root / "services", root / "shared"),
            marked_tests(root / "tests"),
            planned_keys(book),
        )

    def rows(self) -> Iterator[Trace]:
        """Every rule of every regulation with its functions and tests."""
        for regulation in self.law:
            for rule in regulation.rules:
                yield Trace(
                    rule,
                    regulation.id,
                    self.functions.get(rule.key, ()),
                    self.tests.get(rule.key, ()),
                    self.planned.get(rule.key),
                )

    def faults(self) -> list[str]:
        """Every break in the chain, as one sentence each; empty when the law is fully accounted for."""
        keys = {rule.key for regulation in self.law for rule in regulation.rules}
        carried, planned = set(self.functions), set(self.planned)
        return [
            *(f"{key}: registered, but no regulation lays it down" for key in sorted(carried - keys)),
            *(f"{key}: planned, but no regulation lays it down" for key in sorted(planned - keys)),
            *(f"{key}: planned and registered" for key in sorted(planned & carried)),
            *(f"{key}: no function and not planned" for key in sorted(keys - planned - carried)),
            *(f"{key}: a function without a test" for key in sorted(carried - set(self.tests))),
            *(f"{key}: marked on a test, but not a key of law" for key in sorted(set(self.tests) - keys)),
            *article_faults(self.law),
        ]


def article_faults(regulations: Iterable[Regulation]) -> Iterator[str]:
    """Articles without a decision and printed numbers that no rule of the article carries."""
    for regulation in regulations:
        yield from (fault.en for fault in uncarried(regulation))


def uncarried(regulation: Regulation) -> Iterator[Fault]:
    """What the articles of one version print and none of its rules carries (未被规则承载的内容)."""
    for article in regulation.articles:
        where = regulation.basis(article.label)
        if not article.rules and not article.notes:
            yield found(
                "undecided",
                f"{where}：既没有规则，也没有说明无需规则的理由",
                f"{where}: neither a rule nor a reason for having none",
            )
        missing = Counter(article.prints) - Counter(_quantities(article))
        for quantity, count in sorted(missing.items()):
            yield found(
                "number_not_carried",
                f"{where}：印有 {quantity}，缺少 {count} 条承载它的规则",
                f"{where}: prints {quantity}, carried by {count} rules too few",
            )
        for note in article.notes:
            if note.kind in SOMETIMES_CODE and "length" in note.params:
                yield found(
                    "limit_without_key", f"{where}：期限没有规则键", f"{where}: a limit without a key"
                )


def _quantities(article: Article) -> Iterator[str]:
    """The numbers that the rules of an article carry, in the form in which an article prints them."""
    for rule in article.rules:
        if rule.kind not in CODE_KINDS:
            continue
        number = rule.length or rule.cap or rule.minimum
        if rule.month_day:
            yield rule.month_day
        elif number and rule.params.get("counts") == "hours":
            yield f"{number} hours"
        elif number and rule.unit:
            yield f"{number} {rule.unit}"
        elif number:
            yield f"{number} {'persons' if rule.kind is Kind.GUARD else 'times'}"


def _rule_modules(services: Path) -> list[Path]:
    return sorted([*services.glob("*/rules.py"), *services.glob("*/rules/**/*.py")])


def _module_name(path: Path, services: Path) -> str:
    parts = path.relative_to(services.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _marks(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    """Test functions of a module with the keys marked on them, on their class or on the module."""
    module_keys = [
        key
        for node in tree.body
        if isinstance(node, ast.Assign) and any(_is_name(target, "pytestmark") for target in node.targets)
        for key in _keys_in(node.value)
    ]
    yield from _marks_in(tree.body, "", module_keys)


def _marks_in(body: list[ast.stmt], prefix: str, inherited: list[str]) -> Iterator[tuple[str, list[str]]]:
    for node in body:
        match node:
            case ast.ClassDef():
                keys = [*inherited, *(key for mark in node.decorator_list for key in _keys_in(mark))]
                yield from _marks_in(node.body, f"{prefix}{node.name}::", keys)
            case ast.FunctionDef() | ast.AsyncFunctionDef() if node.name.startswith("test_"):
                keys = [*inherited, *(key for mark in node.decorator_list for key in _keys_in(mark))]
                if keys:
                    yield prefix + node.name, keys


def _keys_in(expression: ast.expr) -> list[str]:
    """The keys in every ``mark.rule(...)`` of an expression, also inside parametrised cases."""
    return [
        argument.value
        for call in ast.walk(expression)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "rule"
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
