"""What the statutes service tells: calendar editions, regulation versions, policies (法规与历法)."""

from abc import abstractmethod
from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from shared.calendar.closures import LocalEdition
from shared.calendar.days import LocalDay, NamedDay, Notice
from shared.calendar.editions import EditionError, YearEdition
from shared.contracts.base import Contract

DAY_OFF, MAKE_UP, CLOSURE = "day_off", "make_up", "closure"


class CalendarDay(BaseModel):
    """One day unlike the plain week; ``kind`` is day_off, make_up or closure, ``holiday`` its name.

    A closure says whether the day ``counts`` as a working day, and whether an end falling on it ``rolls``.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    day: date
    kind: str
    holiday: str
    counts: bool | None = None
    rolls: bool | None = None


class Statutory(Contract):
    """A publication that every service keeps a copy of (须留存副本的发布)."""

    @property
    @abstractmethod
    def key(self) -> str:
        """What it is about; a later publication about the same thing takes its place."""


class CalendarEditionPublished(Statutory):
    """A yearly calendar, or a local closure, was published (日历版本发布).

    ``edition`` is the hash of the content, ``notice`` the document number of the notice behind it and
    ``title``, ``issued_on``, ``source`` what else is known of that; ``amends`` the number that it adds to or
    replaces. ``scope`` is ``year`` or ``closure``; ``agencies`` limits a closure to these bodies (empty:
    everybody). ``sequence`` counts the publications of this installation.
    """

    name: ClassVar[str] = "statutes.calendar_edition_published"
    edition: str
    year: int
    number: int
    notice: str | None = None
    published_on: date
    provisional: bool = False
    days: tuple[CalendarDay, ...] = ()
    agencies: tuple[str, ...] = ()
    title: str = ""
    issued_on: date | None = None
    source: str = ""
    amends: int | None = None
    scope: str = "year"
    sequence: int = 0

    @property
    def key(self) -> str:
        """Scope, year and number."""
        return f"{self.scope}/{self.year}/{self.number}"

    @classmethod
    def of(
        cls, edition: YearEdition | LocalEdition, *, published_on: date, sequence: int
    ) -> "CalendarEditionPublished":
        """The publication of an edition."""
        local = isinstance(edition, LocalEdition)
        return cls(
            edition=edition.id,
            year=_year_of(edition),
            number=edition.number,
            notice=edition.notice.document,
            published_on=published_on,
            days=tuple(_days_of(edition)),
            agencies=edition.agencies if isinstance(edition, LocalEdition) else (),
            title=edition.notice.title,
            issued_on=edition.notice.issued_on,
            source=edition.notice.source,
            amends=edition.amends,
            scope="closure" if local else "year",
            sequence=sequence,
        )

    def content(self) -> YearEdition | LocalEdition:
        """The edition that was published."""
        return self._closure() if self.scope == "closure" else self._year()

    def _closure(self) -> LocalEdition:
        notice = self._notice()
        closed = (
            LocalDay(each.day, each.holiday, notice, bool(each.counts), bool(each.rolls))
            for each in self.days
        )
        return LocalEdition(
            self.number,
            notice,
            tuple(closed),
            self.agencies,
            amends=self.amends,
            published_on=self.published_on,
            rank=self.sequence,
        )

    def _year(self) -> YearEdition:
        notice = self._notice()
        if unknown := {each.kind for each in self.days} - {DAY_OFF, MAKE_UP}:
            raise EditionError(f"days of an unknown kind: {sorted(unknown)}")
        named = (NamedDay(each.day, each.kind == DAY_OFF, each.holiday, notice) for each in self.days)
        return YearEdition(
            self.year,
            self.number,
            notice,
            tuple(named),
            amends=self.amends,
            published_on=self.published_on,
            rank=self.sequence,
        )

    def _notice(self) -> Notice:
        return Notice(self.title, self.notice or "", self.issued_on, self.source)


def _year_of(edition: YearEdition | LocalEdition) -> int:
    """The year that an edition is about; that of its first day for a closure."""
    return edition.year if isinstance(edition, YearEdition) else min(day.on for day in edition.days).year


def _days_of(edition: YearEdition | LocalEdition) -> Iterator[CalendarDay]:
    if isinstance(edition, LocalEdition):
        for closed in edition.days:
            yield CalendarDay(
                day=closed.on, kind=CLOSURE, holiday=closed.name, counts=closed.counts, rolls=closed.rolls
            )
        return
    for named in edition.days:
        yield CalendarDay(day=named.on, kind=DAY_OFF if named.is_off else MAKE_UP, holiday=named.name)


class RegulationPublished(Statutory):
    """A version of a regulation was published (法规版本发布).

    ``regulation`` is ``issuer/topic``, ``document`` the content of its file, ``sha256`` its hash;
    ``transition`` says whether it also binds matters opened before (``open_matters``).
    """

    name: ClassVar[str] = "statutes.regulation_published"
    regulation: str
    in_force_from: date
    document: dict[str, Any]
    sha256: str
    published_on: date
    transition: str = "opened_before_keep"

    @property
    def key(self) -> str:
        """The identifier of the version."""
        return f"{self.regulation}@{self.in_force_from.isoformat()}"


class PolicyChosen(Statutory):
    """The bureau chose the answer to an open question (待确认事项取值); ``chosen_by`` is a person's id."""

    name: ClassVar[str] = "statutes.policy_chosen"
    policy: str
    value: str
    reason: str
    chosen_on: date
    chosen_by: str | None = None

    @property
    def key(self) -> str:
        """The policy's name."""
        return self.policy
