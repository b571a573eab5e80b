"""A sealed store on a real database, and a few words for the tests."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import create_async_engine

from shared.eventlog.command import Command
from shared.identity.actor import Actor, Role
from shared.privacy.keyring import Keyring, create_master_key
from shared.privacy.sealed import SealedStore
from shared.privacy.tables import sealed_tables

AT = datetime(2026, 9, 18, 1, 0, tzinfo=UTC)


@pytest.fixture
def keyring(tmp_path):
    create_master_key(tmp_path / "master.key")
    return Keyring.from_file(tmp_path / "master.key")


@pytest.fixture
async def engine(database):
    engine = create_async_engine(database)
    yield engine
    await engine.dispose()


@pytest.fixture
async def store(engine, keyring):
    metadata = MetaData()
    tables = sealed_tables(metadata)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    return SealedStore(engine, keyring, "complaints", tables)


@pytest.fixture
def acts(store):
    """``commit`` rows as the event log does, ``seal`` and commit, make a ``command``."""

    async def commit(statements):
        async with store.engine.begin() as connection:
            for statement, parameters in statements:
                await connection.execute(statement, dict(parameters))

    async def seal(subject, identifiers=None, **fields):
        ref, statements = await store.seal(subject, fields, at=AT, identifiers=identifiers)
        await commit(statements)
        return ref

    def command(subject="chen", person=None):
        actor = Actor(subject=subject, role=Role.BUREAU_CLERK, agency="bureau", person=person)
        return Command("complaints.reveal", actor, AT, date(2026, 9, 18), "conversation")

    return SimpleNamespace(
        commit=commit,
        seal=seal,
        command=command,
        at=AT,
        person=UUID("0190b0d4-0000-7000-8000-0000000000a1"),
        other=UUID("0190b0d4-0000-7000-8000-0000000000a2"),
    )
