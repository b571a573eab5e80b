"""What is wrong with the holidays of a year, or unusual about them, before they are published (历法检查).

An ``error`` stands in the way; ``confirm`` wants a person's yes and a reason; a ``warning`` is for the eyes.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple, Protocol

from shared.calendar.closures import LocalEdition
from shared.calendar.days import is_weekend
from shared.calendar.editions import YearEdition
from shared.calendar.statute import belongs_to, festivals_in, limits, statute_of, statutory_days
from shared.calendar.wording import date_en, date_zh
from shared.calendar.work_calendar import WorkCalendar

ONE_DAY = timedelta(days=1)


class Severity(StrEnum):
    """How much a finding matters (严重程度)."""

    ERROR = "error"
    """错误，不能发布"""
    CONFIRM = "confirm"
    """须由人确认并写明理由"""
    WARNING = "warning"
    """提醒"""


class Finding(NamedTuple):
    """One thing found, in both languages (检查结果)."""

    severity: Severity
    code: str
    zh: str
    en: str
    on: date | None = None


class Named(Protocol):
    """A day that a notice names, as far as the checks look at it."""

    @property
    def on(self) -> date:
        """The day."""
        ...

    @property
    def is_off(self) -> bool:
        """Off, or a make-up day."""
        ...

    @property
    def name(self) -> str:
        """The festival."""
        ...


class _Run(NamedTuple):
    """Days in a row that are all worked, or all off."""

    works: bool
    first: date
    last: date

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1


def check_year(
    edition: YearEdition, before: WorkCalendar, after: WorkCalendar, *, reason: str = ""
) -> list[Finding]:
    """All findings on an edition, the gravest first.

    ``before`` is the calendar as it stands, ``after`` the one with the edition; a ``reason`` that somebody
    gave turns a wrong sum of the year into something to confirm, as an amendment does.
    """
    found = [
        *check_days(edition.year, edition.days),
        *_festivals(edition),
        *_statutory_days_missing(edition, after),
        *_yearly_sum(edition, after, explained=edition.amends is not None or bool(reason.strip())),
        *_replacing(edition, before),
        *_turn_of_year(edition, before, after),
        *_distant_make_up_days(edition),
        *_long_runs(edition.year, after),
    ]
    return sorted(found, key=lambda each: list(Severity).index(each.severity))


def check_closure(closure: LocalEdition, before: WorkCalendar) -> list[Finding]:
    """What is wrong or idle about a local closure (停办检查)."""
    return [found for day in closure.days if (found := _of_closed_day(day.on, before))]


def _of_closed_day(on: date, before: WorkCalendar) -> Finding | None:
    if not before.first <= on <= before.last:
        return _error(
            "outside_calendar",
            f"{date_zh(on)}超出历法范围（{before.first}至{before.last}）。",
            f"{date_en(on)} {on.year} lies outside the calendar ({before.first} to {before.last}).",
            on,
        )
    if not before.is_working_day(on):
        zh = f"{date_zh(on)}本来就是休息日，列为停办没有作用。"
        en = f"{date_en(on)} is a day off anyway; closing it is idle."
        return Finding(Severity.WARNING, "closed_anyway", zh, en, on)
    return None


def check_days(year: int, days: Iterable[Named]) -> Iterator[Finding]:
    """What is wrong with single days, whatever the rest of the year says."""
    seen: dict[date, Named] = {}
    for day in days:
        if not belongs_to(year, day.on):
            yield outside_year(year, day.on)
        if not day.is_off and not is_weekend(day.on):
            yield _error(
                "make_up_on_weekday",
                f"{date_zh(day.on)}本来就是工作日，不能列为调休上班日。",
                f"{date_en(day.on)} is a working day anyway and cannot be a make-up day.",
                day.on,
            )
        if day.on in seen:
            yield _named_twice(day, seen[day.on])
        seen[day.on] = day


def missing_festivals(year: int, names: Iterable[str]) -> list[Finding]:
    """The festivals of the statute that no holiday is named after."""
    statute, named = statute_of(year), {each for name in names for each in festivals_in(name)}
    return [
        _error(
            "festival_missing",
            f"没有“{festival}”的放假安排：法定节日一个也不能少，内容可能不完整。",
            f"The holiday of {festival} is missing; every statutory festival has one. Is this all of it?",
        )
        for festival in (statute.festivals if statute else ())
        if festival not in named
    ]


def outside_year(year: int, day: date) -> Finding:
    """The finding for a day that a notice for the year cannot speak of."""
    return _error(
        "outside_year",
        f"{date_zh(day)}不属于{year}年，也不是上一年最后几天。",
        f"{date_en(day)} is neither in {year} nor among the last days of the year before.",
        day,
    )


def _error(code: str, zh: str, en: str, on: date | None = None) -> Finding:
    return Finding(Severity.ERROR, code, zh, en, on)


def _named_twice(day: Named, other: Named) -> Finding:
    if day.is_off == other.is_off:
        zh, en = "重复列出", "is listed twice"
    else:
        zh, en = "既列为放假，又列为上班", "is both off and worked"
    return _error(
        "day_twice",
        f"{date_zh(day.on)}{zh}（“{other.name}”和“{day.name}”）。",
        f"{date_en(day.on)} {en} ({other.name} and {day.name}).",
        day.on,
    )


def _festivals(edition: YearEdition) -> list[Finding]:
    """An amendment names only what it changes."""
    if edition.amends is not None:
        return []
    return missing_festivals(edition.year, (day.name for day in edition.days if day.is_off))


def _statutory_days_missing(edition: YearEdition, after: WorkCalendar) -> Iterator[Finding]:
    """A notice moves days of rest; the festival itself stays off and named (放假办法第二条)."""
    for on in sorted(statutory_days(edition.year)):
        named = after.named_days.get(on)
        if named is None or not named.is_off:
            yield _error(
                "statutory_day_missing",
                f"{date_zh(on)}是法定节假日，却不在放假日期里：放假日期可能抄错了。",
                f"{date_en(on)} is a statutory holiday, but no holiday covers it. Is one of the dates wrong?",
                on,
            )


def _yearly_sum(edition: YearEdition, after: WorkCalendar, *, explained: bool) -> Iterator[Finding]:
    """Swaps of days keep the sum: weekdays less working days are the statutory holidays."""
    statute = statute_of(edition.year)
    days = _days(date(edition.year, 1, 1), date(edition.year, 12, 31))
    weekdays = sum(not is_weekend(day) for day in days)
    off = weekdays - sum(map(after.is_worked, days))  # a local closure is no matter of a notice
    if statute is None or off == statute.holidays:
        return
    more = off > statute.holidays
    yield Finding(
        Severity.CONFIRM if explained else Severity.ERROR,
        "yearly_sum",
        f"{edition.year}年周一至周五共{weekdays}天，上班{weekdays - off}天，相差{off}天；"
        f"法定节假日是{statute.holidays}天，{'多' if more else '少'}放了{abs(off - statute.holidays)}天。"
        f"可能{'漏了调休上班日' if more else '漏了放假日'}。",
        f"{edition.year} has {weekdays} weekdays and {weekdays - off} working days, {off} fewer; the statute "
        f"gives {statute.holidays} holidays. Is a {'make-up day' if more else 'day off'} missing?",
    )


def _replacing(edition: YearEdition, before: WorkCalendar) -> Iterator[Finding]:
    """A second notice for a year, or one that leaves a gap before it."""
    published = before.published_until.year
    if edition.is_published and edition.amends is None and edition.year <= published:
        yield Finding(
            Severity.CONFIRM,
            "replaces_published",
            f"{edition.year}年已有放假通知；本版不是修改，而是整个取代它。",
            f"{edition.year} has a notice already; this edition would replace it as a whole.",
        )
    if edition.is_published and edition.year > published + 1:
        yield Finding(
            Severity.WARNING,
            "year_skipped",
            f"{published + 1}年还没有放假通知，涉及{published + 1}年以后的日期仍是暂定的。",
            f"{published + 1} has no notice yet, so dates from then on stay provisional.",
        )


def _turn_of_year(edition: YearEdition, before: WorkCalendar, after: WorkCalendar) -> Iterator[Finding]:
    """The year before was published long ago; deadlines there may have been told to people."""
    for day in sorted(edition.days, key=lambda each: each.on):
        works = after.is_worked(day.on)
        if day.on.year < edition.year and works != before.is_worked(day.on):
            zh, en = ("工作日", "a working day") if works else ("休息日", "a day off")
            yield Finding(
                Severity.WARNING,
                "turn_of_year",
                f"上一年的{date_zh(day.on)}改为{zh}，已经算出的期限会变。",
                f"{date_en(day.on)} in the year before becomes {en}; deadlines computed so far change.",
                day.on,
            )


def _distant_make_up_days(edition: YearEdition) -> Iterator[Finding]:
    """Days are swapped with weekends nearby; a far one is rather a wrong month."""
    for day in edition.days:
        rest = [abs((day.on - other.on).days) for other in edition.days if _is_rest_of(other, day.name)]
        if not day.is_off and rest and min(rest) > limits().distant_make_up:
            yield Finding(
                Severity.WARNING,
                "distant_make_up",
                f"“{day.name}”的调休上班日{date_zh(day.on)}离假期有{min(rest)}天，请核对月份。",
                f"{date_en(day.on)} makes up for {day.name}, {min(rest)} days away. Is the month right?",
                day.on,
            )


def _is_rest_of(day: Named, name: str) -> bool:
    return day.is_off and day.name == name


def _long_runs(year: int, after: WorkCalendar) -> Iterator[Finding]:
    for run in _runs(year, after):
        if run.works and run.length > limits().longest_work:
            zh, en, usual = "上班", "working days", limits().longest_work
        elif not run.works and run.length > limits().longest_rest:
            zh, en, usual = "放假", "days off", limits().longest_rest
        else:
            continue
        yield Finding(
            Severity.WARNING,
            "long_work" if run.works else "long_rest",
            f"{date_zh(run.first)}至{date_zh(run.last)}连续{zh}{run.length}天，一般不超过{usual}天。",
            f"{run.length} {en} in a row from {date_en(run.first)} to {date_en(run.last)}; "
            f"usually there are {usual} at most.",
            run.first,
        )


def _runs(year: int, after: WorkCalendar) -> Iterator[_Run]:
    """The runs that touch the year, as far as they reach into the years beside it."""
    first = max(after.first, date(year - 1, 1, 1))
    last = min(after.last, date(year + 1, 12, 31))
    for works, group in groupby(_days(first, last), after.is_worked):
        days = list(group)
        if days[0].year <= year <= days[-1].year:
            yield _Run(works, days[0], days[-1])


def _days(first: date, last: date) -> list[date]:
    return [first + ONE_DAY * offset for offset in range((last - first).days + 1)]
