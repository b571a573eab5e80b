"""What a new calendar does to one running clock, and what it leaves to people (历法更新后的重算)."""

from uuid import uuid4

import pytest

from shared.deadlines.case import (
    DateMovedAgainError,
    NobodyToldError,
    NoSuchClockError,
    NoUndoneBreachError,
    ShorterDatePassedError,
)
from shared.deadlines.recomputing import NewNotice
from tests.shared.calendar.periods import day, natural, working
from tests.shared.deadlines.cases import SEVEN, Matter, shanghai_time
from tests.shared.deadlines.editions import almanac, closed, correction_2026, year_2027

FRIDAY = shanghai_time("2026-09-18T15:00")
LATER = correction_2026(off=day("2026-09-22"))
EARLIER = correction_2026(worked=day("2026-09-26"))
LETTER = NewNotice("letter", "历法更正，重新告知")


def opened(rule=SEVEN, at=FRIDAY, **more) -> Matter:
    return Matter.open(uuid4(), at, rule, **more)


def last(matter: Matter):
    return matter.pending_events[-1]


def test_a_day_off_more_moves_the_end_and_says_from_where_to_where():
    matter = opened()
    before = matter.deadline

    assert matter.recompute("answer", almanac(LATER).current(), at=FRIDAY)

    assert (before.due_on, matter.deadline.due_on) == (day("2026-09-29"), day("2026-09-30"))
    event = last(matter)
    assert (event.effect, event.due_before, event.due_after) == ("later", before.due_on, day("2026-09-30"))
    assert (event.edition_before, event.edition_after) == (
        before.calendar_edition,
        matter.deadline.calendar_edition,
    )
    assert event.basis == before.basis


def test_the_same_calendar_twice_changes_nothing():
    matter, calendar = opened(), almanac(LATER).current()
    matter.recompute("answer", calendar, at=FRIDAY)

    assert not matter.recompute("answer", calendar, at=FRIDAY)


def test_a_day_outside_the_period_changes_nothing():
    matter = opened()

    assert not matter.recompute(
        "answer", almanac(correction_2026(off=day("2026-10-12"))).current(), at=FRIDAY
    )


def test_a_stopped_clock_never_moves():
    matter = opened()
    matter.answer(FRIDAY)

    assert not matter.recompute("answer", almanac(LATER).current(), at=FRIDAY)


def test_a_clock_that_nobody_outside_knows_of_may_become_shorter():
    matter = opened()

    matter.recompute("answer", almanac(EARLIER).current(), at=FRIDAY)

    assert matter.deadline.due_on == day("2026-09-28")
    assert (last(matter).effect, last(matter).attention) == ("earlier", ())


def test_a_told_date_is_not_shortened_without_a_new_notice():
    matter = opened()
    matter.tell(FRIDAY, "agency")

    matter.recompute("answer", almanac(EARLIER).current(), at=FRIDAY)

    assert matter.deadline.due_on == day("2026-09-29")
    assert matter.clocks["answer"].held.due_on == day("2026-09-28")
    assert (last(matter).attention, last(matter).told) == (("new_notice",), ("agency",))


def test_the_new_notice_lets_the_shorter_date_take_effect():
    matter, calendar = opened(), almanac(EARLIER).current()
    matter.tell(FRIDAY, "agency")
    matter.recompute("answer", calendar, at=FRIDAY)

    matter.notify_new_date("answer", calendar, notice=LETTER, by="clerk", at=FRIDAY)

    running = matter.clocks["answer"]
    assert running.deadline.due_on == day("2026-09-28")
    assert running.held is None
    assert running.told == (("agency", day("2026-09-28")),)


def test_a_held_date_is_held_once():
    matter, calendar = opened(), almanac(EARLIER).current()
    matter.tell(FRIDAY, "agency")
    matter.recompute("answer", calendar, at=FRIDAY)

    assert not matter.recompute("answer", calendar, at=FRIDAY)


def test_a_correction_that_is_taken_back_lets_go_of_the_held_date():
    matter = opened()
    matter.tell(FRIDAY, "agency")
    matter.recompute("answer", almanac(EARLIER).current(), at=FRIDAY)

    matter.recompute("answer", almanac().current(), at=FRIDAY)

    assert matter.clocks["answer"].held is None
    assert matter.deadline.due_on == day("2026-09-29")


def test_a_later_date_takes_effect_and_those_told_the_old_one_are_to_be_told():
    matter = opened()
    matter.tell(FRIDAY, "complainant")

    matter.recompute("answer", almanac(LATER).current(), at=FRIDAY)

    assert matter.deadline.due_on == day("2026-09-30")
    assert last(matter).attention == ("notice_due",)


def test_an_agency_learns_of_a_later_date_in_its_inbox():
    matter = opened()
    matter.tell(FRIDAY, "agency")

    matter.recompute("answer", almanac(LATER).current(), at=FRIDAY)

    assert (last(matter).attention, last(matter).told) == ((), ("agency",))


def test_an_end_that_has_passed_is_not_told_any_more():
    """Told the 29th; the new end is the 28th, but nobody writes before the 29th (以原告知的日期为准)."""
    matter, calendar = opened(), almanac(EARLIER).current()
    matter.tell(FRIDAY, "agency")
    matter.recompute("answer", calendar, at=FRIDAY)

    with pytest.raises(ShorterDatePassedError):
        matter.notify_new_date(
            "answer", calendar, notice=LETTER, by="clerk", at=shanghai_time("2026-09-29T09:00")
        )

    assert matter.deadline.due_on == day("2026-09-29")


