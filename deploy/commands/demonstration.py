"""``jiandu demo``."""

import importlib
from typing import Annotated

import typer

from deploy.errors import DeployError
from deploy.layout import StackSettings
from deploy.output import AsJson, show
from deploy.running import needed_stack
from shared.settings.service import DeploymentKind


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    seed: Annotated[int, typer.Option(help="Another seed gives another district.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Load a realistic district into the running suite and walk every procedure."""
    stack = StackSettings()
    if stack.deployment_kind is not DeploymentKind.DEMO:
        raise DeployError("A demonstration is never loaded into production.")
    running = needed_stack(stack)
    module = importlib.import_module("deploy.demonstration.year")
    show(module.run(running, stack, seed=seed), as_json)
