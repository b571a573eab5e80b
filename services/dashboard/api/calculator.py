"""The public calculator: a free period, or the period of a rule of law (期限计算).

Both are GET forms, so that every result has an address that can be kept and sent.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from services.dashboard.api.dates import written_day
from services.dashboard.api.faults import Faults, faults_by_field
from services.dashboard.api.guard import PageRoute, page_of, workbench_of
from services.dashboard.api.limits import UNITS, limit_in_words
from services.dashboard.api.page import Page
from services.dashboard.api.translation import CHINESE
from services.dashboard.api.workbench import Workbench
from services.dashboard.application.calendar import PeriodShown
from services.dashboard.application.explanation import Explanation
from services.dashboard.application.law import Head
from services.dashboard.application.services import ServiceProblemError
from shared.web.edge import open_to_all

router = APIRouter(
    prefix="/calculator",
    route_class=PageRoute,
    include_in_schema=False,
    dependencies=[open_to_all("dashboard.calculator")],
)

STOPS = 3
"""How many suspensions the form offers; a written address may carry more."""
LONGEST_LIST = 20

FIELDS = ("from", "length", "unit", "extension", "extension_unit", "stop", "body", "known_on")

Short = Annotated[str, Field(max_length=80)]
Days = Annotated[list[Short], Field(max_length=LONGEST_LIST)]


class Written(BaseModel):
    """The form as it was written."""

    start: Annotated[str, Field(alias="from", max_length=20)] = ""
    length: Short = ""
    unit: Short = "working_day"
    extension: Short = ""
    extension_unit: Short = ""
    stop_from: Days = []
    stop_to: Days = []
    body: Short = ""
    known_on: Short = ""
    regulation: Short = ""
    key: Short = ""

    @property
    def stops(self) -> list[tuple[str, str]]:
        """The suspensions as pairs of days, as many as the form offers at least."""
        size = max(STOPS, len(self.stop_from), len(self.stop_to))
        return [(_at(self.stop_from, place), _at(self.stop_to, place)) for place in range(size)]

    @property
    def is_asked(self) -> bool:
        """Whether the form was sent."""
        return bool(self.start)

    def query(self) -> dict[str, Any]:
        """Give what the calculator is asked, in its own words."""
        return {
            "from": self.start.strip(),
            "length": self.length.strip(),
            "unit": self.unit,
            "extension": self.extension.strip(),
            "extension_unit": self.extension_unit if self.extension.strip() else "",
            "stop": [f"{first}..{last}" for first, last in self.stops if first or last],
            "body": self.body,
            "known_on": self.known_on.strip(),
        }


def _at(values: Sequence[str], place: int) -> str:
    return values[place].strip() if place < len(values) else ""


Asked = Annotated[Written, Query()]


def faults_of(page: Page, written: Written, *, needs_length: bool) -> Faults:
    """Say what is missing or no day before anything is asked."""
    faults = Faults()
    if written_day(written.start) is None:
        faults["from"] = page.text("请填写日期。")
    if needs_length and not written.length.strip().isdecimal():
        faults["length"] = page.text("请填写天数或者月数。")
    if written.extension.strip() and not written.extension.strip().isdecimal():
        faults["extension"] = page.text("请填写数字。")
    if any(last and not first for first, last in written.stops):
        faults["stop"] = page.text("请填写中止的起日。")
    if any(day and written_day(day) is None for stop in written.stops for day in stop):
        faults["stop"] = page.text("请填写日期。")
    return faults


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a question: a walk, or what is wrong with it."""

    faults: Faults
    walk: Explanation | None = None
    refusal: ServiceProblemError | None = None

    @property
    def status(self) -> int:
        """The status of the page."""
        return self.refusal.status if self.refusal else 422 if self.faults else 200


async def _result(
    page: Page, written: Written, faults: Faults, ask: Callable[[], Awaitable[Explanation]]
) -> Result:
    if faults:
        return Result(faults)
    try:
        return Result(Faults(), walk=await ask())
    except ServiceProblemError as problem:
        return Result(_faults_told(page, problem, written), refusal=problem)


def _faults_told(page: Page, problem: ServiceProblemError, written: Written) -> Faults:
    """Give what the calculator refused, beside the field that it speaks of."""
    faults = faults_by_field(page, problem, FIELDS)
    told = problem.title if page.language == CHINESE else problem.detail
    if problem.kind == "out-of-range":
        faults["known_on" if "known" in problem.detail else "from"] = told
    elif problem.kind == "no-such-period":
        stopped = any(first for first, _ in written.stops)
        faults["stop" if stopped else "extension" if written.extension.strip() else "length"] = told
    return faults


@router.get("")
async def calculator(request: Request, written: Asked) -> Response:
    """Compute a free period."""
    bench, page = workbench_of(request), await page_of(request)
    result = Result(Faults())
    if written.is_asked:
        faults = faults_of(page, written, needs_length=True)
        result = await _result(page, written, faults, lambda: bench.calendar.due_date(written.query()))
    return await _shown(bench, page, "calculator/free.html", written, result)


@router.get("/rule")
async def of_rule(request: Request, written: Asked) -> Response:
    """Compute the period of a rule of law."""
    bench, page = workbench_of(request), await page_of(request)
    on = written_day(written.start)
    periods, heads = await asyncio.gather(bench.calendar.periods(on), bench.statutes.regulations(on))
    titles = {head.name: head for head in heads}
    offered = [each for each in periods if each.regulation == written.regulation]
    chosen = next((each for each in offered if each.key == written.key), None)
    result = Result(Faults())
    if written.is_asked or chosen:
        result = await _of_rule(bench, page, written, chosen)
    return await _shown(
        bench,
        page,
        "calculator/rule.html",
        written,
        result,
        regulations=_choices(bench, page, {each.regulation for each in periods}, titles),
        title=page.said(titles[written.regulation], "title") if written.regulation in titles else "",
        offered=offered,
        chosen=chosen,
        limit_of=lambda period: limit_in_words(page, period),
        needs_length=any(each.needs_length for each in offered),
    )


async def _of_rule(bench: Workbench, page: Page, written: Written, chosen: PeriodShown | None) -> Result:
    """Compute it; a rule that was chosen on another page still waits for its day."""
    if chosen is not None and not written.is_asked:
        return Result(Faults())
    if chosen is None:
        return Result(Faults(key=page.text("请选择一项期限。")))
    faults = faults_of(page, written, needs_length=chosen.needs_length)
    query = {name: value for name, value in written.query().items() if name not in _own(chosen)}
    return await _result(
        page, written, faults, lambda: bench.calendar.due_date_of(chosen.regulation, chosen.key, query)
    )


def _own(period: PeriodShown) -> tuple[str, ...]:
    """Name what the rule itself says and nobody may ask otherwise."""
    return () if period.needs_length else ("length", "unit")


def _choices(
    bench: Workbench, page: Page, names: Collection[str], titles: Mapping[str, Head]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give regulations that have periods, by issuer, for a choice."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, head in titles.items():
        if name in names:
            issuer = bench.issuer_name(page, head.issuer)
            groups.setdefault(issuer, []).append((name, page.said(head, "title")))
    return list(groups.items())


async def _shown(
    bench: Workbench, page: Page, template: str, written: Written, result: Result, **more: Any
) -> Response:
    names = await bench.agency_names()
    return page.html(
        template,
        result.status,
        written=written,
        faults=result.faults,
        refusal=result.refusal,
        walk=result.walk,
        units=page.options(UNITS),
        agencies=sorted(names.items(), key=lambda named: named[1]),
        **more,
    )
