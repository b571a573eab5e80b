"""Days as months on a page: a grid from Monday to Sunday, each day with a sign and its reason (月历).

A day is never told by colour alone: it bears a number or a sign, and a sentence for those who hear the page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.dashboard.application.calendar import DayShown, YearShown
from services.dashboard.application.explanation import ExplainedDay, Explanation
from shared.calendar.explanation import Nature

ONE_DAY = timedelta(days=1)
DAYS_OF_WEEK = 7


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the grid: its style, the signs that stand in it, and the reason in both languages."""

    day: date
    looks: tuple[str, ...] = ()
    number: int | None = None
    signs: tuple[str, ...] = ()
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """One month by weeks; a place outside of the month is empty."""

    first: date
    weeks: Sequence[Sequence[Cell | None]]


END, PROVISIONAL, CHANGED = "end", "provisional", "changed"
HOLIDAY, WEEKEND, CLOSURE, WORKING = "holiday", "weekend", "closure", "working"

SIGNS = {
    Nature.START: "起",
    END: "止",
    Nature.STOPPED: "停",
    Nature.ROLLED: "顺",
    HOLIDAY: "假",
    CLOSURE: "闭",
    Nature.MAKE_UP: "班",
    WEEKEND: "休",
    Nature.SKIPPED: "休",
    CHANGED: "改",
}
"""What stands in a day's place beside its number; a provisional day has a broken frame instead."""

MEANINGS = {
    Nature.COUNTED: "计入，数字为第几日",
    Nature.START: "起算日，当日不计",
    END: "届满日",
    Nature.SKIPPED: "休息日，不计入",
    HOLIDAY: "放假，不计入",
    CLOSURE: "本地停办",
    Nature.MAKE_UP: "调休上班，计入",
    Nature.STOPPED: "中止期间，不计入",
    Nature.ROLLED: "届满逢休息日，顺延",
    PROVISIONAL: "暂定：放假通知尚未公布",
}
YEAR_MEANINGS = {
    WORKING: "工作日",
    WEEKEND: "周末",
    HOLIDAY: "放假",
    Nature.MAKE_UP: "调休上班",
    CLOSURE: "本地停办",
    PROVISIONAL: "暂定：放假通知尚未公布",
    CHANGED: "本草稿改动的日子",
}
KINDS = {
    WORKING: "工作日",
    Nature.MAKE_UP: "调休上班",
    WEEKEND: "周末",
    HOLIDAY: "放假",
    CLOSURE: "本地停办",
}


_LOOKS: Mapping[Nature, tuple[str, ...]] = {
    Nature.MAKE_UP: (Nature.COUNTED, Nature.MAKE_UP),
    Nature.LANDED: (),
    Nature.FIXED: (),
}
"""How a day looks that is more, or less, than its nature: the end alone marks the last two."""


def walk_months(explanation: Explanation) -> list[Month]:
    """Lay the walk of a period out in months."""
    days = explanation.days
    if not days:
        return []
    return _months([_step(each, explanation) for each in days], days[0].day, days[-1].day)


def walk_kinds(explanation: Explanation) -> list[str]:
    """Give what occurs in a walk, for its legend."""
    seen = {look for each in explanation.days for look in _step(each, explanation).looks}
    return [kind for kind in MEANINGS if kind in seen]


def year_months(year: YearShown) -> list[Month]:
    """Lay a year out in its twelve months."""
    return _months([_day(each) for each in year.days], date(year.year, 1, 1), date(year.year, 12, 31))


def year_kinds(year: YearShown) -> list[str]:
    """Give what occurs in a year, for its legend."""
    seen = {look for each in year.days for look in _day(each).looks}
    return [kind for kind in YEAR_MEANINGS if kind in seen]


def _step(step: ExplainedDay, period: Explanation) -> Cell:
    looks = _looks_of(step, period)
    number = step.number if step.counted else None
    return Cell(step.day, looks, number, _signs(looks), step.why_zh, step.why_en)


def _looks_of(step: ExplainedDay, period: Explanation) -> tuple[str, ...]:
    """Say how a day of a walk looks: what it is first, then what else is to be seen on it."""
    nature, is_end = step.nature, step.day == period.ends_on
    looks = _LOOKS.get(nature, (nature,))
    if is_end and not step.counted:
        looks = ()
    return (*looks, *([END] if is_end else []), *([PROVISIONAL] if step.provisional else []))


def _day(day: DayShown) -> Cell:
    looks = [day.kind, *([PROVISIONAL] if day.provisional else []), *([CHANGED] if day.changed else [])]
    signs = _signs([look for look in looks if look != WEEKEND])
    return Cell(day.day, tuple(looks), None, signs, day.name or "")


def _signs(looks: Iterable[str]) -> tuple[str, ...]:
    return tuple(SIGNS[look] for look in looks if look in SIGNS)


def _months(cells: Iterable[Cell], first: date, last: date) -> list[Month]:
    known = {cell.day: cell for cell in cells}
    months, start = [], first.replace(day=1)
    while start <= last:
        following = (start + timedelta(days=31)).replace(day=1)
        months.append(Month(start, _weeks(known, start, following)))
        start = following
    return months


def _weeks(known: Mapping[date, Cell], start: date, following: date) -> list[list[Cell | None]]:
    """Fill the weeks of a month from Monday to Sunday."""
    places: list[Cell | None] = [None] * start.weekday()
    day = start
    while day < following:
        places.append(known.get(day) or Cell(day))
        day += ONE_DAY
    places += [None] * (-len(places) % DAYS_OF_WEEK)
    return [places[at : at + DAYS_OF_WEEK] for at in range(0, len(places), DAYS_OF_WEEK)]
