"""Why a deadline ends on its day: a walk of all days, each with its reason (为什么是这一天).

The walk counts naively, day by day, so that it also checks the look-up tables.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from shared.calendar.days import SATURDAY, WEEKDAYS, DayFacts, DayKind
from shared.calendar.deadline import Deadline, Interval, Unit
from shared.calendar.months import months_later
from shared.calendar.tolling import chain

FIRST_DAY = "《民事诉讼法》第八十五条第二款"
ROLL = "《民事诉讼法》第八十五条第三款"
WEEKEND = "《国务院关于职工工作时间的规定》第七条"
STATUTE = "《全国年节及纪念日放假办法》第二条、第六条"
MONTHS = "《民法典》第二百零二条"
ONE_DAY = timedelta(days=1)


class Nature(StrEnum):
    """What a day is in the walk (该日的性质)."""

    START = "start"
    """起算日，不计入"""
    COUNTED = "counted"
    """计入"""
    MAKE_UP = "make_up"
    """调休上班，计入"""
    SKIPPED = "skip"
    """周末，不计入"""
    HOLIDAY = "holiday"
    """放假，不计入"""
    CLOSURE = "closure"
    """本地停办，不计入"""
    STOPPED = "stop"
    """中止，不计入"""
    ROLLED = "roll"
    """届满日顺延"""
    LANDED = "landed"
    """顺延后的届满日"""
    FIXED = "fixed"
    """写明的日期"""


_OFF = {
    DayKind.HOLIDAY: Nature.HOLIDAY,
    DayKind.CLOSURE: Nature.CLOSURE,
    DayKind.WEEKEND: Nature.SKIPPED,
}


class DayStep(NamedTuple):
    """One day of the walk: whether it counts, as which one, and why.

    ``article`` is the rule that makes it so; ``notice`` and ``source`` the holiday notice behind the day.
    """

    day: date
    counted: bool
    number: int | None
    why_zh: str
    why_en: str
    article: str
    notice: str | None = None
    source: str | None = None
    provisional: bool = False
    nature: Nature = Nature.COUNTED

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe form."""
        return self._asdict() | {"day": self.day.isoformat(), "nature": self.nature.value}


class Days(Protocol):
    """What the walk asks the calendar."""

    def kind_of(self, day: date) -> DayFacts:
        """What a day is."""
        ...


def explained(days: Days, deadline: Deadline) -> list[DayStep]:
    """All steps from day zero to the end, or to the stop that still stands."""
    if deadline.unit is Unit.FIXED:
        return [_fixed(days, deadline)]
    return list(_walk(days, deadline))


def _walk(days: Days, deadline: Deadline) -> Iterator[DayStep]:
    parts = chain(deadline)
    day = parts[0].started_on
    yield _first(days, day)
    for position, part in enumerate(parts):
        if part.from_rolled_end and part.extends and part.extends.due_on:
            yield from _to_the_end(days, day, part.extends)
            day = part.extends.due_on
        number, length = 0, _days_of(part, day)
        while number < length:
            day += ONE_DAY
            if _stands_open(deadline.suspensions, day):
                yield _open_stop(days, day)
                return
            facts, stopped = days.kind_of(day), _stopped(deadline.suspensions, day)
            counts = not stopped and (part.unit is not Unit.WORKING_DAY or facts.is_working)
            number += counts
            yield _counted(facts, part, number, position) if counts else _skipped(facts, stopped=stopped)
    yield from _to_the_end(days, day, deadline)


def _to_the_end(days: Days, day: date, deadline: Deadline) -> Iterator[DayStep]:
    """The days over which the end rolls, and the one on which it lands."""
    if deadline.due_on is None or day >= deadline.due_on:
        return
    while day < deadline.due_on:
        yield _rolled(days, day, deadline.suspensions)
        day += ONE_DAY
    yield _landed(days.kind_of(day))


def _days_of(part: Deadline, start: date) -> int:
    """How many days the walk has to count for a part."""
    length = part.length or 0
    return (months_later(start, length) - start).days if part.unit is Unit.MONTH else length


