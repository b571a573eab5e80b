"""Local closures: whether a day counts and whether it moves an end are two separate things (本地停办)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.calendar.book import CalendarBook
from shared.calendar.closures import LocalEdition
from shared.calendar.days import DayKind, LocalDay, Notice
from shared.calendar.deadline import Unit
from tests.shared.calendar.periods import Period, day, days, natural, working

FLOOD = Notice("演示区防汛指挥部关于停办的通知", "演防指〔2026〕1号", day("2026-09-20"), "")


def closure(*closed: LocalDay, number: int = 1, rank: int = 1, **more) -> LocalEdition:
    return LocalEdition(number, FLOOD, closed, published_on=day("2026-09-20"), rank=rank, **more)


def closed(on: str, *, counts: bool = False, rolls: bool = False) -> LocalDay:
    return LocalDay(day(on), "防汛", FLOOD, counts, rolls)


def test_a_closed_day_is_not_counted_and_moves_no_end_unless_the_order_says_so(book):
    calendar = book.with_edition(closure(closed("2026-09-22"))).current()

    # Friday the 18th + 3: Sunday the 20th is a make-up day, Monday the 21st, then Wednesday the 23rd.
    assert calendar.add_working_days(day("2026-09-18"), 3) == day("2026-09-23")
    assert calendar.add_calendar_days(day("2026-09-12"), 10) == day("2026-09-22")


def test_a_day_may_move_an_end_and_still_count(book):
    calendar = book.with_edition(closure(closed("2026-09-22", counts=True, rolls=True))).current()

    assert calendar.is_working_day(day("2026-09-22"))
    assert calendar.add_calendar_days(day("2026-09-12"), 10) == day("2026-09-23")
    deadline = calendar.deadline(working(3), after=day("2026-09-18"))
    assert (deadline.nominal_due_on, deadline.due_on) == (day("2026-09-22"), day("2026-09-23"))


def test_a_closure_takes_nothing_from_a_day_off_and_gives_nothing_back(book):
    calendar = book.with_edition(closure(closed("2026-10-01", counts=True), closed("2026-09-19"))).current()

    assert calendar.kind_of(day("2026-10-01")).kind is DayKind.HOLIDAY
    assert calendar.kind_of(day("2026-09-19")).kind is DayKind.WEEKEND
    assert calendar.add_calendar_days(day("2026-09-21"), 10) == day("2026-10-08")


def test_an_agency_has_its_own_closures_beside_those_of_the_district(book):
    here = book.with_edition(closure(closed("2026-09-22"), agencies=("water",)))
    calendar = here.with_edition(closure(closed("2026-09-23"), number=2, rank=2))

    assert calendar.current("water").add_working_days(day("2026-09-18"), 3) == day("2026-09-24")
    assert calendar.current("market").add_working_days(day("2026-09-18"), 3) == day("2026-09-22")
    assert calendar.current("market").add_working_days(day("2026-09-18"), 4) == day("2026-09-24")
    assert (
        calendar.current("water").edition != calendar.current().edition == calendar.current("market").edition
    )


def test_a_later_order_takes_the_place_of_the_one_that_it_amends(book):
    first = book.with_edition(closure(closed("2026-09-22"), closed("2026-09-23")))
    mended = first.with_edition(closure(closed("2026-09-23"), number=2, rank=2, amends=1)).current()

    assert mended.is_working_day(day("2026-09-22"))
    assert not mended.is_working_day(day("2026-09-23"))


def test_an_order_that_is_narrowed_to_some_agencies_leaves_the_others_open(book):
    """Everybody was to close, then the water authority alone; also when the agencies change."""
    wide = book.with_edition(closure(closed("2026-09-22")))
    narrow = wide.with_edition(closure(closed("2026-09-22"), number=2, rank=2, amends=1, agencies=("water",)))
    other = narrow.with_edition(
        closure(closed("2026-09-22"), number=3, rank=3, amends=2, agencies=("market",))
    )

    bodies = (None, "water", "market")
    assert [wide.current(each).is_working_day(day("2026-09-22")) for each in bodies] == [False] * 3
    assert [narrow.current(each).is_working_day(day("2026-09-22")) for each in bodies] == [True, False, True]
    assert [other.current(each).is_working_day(day("2026-09-22")) for each in bodies] == [True, True, False]


def test_what_was_known_before_the_order_does_not_have_it(book):
    here = book.with_edition(closure(closed("2026-09-22")))

    assert here.as_known_on(day("2026-09-19")).is_working_day(day("2026-09-22"))
    assert not here.as_known_on(day("2026-09-20")).is_working_day(day("2026-09-22"))


def test_every_state_that_an_agency_had_is_found_by_its_identifier(book):
    first = book.with_edition(closure(closed("2026-09-22"), agencies=("water",)))
    second = first.with_edition(closure(closed("2026-09-23"), number=2, rank=2))
    fresh = CalendarBook(second.editions, second.closures)

    for body in (None, "water"):
        for known in (book, first, second):
            identifier = known.current(body).edition
            assert fresh.edition(identifier).edition == identifier


def test_the_explanation_names_the_order(book):
    calendar = book.with_edition(closure(closed("2026-09-22"))).current()
    steps = {
        step.day: step for step in calendar.explain(calendar.deadline(working(3), after=day("2026-09-18")))
    }

    assert not steps[day("2026-09-22")].counted
    assert steps[day("2026-09-22")].why_zh == "防汛停办，不计入"
    assert steps[day("2026-09-22")].article == FLOOD.title
    assert steps[day("2026-09-22")].notice == FLOOD.document


effects = st.tuples(st.booleans(), st.booleans())
closures = st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 31)), effects, max_size=40)


def naive_end(calendar, taken, start: date, period: Period) -> date:
    """By walking: count, then go on until an end may fall on the day, and for working days until it works."""
    on, left = start, period.length or 0

    def is_off(each: date) -> bool:
        facts = calendar.kind_of(each)
        return not facts.is_working

    while left:
        on += timedelta(days=1)
        if period.unit is Unit.CALENDAR_DAY or not (is_off(on) or taken.get(on, (True, False))[0] is False):
            left -= 1
    counted = period.unit is Unit.WORKING_DAY
    while (
        is_off(on)
        or taken.get(on, (True, False))[1]
        or (counted and taken.get(on, (True, False))[0] is False)
    ):
        on += timedelta(days=1)
    return on


periods = st.builds(
    lambda start, length, kind: (start, kind(length)),
    days,
    st.integers(1, 40),
    st.sampled_from([working, natural]),
)


def local_calendar(book, taken):
    local = tuple(LocalDay(on, "演示", FLOOD, *taken[on]) for on in sorted(taken))
    return (book.with_edition(closure(*local)) if local else book).current()


@given(closures, periods)
def test_every_end_equals_a_walk_over_the_days(calendar, book, taken, period):
    start, rule = period

    due_on = local_calendar(book, taken).deadline(rule, after=start).due_on

    assert due_on == naive_end(calendar, taken, start, rule)


@given(closures, periods, st.tuples(st.integers(0, 20), st.integers(0, 30)))
def test_a_stop_never_ends_a_period_on_a_closed_day(book, taken, period, stop):
    start, rule = period
    mine = local_calendar(book, taken)
    deadline = mine.deadline(rule, after=start)
    first = min(start + timedelta(days=stop[0]), deadline.breach_after)
    stopped = mine.suspended(deadline, [(first, first + timedelta(days=stop[1]))])

    assert stopped.due_on >= deadline.due_on
    assert not mine.kind_of(stopped.due_on).rolls
    assert rule.unit is Unit.CALENDAR_DAY or mine.is_working_day(stopped.due_on)


@given(closures, periods)
def test_closures_never_make_an_end_earlier(calendar, book, taken, period):
    start, rule = period

    mine = local_calendar(book, taken).deadline(rule, after=start)

    assert mine.due_on >= calendar.deadline(rule, after=start).due_on
