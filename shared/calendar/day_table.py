"""The arrays behind the calendar: prefix sums of working days, so that every question is a look-up."""

from collections.abc import Iterable
from datetime import date
from itertools import accumulate

from shared.calendar.deadline import OutsideCalendarError


class DayTable:
    """Days from ``first`` on as indexes 0, 1, 2 ...

    ``until[i]`` is the number of working days up to and including day ``i``; ``working[k]`` the index of the
    k-th working day (from 0); ``rolled[i]`` the first day on or after ``i`` on which a period may end;
    ``landing[i]`` the first of those that is a working day. The last two differ only where a local closure
    takes a day from the count without moving ends, or the other way round (``is_plain`` is then False).
    """

    __slots__ = ("dates", "first", "is_plain", "landing", "origin", "rolled", "until", "working")

    def __init__(
        self, first: date, is_working: Iterable[bool], may_end: Iterable[bool] | None = None
    ) -> None:
        flags = list(is_working)
        ends = flags if may_end is None else list(may_end)
        self.first = first
        self.origin = first.toordinal()
        self.dates = [date.fromordinal(self.origin + i) for i in range(len(flags))]
        self.until = list(accumulate(flags, lambda total, flag: total + flag, initial=0))[1:]
        self.working = [i for i, flag in enumerate(flags) if flag]
        self.is_plain = ends == flags
        self.rolled = self._roll(ends)
        self.landing = (
            self.rolled if self.is_plain else self._roll([*map(all, zip(flags, ends, strict=True))])
        )

    def index(self, day: date) -> int:
        """The index of a day."""
        index = day.toordinal() - self.origin
        if 0 <= index < len(self.dates):
            return index
        raise self.outside(day)

    def day(self, index: int) -> date:
        """The day of an index."""
        if 0 <= index < len(self.dates):
            return self.dates[index]
        raise self.too_late()

    def nth_working(self, start: int, count: int) -> int:
        """The index of the n-th working day after a day; the day itself is not counted."""
        try:
            return self.working[self.until[start] + count - 1]
        except IndexError:
            raise self.too_late() from None

    def works(self, index: int) -> bool:
        """Whether a day counts as a working day."""
        return self.until[index] > (self.until[index - 1] if index else 0)

    def may_end(self, index: int) -> bool:
        """Whether a period may end on a day."""
        return self.rolled[index : index + 1] == [index]

    def roll(self, index: int) -> int:
        """The first day on or after a day on which a period may end."""
        return self._found(self.rolled, index)

    def land(self, index: int) -> int:
        """The first working day on or after a day on which a period may end."""
        return self._found(self.landing, index)

    def outside(self, day: date) -> OutsideCalendarError:
        """The refusal of a day that the calendar does not know."""
        return OutsideCalendarError(f"{day} lies outside the calendar of {self.first} to {self.dates[-1]}")

    def too_late(self) -> OutsideCalendarError:
        """The refusal of a day past the last year."""
        return OutsideCalendarError(f"the calendar ends on {self.dates[-1]}")

    def _found(self, table: list[int], index: int) -> int:
        try:
            return table[index]
        except IndexError:
            raise self.too_late() from None

    @staticmethod
    def _roll(flags: list[bool]) -> list[int]:
        """Roll-forward per day; a tail of days off has no answer and is left out."""
        rolled: list[int] = []
        following: int | None = None
        for index in reversed(range(len(flags))):
            following = index if flags[index] else following
            if following is not None:
                rolled.append(following)
        return rolled[::-1]
