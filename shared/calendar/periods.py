"""A deadline from its inputs, the general way: extensions, stops, two readings (期限的一般算法)."""

from collections.abc import Callable, Sequence

from shared.calendar.day_table import DayTable
from shared.calendar.deadline import Deadline, NotAPeriodError, SuspensionAfterExpiryError, Unit
from shared.calendar.tolling import Ends, Part, Stop, chain, days_left, end_of, merged

IsProvisional = Callable[[int], bool]


def computed(table: DayTable, deadline: Deadline, is_provisional: IsProvisional, edition: str) -> Deadline:
    """The same period with its ends computed on this calendar; the other fields are its inputs."""
    if deadline.unit is Unit.FIXED:
        return deadline._replace(calendar_edition=edition)
    if deadline.extends:
        base = deadline.extends._replace(calendar_edition=edition)
        deadline = deadline._replace(extends=computed(table, base, is_provisional, edition))
    intervals = merged(deadline.suspensions)
    closed = [(table.index(first), table.index(last)) for first, last in intervals if last is not None]
    period = _Period(table, chain(deadline))
    day_zero, strict = period.strict(closed)
    latest = period.latest(closed)
    deadline = deadline._replace(
        suspensions=intervals,
        calendar_edition=edition,
        started_on=table.day(day_zero),
        provisional=is_provisional(latest),
    )
    if intervals and intervals[-1][1] is None:
        stopped_at = max(table.index(intervals[-1][0]), period.start)
        left = days_left(table, strict, stopped_at, deadline.unit)
        return deadline._replace(due_on=None, breach_after=None, nominal_due_on=None, remaining=left)
    return deadline._replace(
        due_on=table.day(strict.rolled),
        nominal_due_on=table.day(strict.nominal),
        breach_after=table.day(latest),
        remaining=None,
    )


class _Period:
    """A period with its extensions on one calendar."""

    def __init__(self, table: DayTable, parts: Sequence[Deadline]) -> None:
        self.table = table
        self.start = table.index(parts[0].started_on)
        self.breach_start = table.index(parts[0].breach_started_on or parts[0].started_on)
        self.parts = [_part(each, each.unit) for each in parts]
        self.breach_parts = [_part(each, each.breach_unit or each.unit) for each in parts]

    def strict(self, stops: Sequence[Stop]) -> tuple[int, Ends]:
        """Day zero of the last part, which is the end of the one before, and its end."""
        return end_of(self.table, self.start, self.parts, stops, lenient=False)

    def latest(self, stops: Sequence[Stop]) -> int:
        """The latest end of any reading."""
        _, strict = self.strict(stops)
        _, lenient = end_of(self.table, self.breach_start, self.parts, stops, lenient=True)
        if self.breach_parts == self.parts:
            return max(strict.rolled, lenient.rolled)
        _, other = end_of(self.table, self.breach_start, self.breach_parts, stops, lenient=True)
        return max(strict.rolled, lenient.rolled, other.rolled)


def refuse_late_stops(table: DayTable, deadline: Deadline) -> None:
    """A stop must begin while the period runs, counting the stops before it.

    Asked when a stop is decided and never at a recomputation: what was in time stays in time.
    """
    period = _Period(table, chain(deadline))
    before: list[Stop] = []
    for first, last in merged(deadline.suspensions):
        if table.index(first) > period.latest(before):
            raise SuspensionAfterExpiryError(f"the period had run out before {first}")
        if last is not None:
            before.append((table.index(first), table.index(last)))


def _part(deadline: Deadline, unit: Unit) -> Part:
    return Part(unit, _length(deadline), bool(deadline.from_rolled_end))


def _length(deadline: Deadline) -> int:
    if deadline.length is None or deadline.length < 1:
        raise NotAPeriodError(f"{deadline.rule_key} has no length to count")
    return deadline.length
