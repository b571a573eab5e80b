"""Who finds a case in the queue: those assigned, those ordered, and never the person it is about."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from services.dashboard.application.scope import scope_of
from services.dashboard.views.queue import Filters, is_within, queue_page
from services.dashboard.views.tables import metadata, work_queue
from shared.identity.actor import Actor, Role
from tests.benchmarks.work_queue import TODAY, fill

INVESTIGATOR, ACCUSED = uuid4(), uuid4()


@pytest.fixture
async def queue(database: str) -> AsyncIterator[AsyncConnection]:
    """Two hundred cases: the first by number assigned, about somebody, and ordered to an agency."""
    engine = create_async_engine(database)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await fill(engine, 200)
    async with engine.begin() as connection:
        first = select(func.min(work_queue.c.number)).where(work_queue.c.is_open).scalar_subquery()
        marked = {"people": [INVESTIGATOR], "hidden_from": [ACCUSED], "addressed": ["ordered_agency"]}
        marked |= {"owner_role": "agency_clerk"}
        await connection.execute(update(work_queue).where(work_queue.c.number == first).values(**marked))
        yield connection
    await engine.dispose()


async def found(queue: AsyncConnection, actor: Actor) -> list[str]:
    scope = scope_of(actor)
    page = await queue_page(queue, scope, Filters(), TODAY)
    assert all(is_within(row, scope) for row in page.rows)
    return [row.number for row in page.rows if row.people]


@pytest.mark.parametrize(
    ("role", "agency", "person", "sees"),
    [
        pytest.param(Role.INVESTIGATOR, "bureau", INVESTIGATOR, True, id="the investigator assigned"),
        pytest.param(Role.INVESTIGATOR, "bureau", uuid4(), False, id="another investigator"),
        pytest.param(Role.INVESTIGATOR, "bureau", None, False, id="an investigator whom nobody knows"),
        pytest.param(Role.AGENCY_CLERK, "ordered_agency", uuid4(), True, id="the agency ordered to correct"),
        pytest.param(
            Role.AGENCY_CLERK, "ordered_agency", ACCUSED, False, id="the person complained of there"
        ),
        pytest.param(Role.AGENCY_CLERK, "elsewhere", uuid4(), False, id="another agency"),
    ],
)
async def test_a_case_is_found_by_those_concerned(queue, role, agency, person, sees):
    assert bool(await found(queue, Actor("a", role, agency, person))) is sees


async def test_the_bureau_does_not_show_a_person_the_own_case(queue):
    scope = scope_of(Actor("a", Role.BUREAU_CLERK, "bureau", ACCUSED))

    page = await queue_page(queue, scope, Filters(), TODAY)

    assert page.rows
    assert not any(row.hidden_from for row in page.rows)
