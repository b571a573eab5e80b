"""``jiandu init``."""

import asyncio
from typing import Annotated

import typer

from deploy.errors import DeployError
from deploy.layout import StackSettings
from deploy.output import AsJson, show
from deploy.services import service_names


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="init")(init)


def init(
    files_only: Annotated[
        bool, typer.Option(help="Only secrets and the configuration of broker and origin; needs no server.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Create databases, roles, keys, broker users and streams on the servers of DATABASE_URL and NATS_URL."""
    from deploy import initialise as steps  # noqa: PLC0415  # imports every service
    from deploy.images.configuration import write_configuration  # noqa: PLC0415

    stack, names, told = StackSettings(), service_names(), []
    stack.layout.make()
    facts = steps.survey(stack, names)
    told.append(f"secrets are in {stack.layout.secrets_root}")
    if files_only:
        told += [f"written: {path}" for path in write_configuration(stack, facts)]
    else:
        if stack.database_url is None or stack.nats_url is None:
            raise DeployError(
                "Name the servers in DATABASE_URL and NATS_URL. For servers on this machine: jiandu up"
            )
        steps.make_databases(stack, names, admin_url=stack.database_url.get_secret_value(), tell=told.append)
        made = asyncio.run(steps.provision(stack, facts, stack.nats_url))
        told.append(f"streams and readers made: {', '.join(made) or 'none were missing'}")
    show({"done": told}, as_json, "\n".join(told))
