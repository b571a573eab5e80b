"""``jiandu doctor``: may this installation run, and if not, why."""

from typing import Any

import typer

from deploy.layout import StackSettings
from deploy.output import AsJson, show
from deploy.services import service_names


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(doctor)


def doctor(as_json: AsJson = False) -> None:
    """Check every interlock of every service; exit code 1 when one does not hold."""
    from deploy.checkup import examine  # noqa: PLC0415  # imports the services' settings

    report: dict[str, list[dict[str, Any]]] = examine(StackSettings(), service_names())
    lines = [
        f"{service}: {'fit to run' if not found else ''}"
        + "".join(f"\n  {each['setting']}: {each['problem']}" for each in found)
        for service, found in report.items()
    ]
    show(report, as_json, "\n".join(lines) or "There is no service.")
    raise typer.Exit(1 if any(report.values()) else 0)
