"""Counters: how often, within which time, and whether that is often enough (次数计算).

A window looks back from the day that is asked about. Nothing in it rolls over days off: the roll forward of a
last day helps whoever must still act, and nobody acts in a look back.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from shared.calendar.deadline import CalendarError, Unit
from shared.calendar.months import months_later

YEAR = 12
ONE_DAY = timedelta(days=1)
WITHIN = "《民法典》第二百零一条、第二百零二条、第一千二百五十九条"
"""The first day is not counted into the year, the year ends on the corresponding day, that day is within."""
OR_MORE = "《民法典》第一千二百五十九条"
"""A number that is reached includes itself (以上包括本数)."""

Amount = int | Decimal


class NotACounterError(CalendarError):
    """The rule names no number to reach, or no time to reach it in (不是计数规则)."""


class CounterRule(Protocol):
    """What counting needs to know of a rule of law."""

    @property
    def key(self) -> str:
        """Topic and key, such as ``fault_accountability.repeat_fault``."""
        ...

    @property
    def basis(self) -> str:
        """The article, such as ``wulong/fault_accountability@2021-11-10#第八条（五）``."""
        ...

    @property
    def minimum(self) -> int | None:
        """The number to reach; None where the text prints none."""
        ...

    @property
    def unit(self) -> Unit | None:
        """Per calendar year, twelve months, or months with ``length``; None where no window is printed."""
        ...

    @property
    def length(self) -> int | None:
        """How many months the window has, where it is neither a year nor open."""
        ...

    def tokens(self, name: str) -> tuple[str, ...]:
        """All alternatives of a parameter."""
        ...


class Span(StrEnum):
    """What kind of window it is (计数区间)."""

    CALENDAR_YEAR = "calendar_year"
    """自然年"""
    ROLLING = "rolling"
    """连续若干个月"""
    EVER = "ever"
    """不限时间"""


class Window(NamedTuple):
    """The days that are looked at, both ends included; ``first_on`` is None where time is unlimited."""

    span: Span
    first_on: date | None
    last_on: date
    months: int | None = None

    def holds(self, on: date) -> bool:
        """Whether a day lies in the window."""
        return (self.first_on is None or self.first_on <= on) and on <= self.last_on


class Occurrence(NamedTuple):
    """A day on which something happened, and how much of it: once, or so many hours (发生日、数量)."""

    on: date
    amount: Amount = 1


class Looked(NamedTuple):
    """One occurrence looked at: whether it counts, what the total is then, and why."""

    on: date
    counted: bool
    total: Amount
    why_zh: str
    why_en: str
    article: str

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe form."""
        return self._asdict() | {"on": self.on.isoformat(), "total": _text(self.total)}


class Count(NamedTuple):
    """The answer: how many fall into the window, and whether that reaches the number of the rule."""

    rule_key: str
    basis: str
    window: Window
    total: Amount
    minimum: int
    steps: tuple[Looked, ...]
    why_zh: str
    why_en: str
    article: str = OR_MORE

    @property
    def reached(self) -> bool:
        """Whether the number is reached; the number itself suffices (以上包括本数)."""
        return self.total >= self.minimum

    @property
    def missing(self) -> Amount:
        """How many more it takes; nothing once the number is reached."""
        return max(self.minimum - self.total, 0)


def calendar_year(on: date) -> Window:
    """The calendar year up to a day (自然年内，截至当日)."""
    return Window(Span.CALENDAR_YEAR, date(on.year, 1, 1), on)


def rolling(on: date, months: int) -> Window:
    """The days from which no more than so many months have passed on a day (连续若干个月).

    The day of an occurrence is not counted into the months that start with it; they end on its corresponding
    day (民法典第二百零一条、第二百零二条), and that last day is still within them (第一千二百五十九条：
    以内包括本数). Looking back, the window therefore opens on the earliest day whose months end on the day
    asked about or later: the corresponding day itself, or the next month's first where a month has none.
    """
    first = months_later(on, -months)
    return Window(
        Span.ROLLING, first if months_later(first, months) >= on else first + ONE_DAY, on, months=months
    )


def ever(on: date) -> Window:
    """All days up to a day (不限时间)."""
    return Window(Span.EVER, None, on)


def window_of(rule: CounterRule, on: date, *, unit: Unit | None = None) -> Window:
    """The window of a rule that ends on a day; ``unit`` is the bureau's reading where the text leaves one."""
    match unit or rule.unit:
        case Unit.PER_YEAR:
            return calendar_year(on)
        case Unit.ROLLING_12M:
            return rolling(on, YEAR)
        case Unit.MONTH if rule.length:
            return rolling(on, rule.length)
        case None if rule.tokens("window") == ("none",):
            return ever(on)
    raise NotACounterError(f"{rule.key} names no time to count in")