def _stopped(stops: Sequence[Interval], day: date) -> bool:
    return any(first < day <= (last or date.max) for first, last in stops)


def _stands_open(stops: Sequence[Interval], day: date) -> bool:
    return any(last is None and first < day for first, last in stops)


def _step(
    facts: DayFacts, nature: Nature, why: tuple[str, str], article: str, *, number: int | None = None
) -> DayStep:
    """A step; only a numbered day counts."""
    notice = facts.notice
    return DayStep(
        facts.on,
        number is not None,
        number,
        *why,
        article,
        notice.document if notice else None,
        notice.source if notice else None,
        facts.provisional,
        nature,
    )


def _first(days: Days, day: date) -> DayStep:
    why = ("起算当日不计入", "the day of the event is not counted")
    return _step(days.kind_of(day), Nature.START, why, FIRST_DAY)


def _counted(facts: DayFacts, part: Deadline, number: int, position: int) -> DayStep:
    extension = ("延长期", " of the extension") if position else ("", "")
    if part.unit is Unit.WORKING_DAY:
        make_up = facts.kind is DayKind.MAKE_UP
        nature = Nature.MAKE_UP if make_up else Nature.COUNTED
        zh = f"{'调休上班，' if make_up else ''}{extension[0]}第{number}个工作日"
        en = f"working day {number}{extension[1]}{' (make-up day)' if make_up else ''}"
        return _step(facts, nature, (zh, en), part.basis, number=number)
    article = MONTHS if part.unit is Unit.MONTH else part.basis
    zh, en = f"{extension[0]}第{number}日", f"day {number}{extension[1]}"
    return _step(facts, Nature.COUNTED, (zh, en), article, number=number)


def _skipped(facts: DayFacts, *, stopped: bool) -> DayStep:
    if stopped:
        return _step(facts, Nature.STOPPED, ("中止期间不计入", "suspended, not counted"), FIRST_DAY)
    zh, en, article = _day_off(facts)
    return _step(facts, _OFF[facts.kind], (f"{zh}，不计入", f"{en}, not counted"), article)


def _day_off(facts: DayFacts) -> tuple[str, str, str]:
    if facts.kind is DayKind.HOLIDAY:
        article = facts.notice.title if facts.notice and facts.notice.issued_on else STATUTE
        return f"{facts.name}放假", f"day off ({facts.name})", article
    if facts.kind is DayKind.CLOSURE or facts.is_working:
        article = facts.notice.title if facts.notice else ""
        return f"{facts.name}停办", f"closure ({facts.name})", article
    weekday = facts.on.weekday()
    return f"周{WEEKDAYS[weekday]}", ("Saturday", "Sunday")[weekday - SATURDAY], WEEKEND


def _rolled(days: Days, day: date, stops: Sequence[Interval]) -> DayStep:
    """A day on which the period would end but cannot."""
    facts = days.kind_of(day)
    if _stopped(stops, day) or (facts.is_working and not facts.rolls):
        why = ("中止期间不届满", "a suspended period does not end")
        return _step(facts, Nature.STOPPED, why, FIRST_DAY)
    zh, en, _ = _day_off(facts)
    why = (f"届满日逢{zh}，顺延", f"the end falls on a {en} and rolls forward")
    return _step(facts, Nature.ROLLED, why, ROLL)


def _landed(facts: DayFacts) -> DayStep:
    make_up = "调休上班日，" if facts.kind is DayKind.MAKE_UP else ""
    english = "make-up working day" if make_up else "working day"
    why = (f"{make_up}顺延至此日届满", f"the period ends on this {english}")
    return _step(facts, Nature.LANDED, why, ROLL)


def _open_stop(days: Days, day: date) -> DayStep:
    why = ("中止中，尚无届满日", "suspended, no end yet")
    return _step(days.kind_of(day), Nature.STOPPED, why, FIRST_DAY)


def _fixed(days: Days, deadline: Deadline) -> DayStep:
    on = deadline.due_on or deadline.started_on
    why = ("写明的日期，不顺延", "a date written down does not roll")
    return _step(days.kind_of(on), Nature.FIXED, why, deadline.basis)
