"""The law over HTTP, without sign-in (法规接口)."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from services.statutes.api.parameters import Day, Name
from services.statutes.schemas.law import (
    ArticleShown,
    CatalogueShown,
    RegulationShown,
    RuleShown,
    VersionShown,
)
from services.statutes.schemas.policies import QuestionShown
from services.statutes.views.law import Statutes
from shared.law.book import Article, Regulation
from shared.web.edge import open_to_all, provided

OnDay = Annotated[Day | None, Query(description="The law as in force on this day; today if left out.")]
Laws = Annotated[Statutes, provided(Statutes)]

router = APIRouter(prefix="/api/v1/law", tags=["law"], dependencies=[open_to_all("law.read")])


def _on(request: Request, on: OnDay = None) -> date:
    today: date = request.app.state.clock.today()
    return on or today


On = Annotated[date, Depends(_on)]


def _regulation(issuer: str, topic: str, laws: Laws, on: On) -> Regulation:
    return laws.regulation(issuer, topic, on)


InForce = Annotated[Regulation, Depends(_regulation)]


def _shown(laws: Statutes, found: Regulation, article: Article) -> ArticleShown:
    beside = laws.questions_beside(found, article)
    return ArticleShown.of(found, article, [QuestionShown.of(each, laws.policies) for each in beside])


@router.get("/regulations", summary="Regulations in force on a day")
async def regulations(laws: Laws, on: On, issuer: Name = None, topic: Name = None) -> list[RegulationShown]:
    """One version of each regulation (某日施行的法规)."""
    return [RegulationShown.of(each) for each in laws.in_force(on, issuer=issuer, topic=topic)]


@router.get("/in_force", summary="Identifiers of the versions in force on a day")
async def in_force(laws: Laws, on: On) -> list[str]:
    """Such as ``wulong/complaints@2021-11-10`` (某日施行的版本)."""
    return [each.id for each in laws.in_force(on)]


@router.get("/regulations/{issuer}/{topic}", summary="One regulation")
async def regulation(laws: Laws, found: InForce) -> VersionShown:
    """The version in force on a day, with the dates of all versions (一份法规)."""
    return VersionShown.with_versions(found, laws.versions(found))


@router.get("/regulations/{issuer}/{topic}/articles", summary="All articles of a regulation")
async def articles(laws: Laws, found: InForce) -> list[ArticleShown]:
    """Each with its rules, or the reason for having none (全部条文)."""
    return [_shown(laws, found, each) for each in found.articles]


@router.get("/regulations/{issuer}/{topic}/articles/{label}", summary="One article by its printed label")
async def article(laws: Laws, found: InForce, label: str) -> ArticleShown:
    """Such as 第十条 (一条)."""
    return _shown(laws, found, laws.article(found, label))


@router.get("/regulations/{issuer}/{topic}/catalogues", summary="All catalogues of a regulation")
async def catalogues(found: InForce) -> list[CatalogueShown]:
    """The closed lists with their codes (全部目录)."""
    return [CatalogueShown.of(each) for each in found.catalogues]


@router.get("/regulations/{issuer}/{topic}/catalogues/{name}", summary="One catalogue")
async def catalogue(laws: Laws, found: InForce, name: str) -> CatalogueShown:
    """One closed list with its codes (一个目录)."""
    return CatalogueShown.of(laws.catalogue(found, name))


@router.get("/keys", summary="Rules in force on a day")
async def keys(laws: Laws, on: On, topic: Name = None, service: Name = None) -> list[RuleShown]:
    """Of all issuers, by topic or by the service that carries them out (规则)."""
    return [RuleShown.of(rule) for rule in laws.rules(on, topic=topic, service=service)]


@router.get("/keys/{key}", summary="One rule under every issuer that lays it down")
async def key(laws: Laws, on: On, key: str) -> list[RuleShown]:
    """Such as ``fault_accountability.handling``: the numbers differ between issuers (同一规则的各家规定)."""
    return [RuleShown.of(rule) for rule in laws.rules_of_key(key, on)]


@router.get("/open-questions", summary="Open questions of the texts")
async def open_questions(laws: Laws, regulation: Name = None) -> list[QuestionShown]:
    """Each with the default, the value in use, the alternatives, who chose and why (待确认事项)."""
    return [QuestionShown.of(question, laws.policies) for question in laws.questions(regulation)]


@router.get("/words", summary="Chinese words behind the tokens of parameters")
async def words(laws: Laws) -> dict[str, dict[str, str]]:
    """Actors, units, what starts and ends a clock, what silence brings (参数用语)."""
    return laws.words()
