"""The real engines, once per test run: a throw-away PostgreSQL cluster and a NATS server with JetStream."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import nats as nats_client
import psycopg
import pytest
from psycopg import sql

from deploy.nats import NatsServer
from deploy.postgres import PostgresServer

_DATABASES = count(1)


@pytest.fixture(scope="session")
def engines_dir() -> Iterator[Path]:
    """A short directory: a Unix socket's path may have 107 bytes only."""
    path = Path(tempfile.mkdtemp(prefix="jd-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(engines_dir: Path) -> Iterator[PostgresServer]:
    """PostgreSQL, not durable: never for tests that cut the power."""
    server = PostgresServer(engines_dir / "postgres", run_dir=engines_dir / "run", durable=False)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def database(postgres: PostgresServer) -> Iterator[str]:
    """The asynchronous SQLAlchemy URL of a fresh, empty database."""
    name = f"test_{next(_DATABASES)}"
    with psycopg.connect(postgres.dsn, autocommit=True) as admin:
        admin.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    yield postgres.url(name, driver="psycopg")
    with psycopg.connect(postgres.dsn, autocommit=True) as admin:
        admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def nats(engines_dir: Path) -> Iterator[NatsServer]:
    """A NATS server with JetStream and no authorization."""
    server = NatsServer(engines_dir / "nats")
    server.start()
    yield server
    server.stop()


async def _ignore(_: Exception) -> None:
    """A connection that is being closed has nothing to report."""


@pytest.fixture
async def nats_clean(nats: NatsServer) -> AsyncIterator[NatsServer]:
    """The session's NATS server without any stream."""
    client = await nats_client.connect(nats.url, error_cb=_ignore)
    manager = client.jsm()
    for stream in await manager.streams_info():
        await manager.delete_stream(stream.config.name or "")
    await client.close()
    yield nats
