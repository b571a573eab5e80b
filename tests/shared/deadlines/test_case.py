"""Clocks travel inside the events of a case, and rungs are climbed once, never early."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from eventsourcing.domain import Aggregate

from shared.calendar.book import load_bundled
from shared.calendar.editions import read_edition
from shared.deadlines.case import Case, ForgottenTimeError
from shared.eventlog.encoding import restored, stored
from tests.shared.calendar.periods import day, working
from tests.shared.deadlines.cases import SEVEN, Matter, shanghai_time

ID = UUID("01990000-0000-7000-8000-000000000001")
SPRING_FESTIVAL_2027 = read_edition(
    {
        "year": 2027,
        "number": 1,
        "title": "an invented notice",
        "document": "no. 1",
        "issued_on": date(2026, 12, 1),
        "days_off": [{"name": "春节", "from": date(2027, 2, 5), "to": date(2027, 2, 13)}],
        "make_up_days": [{"name": "春节", "day": date(2027, 2, 14)}],
    }
)
FRIDAY = shanghai_time("2026-09-18T15:00")


@pytest.fixture
def matter() -> Matter:
    return Matter.open(ID, FRIDAY, SEVEN)


def reached(case: Case) -> list[tuple[str, bool]]:
    return [(event.rung, event.late) for event in case.pending_events if isinstance(event, Case.RungReached)]


def replayed(case: Case) -> Case:
    again: Aggregate | None = None
    for event in case.pending_events:
        kept = stored(event)
        again = restored(kept.originator_id, kept.originator_version, kept.topic, kept.state).mutate(again)
    assert isinstance(again, Case)
    return again


def test_opening_starts_the_clock_with_its_rungs(matter):
    clock = matter.clocks["answer"]

    assert clock.deadline.due_on == day("2026-09-29")
    assert clock.rungs == (
        ("notice", day("2026-09-23")),
        ("yellow", day("2026-09-28")),
        ("red", day("2026-09-30")),
        ("supervise", day("2026-10-09")),
    )


def test_a_rung_fires_at_half_past_eight_and_not_a_second_earlier(matter):
    assert not matter.reach_rung("answer", "notice", at=shanghai_time("2026-09-23T08:29:59"))
    assert matter.reach_rung("answer", "notice", at=shanghai_time("2026-09-23T08:30"))


def test_a_rung_is_climbed_once(matter):
    at = shanghai_time("2026-09-23T08:30")

    assert matter.reach_rung("answer", "notice", at=at)
    assert not matter.reach_rung("answer", "notice", at=at)
    assert reached(matter) == [("notice", False)]


def test_a_missed_rung_is_marked_late_with_both_times(matter):
    matter.reach_rung("answer", "red", at=shanghai_time("2026-10-08T09:00"))

    event = matter.pending_events[-1]
    assert (event.planned_on, event.reached_at, event.late) == (
        day("2026-09-30"),
        shanghai_time("2026-10-08T09:00"),
        True,
    )


def test_a_rung_that_was_already_past_when_the_clock_opened_is_not_late():
    matter = Matter.open(ID, shanghai_time("2026-09-18T15:00"), working(1))
    at = shanghai_time("2026-09-20T08:31")

    assert matter.reach_rung("answer", "notice", at=at)
    assert reached(matter) == [("notice", False)]


def test_a_stopped_clock_has_no_rungs(matter):
    matter.answer(shanghai_time("2026-09-23T10:00"))

    assert matter.clocks == {}
    assert not matter.reach_rung("answer", "red", at=shanghai_time("2026-12-01T10:00"))


def test_unknown_rungs_are_not_climbed(matter):
    assert not matter.reach_rung("answer", "purple", at=shanghai_time("2026-12-01T10:00"))
    assert not matter.reach_rung("other", "red", at=shanghai_time("2026-12-01T10:00"))


def test_an_extension_arms_the_rungs_again(matter):
    matter.reach_rung("answer", "notice", at=shanghai_time("2026-09-23T08:30"))

    matter.extend(shanghai_time("2026-09-25T10:00"), working(15))

    clock = matter.clocks["answer"]
    assert clock.deadline.due_on == matter.deadline.due_on == day("2026-10-26")
    assert clock.reached == ()
    assert not matter.reach_rung("answer", "red", at=shanghai_time("2026-10-26T23:59"))


def test_a_suspended_clock_is_silent_and_keeps_what_it_reached(matter):
    matter.reach_rung("answer", "notice", at=shanghai_time("2026-09-23T08:30"))
    matter.suspend(shanghai_time("2026-09-24T10:00"))

    assert not matter.reach_rung("answer", "red", at=shanghai_time("2026-12-01T10:00"))

    matter.resume(shanghai_time("2026-10-10T10:00"))

    clock = matter.clocks["answer"]
    assert clock.deadline.due_on == day("2026-10-13")
    assert clock.reached == ("notice",)
    assert [name for name, _ in clock.pending()] == ["yellow", "red", "supervise"]


def test_an_event_tells_who_is_to_be_told_and_which_level_is_proposed(matter):
    matter.reach_rung("answer", "supervise", at=shanghai_time("2026-10-09T08:30"))

    event = matter.pending_events[-1]
    assert (event.recipients, event.level, event.owner) == (("unit_head", "deputy_head"), 2, "bureau_clerk")
    assert event.due_on == day("2026-09-29")


def test_replaying_the_events_gives_the_same_clocks(matter):
    matter.reach_rung("answer", "notice", at=shanghai_time("2026-09-23T08:30"))
    matter.extend(shanghai_time("2026-09-25T10:00"), working(15))
    matter.suspend(shanghai_time("2026-09-28T10:00"))
    matter.resume(shanghai_time("2026-10-09T10:00"))

    assert replayed(matter).clocks == matter.clocks


def test_a_new_edition_moves_the_clock_once():
    matter = Matter.open(ID, shanghai_time("2027-01-29T10:00"), SEVEN)
    swapped = load_bundled().with_edition(SPRING_FESTIVAL_2027).current()
    at = shanghai_time("2027-02-01T10:00")

    assert matter.deadline.provisional
    assert matter.recompute("answer", swapped, at=at)
    assert not matter.recompute("answer", swapped, at=at)

    event = matter.pending_events[-1]
    assert (event.due_before, event.due_after) == (day("2027-02-15"), day("2027-02-16"))
    assert event.edition_after == swapped.edition
    assert not matter.deadline.provisional
    assert replayed(matter).clocks == matter.clocks


def test_the_same_edition_changes_nothing(matter):
    assert not matter.recompute("answer", load_bundled().current(), at=FRIDAY + timedelta(days=1))
    assert len(matter.pending_events) == 1


def test_every_event_has_a_topic_of_its_own():
    assert Matter.Opened.TOPIC == "tests.matter.opened.v1"
    assert Matter.RungReached.TOPIC == "tests.matter.rung_reached.v1"
    assert Matter.ClockRecomputed.TOPIC == "tests.matter.clock_recomputed.v1"
    assert issubclass(Matter.RungReached, Case.RungReached)


def test_an_event_without_a_time_is_a_mistake(matter):
    with pytest.raises(ForgottenTimeError):
        matter.trigger_event(Matter.Answered)
