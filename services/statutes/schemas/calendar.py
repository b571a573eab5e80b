"""What the calendar interface gives (历法接口的数据)."""

from datetime import date

from pydantic import Field

from services.statutes.schemas.law import RuleShown
from services.statutes.schemas.shown import Shown
from shared.calendar.closures import LocalEdition
from shared.calendar.days import DayFacts, DayKind
from shared.calendar.deadline import Deadline, Unit
from shared.calendar.editions import YearEdition
from shared.calendar.explanation import Nature
from shared.calendar.sentences import sentence
from shared.calendar.work_calendar import WorkCalendar
from shared.law.rule import Rule


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
    nature: Nature


class DueDateShown(Shown):
    """The end of a period, and the walk of days that leads there (届满日).

    ``due_on`` is the strict reading, ``breach_after`` the latest defensible one; both are empty while a stop
    stands, and ``remaining`` then says what is left. ``planned_on`` is the working day to plan a fixed date
    for.
    """

    started_on: date
    length: int | None
    unit: Unit
    due_on: date | None
    nominal_due_on: date | None
    breach_after: date | None
    planned_on: date | None
    suspended: bool
    remaining: int | None
    remaining_unit: Unit | None
    provisional: bool = Field(description="The period touches a year without a published holiday notice.")
    calendar_edition: str
    basis: str | None
    sentence_zh: str
    sentence_en: str
    days: list[StepShown]
    rule: RuleShown | None = None

    @classmethod
    def of(cls, deadline: Deadline, calendar: WorkCalendar, rule: Rule | None = None) -> "DueDateShown":
        """From the calendar; ``rule`` is the rule of law behind the period, if there is one."""
        zh, en = sentence(deadline)
        is_fixed = deadline.unit is Unit.FIXED and deadline.due_on is not None
        planned = calendar.last_working_day_on_or_before(deadline.due_on or deadline.started_on)
        return cls(
            started_on=deadline.started_on,
            length=deadline.length,
            unit=deadline.unit,
            due_on=deadline.due_on,
            nominal_due_on=deadline.nominal_due_on,
            breach_after=deadline.breach_after,
            planned_on=planned if is_fixed else None,
            suspended=deadline.suspended,
            remaining=deadline.remaining,
            remaining_unit=deadline.remaining_unit if deadline.suspended else None,
            provisional=deadline.provisional,
            calendar_edition=deadline.calendar_edition,
            basis=rule.basis if rule else None,
            sentence_zh=zh,
            sentence_en=en,
            days=[StepShown.model_validate(step.to_dict()) for step in calendar.explain(deadline)],
            rule=RuleShown.of(rule) if rule else None,
        )


class PeriodShown(RuleShown):
    """A rule that ends on a date; ``needs_length`` where the document names the length (可计算的期限)."""

    regulation: str
    needs_length: bool
    starts_on_zh: str

    @classmethod
    def of_period(cls, regulation: str, rule: Rule, starts_on_zh: str) -> "PeriodShown":
        """From the law book."""
        return cls(
            **RuleShown.of(rule).model_dump(),
            regulation=regulation,
            needs_length=rule.unit is not Unit.FIXED and rule.length is None,
            starts_on_zh=starts_on_zh,
        )


class YearDayShown(Shown):
    """One day of a year (年历中的一日)."""

    day: date
    kind: DayKind
    working: bool
    rolls: bool = Field(description="A period that would end here ends later.")
    name: str | None
    notice: str | None
    provisional: bool
    changed: bool

    @classmethod
    def of(cls, facts: DayFacts, *, changed: bool) -> "YearDayShown":
        """From the calendar."""
        return cls(
            day=facts.on,
            kind=facts.kind,
            working=facts.is_working,
            rolls=facts.rolls,
            name=facts.name,
            notice=facts.notice.document if facts.notice else None,
            provisional=facts.provisional,
            changed=changed,
        )


class YearShown(Shown):
    """All days of a year on one state of the calendar (年历)."""

    year: int
    calendar_edition: str
    provisional: bool
    working_days: int
    days: list[YearDayShown]


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
    published_on: date | None = Field(description="When this installation published it; empty if it shipped.")
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
            published_on=edition.published_on,
            in_use=in_use,
            days_off=sum(day.is_off for day in edition.days),
            make_up_days=sum(not day.is_off for day in edition.days),
        )


class ClosedDayShown(Shown):
    """One day of a closure, with its two effects (停办日)."""

    day: date
    name: str
    counts: bool
    rolls: bool


class ClosureShown(Shown):
    """A local closure (本地停办)."""

    id: str
    number: int
    title: str
    document: str
    agencies: list[str]
    published_on: date | None
    amends: int | None
    days: list[ClosedDayShown]

    @classmethod
    def of(cls, closure: LocalEdition) -> "ClosureShown":
        """From the calendar."""
        days = [
            ClosedDayShown(day=day.on, name=day.name, counts=day.counts, rolls=day.rolls)
            for day in closure.days
        ]
        return cls(
            id=closure.id,
            number=closure.number,
            title=closure.notice.title,
            document=closure.notice.document,
            agencies=list(closure.agencies),
            published_on=closure.published_on,
            amends=closure.amends,
            days=days,
        )


class CalendarShown(Shown):
    """The calendar in use and the editions that it rests on."""

    calendar_edition: str
    first: date
    last: date
    published_until: date
    editions: list[EditionShown]
    closures: list[ClosureShown]
