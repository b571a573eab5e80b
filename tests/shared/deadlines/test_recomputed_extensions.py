"""An extended period depends on the days of the period that it extends, too (延长期限的重算)."""

from uuid import uuid4

from sqlalchemy import select

from shared.deadlines.recomputer import Recomputer
from shared.deadlines.tables import CLOCK
from shared.eventlog.unit import Unit
from tests.shared.calendar.periods import day, working
from tests.shared.deadlines.cases import SEVEN, Matter, shanghai_time
from tests.shared.deadlines.editions import almanac, correction_2026


async def test_a_day_inside_the_extended_period_moves_the_end_of_the_extension(log, engine, clock):
    """Opened on Friday 18 Sep, seven working days end on 29 Sep, ten more on 19 Oct; 22 Sep is taken off."""
    matter, known = Matter.open(uuid4(), clock.now(), SEVEN), almanac()
    matter.extend(shanghai_time("2026-09-21T10:00"), working(10))
    await log.commit(Unit(at=clock.now(), metadata={"case": matter.summary()}, aggregates=(matter,)))

    known.take([correction_2026(off=day("2026-09-22"))])
    done = await Recomputer(log, engine, known, clock).step()

    async with engine.connect() as connection:
        due_on = (await connection.execute(select(CLOCK.c.due_on))).scalar_one()
    assert matter.deadline.due_on == day("2026-10-19")
    assert (done.changed, due_on) == (1, day("2026-10-20"))
