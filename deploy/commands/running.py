"""``jiandu up`` and ``jiandu serve``."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from deploy.errors import DeployError
from deploy.layout import StackSettings
from deploy.output import AsJson, new_accounts, prefixed, show
from deploy.services import service_names
from shared.settings.service import ProcessRole


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(up)
    app.command()(serve)


def up(  # noqa: PLR0917  # options, always given by name
    single_process: Annotated[bool, typer.Option(help="All services in one process.")] = False,
    port: Annotated[int | None, typer.Option(help="The origin's port [JIANDU_PORT, 8000].")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Where data live [JIANDU_DATA_DIR, var].")] = None,
    service: Annotated[list[str] | None, typer.Option(help="Only these services.")] = None,
    verbose: Annotated[bool, typer.Option(help="Show what the servers print, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Start everything on this machine, and keep it running until ctrl-C."""
    from deploy import stack  # noqa: PLC0415  # the other commands start without it

    given: dict[str, Any] = {"port": port, "data_dir": data_dir}
    settings = StackSettings(**{key: value for key, value in given.items() if value is not None})
    names = service or service_names()
    if unknown := set(names) - set(service_names()):
        raise DeployError(f"There is no service {', '.join(sorted(unknown))}.")
    printer = prefixed(max(len(name) for name in (*names, "postgres")))
    ours = stack.Stack(settings, names, printer, single_process=single_process, verbose=verbose)

    def announce(state: dict[str, Any]) -> None:
        text = f"\n  监督 Jiandu: {state['origin']}   API: {state['origin']}/docs   ctrl-C stops\n"
        show(state, as_json, new_accounts(state["new_accounts"]) + text)

    raise typer.Exit(asyncio.run(stack.up(ours, announce)))


def serve(
    service: str,
    role: Annotated[ProcessRole | None, typer.Option(help="What this process does [JIANDU_ROLE].")] = None,
) -> None:
    """Run one service, as a container or a unit of an init system does."""
    from deploy import serving  # noqa: PLC0415

    stack = StackSettings()
    settings = serving.settings_from_environment(stack, service, role)
    serving.serve(settings, monitor_url=stack.nats_monitor_url, behind_origin=stack.behind_origin)
