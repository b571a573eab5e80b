"""A service's database at its beginning: tables, and what the installation is for (数据库初始化)."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.settings.service import DeploymentKind
from shared.web.service import ServiceDefinition


class DeploymentKindError(Exception):
    """The database belongs to another kind of installation, or to none yet (部署类型不符)."""


async def initialise(engine: AsyncEngine, definition: ServiceDefinition, kind: DeploymentKind) -> None:
    """Create what is missing; write the kind once, and refuse to go on with another."""
    table = definition.deployment.deployment
    async with engine.begin() as connection:
        await connection.run_sync(definition.metadata.create_all)
        await connection.execute(insert(table).values(one=1, kind=kind.value).on_conflict_do_nothing())
        await check_kind(connection, definition, kind)


async def check_kind(
    connection: AsyncConnection, definition: ServiceDefinition, kind: DeploymentKind
) -> None:
    """Refuse to start on a database that was initialised for something else."""
    found = (await connection.execute(select(definition.deployment.deployment.c.kind))).scalar_one_or_none()
    if found != kind.value:
        raise DeploymentKindError(
            f"{definition.name}: the database is {found or 'not initialised'}, not {kind.value}"
        )
