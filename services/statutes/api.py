"""The law and the calendar over HTTP, without sign-in (法规与历法接口)."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BeforeValidator

from services.statutes.schemas import (
    ArticleShown,
    CalendarShown,
    CatalogueShown,
    DayShown,
    DueDateShown,
    EditionShown,
    QuestionShown,
    RegulationShown,
    RuleShown,
    VersionShown,
)
from services.statutes.views import Calendars, Statutes
from shared.calendar.deadline import Unit
from shared.law.book import Regulation
from shared.web.edge import open_to_all, provided

LONGEST = 1000
"""Units that the calculator counts at most; longer periods do not occur and would only cost time."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: Any) -> Any:
    """Only YYYY-MM-DD: neither instants nor seconds since an epoch are days."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("a day is written YYYY-MM-DD")
    return value


Day = Annotated[date, BeforeValidator(_day)]
OnDay = Annotated[Day | None, Query(description="The law as in force on this day; today if left out.")]
Name = Annotated[str | None, Query(max_length=80)]
Laws = Annotated[Statutes, provided(Statutes)]
Calendar = Annotated[Calendars, provided(Calendars)]

law = APIRouter(prefix="/api/v1/law", tags=["law"], dependencies=[open_to_all("law.read")])
calendar = APIRouter(prefix="/api/v1/calendar", tags=["law"], dependencies=[open_to_all("calendar.read")])


def _on(request: Request, on: OnDay = None) -> date:
    today: date = request.app.state.clock.today()
    return on or today


On = Annotated[date, Depends(_on)]


def _regulation(issuer: str, topic: str, laws: Laws, on: On) -> Regulation:
    return laws.regulation(issuer, topic, on)


InForce = Annotated[Regulation, Depends(_regulation)]


@law.get("/regulations", summary="Regulations in force on a day")
async def regulations(laws: Laws, on: On, issuer: Name = None, topic: Name = None) -> list[RegulationShown]:
    """One version of each regulation (某日施行的法规)."""
    return [RegulationShown.of(each) for each in laws.in_force(on, issuer=issuer, topic=topic)]


@law.get("/in-force", summary="Identifiers of the versions in force on a day")
async def in_force(laws: Laws, on: On) -> list[str]:
    """Such as ``wulong/complaints@2021-11-10`` (某日施行的版本)."""
    return [each.id for each in laws.in_force(on)]


@law.get("/regulations/{issuer}/{topic}", summary="One regulation")
async def regulation(laws: Laws, found: InForce) -> VersionShown:
    """The version in force on a day, with the dates of all versions (一份法规)."""
    return VersionShown.with_versions(found, laws.versions(found))


@law.get("/regulations/{issuer}/{topic}/articles", summary="All articles of a regulation")
async def articles(laws: Laws, found: InForce) -> list[ArticleShown]:
    """Each with its rules, or the reason for having none (全部条文)."""
    return [ArticleShown.of(found, each, laws.questions_beside(found, each)) for each in found.articles]


@law.get("/regulations/{issuer}/{topic}/articles/{label}", summary="One article by its printed label")
async def article(laws: Laws, found: InForce, label: str) -> ArticleShown:
    """Such as 第十条 (一条)."""
    each = laws.article(found, label)
    return ArticleShown.of(found, each, laws.questions_beside(found, each))


@law.get("/regulations/{issuer}/{topic}/catalogues", summary="All catalogues of a regulation")
async def catalogues(found: InForce) -> list[CatalogueShown]:
    """The closed lists with their codes (全部目录)."""
    return [CatalogueShown.of(each) for each in found.catalogues]


@law.get("/regulations/{issuer}/{topic}/catalogues/{name}", summary="One catalogue")
async def catalogue(laws: Laws, found: InForce, name: str) -> CatalogueShown:
    """One closed list with its codes (一个目录)."""
    return CatalogueShown.of(laws.catalogue(found, name))


@law.get("/keys", summary="Rules in force on a day")
async def keys(laws: Laws, on: On, topic: Name = None, service: Name = None) -> list[RuleShown]:
    """Of all issuers, by topic or by the service that carries them out (规则)."""
    return [RuleShown.of(rule) for rule in laws.rules(on, topic=topic, service=service)]


@law.get("/keys/{key}", summary="One rule under every issuer that lays it down")
async def key(laws: Laws, on: On, key: str) -> list[RuleShown]:
    """Such as ``fault_accountability.handling``: the numbers differ between issuers (同一规则的各家规定)."""
    return [RuleShown.of(rule) for rule in laws.rules_of_key(key, on)]


@law.get("/open-questions", summary="Open questions of the texts")
async def open_questions(laws: Laws, regulation: Name = None) -> list[QuestionShown]:
    """Each with what is done until the bureau answers (待确认事项)."""
    return [QuestionShown.of(question) for question in laws.questions(regulation)]


@law.get("/words", summary="Chinese words behind the tokens of parameters")
async def words(laws: Laws) -> dict[str, dict[str, str]]:
    """Actors, units, what starts and ends a clock, what silence brings (参数用语)."""
    return laws.words()


@calendar.get("/due-date", summary="When does a period end, and why")
async def due_date(
    calendars: Calendar,
    start: Annotated[Day, Query(alias="from", description="Day of the event; it is not counted.")],
    length: Annotated[int, Query(ge=1, le=LONGEST)],
    unit: Literal["working_day", "calendar_day", "month"],
) -> DueDateShown:
    """The end of a period with the walk of days that leads there (期限计算)."""
    return DueDateShown.of(*calendars.due_date(start, length, Unit(unit)))


@calendar.get("/days/{day}", summary="Does a day count, and why")
async def day(calendars: Calendar, day: Annotated[Day, Path()]) -> DayShown:
    """Working day, make-up day, weekend or holiday, with the notice behind it (某日是否工作日)."""
    return DayShown.of(calendars.day(day), calendars.current)


@calendar.get("/editions", summary="The calendar in use and its editions")
async def editions(calendars: Calendar) -> CalendarShown:
    """Every notice that the calendar rests on, and the years that have none yet (历法版本)."""
    current = calendars.current
    return CalendarShown(
        calendar_edition=current.edition,
        first=current.first,
        last=current.last,
        published_until=current.published_until,
        editions=[EditionShown.of(each, in_use=in_use) for each, in_use in calendars.editions()],
    )
