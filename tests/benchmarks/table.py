"""The performance table in a terminal (性能表)."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks.figure import Bar, Benchmark, Line, Report

_SPOKEN = Console(stderr=True)
WIDEST = 118


def announce(benchmark: Benchmark, load: float) -> None:
    """Say what is being measured now."""
    _SPOKEN.print(f"[dim]{benchmark.id:>3}  {benchmark.title} (load {load})[/dim]")


def print_table(reports: Sequence[Report], machine: Mapping[str, Any]) -> None:
    """Print each line with its range over the rounds and its bar, then what has to be said about it."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDEST)
    table = Table(title=f"Jiandu performance ({machine['size']})", pad_edge=False)
    for column, side in (
        ("", "left"),
        ("measured", "left"),
        ("min", "right"),
        ("median", "right"),
        ("max", "right"),
        ("unit", "left"),
        ("bar", "right"),
        ("aim", "right"),
        ("", "left"),
    ):
        table.add_column(column, justify=side, overflow="fold")  # type: ignore[arg-type]
    for report in reports:
        _add(table, report)
    console.print(table)
    flush, cores = machine["disk_flush_microseconds"], machine["cores"]
    console.print(f"{cores} cores; a flush of one page takes {flush:,.0f} µs on this disk.")
    for report in reports:
        seconds = f"{report.seconds:.0f} s, load {report.load_before} before"
        console.print(f"[bold]{report.benchmark.id}[/bold] {report.benchmark.title} ({seconds})")
        for remark in (*(report.figure.remarks if report.figure else ()), report.failure):
            if remark:
                console.print(f"    {remark}", width=WIDEST, highlight=False, markup=False)


def _add(table: Table, report: Report) -> None:
    if report.figure is None:
        table.add_row(report.benchmark.id, f"failed: {report.failure}", style="red")
        return
    for number, line in enumerate(report.figure.lines):
        table.add_row(report.benchmark.id if number == 0 else "", line.label, *_cells(line))
    table.add_section()


def _cells(line: Line) -> tuple[str, ...]:
    values = (min(line.values), line.median, max(line.values))
    verdict = {True: "[green]reached[/green]", False: "[red]missed[/red]", None: ""}[line.is_reached]
    return (*map(_number, values), line.unit, *_limits(line.bar), verdict)


def _limits(bar: Bar | None) -> tuple[str, str]:
    if bar is None:
        return "", ""
    sign = "≤" if bar.at_most else "≥"
    return f"{sign} {_number(bar.value)}", f"{sign} {_number(bar.aim)}"


def _number(value: float) -> str:
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"
