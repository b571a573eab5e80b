"""Tables about the law, for the command line and for documentation (法规报表)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.law.book import LawBook
from shared.law.difference import Changed, Difference
from shared.law.faults import Fault
from shared.law.policies import OpenQuestion
from shared.law.proposal import Proposal
from shared.law.regulation import Regulation
from shared.law.rule import Article, Note, Rule
from shared.law.trace import Trace, Traces


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table of text; the same rows serve people and JSON."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def to_dicts(self) -> list[dict[str, Any]]:
        """One object per row, for ``--json``."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def regulations_table(law: LawBook) -> Table:
    """Every version of every regulation with its size."""
    return Table(
        "法规 Regulations",
        ("regulation", "title", "title_en", "document", "articles", "rules", "open"),
        tuple(
            (
                regulation.id,
                regulation.title,
                regulation.title_en,
                regulation.document or "",
                str(len(regulation.articles)),
                str(len(regulation.rules)),
                str(sum(bool(rule.open_question) for rule in regulation.rules)),
            )
            for regulation in law
        ),
    )


def rules_table(traces: Traces, regulation: str | None = None) -> Table:
    """Regulation, article, rule key, function and tests; ``regulation`` selects by name or id."""
    return _trace_table("条文—规则—代码—测试 Rules", _selected(traces.rows(), regulation))


def missing_table(traces: Traces, regulation: str | None = None) -> Table:
    """Rules that no function carries out yet, with the service that will."""
    rows = (row for row in _selected(traces.rows(), regulation) if not row.carried_out)
    return _trace_table("尚无代码的规则 Rules without code", rows)


def open_table(law: LawBook, regulation: str | None = None, chosen: Mapping[str, str] | None = None) -> Table:
    """Open questions: default, value in use, alternatives, and which code reads it.

    ``chosen`` are the values in use where a suite runs; without them the book's own.
    """
    questions = (q for q in law.questions.values() if regulation is None or _concerns(q, regulation))
    in_use = chosen or {}
    return Table(
        "待确认事项 Open questions",
        OPEN_COLUMNS,
        tuple(_open_row(each, in_use.get(each.policy, law.policy(each.policy))) for each in questions),
    )


OPEN_COLUMNS = (
    "number",
    "policy",
    "where",
    "question",
    "question_en",
    "default",
    "default_zh",
    "in_use",
    "alternatives",
    "read_by",
)


def _open_row(question: OpenQuestion, in_use: str) -> tuple[str, ...]:
    offered = "；".join(f"{value} {zh}" for value, (zh, _) in question.choices.items())
    return (
        question.number,
        question.policy,
        " ".join(question.where),
        question.question,
        question.question_en,
        question.default,
        question.default_zh,
        in_use,
        offered,
        " ".join(question.read_by),
    )


def proposal_tables(proposal: Proposal) -> list[Table]:
    """What the law book says of a proposed version: faults, warnings, differences."""
    tables = [
        _fault_table("差错 Faults", proposal.faults),
        _fault_table("提示 Warnings", proposal.warnings),
    ]
    return [*tables, difference_table(proposal.difference)] if proposal.difference else tables


def difference_table(found: Difference) -> Table:
    """What a new version changes, one change per row."""
    rows = [
        *(("head", each.name, "changed", _from_to(each)) for each in found.head),
        *(("article", each.label, each.change, "") for each in found.articles),
        *(
            ("rule", each.key, each.change, "；".join(f"{one.name}: {_from_to(one)}" for one in each.params))
            for each in found.rules
        ),
        *(("item", f"{each.catalogue}.{each.code}", each.change, "") for each in found.items),
    ]
    title = f"与 {found.against} 的差异 Differences" if found.against else "首个版本 First version"
    return Table(title, ("kind", "what", "change", "values"), tuple(rows))


def _from_to(changed: Changed) -> str:
    return f"{changed.old or '—'} → {changed.new or '—'}"


def _fault_table(title: str, faults: Iterable[Fault]) -> Table:
    rows = ((str(each.line or ""), each.at, each.code, each.zh, each.en) for each in faults)
    return Table(title, ("line", "at", "code", "zh", "en"), tuple(rows))


def faults_table(traces: Traces) -> Table:
    """Breaks in the chain from article to test; empty in a healthy tree."""
    return Table("断链 Faults", ("fault",), tuple((fault,) for fault in traces.faults()))


def articles_table(regulation: Regulation) -> Table:
    """Every article of one version: its rules, or why it has none."""
    return Table(
        f"{regulation.title} {regulation.id}",
        ("label", "kind", "key", "summary", "summary_en", "open"),
        tuple(_clause_row(clause) for article in regulation.articles for clause in _clauses(article)),
    )


def _clauses(article: Article) -> tuple[Rule | Note, ...]:
    return (*article.rules, *article.notes)


def _clause_row(clause: Rule | Note) -> tuple[str, ...]:
    return (
        clause.label,
        clause.kind.value,
        clause.key if isinstance(clause, Rule) else "",
        clause.summary_zh,
        clause.summary_en,
        clause.open_question or "",
    )


def _trace_table(title: str, rows: Iterable[Trace]) -> Table:
    return Table(
        title,
        ("basis", "key", "kind", "summary", "service", "function", "tests"),
        tuple(
            (
                row.rule.basis,
                row.rule.key,
                row.rule.kind.value,
                row.rule.summary_zh,
                row.planned_for or row.rule.service,
                " ".join(row.functions),
                " ".join(row.tests),
            )
            for row in rows
        ),
    )


def _selected(rows: Iterable[Trace], regulation: str | None) -> Iterable[Trace]:
    return (
        row
        for row in rows
        if regulation is None or regulation in (row.regulation, row.regulation.split("@")[0])
    )


def _concerns(question: OpenQuestion, regulation: str) -> bool:
    name = regulation.partition("@")[0]
    return any(where.partition("#")[0] == name for where in question.where)
