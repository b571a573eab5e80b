"""Calendars and periods drawn at random, crowded enough to get into each other's way (随机历法与期限).

A world is one wall calendar twice: on paper, for the count day by day, and as the product's calendar.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import settings
from hypothesis import strategies as st

from shared.calendar.days import LocalDay, NamedDay
from shared.calendar.deadline import Deadline, Unit
from shared.calendar.work_calendar import WorkCalendar
from tests.shared.calendar.naive import SATURDAY, Paper, Part, Stop, chained, latest
from tests.shared.calendar.periods import NOTICE, Period

FIRST, LAST = date(2025, 1, 1), date(2029, 12, 31)
PUBLISHED_UNTIL = date(2026, 12, 31)

steady = settings(derandomize=True, deadline=None, database=None, max_examples=150)
"""The same examples on every run: a failure of these tests is a change of the arithmetic, not of the draw."""


class World(NamedTuple):
    """The same calendar on paper and in the product."""

    paper: Paper
    calendar: WorkCalendar


def world(paper: Paper, edition: str = "drawn") -> World:
    """The product's calendar of what stands on paper."""
    named = {on: NamedDay(on, on in paper.off, "named", NOTICE) for on in (*paper.off, *paper.worked)}
    local = {on: LocalDay(on, "shut", NOTICE, *effects) for on, effects in paper.shut.items()}
    return World(
        paper,
        WorkCalendar(
            first=FIRST,
            last=LAST,
            named=named,
            published_until=PUBLISHED_UNTIL,
            edition=edition,
            local=local,
        ),
    )


def flipped(paper: Paper, on: date) -> Paper:
    """The same paper with one day turned: a worked day off, or a day off worked."""
    if on.weekday() < SATURDAY:
        return Paper(paper.off ^ {on}, paper.worked, paper.shut)
    return Paper(paper.off, paper.worked ^ {on}, paper.shut)


def turned(paper: Paper, on: date, *, worked: bool) -> Paper:
    """The same paper with one day off, or worked, whatever it was."""
    return paper if paper.is_worked(on) is worked else flipped(paper, on)


starts = st.dates(date(2026, 1, 1), date(2026, 4, 30))
_named = st.dates(date(2025, 12, 20), date(2026, 9, 30))
_runs = st.lists(st.tuples(_named, st.integers(1, 9)), max_size=12)


def _paper(runs: Sequence[tuple[date, int]], worked: frozenset[date]) -> Paper:
    """Runs of days off, as a notice names them, and the days worked instead, which win."""
    days = {first + timedelta(days=each) for first, length in runs for each in range(length)} - worked
    return Paper(
        frozenset(on for on in days if on.weekday() < SATURDAY),
        frozenset(on for on in worked if on.weekday() >= SATURDAY),
    )


papers = st.builds(_paper, _runs, st.frozensets(_named, max_size=25))
shut_papers = st.builds(
    lambda paper, shut: Paper(paper.off, paper.worked, shut),
    papers,
    st.dictionaries(_named, st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=25),
)
worlds = papers.map(world)
worlds_with_closures = shut_papers.map(world)

day_counts = st.integers(1, 60)
month_counts = st.integers(1, 12)
rules = st.one_of(
    st.builds(Period, st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]), day_counts),
    st.builds(Period, st.just(Unit.MONTH), month_counts),
)
bare_day_rules = st.builds(Period, st.just(Unit.CALENDAR_DAY), day_counts, st.just(Unit.WORKING_DAY))
"""Days without a unit in the text: strict in calendar days, lenient in working days."""


class Course(NamedTuple):
    """One period with what happened to it: extensions, and stops that began before it ran out."""

    start: date
    rules: tuple[Period, ...]
    stops: tuple[Stop, ...]

    @property
    def parts(self) -> list[Part]:
        """The period and its extensions as units and lengths."""
        return [Part(rule.unit, rule.length or 0) for rule in self.rules]

    @property
    def breach_units(self) -> list[Unit | None]:
        """The units of the lenient reading."""
        return [rule.breach_unit for rule in self.rules]

    def strict(self, paper: Paper, stops: Sequence[Stop]) -> tuple[date, tuple[date, date]]:
        """Day zero of the last part and its two ends, counted on paper from nominal end to nominal end."""
        return chained(paper, self.start, self.parts, stops, lenient=False)

    def latest(self, paper: Paper, stops: Sequence[Stop]) -> date:
        """The last day that any reading allows, counted on paper."""
        return latest(paper, self.start, self.parts, self.breach_units, stops)


_anchors = st.tuples(st.sampled_from(["start", "middle", "nominal", "due", "latest"]), st.integers(-3, 3))
_stops = st.lists(st.tuples(_anchors, st.integers(0, 12)), max_size=3)


@st.composite
def courses(draw: st.DrawFn, papers_drawn: st.SearchStrategy[Paper] = papers) -> tuple[World, Course]:
    """A world and a course in it; each stop begins before the period runs out, often near one of its ends."""
    drawn = world(draw(papers_drawn))
    start, first = draw(starts), draw(st.one_of(rules, bare_day_rules))
    more = draw(st.lists(st.builds(Period, st.just(first.unit), st.integers(1, 12)), max_size=2))
    course = Course(start, (first, *more), ())
    stops: list[Stop] = []
    for (anchor, offset), length in draw(_stops):
        ended = course.strict(drawn.paper, stops)[1]
        last = course.latest(drawn.paper, stops)
        near = {
            "start": start,
            "middle": start + (last - start) // 2,
            "nominal": ended[0],
            "due": ended[1],
            "latest": last,
        }[anchor]
        begins = min(near + timedelta(days=offset), last)
        stops.append((begins, begins + timedelta(days=length)))
    return drawn, course._replace(stops=tuple(stops))


def computed(calendar: WorkCalendar, course: Course) -> Deadline:
    """The product's deadline for a course, without its stops."""
    deadline = calendar.deadline(course.rules[0], after=course.start)
    for rule in course.rules[1:]:
        deadline = calendar.extension(rule, deadline, length=rule.length or 0)
    return deadline


def every_day(first: date, last: date) -> list[date]:
    """All days from the one to the other."""
    return [first + timedelta(days=each) for each in range((last - first).days + 1)]
