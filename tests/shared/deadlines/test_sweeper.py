"""Each rung fires exactly once, never early, and late ones say so; whatever crashes or jumps."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.audit.signing import Ed25519Signer
from shared.clock.ids import derived_id
from shared.clock.suite import ManualClock, SuiteClock
from shared.deadlines.sweeper import LOCK, Sweeper
from shared.eventlog.leadership import lock_key
from shared.eventlog.log import EventLog
from shared.eventlog.unit import Unit
from tests.shared.deadlines.cases import LOG_TABLES, PROJECTORS, SEVEN, TABLES, Matter, shanghai_time

NAMESPACE = UUID("01990000-0000-7000-8000-000000000000")
FRIDAY = shanghai_time("2026-09-18T15:00")
RUNGS = ["notice", "yellow", "red", "supervise"]


async def opened(log: EventLog, count: int, at: datetime = FRIDAY) -> list[UUID]:
    matters = [Matter.open(derived_id(NAMESPACE, str(each)), at, SEVEN) for each in range(count)]
    await log.commit(Unit(at=at, aggregates=matters))
    return [matter.id for matter in matters]


async def ledger(engine: AsyncEngine):
    async with engine.connect() as connection:
        query = select(TABLES.escalation).order_by(TABLES.escalation.c.position)
        return (await connection.execute(query)).mappings().all()


def fired(rows) -> Counter[tuple[UUID, str]]:
    return Counter((row["case_id"], row["rung"]) for row in rows)


async def test_nothing_fires_before_its_time(log, engine, clock, sweeper):
    await opened(log, 3)

    clock.set(shanghai_time("2026-09-23T08:29:59"))

    assert (await sweeper.sweep_once()).fired == 0
    assert await ledger(engine) == []


async def test_a_rung_fires_at_half_past_eight_and_then_never_again(log, engine, clock, sweeper):
    await opened(log, 3)
    clock.set(shanghai_time("2026-09-23T08:30"))

    first, second = await sweeper.sweep_once(), await sweeper.sweep_once()

    assert (first.fired, second.fired) == (3, 0)
    assert [(row["rung"], row["late"]) for row in await ledger(engine)] == [("notice", False)] * 3
    assert sweeper.swept_until == clock.now()


async def test_after_a_week_of_downtime_missed_rungs_fire_once_marked_late(log, engine, clock, sweeper):
    ids = await opened(log, 2)
    clock.set(shanghai_time("2026-09-30T09:30"))

    await sweeper.sweep_once()
    await sweeper.sweep_once()

    rows = await ledger(engine)
    assert fired(rows) == Counter((case_id, rung) for case_id in ids for rung in RUNGS[:3])
    assert all(row["late"] for row in rows)
    assert {row["planned_on"].isoformat() for row in rows} == {"2026-09-23", "2026-09-28", "2026-09-30"}
    assert {row["reached_at"] for row in rows} == {shanghai_time("2026-09-30T09:30")}


async def test_two_sweepers_at_once_fire_each_rung_once(log, engine, clock):
    ids = await opened(log, 40)
    other_log = EventLog(engine, service="matters", projectors=PROJECTORS, signer=Ed25519Signer.generate())
    await other_log.start()
    clock.set(shanghai_time("2026-09-28T08:30"))

    one, other = Sweeper(log, engine, clock), Sweeper(other_log, engine, clock)
    swept = await asyncio.gather(one.sweep_once(), other.sweep_once())
    await other_log.stop()

    rows = await ledger(engine)
    assert fired(rows) == Counter((case_id, rung) for case_id in ids for rung in RUNGS[:2])
    assert sum(each.fired for each in swept) == len(rows)
    assert not any(each.failed for each in swept)


class DyingLog(EventLog):
    """A log whose process is killed between the decision and its commit, or just after the commit."""

    def __init__(self, *args, after_commit: bool, **more) -> None:
        super().__init__(*args, **more)
        self._after_commit = after_commit

    async def commit(self, unit):
        if self._after_commit:
            await super().commit(unit)
        raise asyncio.CancelledError


@pytest.mark.parametrize("after_commit", [False, True])
async def test_a_crash_around_the_commit_neither_loses_nor_doubles_a_rung(
    log, engine, clock, sweeper, after_commit
):
    ids = await opened(log, 5)
    clock.set(shanghai_time("2026-09-23T08:30"))
    dying = DyingLog(
        engine,
        service="matters",
        projectors=PROJECTORS,
        signer=Ed25519Signer.generate(),
        after_commit=after_commit,
    )
    await dying.start()
    with pytest.raises(asyncio.CancelledError):
        await Sweeper(dying, engine, clock).sweep_once()
    await dying.stop()

    await sweeper.sweep_once()

    assert fired(await ledger(engine)) == Counter((case_id, "notice") for case_id in ids)


async def test_a_broken_case_does_not_silence_the_others(log, engine, clock, sweeper):
    broken, *sound = await opened(log, 4)
    async with engine.begin() as connection:
        await connection.execute(
            text("UPDATE events SET type = 'tests.unknown' WHERE aggregate_id = :id"), {"id": broken}
        )
    clock.set(shanghai_time("2026-09-23T08:30"))

    swept = await sweeper.sweep_once()

    assert (swept.fired, swept.failed) == (3, 1)
    assert set(fired(await ledger(engine))) == {(case_id, "notice") for case_id in sound}
    assert sweeper.swept_until is None


async def test_a_jump_of_the_sandbox_clock_loses_nothing(log, engine, sweeper, clock):
    ids = await opened(log, 3)

    for jump in ("2026-09-22T10:00", "2026-09-28T20:00", "2026-12-31T10:00"):
        clock.set(shanghai_time(jump))
        await sweeper.sweep_once()

    assert fired(await ledger(engine)) == Counter((case_id, rung) for case_id in ids for rung in RUNGS)


async def test_a_host_clock_thrown_back_and_forth_fires_nothing_early(log, engine):
    host, elapsed = [datetime(2026, 9, 18, 7, tzinfo=UTC)], [0.0]
    clock = SuiteClock(host=lambda: host[0], monotonic=lambda: elapsed[0])
    sweeper = Sweeper(log, engine, clock)
    await opened(log, 2)

    for step in (timedelta(days=5), -timedelta(days=9), timedelta(days=30), -timedelta(days=26)):
        host[0] += step
        assert (await sweeper.sweep_once()).fired == 0
        host[0] += timedelta(seconds=20)
        elapsed[0] += 20
        assert (await sweeper.sweep_once()).fired == 0

    passed = timedelta(days=5)
    host[0] += passed
    elapsed[0] += passed.total_seconds()
    await sweeper.sweep_once()
    assert [row["rung"] for row in await ledger(engine)] == ["notice", "notice"]


async def test_a_stopped_clock_fires_nothing(log, engine, clock, sweeper):
    (case_id,) = await opened(log, 1)
    matter = await log.load(Matter, case_id)
    matter.answer(shanghai_time("2026-09-21T10:00"))
    await log.commit(Unit(at=clock.now(), aggregates=[matter]))
    clock.set(shanghai_time("2026-12-31T10:00"))

    assert (await sweeper.sweep_once()).fired == 0


async def test_every_fired_rung_leaves_a_signed_audit_entry(log, engine, clock, sweeper):
    await opened(log, 2)
    clock.set(shanghai_time("2026-09-23T08:30"))

    await sweeper.sweep_once()

    async with engine.connect() as connection:
        entries = (await connection.execute(select(LOG_TABLES.audit_outbox.c.entry))).scalars().all()
    assert len(entries) == 2
    assert all("deadlines.reach_rung" in entry for entry in entries)


async def test_more_due_clocks_than_a_page_are_all_fired(log, engine, clock, sweeper):
    await opened(log, 1100)
    clock.set(shanghai_time("2026-09-23T08:30"))

    assert (await sweeper.sweep_once()).fired == 1100


async def until(condition, seconds: float = 10.0) -> None:
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - what is waited for happens in the database
            await asyncio.sleep(0.02)


async def test_one_sweeper_leads_and_another_takes_over(log, engine, clock):
    ids = await opened(log, 3)
    stops = [asyncio.Event(), asyncio.Event()]
    sweepers = [Sweeper(log, engine, clock, pause=0.05) for _ in stops]
    running = [asyncio.create_task(sweepers[0].run(stops[0]))]

    async def leads(sweeper: Sweeper = sweepers[0]) -> bool:
        return sweeper.swept_until == clock.now()

    await until(leads)
    running.append(asyncio.create_task(sweepers[1].run(stops[1])))
    clock.set(shanghai_time("2026-09-23T08:30"))
    await until(leads)
    assert sweepers[1].swept_until is None

    stops[0].set()
    await running[0]
    clock.set(shanghai_time("2026-09-28T08:30"))

    async def took_over() -> bool:
        return await leads(sweepers[1])

    await until(took_over)
    stops[1].set()
    await running[1]
    assert fired(await ledger(engine)) == Counter((case_id, rung) for case_id in ids for rung in RUNGS[:2])


async def test_a_leader_that_lost_its_connection_lets_another_lead(log, engine, clock):
    stop = asyncio.Event()
    sweeper = Sweeper(log, engine, ManualClock(clock.now()), pause=0.05)
    running = asyncio.create_task(sweeper.run(stop))

    async def leads() -> bool:
        return sweeper.swept_until is not None

    await until(leads)
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = :low"
            ),
            {"low": lock_key(LOCK) & 0xFFFFFFFF},
        )

    with pytest.raises(Exception, match=r"terminat|closed|connection"):
        await asyncio.wait_for(running, 10)
