"""``jiandu token``."""

from typing import Annotated

import typer

from deploy.layout import StackSettings
from deploy.output import AsJson, show
from shared.identity.actor import Role


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(token)


def token(
    role: Annotated[Role, typer.Option("--as", help="The role to act in.")],
    agency: Annotated[str | None, typer.Option(help="The agency's code; `bureau` for the bureau.")] = None,
    service: Annotated[list[str] | None, typer.Option(help="For which service; all by default.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print access tokens for integrators; in a demonstration only."""
    from deploy import access  # noqa: PLC0415  # imports the identity service
    from deploy.running import needed_stack  # noqa: PLC0415

    stack = StackSettings()
    access.demonstration_only(stack, "`jiandu token`")
    tokens = access.tokens(stack, needed_stack(stack), role, agency=agency, services=service)
    named = [f"{name} {value}" for name, value in tokens.items()]
    show(tokens, as_json, "\n".join(tokens.values() if len(tokens) == 1 else named))
