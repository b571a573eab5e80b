"""One database per service, with three roles: owner (no login), migrate, app (只授必要权限)."""

from collections.abc import Iterable

import psycopg
from psycopg import sql
from sqlalchemy import URL, Connection, MetaData, Table, create_engine, insert, make_url, select, text
from sqlalchemy.pool import NullPool

from deploy import schema
from deploy.errors import DeployError
from deploy.secrets import ServiceSecrets
from shared.eventlog.protection import PROTECTED, protect_statements
from shared.settings.service import DeploymentKind
from shared.settings.tables import DEPLOYMENT
from shared.web.service import ServiceDefinition

READ_ONLY = frozenset({DEPLOYMENT, schema.VERSION_TABLE})
_KEEP_KIND = (
    "CREATE OR REPLACE FUNCTION refuse_other_kind() RETURNS trigger LANGUAGE plpgsql AS "
    "$$BEGIN RAISE EXCEPTION 'the kind of a deployment never changes'; END$$",
    f"CREATE OR REPLACE TRIGGER kept BEFORE UPDATE OR DELETE ON {DEPLOYMENT} "
    "FOR EACH ROW EXECUTE FUNCTION refuse_other_kind()",
    f"CREATE OR REPLACE TRIGGER kept_whole BEFORE TRUNCATE ON {DEPLOYMENT} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_other_kind()",
    f"ALTER TABLE {DEPLOYMENT} ENABLE ALWAYS TRIGGER kept",
    f"ALTER TABLE {DEPLOYMENT} ENABLE ALWAYS TRIGGER kept_whole",
)


class OtherDeploymentKindError(DeployError):
    """The databases were made for another kind of deployment; that never changes."""

    def __init__(self, database: str, found: str, wanted: str) -> None:
        super().__init__(
            f"{database} was initialised as {found!r} and is now asked to be {wanted!r}. "
            "A demonstration never becomes production: start a new installation."
        )


def database_of(service: str) -> str:
    """The name of a service's database."""
    return f"jiandu_{service}"


def app_url(admin_url: str, service: str, secrets: ServiceSecrets) -> str:
    """The DSN that the service itself uses."""
    return _url(admin_url, service, "app", secrets.app_password).render_as_string(hide_password=False)


def migrate_url(admin_url: str, service: str, secrets: ServiceSecrets) -> URL:
    """The DSN of the role that changes the schema."""
    return _url(admin_url, service, "migrate", secrets.migrate_password).set(drivername="postgresql+psycopg")


def _url(admin_url: str, service: str, role: str, password: str) -> URL:
    name = database_of(service)
    return make_url(admin_url).set(username=f"{name}_{role}", password=password, database=name)


def make_database(admin: psycopg.Connection, service: str, secrets: ServiceSecrets) -> None:
    """Create what is missing: roles, database, and the rights to connect."""
    name = database_of(service)
    owner, migrate, app = (sql.Identifier(f"{name}_{role}") for role in ("owner", "migrate", "app"))
    logins = {"migrate": secrets.migrate_password, "app": secrets.app_password}
    if not _exists(admin, "select 1 from pg_roles where rolname = %s", f"{name}_owner"):
        admin.execute(sql.SQL("create role {} nologin").format(owner))
    admin.execute(sql.SQL("grant {} to current_user").format(owner))
    for role, password in logins.items():
        known = _exists(admin, "select 1 from pg_roles where rolname = %s", f"{name}_{role}")
        verb = "alter" if known else "create"
        order = sql.SQL(f"{verb} role {{}} login password {{}}")  # one of two verbs
        admin.execute(order.format(sql.Identifier(f"{name}_{role}"), sql.Literal(password)))
    admin.execute(sql.SQL("grant {} to {}").format(owner, migrate))
    database = sql.Identifier(name)
    if not _exists(admin, "select 1 from pg_database where datname = %s", name):
        admin.execute(sql.SQL("create database {} owner {}").format(database, owner))
    # always: a first run may have ended between creating and closing
    admin.execute(sql.SQL("revoke all on database {} from public").format(database))
    admin.execute(sql.SQL("grant connect on database {} to {}, {}").format(database, migrate, app))


def _exists(admin: psycopg.Connection, question: str, name: str) -> bool:
    return admin.execute(question.encode(), [name]).fetchone() is not None


def bring_up_to_date(url: URL, definition: ServiceDefinition, kind: DeploymentKind) -> None:
    """Schema, protection of what is append-only, rights of the app role, and the deployment's kind."""
    engine = create_engine(url, poolclass=NullPool)
    name = database_of(definition.name)
    with engine.begin() as connection:
        connection.execute(text(f"set role {name}_owner"))
        schema.apply(connection, definition)
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)  # noqa: S101  # the URL names the driver
        has_log = all(table in definition.metadata.tables for table in PROTECTED)
        statements = [*(protect_statements() if has_log else ()), *_KEEP_KIND]
        for statement in (*statements, *_grants(definition.metadata, f"{name}_app")):
            driver.execute(statement.encode())
        _settle_kind(connection, definition, kind)
    engine.dispose()


def rights_on(table: Table) -> str:
    """What the app role may do with a table: the log only grows, the kind is only read."""
    if table.name in READ_ONLY:
        return "SELECT"
    return (
        "SELECT, INSERT"
        if table.schema is None and table.name in PROTECTED
        else "SELECT, INSERT, UPDATE, DELETE"
    )


def _grants(metadata: MetaData, role: str) -> Iterable[str]:
    yield "REVOKE ALL ON SCHEMA public FROM PUBLIC"
    for name in sorted({table.schema or "public" for table in metadata.tables.values()}):
        yield f"GRANT USAGE ON SCHEMA {name} TO {role}"
        yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {name} TO {role}"
    for table in metadata.tables.values():
        yield f'GRANT {rights_on(table)} ON "{table.schema or "public"}"."{table.name}" TO {role}'


def _settle_kind(connection: Connection, definition: ServiceDefinition, kind: DeploymentKind) -> None:
    table = definition.deployment.deployment
    found = connection.scalar(select(table.c.kind))
    if found is None:
        connection.execute(insert(table).values(one=1, kind=kind.value))
    elif found != kind.value:
        raise OtherDeploymentKindError(database_of(definition.name), found, kind.value)
