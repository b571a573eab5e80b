"""Two databases and a clean broker for two small services."""

from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from deploy.nats import NatsServer
from deploy.postgres import PostgresServer
from tests.shared.bus.notebooks import World, world_on


@pytest.fixture
def databases(postgres: PostgresServer) -> Iterator[tuple[str, str]]:
    """The URLs of a sender's and a reader's empty database."""
    names = [f"bus_{uuid4().hex[:12]}" for _ in range(2)]
    with psycopg.connect(postgres.dsn, autocommit=True) as admin:
        for name in names:
            admin.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    yield postgres.url(names[0], driver="psycopg"), postgres.url(names[1], driver="psycopg")
    with psycopg.connect(postgres.dsn, autocommit=True) as admin:
        for name in names:
            admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
async def world(nats_clean: NatsServer, databases: tuple[str, str]) -> AsyncIterator[World]:
    """Both services on real engines, with their streams made and nothing running yet."""
    async with world_on(nats_clean.url, databases) as made:
        await made.provision()
        yield made
