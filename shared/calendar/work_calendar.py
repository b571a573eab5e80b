"""The calendar of working days, and the arithmetic of periods on it (工作日历与期限计算)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from shared.calendar.day_table import DayTable
from shared.calendar.days import DayFacts, DayKind, LocalDay, NamedDay, is_weekend
from shared.calendar.deadline import (
    Deadline,
    ExtensionAfterExpiryError,
    Interval,
    NotAPeriodError,
    PeriodRule,
    Unit,
)
from shared.calendar.explanation import DayStep, explained
from shared.calendar.months import months_later, next_month_day
from shared.calendar.periods import computed, refuse_late_stops

COUNTED = (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH)
MOST_RULES = 4096


class _Terms(NamedTuple):
    """What the arithmetic reads of a rule; holding the rule keeps its identity from being used again."""

    rule: PeriodRule | None
    key: str
    basis: str
    unit: Unit | None
    length: int | None
    breach_unit: Unit | None


class WorkCalendar:
    """One state of the holiday notices, as look-up tables (日历版本).

    ``edition`` identifies the content; ``published_until`` is the last day covered by a published notice, all
    later days rest on the statutory holidays alone and make dates provisional. ``local`` are the days that
    closures of the district, or of one agency, take away.
    """

    def __init__(
        self,
        *,
        first: date,
        last: date,
        named: Mapping[date, NamedDay],
        published_until: date,
        edition: str,
        local: Mapping[date, LocalDay] = MappingProxyType({}),
    ) -> None:
        self.edition = edition
        self.published_until = published_until
        self._named = dict(named)
        self._local = dict(local)
        days = [date.fromordinal(each) for each in range(first.toordinal(), last.toordinal() + 1)]
        may_end = [self._may_end(day) for day in days] if local else None
        self._table = DayTable(first, (self._works(day) for day in days), may_end)
        self._origin = self._table.origin
        self._published = published_until.toordinal() - self._origin
        self._terms: dict[int, _Terms] = {}

    # -- days ------------------------------------------------------------------------------------------

    @property
    def first(self) -> date:
        """The first day that the calendar knows."""
        return self._table.first

    @property
    def last(self) -> date:
        """The last day that the calendar knows."""
        return self._table.dates[-1]

    @property
    def table(self) -> DayTable:
        """The arrays, for bulk work."""
        return self._table

    @property
    def named_days(self) -> Mapping[date, NamedDay]:
        """The days that notices and the statute name."""
        return self._named

    @property
    def local_days(self) -> Mapping[date, LocalDay]:
        """The days that local closures name."""
        return self._local

    def is_working_day(self, day: date) -> bool:
        """Whether the day counts as a working day (工作日), make-up days included."""
        return self._table.works(self._table.index(day))

    def is_worked(self, day: date) -> bool:
        """Whether the day is worked in the whole country, whatever local closures say."""
        named = self._named.get(day)
        return not is_weekend(day) if named is None else not named.is_off

    def kind_of(self, day: date) -> DayFacts:
        """What the day is, and the notice that makes it so."""
        rolls = not self._table.may_end(self._table.index(day))
        kind, named, local = self._kind(day), self._named.get(day), self._local.get(day)
        source: NamedDay | LocalDay | None = named
        if local is not None and self.is_worked(day):
            source, kind = local, kind if local.counts else DayKind.CLOSURE
        provisional = not self.is_published(day)
        return DayFacts(day, kind, source and source.name, source and source.notice, provisional, rolls)

    def is_published(self, day: date) -> bool:
        """Whether a published holiday notice covers the day."""
        return day <= self.published_until

    # -- bare dates ------------------------------------------------------------------------------------

    def add_working_days(self, day: date, count: int) -> date:
        """The n-th working day after a day, which itself is neither counted nor moved first."""
        table = self._table
        index = day.toordinal() - self._origin
        if index < 0 or count < 1:
            raise self._unusable(day, count)
        try:
            return table.dates[table.working[table.until[index] + count - 1]]
        except IndexError:
            raise table.too_late() from None

    def add_calendar_days(self, day: date, count: int) -> date:
        """So many calendar days later, rolled forward over days off (民事诉讼法第八十五条第三款)."""
        return self.roll_forward(day + timedelta(days=count))

    def add_months(self, day: date, months: int) -> date:
        """The corresponding day so many months later, else the month's last, rolled forward."""
        return self.roll_forward(months_later(day, months))

    def roll_forward(self, day: date) -> date:
        """The first day on or after a day on which a period may end (节假日顺延)."""
        return self._table.dates[self._table.roll(self._table.index(day))]

    def last_working_day_on_or_before(self, day: date) -> date:
        """The day to plan for when a fixed date falls on a day off."""
        return self.working_days_before(day, 0)

    def working_days_before(self, day: date, count: int) -> date:
        """The working day on which exactly so many working days are left until a day, that day included."""
        table = self._table
        position = table.until[table.index(day)] - 1 - count
        return table.dates[table.working[position]] if position >= 0 else table.first

    def working_days_between(self, after: date, until: date) -> int:
        """Working days in (after, until]; negative when ``until`` comes first."""
        table = self._table
        return table.until[table.index(until)] - table.until[table.index(after)]

    # -- deadlines -------------------------------------------------------------------------------------

    def deadline(
        self,
        rule: PeriodRule,
        *,
        after: date,
        length: int | None = None,
        unit: Unit | None = None,
        until: date | None = None,
    ) -> Deadline:
        """The deadline of a rule counted from the day of the event, which is day zero.

        ``length`` and ``unit`` are those of the document where the rule leaves them to it (working days if
        no unit is given); ``until`` is a date written in the document.
        """
        terms = self._terms.get(id(rule)) or self._learn(rule)
        kind, breach_unit = terms.unit, terms.breach_unit
        if kind is Unit.IN_DOCUMENT or kind is None:
            kind = Unit.FIXED if until else unit or Unit.WORKING_DAY
        count = length or terms.length
        if kind is Unit.FIXED:
            return self._fixed(rule, after, until)
        if kind not in COUNTED or count is None:
            raise NotAPeriodError(f"{rule.key} names no period that ends on a date")
        if kind is not Unit.MONTH and breach_unit is None:
            return self._plain(terms, kind, after, count)
        return self._computed(
            Deadline(rule.key, None, None, None, kind, count, after, rule.basis, "", breach_unit=breach_unit)
        )

    def extension(
        self,
        rule: PeriodRule,
        base: Deadline,
        *,
        length: int,
        approved_on: date | None = None,
        from_rolled_end: bool = False,
    ) -> Deadline:
        """The period extended: ``due_on`` from the nominal end, ``breach_after`` from the rolled expiry.

        ``from_rolled_end`` counts both from the rolled expiry, where the bureau reads it so. An approval
        after ``breach_after`` of the base changes nothing and is refused.
        """
        if approved_on and base.breach_after and approved_on > base.breach_after:
            raise ExtensionAfterExpiryError(f"{base.rule_key} ran out on {base.breach_after}")
        if base.unit is Unit.FIXED:
            raise NotAPeriodError(f"{base.rule_key} is a fixed date and cannot be extended")
        return self._computed(
            Deadline(
                rule_key=rule.key,
                due_on=None,
                breach_after=None,
                nominal_due_on=None,
                unit=rule.unit if rule.unit in COUNTED else base.unit,
                length=length,
                started_on=base.nominal_due_on or base.started_on,
                basis=rule.basis,
                calendar_edition="",
                breach_unit=rule.breach_unit,
                suspensions=base.suspensions,
                extends=base,
                from_rolled_end=from_rolled_end or None,
            )
        )

    def suspended(self, deadline: Deadline, intervals: Sequence[Interval]) -> Deadline:
        """The deadline with further stops (中止): days after the first up to the last are not counted."""
        if deadline.unit is Unit.FIXED:
            raise NotAPeriodError(f"{deadline.rule_key} is a fixed date and cannot be suspended")
        longer = deadline._replace(suspensions=(*deadline.suspensions, *intervals))
        # What is in time under the end that stands is in time, also where a shorter one is held back.
        ends = deadline.breach_after
        if ends is None or any(first > ends for first, _ in intervals):
            refuse_late_stops(self._table, longer)
        return self._computed(longer)

    def resumed(self, deadline: Deadline, *, on: date) -> Deadline:
        """The deadline after its open stop ended (恢复计算); ``on`` is the last day not counted."""
        stops = tuple((first, on if last is None else last) for first, last in deadline.suspensions)
        return self._computed(deadline._replace(suspensions=stops))

    def breach_from(self, deadline: Deadline, on: date) -> Deadline:
        """The deadline whose lenient reading counts from a later day zero; ``due_on`` stays."""
        return self._computed(deadline._replace(breach_started_on=on))

    def recomputed(self, deadline: Deadline) -> Deadline:
        """The same period under this edition."""
        return self._computed(deadline)

    def changes(self, deadline: Deadline) -> bool:
        """Whether this edition gives the deadline other dates, or another certainty."""
        if deadline.calendar_edition == self.edition:
            return False
        return _dates(self.recomputed(deadline)) != _dates(deadline)

    def explain(self, deadline: Deadline) -> list[DayStep]:
        """Why the deadline ends on this day: every day from day zero to the end, with its reason."""
        return explained(self, deadline)

    # -- inside ----------------------------------------------------------------------------------------

    def _kind(self, day: date) -> DayKind:
        """What the day is in the whole country."""
        named = self._named.get(day)
        if named is not None and named.is_off:
            return DayKind.HOLIDAY
        if is_weekend(day):
            return DayKind.WEEKEND if named is None else DayKind.MAKE_UP
        return DayKind.WORKING

    def _works(self, day: date) -> bool:
        local = self._local.get(day)
        return self.is_worked(day) and (local is None or local.counts)

    def _may_end(self, day: date) -> bool:
        local = self._local.get(day)
        return self.is_worked(day) and (local is None or not local.rolls)

    def _learn(self, rule: PeriodRule) -> "_Terms":
        """Read a rule once: rules are immutable, and the law book keeps its own for as long as it lives."""
        if len(self._terms) >= MOST_RULES:
            self._terms.clear()
        terms = _Terms(rule, rule.key, rule.basis, rule.unit, rule.length, rule.breach_unit)
        self._terms[id(rule)] = terms
        return terms

    def _plain(self, terms: "_Terms", unit: Unit, after: date, count: int) -> Deadline:
        """Days without stops: the common case, by look-up alone."""
        if unit is Unit.WORKING_DAY:
            nominal = due_on = self.add_working_days(after, count)
            if not self._table.is_plain:
                due_on = self._table.dates[self._table.land(self._table.index(nominal))]
        else:
            nominal, due_on = self._calendar_days(after, count)
        provisional = due_on > self.published_until
        return Deadline(
            terms.key, due_on, due_on, nominal, unit, count, after, terms.basis, self.edition, provisional
        )

    def _calendar_days(self, after: date, count: int) -> tuple[date, date]:
        """The nominal end and the end after rolling."""
        table = self._table
        index = after.toordinal() - self._origin
        if index < 0 or count < 1:
            raise self._unusable(after, count)
        try:
            return table.dates[index + count], table.dates[table.rolled[index + count]]
        except IndexError:
            raise table.too_late() from None

    def _fixed(self, rule: PeriodRule, after: date, until: date | None) -> Deadline:
        """A fixed date does not roll, so no calendar can move it."""
        if until is None and rule.month_day is None:
            raise NotAPeriodError(f"{rule.key} names no date")
        if until is not None and until < after:
            raise NotAPeriodError(f"{until} comes before {after}, from which it counts")
        due_on = until or next_month_day(after, rule.month_day or "")
        return Deadline(
            rule.key, due_on, due_on, due_on, Unit.FIXED, None, after, rule.basis, self.edition, False
        )

    def _computed(self, deadline: Deadline) -> Deadline:
        if deadline.unit in _PLAIN and deadline[_FIRST_SPECIAL:] == _NOTHING_SPECIAL:
            return self._plain(_terms_of(deadline), deadline.unit, deadline.started_on, deadline.length or 0)
        return computed(self._table, deadline, self._is_provisional, self.edition)

    def _is_provisional(self, index: int) -> bool:
        return index > self._published

    def _unusable(self, day: date, count: int) -> ValueError:
        if count < 1:
            return NotAPeriodError("a period has at least one day")
        return self._table.outside(day)


_PLAIN = (Unit.WORKING_DAY, Unit.CALENDAR_DAY)
_FIRST_SPECIAL = Deadline._fields.index("breach_unit")
_NOTHING_SPECIAL = (None, (), None, None, None, None)
"""No other reading, no stops, nothing extended: the end is a look-up."""


def _terms_of(deadline: Deadline) -> _Terms:
    return _Terms(None, deadline.rule_key, deadline.basis, deadline.unit, deadline.length, None)


def _dates(deadline: Deadline) -> tuple[object, ...]:
    """What a recomputation can change."""
    return (
        deadline.due_on,
        deadline.breach_after,
        deadline.nominal_due_on,
        deadline.provisional,
        deadline.remaining,
    )
