"""What the law and calendar interface gives (法规与历法接口的数据).

Summaries are in the product's own words and never the text of the law; ``basis`` names the article to read.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from shared.calendar.days import DayFacts, DayKind
from shared.calendar.deadline import Deadline, Unit
from shared.calendar.editions import YearEdition
from shared.calendar.explanation import DayStep
from shared.calendar.work_calendar import WorkCalendar
from shared.law.book import Article, Catalogue, Kind, Note, Regulation, Rule
from shared.law.policies import OpenQuestion


class Shown(BaseModel):
    """Something that is read and never sent in."""

    model_config = ConfigDict(frozen=True)


class RegulationShown(Shown):
    """The head of one version of a regulation (法规)."""

    id: str = Field(examples=["wulong/complaints@2021-11-10"])
    issuer: str
    topic: str
    in_force_from: date
    title: str
    title_en: str
    document: str | None
    issued_by: str
    articles: int
    rules: int
    open_questions: int

    @classmethod
    def of(cls, regulation: Regulation) -> "RegulationShown":
        """From the law book."""
        return cls(**_head(regulation))


class VersionShown(RegulationShown):
    """One version together with the dates of all versions."""

    versions: list[date]

    @classmethod
    def with_versions(cls, regulation: Regulation, versions: Sequence[date]) -> "VersionShown":
        """From the law book."""
        return cls(**_head(regulation), versions=list(versions))


class RuleShown(Shown):
    """One rule of law with its limit (规则)."""

    key: str = Field(examples=["complaints.handling"])
    basis: str = Field(examples=["wulong/complaints@2021-11-10#第十条"])
    label: str
    kind: Kind
    summary_zh: str
    summary_en: str
    service: str
    length: int | None
    cap: int | None
    unit: Unit | None
    breach_unit: Unit | None
    month_day: str | None
    params: dict[str, list[str]]
    obligations: list[str]
    open_question: str | None

    @classmethod
    def of(cls, rule: Rule) -> "RuleShown":
        """From the law book."""
        return cls(
            key=rule.key,
            basis=rule.basis,
            label=rule.label,
            kind=rule.kind,
            summary_zh=rule.summary_zh,
            summary_en=rule.summary_en,
            service=rule.service,
            length=rule.length,
            cap=rule.cap,
            unit=rule.unit,
            breach_unit=rule.breach_unit,
            month_day=rule.month_day,
            params={name: list(rule.tokens(name)) for name in rule.params},
            obligations=list(rule.obligations),
            open_question=rule.open_question,
        )


class NoteShown(Shown):
    """A clause that lays nothing down for code, and why (无需代码的条款)."""

    label: str
    kind: Kind
    summary_zh: str
    summary_en: str
    open_question: str | None

    @classmethod
    def of(cls, note: Note) -> "NoteShown":
        """From the law book."""
        return cls(
            label=note.label,
            kind=note.kind,
            summary_zh=note.summary_zh,
            summary_en=note.summary_en,
            open_question=note.open_question,
        )


class QuestionShown(Shown):
    """An open question and what is done until the bureau answers (待确认事项)."""

    number: str
    policy: str
    where: list[str]
    question: str
    question_en: str
    default: str
    default_zh: str
    default_en: str

    @classmethod
    def of(cls, question: OpenQuestion) -> "QuestionShown":
        """From the law book."""
        return cls(**question.model_dump(exclude={"choices"}))


class ArticleShown(Shown):
    """One printed article: its rules, or why it has none (条文)."""

    label: str
    basis: str
    rules: list[RuleShown]
    not_code: list[NoteShown]
    questions: list[QuestionShown]

    @classmethod
    def of(
        cls, regulation: Regulation, article: Article, questions: Iterable[OpenQuestion]
    ) -> "ArticleShown":
        """From the law book."""
        return cls(
            label=article.label,
            basis=regulation.basis(article.label),
            rules=[RuleShown.of(rule) for rule in article.rules],
            not_code=[NoteShown.of(note) for note in article.notes],
            questions=[QuestionShown.of(question) for question in questions],
        )


class ItemShown(Shown):
    """One item of a catalogue (目录项目)."""

    code: str
    name_zh: str
    name_en: str
    label: str
    basis: str


class CatalogueShown(Shown):
    """A closed list of an article; ``open_ended`` when the text leaves it open (目录)."""

    name: str
    basis: str
    open_ended: bool
    items: list[ItemShown]

    @classmethod
    def of(cls, catalogue: Catalogue) -> "CatalogueShown":
        """From the law book."""
        return cls(
            name=catalogue.name,
            basis=catalogue.basis,
            open_ended=catalogue.open_ended,
            items=[
                ItemShown(
                    code=item.code,
                    name_zh=item.name_zh,
                    name_en=item.name_en,
                    label=item.label,
                    basis=item.basis,
                )
                for item in catalogue.items
            ],
        )


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


def _head(regulation: Regulation) -> dict[str, Any]:
    return {
        "id": regulation.id,
        "issuer": regulation.issuer,
        "topic": regulation.topic,
        "in_force_from": regulation.in_force_from,
        "title": regulation.title,
        "title_en": regulation.title_en,
        "document": regulation.document,
        "issued_by": regulation.issued_by,
        "articles": len(regulation.articles),
        "rules": len(regulation.rules),
        "open_questions": sum(rule.open_question is not None for rule in regulation.rules),
    }
