"""``jiandu law``: regulation, article, rule, function and test, in one table."""

import sys
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
    regulation: Annotated[str | None, typer.Option(help="For example wulong/complaints.")] = None,
    missing: Annotated[bool, typer.Option("--missing", help="Only what waits for its service.")] = False,
    open_questions: Annotated[
        bool, typer.Option("--open", help="Only the questions for the bureau.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print what the law demands and where the code does it; ends with an error if the chain is broken."""
    from shared.law import report  # noqa: PLC0415  # reads every regulation
    from shared.law.book import LawBook  # noqa: PLC0415
    from shared.law.trace import Traces  # noqa: PLC0415

    book = LawBook.bundled()
    if open_questions:
        tables = [report.open_table(book, regulation)]
        show({table.title: table.to_dicts() for table in tables}, as_json, "\n\n".join(map(_text, tables)))
        return
    traces = Traces.of_tree(ROOT, book)
    chosen = report.missing_table if missing else report.rules_table
    tables, faults = [chosen(traces, regulation)], report.faults_table(traces)
    if regulation is None:
        tables.insert(0, report.regulations_table(book))
    data = {table.title: table.to_dicts() for table in (*tables, faults)}
    show(data, as_json, "\n\n".join([*map(_text, tables), _verdict(faults)]))
    raise typer.Exit(1 if faults.rows else 0)


def _verdict(faults: "Table") -> str:
    return _text(faults) if faults.rows else "没有断链。No gap between article, rule, function and test."


def _text(table: "Table") -> str:
    """A table for people at a terminal; columns without a frame where the output is searched and cut."""
    if not sys.stdout.isatty():
        return "\n".join([table.title, *("\t".join(row) for row in (table.columns, *table.rows))])
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table as Framed  # noqa: PLC0415

    framed = Framed(*table.columns, title=table.title, title_justify="left")
    for row in table.rows:
        framed.add_row(*row)
    console = Console()
    with console.capture() as captured:
        console.print(framed)
    return captured.get().rstrip()
