"""The law as pages, open to all: regulations, articles and rules, and what the texts leave open (法规)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from services.dashboard.api import words
from services.dashboard.api.citations import article_address
from services.dashboard.api.dates import written_day
from services.dashboard.api.guard import PageRoute, page_of, workbench_of
from services.dashboard.api.limits import limit_in_words
from services.dashboard.api.page import Page
from services.dashboard.api.workbench import Workbench
from services.dashboard.application.law import (
    ArticleShown,
    CatalogueShown,
    Head,
    Question,
    RuleShown,
    Whole,
)
from services.dashboard.views.law_words import KINDS, PARAMS, Words, code_in_words, token_in_words
from shared.web.edge import open_to_all

router = APIRouter(
    prefix="/law",
    route_class=PageRoute,
    include_in_schema=False,
    dependencies=[open_to_all("dashboard.law")],
)

OnDay = Annotated[str, Query(max_length=20)]
Name = Annotated[str, Path(pattern=r"^[a-z0-9_]{1,60}$")]
TOLD_ELSEWHERE = ("unit", "length", "cap", "month_day", "para", "other")
"""Parameters that the limit already tells, or that say where in the article a rule stands."""


@router.get("")
async def regulations(request: Request, on: OnDay = "") -> Response:
    """List what is in force on a day, by who issued it."""
    bench, page = workbench_of(request), await page_of(request)
    day = written_day(on)
    heads = await bench.statutes.regulations(day)
    return page.html(
        "law/regulations.html",
        issuers=_by_issuer(bench, page, heads),
        on=day or page.today,
        chosen=day,
        address=_address_on(day),
    )


def _by_issuer(bench: Workbench, page: Page, heads: Sequence[Head]) -> list[tuple[str, list[Head]]]:
    """Group regulations by issuer, those of the highest rank first."""
    codes = sorted({head.issuer for head in heads}, key=lambda code: _rank(bench, code))
    return [
        (bench.issuer_name(page, code), [each for each in heads if each.issuer == code]) for code in codes
    ]


def _rank(bench: Workbench, code: str) -> tuple[int, int]:
    issuers = bench.law.vocabulary.issuers
    order = list(issuers).index(code) if code in issuers else len(issuers)
    return len(issuers[code].under) if code in issuers else 9, order


def _address_on(day: date | None) -> Callable[[Head], str]:
    """Give addresses of regulations that keep the day that was asked for."""
    return lambda head: article_address(head.name, day.isoformat() if day else "")


@router.get("/open-questions")
async def open_questions(request: Request, regulation: Annotated[str, Query(max_length=80)] = "") -> Response:
    """List what the texts leave open, what is done until the bureau decides, and what else could be done."""
    bench, page = workbench_of(request), await page_of(request)
    questions = await bench.statutes.questions(regulation)
    names = [(name, bench.regulation_name(page, name)) for name in bench.law.names]
    return page.html(
        "law/questions.html",
        questions=questions,
        regulation=regulation,
        regulations=names,
        **places(bench, page),
    )


@router.get("/internal-targets")
async def internal_targets(request: Request) -> Response:
    """List the numbers that are our own and no law."""
    bench, page = workbench_of(request), await page_of(request)
    targets = [(each, limit_in_words(page, _Target(each))) for each in bench.law.internal_targets.values()]
    names = {key: _rule_name(bench, page, key) for key in bench.law.internal_targets}
    return page.html("law/targets.html", targets=targets, names=names, start=_starts(bench, page))


class _Target:
    """An internal target as a limit."""

    cap = None

    def __init__(self, target: Any) -> None:
        self.length, self.unit, self.month_day = target.length, str(target.unit), target.month_day


def _starts(bench: Workbench, page: Page) -> Any:
    known = bench.law.vocabulary.words
    return lambda token: token_in_words(token, known, page.language) if token else ""


def _rule_name(bench: Workbench, page: Page, key: str) -> str:
    """Say what a rule is about, by any regulation in force that lays it down."""
    for name in bench.law.names:
        for version in bench.law.versions(name):
            regulation = bench.law.version(name, version)
            if regulation.has_rule(key) and name.endswith(f"/{key.partition('.')[0]}"):
                return page.said(regulation.rule(key), "summary")
    return key


@router.get("/{issuer}/{topic}")
async def regulation(request: Request, issuer: Name, topic: Name, on: OnDay = "") -> Response:
    """Show one regulation as in force on a day."""
    bench, page = workbench_of(request), await page_of(request)
    day = written_day(on)
    whole = await bench.statutes.whole(issuer, topic, day)
    shown = Shown(page, whole)
    return page.html(
        "law/regulation.html",
        whole=whole,
        head=whole.head,
        on=day or page.today,
        chosen=day,
        issuer=bench.issuer_name(page, issuer),
        general=shown.general_questions(),
        questions_of=shown.questions_of,
        lists_of=shown.lists_of,
        params_of=shown.params_of,
        limit_of=lambda rule: limit_in_words(page, rule),
        kind_name=shown.kind_name,
        service_name=lambda code: page.named(words.SERVICES, code),
        anchor=Anchors().take,
        transition=page.named(words.TRANSITIONS, whole.head.transition),
        version_address=lambda version: article_address(whole.head.name, version.isoformat()),
        **places(bench, page),
    )


def places(bench: Workbench, page: Page) -> dict[str, Any]:
    """Give what leads from ``issuer/topic#label`` to its article, as of today."""

    def named(where: str) -> str:
        name, _, label = where.partition("#")
        versions = bench.law.versions(name)
        return page.cited(f"{name}@{versions[-1]}#{label}") if versions else where

    def address(where: str) -> str:
        name, _, label = where.partition("#")
        versions = bench.law.versions(name)
        return article_address(name, versions[-1].isoformat(), label) if versions else ""

    return {"place_name": named, "place_address": address}


