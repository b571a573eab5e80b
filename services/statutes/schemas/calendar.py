"""What the calendar interface gives (历法接口的数据)."""

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from services.statutes.schemas.shown import Shown
from shared.calendar.days import DayFacts, DayKind
from shared.calendar.deadline import Deadline, Unit
from shared.calendar.editions import YearEdition
from shared.calendar.explanation import DayStep
from shared.calendar.work_calendar import WorkCalendar


class StepShown(Shown):
    """One day of the walk from the start to the end of a period (逐日说明)."""

    day: date
    counted: bool
    number: int | None
    why_zh: str
    why_en: str
    article: str
    notice: str | None
    source: str | None
    provisional: bool


class DueDateShown(Shown):
    """The end of a period, and the walk of days that leads there (届满日)."""

    started_on: date
    length: int
    unit: Unit
    due_on: date
    nominal_due_on: date
    provisional: bool = Field(description="The period touches a year without a published holiday notice.")
    calendar_edition: str
    days: list[StepShown]

    @classmethod
    def of(cls, deadline: Deadline, steps: Iterable[DayStep]) -> "DueDateShown":
        """From the calendar."""
        return cls.model_validate(
            {
                **deadline.to_dict(),
                "provisional": deadline.provisional,
                "days": [step.to_dict() for step in steps],
            }
        )


class DayShown(Shown):
    """Whether a day counts as a working day, and why (日子的性质)."""

    day: date
    working: bool
    kind: DayKind
    name: str | None
    notice: str | None
    notice_title: str | None
    provisional: bool
    calendar_edition: str

    @classmethod
    def of(cls, facts: DayFacts, calendar: WorkCalendar) -> "DayShown":
        """From the calendar."""
        return cls(
            day=facts.on,
            working=facts.is_working,
            kind=facts.kind,
            name=facts.name,
            notice=facts.notice.document if facts.notice else None,
            notice_title=facts.notice.title if facts.notice else None,
            provisional=facts.provisional,
            calendar_edition=calendar.edition,
        )


class EditionShown(Shown):
    """One edition of one year: a notice, or the statutory days alone (历法版本)."""

    id: str
    year: int
    number: int
    title: str
    document: str
    issued_on: date | None
    published: bool
    in_use: bool
    days_off: int
    make_up_days: int

    @classmethod
    def of(cls, edition: YearEdition, *, in_use: bool) -> "EditionShown":
        """From the calendar."""
        return cls(
            id=edition.id,
            year=edition.year,
            number=edition.number,
            title=edition.notice.title,
            document=edition.notice.document,
            issued_on=edition.notice.issued_on,
            published=edition.is_published,
            in_use=in_use,
            days_off=sum(day.is_off for day in edition.days),
            make_up_days=sum(not day.is_off for day in edition.days),
        )


class CalendarShown(Shown):
    """The calendar in use and the editions that it rests on."""

    calendar_edition: str
    first: date
    last: date
    published_until: date
    editions: list[EditionShown]
