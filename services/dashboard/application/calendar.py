"""The calendar and the calculator as the statutes service tells them, open to all (历法与期限计算)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from services.dashboard.application.explanation import Explanation, explanation_of
from services.dashboard.application.services import Services, asked
from services.dashboard.application.shown import Shown

CALENDAR = "/api/v1/calendar"


class DayShown(Shown):
    """What one day of a year is (某日的性质)."""

    day: date
    kind: str
    working: bool = False
    rolls: bool = False
    name: str | None = None
    notice: str | None = None
    provisional: bool = False
    changed: bool = False


class YearShown(Shown):
    """All days of a year (年历)."""

    year: int
    calendar_edition: str = ""
    provisional: bool = False
    working_days: int = 0
    days: Sequence[DayShown] = ()


class EditionShown(Shown):
    """One edition of one year: a notice, or the statutory days alone (历法版本)."""

    id: str = ""
    year: int
    number: int
    title: str = ""
    document: str = ""
    issued_on: date | None = None
    published: bool = True
    in_use: bool = True
    days_off: int = 0
    make_up_days: int = 0


class ClosedDay(Shown):
    """One day of a local closure with its two effects (停办日)."""

    day: date
    name: str = ""
    counts: bool = False
    rolls: bool = False


class ClosureShown(Shown):
    """A local closure: whom it binds, which days, with which effect (本地停办)."""

    id: str = ""
    number: int = 0
    title: str = ""
    document: str = ""
    agencies: Sequence[str] = ()
    days: Sequence[ClosedDay] = ()
    published_on: date | None = None


class Editions(Shown):
    """Everything that the calendar in use rests on (历法的依据)."""

    calendar_edition: str = ""
    first: date
    last: date
    published_until: date
    editions: Sequence[EditionShown] = ()
    closures: Sequence[ClosureShown] = ()


class PeriodShown(Shown):
    """A rule of law that ends on a date (可以计算的期限)."""

    regulation: str
    key: str
    label: str = ""
    basis: str = ""
    summary_zh: str = ""
    summary_en: str = ""
    unit: str | None = None
    length: int | None = None
    cap: int | None = None
    month_day: str | None = None
    needs_length: bool = False
    starts_on_zh: str = ""


class Calendars:
    """The calendar, read without signing in."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def year(self, year: int, *, body: str = "", known_on: date | None = None) -> YearShown:
        """All days of a year, for one body or for all, also as it was known on an earlier day."""
        path = asked(f"{CALENDAR}/years/{year}", body=body, known_on=known_on)
        return YearShown.model_validate((await self._services.get(path)).body)

    async def editions(self) -> Editions:
        """The notices and closures behind the calendar."""
        return Editions.model_validate((await self._services.get(f"{CALENDAR}/editions")).body)

    async def periods(self, on: date | None = None) -> list[PeriodShown]:
        """The rules in force on a day that end on a date."""
        reply = await self._services.get(asked(f"{CALENDAR}/periods", on=on))
        return [PeriodShown.model_validate(each) for each in reply.body]

    async def due_date(self, query: Mapping[str, Any]) -> Explanation:
        """The end of a free period."""
        return explanation_of((await self._services.get(asked(f"{CALENDAR}/due-date", **query))).body)

    async def due_date_of(self, regulation: str, key: str, query: Mapping[str, Any]) -> Explanation:
        """The end of a period that a rule of law sets."""
        path = f"{CALENDAR}/periods/{quote(regulation)}/{quote(key, safe='')}/due-date"
        return explanation_of((await self._services.get(asked(path, **query))).body)
