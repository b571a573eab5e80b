"""Messages that wait for a person can be listed, and tried again once what stopped them is mended."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.errors import DeployError
from deploy.letters import letter_desk
from deploy.services import definition_of
from shared.bus.places import parked
from shared.contracts.envelope import seal
from shared.contracts.registry import AgencyRegistered
from shared.settings.service import DeploymentKind, ServiceSettings
from shared.web.runtime import passing_runtime
from shared.web.schema import initialise

AT = datetime(2026, 9, 18, 1, 30, tzinfo=UTC)
REGISTRY = "enforcement_registry"
CASE = "0192a000-0000-7000-8000-000000000001"
SERVICE = definition_of("complaints")


@pytest.fixture
async def settings(database: str) -> ServiceSettings:
    """A database of complaints in which one message about a new body was parked."""
    fact = AgencyRegistered(agency="water", display_name="水利局", registered_on=date(2026, 9, 18))
    sent = seal(fact, service=REGISTRY, ordinal=700, previous=600, subject=CASE, at=AT, metadata={})
    headers = {"Nats-Subject": sent.subject, **sent.headers}
    letter = parked(
        REGISTRY, 700, subject=CASE, headers=headers, payload=sent.payload, reason="KeyError", at=AT
    )
    engine = create_async_engine(database)
    await initialise(engine, SERVICE, DeploymentKind.DEMO)
    async with engine.begin() as connection:
        await connection.execute(*letter)
    await engine.dispose()
    return ServiceSettings(service="complaints", database_url=database)


async def test_what_waits_is_listed(settings: ServiceSettings):
    async with letter_desk(SERVICE, passing_runtime(settings)) as desk:
        (waiting,) = await desk.waiting()

    assert (waiting.source, waiting.ordinal, waiting.subject) == (REGISTRY, 700, CASE)


async def test_a_message_is_tried_again_and_then_waits_no_more(settings: ServiceSettings):
    async with letter_desk(SERVICE, passing_runtime(settings)) as desk:
        assert await desk.replay(REGISTRY, CASE) == 1
        assert await desk.waiting() == []
        async with desk.runtime.engine.connect() as connection:
            known = await connection.scalar(text("select display_name from directory_agency"))

    assert known == "水利局"


async def test_a_service_that_is_not_followed_is_refused(settings: ServiceSettings):
    async with letter_desk(SERVICE, passing_runtime(settings)) as desk:
        with pytest.raises(DeployError):
            await desk.replay("nobody", CASE)
