"""A computed time limit and the rule of law that it is computed from (期限、届满日)."""

from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

Interval = tuple[date, date | None]
"""A suspension from its first to its last day; the days after the first up to the last are not counted. An
open end means that the clock still stands."""


class Unit(StrEnum):
    """In what a period is measured (期间单位)."""

    WORKING_DAY = "working_day"
    """工作日"""
    CALENDAR_DAY = "calendar_day"
    """日、天：自然日"""
    MONTH = "month"
    """月"""
    FIXED = "fixed"
    """写明的日期"""
    PER_YEAR = "per_year"
    """每个自然年"""
    ROLLING_12M = "rolling_12m"
    """连续十二个月"""
    IN_DOCUMENT = "in_document"
    """文书中载明"""


class PeriodRule(Protocol):
    """What the arithmetic needs to know of a rule of law."""

    @property
    def key(self) -> str:
        """Topic and key, such as ``complaints.handling``."""
        ...

    @property
    def basis(self) -> str:
        """The article, such as ``wulong/complaints@2021-11-10#第十条``."""
        ...

    @property
    def length(self) -> int | None:
        """How many units; None for a fixed date or a length that the document names."""
        ...

    @property
    def unit(self) -> Unit | None:
        """The unit as the text reads strictly."""
        ...

    @property
    def breach_unit(self) -> Unit | None:
        """The unit of the latest defensible reading, where it differs."""
        ...

    @property
    def month_day(self) -> str | None:
        """Month and day of a fixed date, ``MM-DD``."""
        ...


_DATES = ("started_on", "due_on", "breach_after", "nominal_due_on", "breach_started_on")


class Deadline(NamedTuple):
    """The end of a period, with everything needed to compute it again (期限).

    ``due_on`` is the strict reading (warnings, lamps, plans); ``breach_after`` is the last day that any
    defensible reading allows: only after it may lateness be recorded. ``nominal_due_on`` is the end before
    rolling over days off. Both ends are None while the clock is suspended; ``remaining`` then says how many
    working or calendar days are left. ``started_on`` is day zero, which is not counted.
    """

    rule_key: str
    due_on: date | None
    breach_after: date | None
    nominal_due_on: date | None
    unit: Unit
    length: int | None
    started_on: date
    basis: str
    calendar_edition: str
    provisional: bool = False
    breach_unit: Unit | None = None
    suspensions: tuple[Interval, ...] = ()
    remaining: int | None = None
    extends: "Deadline | None" = None
    breach_started_on: date | None = None
    """Day zero of the lenient reading, where that reading begins later."""
    from_rolled_end: bool | None = None
    """An extension that counts from the rolled end of what it extends, also under the strict reading."""

    @property
    def suspended(self) -> bool:
        """Whether the clock stands now (期间中止)."""
        return self.remaining is not None

    @property
    def remaining_unit(self) -> Unit:
        """In what ``remaining`` is counted: working days, else calendar days."""
        return Unit.WORKING_DAY if self.unit is Unit.WORKING_DAY else Unit.CALENDAR_DAY

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe form for events; fields without content are left out."""
        return {name: plain for name, value in self._asdict().items() if (plain := _plain(value)) is not None}

    @classmethod
    def from_dict(cls, state: dict[str, Any]) -> "Deadline":
        """The deadline that ``to_dict`` wrote; unknown fields are ignored."""
        known = {name: state[name] for name in cls._fields if name in state}
        known |= {name: _date(known.get(name)) for name in _DATES}
        known["unit"] = Unit(known["unit"])
        known["length"] = known.get("length")
        if "breach_unit" in known:
            known["breach_unit"] = Unit(known["breach_unit"])
        if "suspensions" in known:
            known["suspensions"] = tuple(
                (date.fromisoformat(first), _date(last)) for first, last in known["suspensions"]
            )
        if "extends" in known:
            known["extends"] = cls.from_dict(known["extends"])
        return cls(**known)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _plain(value: Any) -> Any:
    """JSON form of a field; None where there is nothing to keep."""
    if isinstance(value, Deadline):
        return value.to_dict()
    if isinstance(value, Unit):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [[first.isoformat(), last and last.isoformat()] for first, last in value] or None
    return value


class CalendarError(ValueError):
    """The calendar cannot answer this question."""


class OutsideCalendarError(CalendarError):
    """The day lies before the first or after the last year of the calendar (超出历法范围)."""


class NotAPeriodError(CalendarError):
    """The rule names no period that ends on a date (不是可计算届满日的期限)."""


class SuspensionAfterExpiryError(CalendarError):
    """A period that has run out can no longer be suspended (期限届满后不能中止)."""


class ExtensionAfterExpiryError(CalendarError):
    """A period that has run out can no longer be extended (期限届满后不能延长)."""