class Anchors:
    """The places of one page that an address can name: each label once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, label: str) -> str:
        """Give a label that was not used before as the name of a place, else nothing."""
        if not label or label in self._taken:
            return ""
        self._taken.add(label)
        return label


@dataclass(frozen=True, slots=True)
class Shown:
    """One version of a regulation, asked for what stands beside each of its articles."""

    page: Page
    whole: Whole

    def general_questions(self) -> list[Question]:
        """Open questions about the regulation as a whole."""
        return [each for each in self.whole.questions.values() if self.whole.head.name in each.where]

    def questions_of(self, article: ArticleShown) -> list[Question]:
        """Open questions about one article, with what the bureau chose."""
        here = f"{self.whole.head.name}#{article.label}"
        asked = [each for each in article.questions if here in each.where]
        return [self.whole.questions.get(each.policy, each) for each in asked]

    def lists_of(self, article: ArticleShown) -> list[CatalogueShown]:
        """The catalogues that stand in an article."""
        keys = {rule.key.rpartition(".")[2] for rule in article.rules}
        labels = {note.label for note in article.not_code}
        known = self.whole.catalogues.values()
        return [each for each in known if each.name in keys or each.basis.partition("#")[2] in labels]

    def params_of(self, rule: RuleShown) -> list[tuple[str, str]]:
        """The parameters of a rule in words; what its limit tells is left out."""
        told = TOLD_ELSEWHERE if limit_in_words(self.page, rule) else TOLD_ELSEWHERE[-2:]
        return [
            (self._param(name), self._tokens(self.whole.words, tokens))
            for name, tokens in rule.params.items()
            if name not in told
        ]

    def kind_name(self, kind: str) -> str:
        """Say what a clause is."""
        return code_in_words(kind, KINDS, self.page.language)

    def _param(self, name: str) -> str:
        return code_in_words(name, PARAMS, self.page.language)

    def _tokens(self, known: Words, tokens: Iterable[str]) -> str:
        language = self.page.language
        return self.page.word("、").join(token_in_words(each, known, language) for each in tokens)
