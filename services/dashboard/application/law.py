"""The law as the statutes service tells it, open to all (法规查询)."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from services.dashboard.application.services import Services, asked
from services.dashboard.application.shown import Shown

LAW = "/api/v1/law"

Words = Mapping[str, Mapping[str, str]]
"""Chinese words behind the tokens of parameters, by group."""


class Head(Shown):
    """The head of one version of a regulation (法规)."""

    id: str
    issuer: str
    topic: str
    in_force_from: date
    title: str
    title_en: str = ""
    document: str | None = None
    issued_by: str = ""
    transition: str = ""
    articles: int = 0
    rules: int = 0
    open_questions: int = 0
    versions: Sequence[date] = ()

    @property
    def name(self) -> str:
        """Issuer and topic, which stay when a new version comes."""
        return f"{self.issuer}/{self.topic}"


class RuleShown(Shown):
    """One rule of law with its limit (规则)."""

    key: str
    basis: str = ""
    label: str
    kind: str = ""
    summary_zh: str
    summary_en: str = ""
    service: str = ""
    length: int | None = None
    cap: int | None = None
    unit: str | None = None
    month_day: str | None = None
    params: Mapping[str, Sequence[str]] = {}
    obligations: Sequence[str] = ()
    open_question: str | None = None


class NoteShown(Shown):
    """A clause that lays nothing down for code, with the kind that says why (无需代码的条款)."""

    label: str
    kind: str = ""
    summary_zh: str
    summary_en: str = ""
    open_question: str | None = None


class Alternative(Shown):
    """One answer that an open question offers (备选做法)."""

    value: str
    label_zh: str = ""
    label_en: str = ""


class Question(Shown):
    """An open question: what is done now, by whose choice, and what else could be done (待确认事项)."""

    number: str
    policy: str
    where: Sequence[str] = ()
    question: str
    question_en: str = ""
    default: str = ""
    default_zh: str = ""
    default_en: str = ""
    value: str = ""
    alternatives: Sequence[Alternative] = ()
    chosen_by: str | None = None
    chosen_on: date | None = None
    reason: str | None = None
    effective: bool = True

    @property
    def in_use(self) -> str:
        """The value in use: the bureau's, or the default until the bureau answers."""
        return self.value or self.default

    @property
    def is_chosen(self) -> bool:
        """Whether the bureau chose something else than the default."""
        return self.in_use != self.default

    @property
    def values(self) -> Sequence[Alternative]:
        """Everything that may be chosen, the default first."""
        own = Alternative(value=self.default, label_zh=self.default_zh, label_en=self.default_en)
        return [own, *(each for each in self.alternatives if each.value != self.default)]

    def meaning(self, value: str) -> Alternative:
        """What a value means, in words."""
        unknown = Alternative(value=value, label_zh=value, label_en=value)
        return next((each for each in self.values if each.value == value), unknown)


class ArticleShown(Shown):
    """One printed article: its rules, or why it has none (条文)."""

    label: str
    basis: str = ""
    rules: Sequence[RuleShown] = ()
    not_code: Sequence[NoteShown] = ()
    questions: Sequence[Question] = ()


class ItemShown(Shown):
    """One item of a catalogue (目录项目)."""

    code: str
    name_zh: str
    name_en: str = ""
    label: str = ""
    basis: str = ""


class CatalogueShown(Shown):
    """A closed list of an article; ``open_ended`` where the text leaves it open (目录)."""

    name: str
    basis: str = ""
    open_ended: bool = False
    items: Sequence[ItemShown] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything of one version of a regulation."""

    head: Head
    articles: Sequence[ArticleShown]
    catalogues: Mapping[str, CatalogueShown]
    questions: Mapping[str, Question]
    words: Words


class Law:
    """The regulations, read without signing in."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def regulations(self, on: date | None = None) -> list[Head]:
        """The versions in force on a day, one of each regulation."""
        reply = await self._services.get(asked(f"{LAW}/regulations", on=on))
        return [Head.model_validate(each) for each in reply.body]

    async def head(self, issuer: str, topic: str, on: date | None = None) -> Head:
        """One regulation with the days of all its versions."""
        reply = await self._services.get(asked(_path(issuer, topic), on=on))
        return Head.model_validate(reply.body)

    async def whole(self, issuer: str, topic: str, on: date | None = None) -> Whole:
        """One version with all that stands in it."""
        path = _path(issuer, topic)
        head, articles, catalogues, questions, words = await asyncio.gather(
            self.head(issuer, topic, on),
            self._services.get(asked(f"{path}/articles", on=on)),
            self._services.get(asked(f"{path}/catalogues", on=on)),
            self.questions(f"{issuer}/{topic}"),
            self.words(),
        )
        lists = [CatalogueShown.model_validate(each) for each in catalogues.body]
        return Whole(
            head,
            [ArticleShown.model_validate(each) for each in articles.body],
            {each.name: each for each in lists},
            {each.policy: each for each in questions},
            words,
        )

    async def questions(self, regulation: str = "") -> list[Question]:
        """Open questions, all or those of one regulation."""
        reply = await self._services.get(asked(f"{LAW}/open-questions", regulation=regulation))
        return [Question.model_validate(each) for each in reply.body]

    async def words(self) -> Words:
        """The Chinese words behind tokens."""
        found: Words = (await self._services.get(f"{LAW}/words")).body
        return found


def _path(issuer: str, topic: str) -> str:
    return f"{LAW}/regulations/{quote(issuer, safe='')}/{quote(topic, safe='')}"
