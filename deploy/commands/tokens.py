"""``jiandu token``."""

from typing import Annotated
from uuid import UUID

import typer

from deploy.layout import StackSettings
from deploy.output import AsJson, show
from shared.identity.actor import Actor, Post, Role


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(token)


def token(  # noqa: PLR0917  # options, always given by name
    role: Annotated[Role, typer.Option("--as", help="The role to act in.")],
    agency: Annotated[str | None, typer.Option(help="The agency's code; `bureau` for the bureau.")] = None,
    service: Annotated[list[str] | None, typer.Option(help="For which service; all by default.")] = None,
    person: Annotated[UUID | None, typer.Option(help="The person of the registry behind it.")] = None,
    posts: Annotated[list[Post] | None, typer.Option("--post", help="Posts beside the role.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print an access token for integrators; in a demonstration only."""
    from deploy import access  # noqa: PLC0415
    from deploy.running import needed_stack  # noqa: PLC0415

    stack = StackSettings()
    access.demonstration_only(stack, "`jiandu token`")
    running = needed_stack(stack)
    actor = Actor(f"demo-{role}", role, agency, person, frozenset(posts or ()))
    tokens = {name: access.token(stack, running, actor, name) for name in service or running.services}
    text = "\n".join(tokens.values() if len(tokens) == 1 else (f"{k} {v}" for k, v in tokens.items()))
    show(tokens, as_json, text)
