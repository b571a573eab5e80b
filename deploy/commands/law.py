"""``jiandu law``: regulation, article, rule, function and test, in one table."""

from typing import TYPE_CHECKING, Annotated

import typer

from deploy.layout import ROOT
from deploy.output import AsJson, show

if TYPE_CHECKING:
    from shared.law.report import Table


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(law)


def law(
    regulation: Annotated[str | None, typer.Argument(help="For example wulong/complaints.")] = None,
    missing: Annotated[bool, typer.Option(help="Only what has no function or no test yet.")] = False,
    open_questions: Annotated[bool, typer.Option(help="Only the questions for the bureau.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print what the law demands and where the code does it."""
    from shared.law import report  # noqa: PLC0415  # reads every regulation
    from shared.law.book import LawBook  # noqa: PLC0415
    from shared.law.trace import Traces  # noqa: PLC0415

    book = LawBook.bundled()
    if open_questions:
        tables = [report.open_table(book, regulation)]
    else:
        traces = Traces.of_tree(ROOT, book)
        chosen = report.missing_table if missing else report.rules_table
        tables = [chosen(traces, regulation), report.faults_table(traces)]
        if regulation is None:
            tables.insert(0, report.regulations_table(book))
    show({table.title: table.to_dicts() for table in tables}, as_json, "\n\n".join(map(_text, tables)))


def _text(table: "Table") -> str:
    """Columns without a frame, so that the output can be searched and cut."""
    rows = ["\t".join(row) for row in (table.columns, *table.rows)]
    return "\n".join([table.title, *rows])
