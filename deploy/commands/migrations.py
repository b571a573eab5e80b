"""``jiandu migrations``: the next step of a schema, written from the tables as they are declared."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from deploy.output import AsJson, show
from deploy.services import service_names

app = typer.Typer(help="Schema migrations.", no_args_is_help=True)


@app.command()
def draft(
    services: Annotated[list[str] | None, typer.Argument(help="Which services; all by default.")] = None,
    message: Annotated[str, typer.Option("--message", "-m")] = "initial tables",
    as_json: AsJson = False,
) -> None:
    """Write the missing migrations, against a throw-away PostgreSQL."""
    from deploy.drafting import draft_missing  # noqa: PLC0415  # imports every service

    with tempfile.TemporaryDirectory(prefix="jd-") as directory:
        made = draft_missing(Path(directory), services or service_names(), message)
    show({"written": made}, as_json, "\n".join(made) or "nothing is missing")
