"""``jiandu init``."""

import asyncio
from dataclasses import asdict
from typing import Annotated

import typer

from deploy.errors import DeployError
from deploy.layout import StackSettings
from deploy.output import AsJson, new_accounts, show
from deploy.services import service_names


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="init")(init)
    app.command()(streams)


def init(
    files_only: Annotated[
        bool, typer.Option(help="Only secrets and the configuration of broker and origin; needs no server.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Create databases, roles, keys, broker users and streams on the servers of DATABASE_URL and NATS_URL."""
    from deploy import initialise as steps  # noqa: PLC0415  # imports every service
    from deploy.images.configuration import write_configuration  # noqa: PLC0415
    from deploy.topology import load  # noqa: PLC0415

    stack, names = StackSettings(), service_names()
    stack.layout.make()
    if files_only:
        written = write_configuration(stack, steps.survey(stack, names))
        show({"written": written}, as_json, "\n".join(map(str, written)))
        return
    if stack.database_url is None or stack.nats_url is None:
        raise DeployError(
            "Name the servers in DATABASE_URL and NATS_URL. For servers on this machine: jiandu up"
        )
    told: list[str] = []
    admin_url = stack.database_url.get_secret_value()
    steps.initialise(stack, names, admin_url=admin_url, tell=told.append)
    made = asyncio.run(steps.provision(stack, load(stack.layout.topology), stack.nats_url))
    told.append(f"streams and readers made: {', '.join(made) or 'none were missing'}")
    accounts = [asdict(each) for each in steps.first_accounts(stack, admin_url)]
    show({"done": told, "new_accounts": accounts}, as_json, "\n".join(told) + new_accounts(accounts))


def streams(as_json: AsJson = False) -> None:
    """Keep streams and readers in being on the broker of NATS_URL until stopped: a wiped broker heals."""
    from deploy import initialise as steps  # noqa: PLC0415
    from deploy.topology import load  # noqa: PLC0415

    stack = StackSettings()
    if stack.nats_url is None:
        raise DeployError("Name the broker in NATS_URL.")
    show({"keeping": stack.nats_url}, as_json, f"keeping the streams of {stack.nats_url}")
    asyncio.run(steps.keep_streams(stack, load(stack.layout.topology), stack.nats_url))
