"""``jiandu init``: databases, roles, schemas, the deployment's kind, keys, broker users and streams.

Running it again changes nothing that is already right.
"""

import asyncio
import signal
from collections.abc import Callable, Sequence

import psycopg
from sqlalchemy import make_url

from deploy import topology
from deploy.accounts import Login, make_first_accounts
from deploy.broker import provisioner_connection
from deploy.databases import app_url, bring_up_to_date, make_database, migrate_url
from deploy.files import write_private
from deploy.layout import StackSettings
from deploy.secrets import make_secrets, secrets_of
from deploy.services import IDENTITY, definitions
from shared.bus.streams import Provisioner

Teller = Callable[[str], None]


def initialise(stack: StackSettings, names: Sequence[str], *, admin_url: str, tell: Teller) -> None:
    """Bring an installation to where its broker and then its services can start."""
    survey(stack, names)
    make_databases(stack, names, admin_url=admin_url, tell=tell)


def first_accounts(stack: StackSettings, admin_url: str) -> list[Login]:
    """Make the missing first accounts."""
    return make_first_accounts(stack, app_url(admin_url, IDENTITY, secrets_of(stack.layout, IDENTITY)))


def survey(stack: StackSettings, names: Sequence[str]) -> topology.Topology:
    """Make the missing secrets, and keep what the services say of themselves."""
    make_secrets(stack.layout, names)
    facts = topology.survey(definitions(names))
    topology.save(facts, stack.layout.topology)
    return facts


def make_databases(stack: StackSettings, names: Sequence[str], *, admin_url: str, tell: Teller) -> None:
    """Databases, roles, tables, rights, and the kind that never changes."""
    layout = stack.layout
    with psycopg.connect(plain_dsn(admin_url), autocommit=True) as admin:
        for name in names:
            make_database(admin, name, secrets_of(layout, name))
    for definition in definitions(names):
        secrets = secrets_of(layout, definition.name)
        bring_up_to_date(migrate_url(admin_url, definition.name, secrets), definition, stack.deployment_kind)
        write_private(secrets.database_url_file, app_url(admin_url, definition.name, secrets))
        tell(f"database of {definition.name} is up to date")


def plain_dsn(url: str) -> str:
    """The DSN without SQLAlchemy's driver name."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


async def provision(stack: StackSettings, facts: topology.Topology, nats_url: str) -> list[str]:
    """Make the missing streams once."""
    connection = provisioner_connection(stack, nats_url)
    await connection.start()
    try:
        await connection.ready(15.0)
        return await Provisioner(connection, topology.follows_of(facts)).provision_once()
    finally:
        await connection.stop()


async def keep_streams(stack: StackSettings, facts: topology.Topology, nats_url: str) -> None:
    """Make missing streams again and again, until a signal."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    connection = provisioner_connection(stack, nats_url)
    await connection.start()
    try:
        await Provisioner(connection, topology.follows_of(facts)).run(stop)
    finally:
        await connection.stop()
