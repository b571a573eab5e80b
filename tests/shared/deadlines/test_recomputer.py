"""The recomputation of a whole stock: every clock that must move, no other, once (全量重算)."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from shared.audit.signing import Ed25519Signer
from shared.calendar.almanac import Almanac
from shared.deadlines.case import Case
from shared.deadlines.docket import Docket
from shared.deadlines.recomputer import Recomputer
from shared.deadlines.recomputing import NewNotice
from shared.deadlines.tables import CLOCK, DOCKET, DOCKET_TASK, RECOMPUTATION
from shared.eventlog.failures import ServiceUnavailableError
from shared.eventlog.log import EventLog
from shared.eventlog.unit import Committed, Unit
from tests.shared.calendar.periods import day, natural, working
from tests.shared.deadlines.cases import NOTIFICATIONS, PROJECTORS, SEVEN, Matter, shanghai_time
from tests.shared.deadlines.editions import almanac, correction_2026, year_2027

FRIDAY = shanghai_time("2026-09-18T15:00")
LATER = correction_2026(off=day("2026-09-22"))


@pytest.fixture
def known() -> Almanac:
    """What the suite knows of the calendar; tests let it learn more."""
    return almanac()


@pytest.fixture
def recomputer(log, engine, clock, known) -> Recomputer:
    return Recomputer(log, engine, known, clock)


async def record(log, *matters: Matter) -> list[UUID]:
    for each in matters:
        metadata = {"case": each.summary()}
        await log.commit(Unit(at=FRIDAY, metadata=metadata, aggregates=(each,)))
    return [each.id for each in matters]


async def rows(engine, table) -> list:
    async with engine.connect() as connection:
        return list((await connection.execute(select(table))).mappings())


async def due_of(engine, case_id: UUID):
    return next(row["due_on"] for row in await rows(engine, CLOCK) if row["case_id"] == case_id)


async def test_a_publication_moves_exactly_the_clocks_that_it_must(log, engine, recomputer, known):
    touched, passed, later = await record(
        log,
        Matter.open(uuid4(), FRIDAY, SEVEN),
        Matter.open(uuid4(), shanghai_time("2026-09-01T10:00"), working(3)),
        Matter.open(uuid4(), shanghai_time("2026-09-23T10:00"), working(3)),
    )
    await recomputer.step()
    before = {each: await due_of(engine, each) for each in (passed, later)}

    known.take([LATER])
    done = await recomputer.step()

    assert done.changed == 1
    assert await due_of(engine, touched) == day("2026-09-30")
    assert {each: await due_of(engine, each) for each in (passed, later)} == before
    assert [row["case_id"] for row in await rows(engine, DOCKET)] == [touched]


async def test_a_second_look_finds_nothing_and_a_restart_neither(log, engine, recomputer, known, clock):
    await record(log, Matter.open(uuid4(), FRIDAY, SEVEN))
    known.take([LATER])
    await recomputer.step()
    position = await log.position()

    assert (await recomputer.step()).changed == 0
    assert (await Recomputer(log, engine, known, clock).step()).changed == 0
    assert await log.position() == position


async def test_a_clock_that_a_late_command_opened_under_the_old_edition_is_found(
    log, engine, recomputer, known
):
    known.take([LATER])
    await recomputer.step()

    (late,) = await record(log, Matter.open(uuid4(), FRIDAY, SEVEN))
    await recomputer.step()

    assert await due_of(engine, late) == day("2026-09-30")


async def test_a_publication_of_a_year_touches_only_what_was_provisional(log, engine, recomputer, known):
    december = shanghai_time("2026-12-10T10:00")
    _, provisional = await record(
        log, Matter.open(uuid4(), december, SEVEN), Matter.open(uuid4(), december, natural(30))
    )
    assert [row["provisional"] for row in await rows(engine, CLOCK)] == [False, True]

    known.take([year_2027()])
    done = await recomputer.step()

    assert (done.examined, done.changed) == (1, 1)
    assert [row["provisional"] for row in await rows(engine, CLOCK)] == [False, False]
    (listed,) = await rows(engine, DOCKET)
    assert (listed["case_id"], listed["effect"]) == (provisional, "definite")


async def test_one_entry_of_the_audit_log_stands_for_a_batch_and_every_event_names_the_edition(
    log, engine, recomputer, known
):
    await record(log, *(Matter.open(uuid4(), FRIDAY, SEVEN) for _ in range(5)))
    known.take([LATER])
    await recomputer.step()

    recorded = (await log.read(0, 100))[5:]
    assert {each.metadata["case"]["number"] for each in recorded} == {"2026-1"}
    assert {each.event.edition_after for each in recorded} == {known.current().edition}
    (run,) = [row for row in await rows(engine, RECOMPUTATION) if row["changed"]]
    assert (run["edition"], run["changed"]) == (known.book.id, 5)


class Broken(Case):
    """A case whose data this release cannot decide on."""

    TOPIC = "tests.broken_matter"

    class Opened(Case.Created):
        pass

    @classmethod
    def open(cls) -> "Broken":
        (begun,) = Matter.open(uuid4(), FRIDAY, SEVEN).pending_events
        return cls._begin(cls.Opened, uuid4(), FRIDAY, clocks=begun.clocks)

    def summary(self):
        return {"number": "broken"}

    def recompute(self, clock, calendar, *, at):
        raise RuntimeError("broken")


async def test_a_case_that_cannot_be_decided_holds_up_no_other(log, engine, recomputer, known):
    _, sound = await record(log, Broken.open(), Matter.open(uuid4(), FRIDAY, SEVEN))
    known.take([LATER])
    done = await recomputer.step()

    assert (done.examined, done.changed) == (2, 1)
    assert await due_of(engine, sound) == day("2026-09-30")


async def test_a_preview_says_what_will_happen_and_records_nothing(log, engine, recomputer, known):
    matter = Matter.open(uuid4(), FRIDAY, SEVEN)
    matter.tell(FRIDAY, "agency")
    await record(log, matter)
    position = await log.position()

    seen = await Docket(engine).preview(almanac(correction_2026(worked=day("2026-09-26"))))

    assert (seen.examined, seen.changed, dict(seen.counts)) == (1, 1, {"earlier": 1, "held": 1})
    assert seen.rows[0]["due_after"] == day("2026-09-28")
    assert seen.rows[0]["told"] == ["agency"]
    assert await log.position() == position


async def test_tasks_are_settled_by_a_person_by_a_later_edition_or_by_the_end_of_the_clock(
    log, engine, recomputer, known, clock
):
    first, second, third = (Matter.open(uuid4(), FRIDAY, SEVEN) for _ in range(3))
    for each in (first, second, third):
        each.tell(FRIDAY, "complainant")
    await record(log, first, second, third)
    known.take([LATER])
    await recomputer.step()

    case = await log.load(Matter, first.id)
    notice = NewNotice("letter", "历法更正")
    case.notify_new_date("answer", known.current(), notice=notice, by="clerk", at=FRIDAY)
    ended = await log.load(Matter, second.id)
    ended.answer(FRIDAY)
    await record(log, case, ended)
    known.take([correction_2026(off=day("2026-09-23"), rank=4)])
    await recomputer.step()

    tasks = await rows(engine, DOCKET_TASK)
    outcomes = {row["case_id"]: row["outcome"] for row in tasks if row["settled_at"]}
    assert outcomes == {first.id: "notified", second.id: "clock_ended", third.id: "superseded"}
    assert {row["case_id"] for row in tasks if row["settled_at"] is None} == {first.id, third.id}


async def test_a_told_agency_learns_of_the_new_date_and_the_bureau_of_what_is_left_to_it(
    log, engine, recomputer, known
):
    later = Matter.open(uuid4(), FRIDAY, SEVEN, agency="water", owner="agency_clerk")
    earlier = Matter.open(uuid4(), shanghai_time("2026-10-12T10:00"), SEVEN, agency="water")
    for each in (later, earlier):
        each.tell(FRIDAY, "agency")
    await record(log, later, earlier)

    known.take([correction_2026(off=day("2026-09-22"), worked=day("2026-10-17"))])
    await recomputer.step()

    said = {row["case_id"]: row for row in await rows(engine, NOTIFICATIONS.notification)}
    assert (said[later.id]["kind"], said[later.id]["audience"]) == ("date_moved", "agency_clerk")
    assert (said[later.id]["agency"], said[later.id]["due_on"]) == ("water", day("2026-09-30"))
    assert (said[earlier.id]["kind"], said[earlier.id]["audience"]) == ("new_notice", "bureau_clerk")
    assert len(said) == 2


async def test_a_correction_that_is_taken_back_lets_go_of_what_waits_for_a_new_notice(
    log, engine, recomputer, known
):
    """The row of a held clock rests on the old edition, which the second correction restores (再次更正)."""
    matter = Matter.open(uuid4(), FRIDAY, SEVEN)
    matter.tell(FRIDAY, "complainant")
    await record(log, matter)
    known.take([correction_2026(worked=day("2026-09-26"))])
    await recomputer.step()
    assert (await log.load(Matter, matter.id)).clocks["answer"].held is not None

    known.take([correction_2026(off=day("2026-09-26"), rank=3)])
    await recomputer.step()

    assert (await log.load(Matter, matter.id)).clocks["answer"].held is None
    assert await due_of(engine, matter.id) == day("2026-09-29")
    assert {row["outcome"] for row in await rows(engine, DOCKET_TASK)} == {"superseded"}


class Overtaken(EventLog):
    """A log in which somebody else's act on the case arrives just before the first commit."""

    case: UUID | None = None

    async def commit(self, unit: Unit) -> Committed:
        if self.case is not None:
            other = await self.load(Matter, self.case)
            self.case = None
            other._record(Matter.Answered, FRIDAY)
            await super().commit(Unit(at=FRIDAY, aggregates=(other,)))
        return await super().commit(unit)


