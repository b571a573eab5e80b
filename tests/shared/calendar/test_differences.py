"""What a change of the calendar can touch: the filter leaves out nothing that moves (历法差异)."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.calendar.almanac import Almanac
from shared.calendar.book import CalendarBook, load_bundled
from shared.calendar.deadline import Unit
from shared.calendar.differences import changed_days, difference
from shared.calendar.editions import read_edition
from tests.shared.calendar.periods import Period, calendar_with, day, days, flips


@st.composite
def moved_periods(draw):
    """A period, and days near it that a new calendar turns around."""
    start = draw(days)
    unit = draw(st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH]))
    length = draw(st.integers(1, 2) if unit is Unit.MONTH else st.integers(1, 40))
    flipped = draw(st.sets(st.integers(-5, 70), min_size=1, max_size=4))
    return start, Period(unit, length), frozenset(start + timedelta(days=each) for each in flipped)


@given(flips, moved_periods())
def test_a_period_that_moves_is_within_the_difference(before, moved):
    start, rule, flipped = moved
    old, new = calendar_with(before), calendar_with(before ^ flipped)
    deadline = old.deadline(rule, after=start)
    change = difference(old, new)

    if new.recomputed(deadline)[1:4] != deadline[1:4]:
        assert start < change.last
        assert deadline.breach_after >= change.first


def test_of_many_periods_some_move_and_some_are_left_out():
    old, new = calendar_with(frozenset()), calendar_with(frozenset({day("2026-03-10")}))
    change = difference(old, new)
    ends = [old.deadline(Period(Unit.WORKING_DAY, 5), after=date(2026, 3, each)) for each in range(1, 20)]

    moved = [each.started_on.day for each in ends if new.recomputed(each).due_on != each.due_on]
    touched = [
        each.started_on.day
        for each in ends
        if each.started_on < change.last and each.breach_after >= change.first
    ]

    assert moved == touched == [3, 4, 5, 6, 7, 8, 9]


@given(flips)
def test_calendars_that_say_the_same_differ_in_nothing(flipped):
    assert difference(calendar_with(flipped), calendar_with(flipped)).is_empty


INVENTED_2027 = {
    "year": 2027,
    "number": 1,
    "title": "（演示，虚构）2027年部分节假日安排的通知",
    "document": "演示〔2026〕99号",
    "issued_on": date(2026, 11, 25),
    "source": "",
    "days_off": [{"name": "元旦", "from": date(2027, 1, 1), "to": date(2027, 1, 3)}],
    "make_up_days": [{"name": "元旦", "day": date(2027, 1, 9)}],
}


def test_a_publication_makes_a_year_certain_and_names_the_days_that_changed():
    almanac = Almanac(load_bundled())
    before = almanac.current()
    almanac.take([read_edition(INVENTED_2027)])

    change = difference(before, almanac.current())
    named = {each.after.on: each for each in changed_days(before, almanac.current())}

    assert (change.certain_after, change.certain_until) == (day("2026-12-31"), day("2027-12-31"))
    assert change.first == day("2027-01-09")
    assert named[day("2027-01-09")].after.is_working
    assert not named[day("2027-01-01")].moves


def test_an_almanac_keeps_its_old_states_and_takes_an_edition_once():
    almanac = Almanac(load_bundled())
    old = almanac.current().edition
    almanac.take([read_edition(INVENTED_2027)])
    new = almanac.current().edition

    almanac.take([read_edition(INVENTED_2027)])

    assert almanac.current().edition == new != old
    assert almanac.edition(old).edition == old


def test_what_the_bureau_published_goes_before_what_a_later_release_ships():
    own = read_edition({**INVENTED_2027, "title": "本局录入"})
    published = replace(own, published_on=day("2026-11-26"), rank=7)
    before, after = load_bundled(), load_bundled().with_published(published)
    shipped = before.with_edition(read_edition({**INVENTED_2027, "make_up_days": []}))

    book = CalendarBook(shipped.editions).with_published(published)

    assert book.current().is_working_day(day("2027-01-09"))
    for known in (before, after):
        assert book.edition(known.current().edition).edition == known.current().edition
