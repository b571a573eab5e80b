"""What the law interface gives (法规接口的数据).

Summaries are in the product's own words and never the text of the law; ``basis`` names the article to read.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from pydantic import Field

from services.statutes.schemas.policies import QuestionShown
from services.statutes.schemas.shown import Shown
from shared.calendar.deadline import Unit
from shared.law.book import Article, Catalogue, Kind, Note, Regulation, Rule
from shared.law.document import Transition


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
    transition: Transition = Field(description="Whether it also binds matters opened before.")
    sha256: str
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


class ArticleShown(Shown):
    """One printed article: its rules, or why it has none (条文)."""

    label: str
    basis: str
    rules: list[RuleShown]
    not_code: list[NoteShown]
    questions: list[QuestionShown]

    @classmethod
    def of(
        cls, regulation: Regulation, article: Article, questions: Iterable[QuestionShown]
    ) -> "ArticleShown":
        """From the law book."""
        return cls(
            label=article.label,
            basis=regulation.basis(article.label),
            rules=[RuleShown.of(rule) for rule in article.rules],
            not_code=[NoteShown.of(note) for note in article.notes],
            questions=list(questions),
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
        "transition": regulation.transition,
        "sha256": regulation.sha256,
        "articles": len(regulation.articles),
        "rules": len(regulation.rules),
        "open_questions": sum(rule.open_question is not None for rule in regulation.rules),
    }
