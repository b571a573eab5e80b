"""Read models and copies compared with what the logs say: rebuilt, or replayed into an empty database."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from deploy.databases import database_of
from deploy.forking import Placement
from deploy.serving import placed_settings
from shared.bus.effects import Effects
from shared.contracts.base import contract_of
from shared.contracts.envelope import Envelope, Outgoing, unseal
from shared.deadlines.tables import CLOCK, ESCALATION
from shared.web.runtime import runtime_of
from tests.reliability.checks import compare
from tests.reliability.suite import SmallSuite
from tests.reliability.verdict import Faults

Handler = Callable[[Envelope], Effects]


async def rows_of(engine: AsyncEngine, table: Table) -> list[tuple[Any, ...]]:
    """All rows of a table, in the order of its key."""
    async with engine.connect() as connection:
        found = await connection.execute(table.select().order_by(*table.primary_key.columns))
        return [tuple(row) for row in found]


async def check_rebuild(suite: SmallSuite, service: str, faults: Faults) -> None:
    """The read models and the rows of the clocks equal those that a rebuild makes."""
    definition, settings = suite.definition(service), placed_settings(placement_of(suite, service))
    runtime = runtime_of(settings)
    parts = definition.build(runtime)
    own = {table.name for table in parts.read_models}
    wanted = own | ({CLOCK.name, ESCALATION.name} & set(definition.metadata.tables))
    tables = [table for table in definition.metadata.sorted_tables if table.name in wanted]
    before = {table.name: await rows_of(runtime.engine, table) for table in tables}
    await parts.log.rebuild(tables)
    for table in tables:
        compare(f"{service}.{table.name}", before[table.name], await rows_of(runtime.engine, table), faults)
    await runtime.engine.dispose()


async def check_copies(
    suite: SmallSuite,
    service: str,
    tables: Sequence[Table],
    told: Iterable[tuple[Handler, Sequence[Outgoing]]],
    faults: Faults,
) -> None:
    """A follower's rows equal those that its handlers make of the sources' logs in an empty database."""
    scratch = f"replay_{service}"
    with psycopg.connect(suite.postgres.dsn, autocommit=True) as admin:
        admin.execute(sql.SQL("create database {}").format(sql.Identifier(scratch)))
    replayed = create_async_engine(suite.postgres.url(scratch, driver="psycopg"))
    async with replayed.begin() as connection:
        await connection.run_sync(suite.definition(service).metadata.create_all, tables=list(tables))
        for handler, messages in told:
            for message in messages:
                for statement, values in _effects(handler, message).statements:
                    await connection.execute(statement, values)
    real = create_async_engine(suite.postgres.url(database_of(service), driver="psycopg"))
    for table in tables:
        name = f"{service}.{table.name}"
        compare(name, await rows_of(real, table), await rows_of(replayed, table), faults)
    await real.dispose()
    await replayed.dispose()


def _effects(handler: Handler, message: Outgoing) -> Effects:
    kind = contract_of(message.subject)
    assert kind is not None, message.subject
    return handler(unseal(kind, message.headers, message.payload))


def placement_of(suite: SmallSuite, service: str) -> Placement:
    """A place beside the running processes, for looking only."""
    return Placement(
        stack=suite.stack,
        service=service,
        port=0,
        admin_url=suite.postgres.dsn,
        nats_url=suite.nats.url,
        nats_monitor_url=suite.nats.monitor_url,
        jwks_url=suite.jwks_url,
        addresses={name.partition(":")[0]: suite.url(name) for name in suite.ports},
    )