def test_there_is_nothing_to_tell_to_nobody():
    with pytest.raises(NobodyToldError):
        opened().notify_new_date("answer", almanac().current(), notice=LETTER, by="clerk", at=FRIDAY)
    with pytest.raises(NoSuchClockError):
        opened().notify_new_date("other", almanac().current(), notice=LETTER, by="clerk", at=FRIDAY)


def test_lateness_that_is_undone_goes_to_a_person_and_is_not_erased():
    matter, late = opened(), shanghai_time("2026-09-30T09:00")

    matter.recompute("answer", almanac(LATER).current(), at=late)

    assert last(matter).attention == ("undone_breach",)
    matter.reassess_breach("answer", outcome="lifted", reason="历法更正", by="head", at=late)
    assert (last(matter).outcome, last(matter).decided_by) == ("lifted", "head")
    with pytest.raises(NoUndoneBreachError):
        matter.reassess_breach("answer", outcome="lifted", reason="再次", by="head", at=late)


def test_lateness_that_remains_needs_nobody():
    matter = opened()

    matter.recompute("answer", almanac(LATER).current(), at=shanghai_time("2026-10-09T09:00"))

    assert last(matter).attention == ()


def test_an_extension_that_was_approved_in_time_stays_in_time():
    """Approved on the last day; the new calendar ends the first period a day earlier (准予延长仍有效)."""
    matter = opened()
    on_last_day = shanghai_time("2026-09-29T10:00")
    matter.extend(on_last_day, working(10))
    assert matter.deadline.due_on == day("2026-10-19")

    matter.recompute("answer", almanac(EARLIER).current(), at=on_last_day)

    assert matter.deadline.extends.due_on == day("2026-09-28")
    assert matter.deadline.due_on == day("2026-10-16")


def test_a_suspension_that_was_in_time_stays_in_time():
    matter = opened()
    last_day = shanghai_time("2026-09-29T10:00")
    matter.suspend(last_day)

    matter.recompute("answer", almanac(EARLIER).current(), at=last_day)

    assert matter.deadline.suspended
    matter.resume(shanghai_time("2026-10-12T10:00"))
    assert matter.deadline.due_on is not None


def test_a_suspended_clock_has_no_new_date_to_be_told():
    matter = opened()
    matter.tell(FRIDAY, "complainant")
    matter.suspend(shanghai_time("2026-09-22T10:00"))
    left = matter.deadline.remaining

    calendar = almanac(correction_2026(off=day("2026-09-21"))).current()
    matter.recompute("answer", calendar, at=shanghai_time("2026-09-22T11:00"))

    assert matter.deadline.remaining == left + 1
    assert (last(matter).due_after, last(matter).attention) == (None, ())


def test_a_notice_of_a_date_that_moved_again_is_not_recorded():
    """The clerk wrote the letter under one edition; the next one arrived before it was recorded."""
    matter = opened()
    matter.tell(FRIDAY, "agency")
    matter.recompute("answer", almanac(EARLIER).current(), at=FRIDAY)
    again = correction_2026(off=day("2026-09-22"), rank=3)

    with pytest.raises(DateMovedAgainError):
        matter.notify_new_date(
            "answer", almanac(EARLIER, again).current(), notice=LETTER, by="clerk", at=FRIDAY
        )


def test_publication_makes_a_provisional_date_definite_without_moving_it():
    matter = opened(natural(30), at=shanghai_time("2026-12-10T10:00"))
    assert matter.deadline.provisional

    matter.recompute("answer", almanac(year_2027()).current(), at=shanghai_time("2026-12-11T10:00"))

    assert not matter.deadline.provisional
    assert (last(matter).effect, last(matter).due_before) == ("definite", last(matter).due_after)


def test_a_closure_of_one_agency_moves_its_clocks_alone():
    known = almanac(closed("2026-09-22", agencies=("water",)))
    water, market = opened(), opened()

    assert water.recompute("answer", known.current("water"), at=FRIDAY)
    assert not market.recompute("answer", known.current("market"), at=FRIDAY)


def test_rungs_follow_the_new_date_and_are_armed_again():
    matter = opened()
    passed = shanghai_time("2026-09-29T08:31")
    for rung, _ in list(matter.clocks["answer"].pending()):
        matter.reach_rung("answer", rung, at=passed)
    assert "red" in dict(matter.clocks["answer"].pending())

    matter.recompute("answer", almanac(correction_2026(off=day("2026-09-29"))).current(), at=passed)

    assert dict(matter.clocks["answer"].pending())["red"] == day("2026-10-01")


@pytest.mark.parametrize("rule", [working(20), natural(30)], ids=["working days", "calendar days"])
def test_nothing_is_asked_of_the_aggregate_at_replay(rule):
    matter = opened(rule)
    matter.tell(FRIDAY, "agency")
    matter.recompute("answer", almanac(LATER, year_2027()).current(), at=FRIDAY)

    again = None
    for event in matter.pending_events:
        again = event.mutate(again)

    assert again.clocks == matter.clocks
