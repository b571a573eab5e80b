"""``jiandu law``: regulation, article, rule, function and test in one table; new versions checked or sent."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deploy.layout import ROOT, StackSettings
from deploy.output import AsJson, show

if TYPE_CHECKING:
    from deploy.law_files import LawFile
    from shared.law.report import Table

app = typer.Typer(
    help="What the law demands and where the code does it; ends with an error if the chain is broken."
)


@app.callback(invoke_without_command=True)
def law(
    context: typer.Context,
    regulation: Annotated[str | None, typer.Option(help="For example wulong/complaints.")] = None,
    missing: Annotated[bool, typer.Option("--missing", help="Only what waits for its service.")] = False,
    open_questions: Annotated[
        bool, typer.Option("--open", help="Only the questions for the bureau.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print what the law demands and where the code does it; ends with an error if the chain is broken."""
    if context.invoked_subcommand is not None:
        return
    if open_questions:
        _print_open(regulation, as_json)
    else:
        _print_chain(regulation, as_json, missing=missing)


@app.command(name="import")
def import_version(
    file: Annotated[Path, typer.Argument(help="<issuer>/<topic>/<in force from>.yaml")],
    *,
    check: Annotated[bool, typer.Option("--check", help="Judge the file here and send nothing.")] = False,
    issuer: Annotated[str | None, typer.Option(help="If the file does not stand under it.")] = None,
    topic: Annotated[str | None, typer.Option(help="If the file does not stand under it.")] = None,
    in_force_from: Annotated[str | None, typer.Option("--from", help="YYYY-MM-DD, else the name.")] = None,
    token: Annotated[
        str | None, typer.Option(envvar="JIANDU_TOKEN", help="A clerk's token; a demonstration needs none.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check a new version, with every fault and what it changes; without --check enter it as a draft."""
    from deploy.law_files import LawFile, send  # noqa: PLC0415
    from deploy.running import needed_stack  # noqa: PLC0415

    found = LawFile.at(file, issuer, topic, in_force_from)
    if check:
        _check(found, as_json)
        return
    stack = StackSettings()
    sent = send(stack, needed_stack(stack), found, token)
    told = f"{sent['regulation']}: draft {sent['draft']}. Another person of the bureau publishes it."
    show(sent, as_json, told if sent["draft"] else f"{sent['regulation']}: known with this very content.")


def _check(file: "LawFile", as_json: bool) -> None:
    from shared.clock.suite import date_of, host_now  # noqa: PLC0415
    from shared.law import report  # noqa: PLC0415
    from shared.law.book import LawBook  # noqa: PLC0415

    proposal = file.judged(LawBook.bundled(), today=date_of(host_now()))
    verdict = f"{file.id}: " + ("可以录入。Sound." if proposal.is_sound else "有差错。Faulty.")
    tables = [table for table in report.proposal_tables(proposal) if table.rows]
    told = "\n\n".join([*map(_text, tables), verdict])
    show({"regulation": file.id, **proposal.to_dict()}, as_json, told)
    raise typer.Exit(0 if proposal.is_sound else 1)


def _print_open(regulation: str | None, as_json: bool) -> None:
    from deploy.law_files import values_in_use  # noqa: PLC0415
    from deploy.running import running_stack  # noqa: PLC0415
    from shared.law import report  # noqa: PLC0415
    from shared.law.book import LawBook  # noqa: PLC0415

    in_use = values_in_use(running_stack(StackSettings()))
    table = report.open_table(LawBook.bundled(), regulation, in_use)
    show({table.title: table.to_dicts()}, as_json, _text(table))


def _print_chain(regulation: str | None, as_json: bool, *, missing: bool) -> None:
    from shared.law import report  # noqa: PLC0415  # reads every regulation
    from shared.law.book import LawBook  # noqa: PLC0415
    from shared.law.trace import Traces  # noqa: PLC0415

    book = LawBook.bundled()
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
