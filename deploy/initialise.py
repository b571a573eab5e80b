"""``jiandu init``: databases, roles, schemas, the deployment's kind, keys, broker users and streams.

Running it again changes nothing that is already right.
"""

from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection

import psycopg
from sqlalchemy import make_url

from deploy import topology
from deploy.accounts import Login, make_first_accounts
from deploy.databases import app_url, bring_up_to_date, make_database, migrate_url
from deploy.errors import DeployError
from deploy.files import write_private
from deploy.layout import StackSettings
from deploy.secrets import make_secrets, secrets_of
from deploy.services import IDENTITY, definitions
from shared.bus.connection import BusConnection
from shared.bus.names import PROVISIONER
from shared.bus.streams import Provisioner

Teller = Callable[[str], None]


def initialise(stack: StackSettings, names: Sequence[str], *, admin_url: str, tell: Teller) -> list[Login]:
    """Bring an installation to where its broker and then its services can start; the new accounts."""
    survey(stack, names)
    make_databases(stack, names, admin_url=admin_url, tell=tell)
    if IDENTITY not in names:
        return []
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


def provisioner_connection(stack: StackSettings, nats_url: str) -> BusConnection:
    """The one user who may make streams."""
    own = secrets_of(stack.layout, PROVISIONER).nats_seed_file
    seed_file = stack.nats_provisioner_seed_file or own
    return BusConnection(nats_url, service=PROVISIONER, seed=seed_file.read_text(encoding="ascii").strip())


async def provision(stack: StackSettings, facts: topology.Topology, nats_url: str) -> list[str]:
    """Make the missing streams once."""
    connection = provisioner_connection(stack, nats_url)
    await connection.start()
    try:
        await connection.ready(15.0)
        return await Provisioner(connection, topology.follows_of(facts)).provision_once()
    finally:
        await connection.stop()


def initialise_forked(stack: StackSettings, names: Sequence[str], admin_url: str, answer: Connection) -> None:
    """The same in a process that has everything imported; answers the new accounts or the reason."""
    try:
        answer.send(initialise(stack, names, admin_url=admin_url, tell=lambda _: None))
    except DeployError as reason:
        answer.send(str(reason))