async def test_an_act_that_comes_between_keeps_no_clock_from_moving(engine, known, clock):
    """The other act leaves the row of the clock alone, so that no later look would find it."""
    log = Overtaken(engine, service="matters", projectors=PROJECTORS, signer=Ed25519Signer.generate())
    await log.start()
    (case,) = await record(log, Matter.open(uuid4(), FRIDAY, SEVEN))
    recomputer = Recomputer(log, engine, known, clock)

    log.case = case
    known.take([LATER])
    done = await recomputer.step()

    await log.stop()
    assert done.changed == 1
    assert await due_of(engine, case) == day("2026-09-30")


class Away(EventLog):
    """A log whose database is away when the next case is loaded."""

    is_away = False

    async def load(self, cls, aggregate_id):
        if self.is_away:
            self.is_away = False
            raise ServiceUnavailableError("the database restarts")
        return await super().load(cls, aggregate_id)


async def test_what_could_not_be_read_is_not_taken_for_done(engine, known, clock):
    log = Away(engine, service="matters", projectors=PROJECTORS, signer=Ed25519Signer.generate())
    await log.start()
    (case,) = await record(log, Matter.open(uuid4(), FRIDAY, SEVEN))
    recomputer = Recomputer(log, engine, known, clock)

    log.is_away = True
    known.take([LATER])
    with pytest.raises(ServiceUnavailableError):
        await recomputer.step()
    await recomputer.step()

    await log.stop()
    assert await due_of(engine, case) == day("2026-09-30")


async def test_an_extension_or_a_notice_in_course_overtakes_what_waited_for_a_notice(
    log, engine, recomputer, known
):
    extended, told_again = Matter.open(uuid4(), FRIDAY, SEVEN), Matter.open(uuid4(), FRIDAY, SEVEN)
    for each in (extended, told_again):
        each.tell(FRIDAY, "complainant")
    await record(log, extended, told_again)
    known.take([LATER])
    await recomputer.step()

    one, other = await log.load(Matter, extended.id), await log.load(Matter, told_again.id)
    one.extend(FRIDAY, working(5))
    other.tell(FRIDAY, "complainant")
    await record(log, one, other)

    outcomes = {row["case_id"]: row["outcome"] for row in await rows(engine, DOCKET_TASK)}
    assert outcomes == {extended.id: "superseded", told_again.id: "notified"}
