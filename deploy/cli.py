"""``jiandu``: everything that is done with an installation from the command line."""

import json
import sys

import typer

from deploy.commands import (
    clock,
    demonstration,
    doctor,
    exporting,
    initialisation,
    law,
    letters,
    migrations,
    rebuilding,
    running,
    tokens,
)
from deploy.errors import DeployError

app = typer.Typer(
    name="jiandu",
    help="监督 Jiandu: 县级司法行政监督系统. The supervision suite of a county judicial bureau.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for module in (running, initialisation, tokens, rebuilding, doctor, demonstration, exporting):
    module.register(app)
app.add_typer(clock.app, name="clock")
app.add_typer(law.app, name="law")
app.add_typer(letters.app, name="letters")
app.add_typer(migrations.app, name="migrations")


def main() -> None:
    """Run a command; a reason not to go on is printed without a traceback."""
    try:
        app()
    except DeployError as reason:
        if "--json" in sys.argv:
            typer.echo(json.dumps({"error": str(reason)}, ensure_ascii=False))
        else:
            typer.echo(str(reason), err=True)
        sys.exit(1)
