"""The sweeper: finding what is due among a million clocks, and firing it through the cases (P6)."""

import asyncio
import time
from datetime import datetime, timedelta

from sqlalchemy import distinct, func, select, text

from services.complaints.domain.complaint import Complaint
from shared.clock.suite import SHANGHAI
from shared.deadlines.sweeper import Sweeper
from shared.deadlines.tables import CLOCK
from tests.benchmarks.complaint_log import OPENED_AT, Office, office
from tests.benchmarks.engines import Engines
from tests.benchmarks.figure import Bar, Figure, Line, Size

CLOCKS = 1_000_000
DUE = 10_000
ROUNDS = 3
LOOKS = 7

_OTHERS = text(
    """
    insert into clock
    select gen_random_uuid(), clock, 'filler ' || n, procedure, agency, handler, owner, rule_key, basis,
           started_on, due_on, breach_after, calendar_edition, provisional, deadline, told, rung,
           cast(:later as timestamptz) + n % 300 * interval '1 day', opened_on, position
    from generate_series(1, :count) n cross join (select * from clock limit 1) one
    """
)


def sweep(servers: Engines, size: Size) -> Figure:
    """P6: 10,000 real complaints whose rung is due; the other clocks are rows that are due later."""
    return asyncio.run(_measured(servers, size))


async def _measured(servers: Engines, size: Size) -> Figure:
    due, clocks = size.of(DUE, 200), size.of(CLOCKS, 2_000)
    found: list[float] = []
    fired: list[float] = []
    async with office(servers.database(), str(servers.directory("objects"))) as place:
        await place.keep(place.received(number) for number in range(due))
        await _fill(place, clocks - due)
        servers.checkpoint()
        sweeper = Sweeper(place.parts.log, place.engine, place.clock)
        for at in (await _rung_days(place, due))[: size.of(ROUNDS, 1)]:
            place.clock.set(at)
            found.append(await _look(sweeper, place, due))
            servers.checkpoint()
            began = time.perf_counter()
            swept = await sweeper.sweep_once()
            fired.append(due / (time.perf_counter() - began))
            assert swept == (due, 0, 0), swept
    return Figure(
        [
            Line(f"find {due:,} due among {clocks:,}", found, "ms", Bar(50, 20, at_most=True)),
            Line("fire through the cases", fired, "rungs/s", Bar(600, 5_000)),
        ],
        [
            f"Finding: all pages of the sweeper's own question, warm (median of {LOOKS} looks), rows brought"
            " into the process. Firing: load, decide, append with read models, ledger, notification and"
            " signed audit entry; one sweeper, one process, each round one rung of every case.",
        ],
    )


async def _fill(place: Office, count: int) -> None:
    later = OPENED_AT + timedelta(days=365)
    async with place.engine.begin() as connection:
        await connection.execute(_OTHERS, {"later": later, "count": count})
    async with place.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text("vacuum analyze clock"))


async def _rung_days(place: Office, due: int) -> list[datetime]:
    """The instants at which the rungs of the acceptance clock fire, one after the other."""
    async with place.engine.connect() as connection:
        query = select(func.min(CLOCK.c.next_action_at), func.count(distinct(CLOCK.c.case_id)))
        one = (await connection.execute(query.where(CLOCK.c.number.like("投诉%")))).one()
        case_id = await connection.scalar(
            select(CLOCK.c.case_id).where(CLOCK.c.number.like("投诉%")).limit(1)
        )
    assert one[1] == due
    case = await place.parts.log.load(Complaint, case_id)
    days = [on for _, on in case.clocks["acceptance"].rungs]
    return [datetime(on.year, on.month, on.day, 9, tzinfo=SHANGHAI) for on in sorted(set(days))]


async def _look(sweeper: Sweeper, place: Office, due: int) -> float:
    times = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        found = [case for page in [each async for each in sweeper.due(place.clock.now())] for case in page]
        times.append((time.perf_counter() - began) * 1000)
        assert len(found) == due
    return sorted(times)[LOOKS // 2]
