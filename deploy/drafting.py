"""Writing migrations: the difference between what the migrations make and what the services declare."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from deploy import schema
from deploy.postgres import PostgresServer
from deploy.services import definition_of


def draft_missing(directory: Path, services: Sequence[str], message: str) -> list[str]:
    """Write a migration for every service whose tables differ from its migrations."""
    server = PostgresServer(directory / "postgres", run_dir=directory / "run", durable=False)
    server.start()
    try:
        return [str(path) for name in services if (path := _draft(server, name, message)) is not None]
    finally:
        server.stop()


def _draft(server: PostgresServer, service: str, message: str) -> Path | None:
    definition = definition_of(service)
    with migrated_database(server, service) as connection:
        if not schema.difference(connection, definition):
            return None
        path = schema.draft(connection, definition, message)
    ruff = Path(sys.executable).with_name("ruff")
    for tidy in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        subprocess.run([str(ruff), *tidy, str(path)], check=False)
    return path


@contextmanager
def migrated_database(server: PostgresServer, service: str) -> Iterator[Connection]:
    """A fresh database as the service's migrations make it."""
    with psycopg.connect(server.dsn, autocommit=True) as admin:
        admin.execute(sql.SQL("create database {}").format(sql.Identifier(service)))
    engine = create_engine(server.url(service, driver="psycopg"), poolclass=NullPool)
    with engine.connect() as connection:
        if schema.has_migrations(service):
            schema.apply(connection, definition_of(service))
        yield connection
    engine.dispose()