def count(
    rule: CounterRule,
    happened: Iterable[Occurrence | date],
    *,
    on: date,
    unit: Unit | None = None,
    minimum: int | None = None,
) -> Count:
    """Count what falls into the window of a rule that ends on a day (计数).

    ``unit`` and ``minimum`` are the bureau's answers where the text leaves the window or the number open; a
    printed number cannot be replaced. A duty that recurs without a number is done once in each window.
    """
    window = window_of(rule, on, unit=unit)
    needed = rule.minimum or minimum or (1 if rule.tokens("recurring") == ("yes",) else None)
    if needed is None:
        raise NotACounterError(f"{rule.key} names no number to reach")
    occurrences = sorted(each if isinstance(each, Occurrence) else Occurrence(each) for each in happened)
    steps: list[Looked] = []
    total: Amount = 0
    for each in occurrences:
        total += each.amount if window.holds(each.on) else 0
        steps.append(_looked(rule, window, each, total))
    zh, en = _outcome(window, _amount(rule, total), _amount(rule, needed), reached=total >= needed)
    return Count(rule.key, rule.basis, window, total, needed, tuple(steps), zh, en)


def _looked(rule: CounterRule, window: Window, each: Occurrence, total: Amount) -> Looked:
    if window.holds(each.on):
        so_far_zh, so_far_en = _amount(rule, total)
        zh, en = _inside(window, each.on)
        zh, en = f"{zh}，累计{so_far_zh}", f"{en}, {so_far_en} so far"
        return Looked(each.on, True, total, zh, en, _article(rule, window))
    if each.on > window.last_on:
        zh, en = "晚于计算当日，不计入", "after the day asked about, not counted"
    else:
        zh, en = f"早于{window.first_on}，不计入", f"before {window.first_on}, not counted"
    return Looked(each.on, False, total, zh, en, _article(rule, window))


def _inside(window: Window, on: date) -> tuple[str, str]:
    """Why a day lies in the window."""
    if window.span is Span.EVER:
        return "未限定期间，计入", "no window is printed, counted"
    if window.span is Span.CALENDAR_YEAR:
        return f"在{on.year}年内，计入", f"within the year {on.year}, counted"
    if months_later(on, window.months or 0) == window.last_on:
        return (
            f"期间至{window.last_on}当日届满，届满当日仍在{window.months}个月以内，计入",
            f"its {window.months} months end on {window.last_on} and include that day, counted",
        )
    return (
        f"自该日起不满{window.months}个月，计入",
        f"fewer than {window.months} months have passed since, counted",
    )


def _article(rule: CounterRule, window: Window) -> str:
    """A rolling window is measured by the civil code, the others by the rule's own words."""
    return WITHIN if window.span is Span.ROLLING else rule.basis


def _outcome(
    window: Window, total: tuple[str, str], needed: tuple[str, str], *, reached: bool
) -> tuple[str, str]:
    since_zh = f"{window.first_on}至" if window.first_on else "截至"
    since_en = f"from {window.first_on} to" if window.first_on else "up to"
    zh = f"{since_zh}{window.last_on}共{total[0]}，{'已达到' if reached else '未达到'}{needed[0]}（含本数）"
    en = (
        f"{total[1]} {since_en} {window.last_on}: "
        f"{needed[1]} or more {'is reached' if reached else 'is not reached'}"
    )
    return zh, en


def _amount(rule: CounterRule, amount: Amount) -> tuple[str, str]:
    """A number with what is counted."""
    text = _text(amount)
    if rule.tokens("counts") == ("hours",):
        return f"{text}小时", f"{text} hour{'' if amount == 1 else 's'}"
    return f"{text}次", "once" if amount == 1 else f"{text} times"


def _text(amount: Amount) -> str:
    """A number as it is written: no noughts after the point."""
    return f"{amount.normalize():f}" if isinstance(amount, Decimal) else str(amount)
