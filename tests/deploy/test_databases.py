"""Initialisation gives every service a database of its own, and its role only the rights it needs."""

from pathlib import Path

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, RaiseException

from deploy import schema
from deploy.databases import OtherDeploymentKindError, app_url, database_of
from deploy.drafting import migrated_database
from deploy.initialise import make_databases, plain_dsn
from deploy.layout import StackSettings
from deploy.postgres import PostgresServer
from deploy.secrets import make_secrets, secrets_of
from deploy.services import definition_of, service_names
from shared.settings.service import DeploymentKind

SERVICE = "statutes"


@pytest.fixture(scope="module")
def stack(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> StackSettings:
    stack = StackSettings(data_dir=tmp_path_factory.mktemp("installation"))
    make_secrets(stack.layout, [SERVICE])
    make_databases(stack, [SERVICE], admin_url=postgres.dsn, tell=lambda _: None)
    return stack


@pytest.fixture
def app(stack: StackSettings, postgres: PostgresServer):
    url = plain_dsn(app_url(postgres.dsn, SERVICE, secrets_of(stack.layout, SERVICE)))
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def test_a_second_initialisation_changes_nothing(stack: StackSettings, postgres: PostgresServer):
    before = secrets_of(stack.layout, SERVICE).app_password

    make_secrets(stack.layout, [SERVICE])
    make_databases(stack, [SERVICE], admin_url=postgres.dsn, tell=lambda _: None)

    assert secrets_of(stack.layout, SERVICE).app_password == before


def test_every_secret_is_readable_by_its_owner_only(stack: StackSettings):
    modes = {path.stat().st_mode & 0o777 for path in stack.layout.secrets_root.rglob("*") if path.is_file()}

    assert modes == {0o600}


@pytest.mark.parametrize(
    "statement",
    [
        "update events set position = 1",
        "delete from events",
        "truncate events",
        "delete from audit_outbox",
        "drop table events",
        "create table note (text text)",
        "alter table events disable trigger all",
        "update deployment set kind = 'production'",
        "insert into deployment (one, kind) values (2, 'production')",
        "set role jiandu_statutes_owner",
    ],
)
def test_the_service_may_not(app: psycopg.Connection, statement: str):
    with pytest.raises(InsufficientPrivilege):
        app.execute(statement.encode())


def test_the_service_reads_and_writes_what_is_its_own(app: psycopg.Connection):
    kind = app.execute("select kind from deployment").fetchone()
    allowed = app.execute("select has_table_privilege('events', 'insert, select')").fetchone()

    assert (kind, allowed) == (("demo",), (True,))


def test_nobody_else_connects_to_the_database(stack: StackSettings, postgres: PostgresServer):
    with psycopg.connect(postgres.dsn, autocommit=True) as admin:
        admin.execute("drop role if exists stranger")
        admin.execute("create role stranger login password 'stranger'")

    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(postgres.url(database_of(SERVICE), user="stranger", password="stranger"))


def test_the_kind_of_a_deployment_never_changes(stack: StackSettings, postgres: PostgresServer):
    production = stack.model_copy(update={"deployment_kind": DeploymentKind.PRODUCTION})

    with pytest.raises(OtherDeploymentKindError, match="never becomes production"):
        make_databases(production, [SERVICE], admin_url=postgres.dsn, tell=lambda _: None)
    with (
        psycopg.connect(postgres.url(database_of(SERVICE)), autocommit=True) as superuser,
        pytest.raises(RaiseException, match="never changes"),
    ):
        superuser.execute("update deployment set kind = 'production'")


@pytest.mark.parametrize("service", [name for name in service_names() if schema.has_migrations(name)])
def test_the_migrations_make_the_tables_that_the_service_declares(service: str, postgres: PostgresServer):
    with migrated_database(postgres, service) as connection:
        assert schema.difference(connection, definition_of(service)) == []


def test_every_migration_directory_belongs_to_a_service():
    found = {path.parent.name for path in Path(schema.MIGRATIONS).glob("*/[0-9]*.py")}

    assert found <= set(service_names())
