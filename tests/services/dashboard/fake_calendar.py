"""The calendar as the dashboard sees it: bundled years, calculator, drafts, and the docket of a service."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from shared.calendar.book import load_bundled
from shared.calendar.deadline import Deadline, Unit
from shared.calendar.sentences import sentence
from tests.services.dashboard.fake_law import ENTERED_BY, HANDLING, NAME, VERSION
from tests.services.dashboard.problems import refused

DRAFT = UUID("01999999-0000-7000-8000-00000000000b")
MOVED = UUID("01999999-0000-7000-8000-00000000000c")
EDITION = "5f2a" * 16
BASE = "/api/v1/calendar"
OPEN_FIELDS = {"regulation": NAME, "needs_length": False, "starts_on_zh": "决定受理"}
PERIOD: dict[str, Any] = {**HANDLING, **OPEN_FIELDS}
LETTER: dict[str, Any] = {
    **PERIOD,
    "key": "complaints.order",
    "label": "第十一条",
    "basis": f"{VERSION}#第十一条",
    "summary_zh": "在文书载明的期限内改正",
    "summary_en": "Correct within the limit in the letter",
    "length": None,
    "unit": "in_document",
    "needs_length": True,
    "starts_on_zh": "责令文书送达",
}
CLOSURE = {
    "id": "c1",
    "number": 1,
    "title": "因洪水停止办公",
    "document": "武隆防指〔2026〕3号",
    "agencies": ["ecology"],
    "published_on": "2026-07-01",
    "amends": None,
    "days": [{"day": "2026-07-02", "name": "洪水", "counts": False, "rolls": False}],
}
CONFIRM = {
    "severity": "confirm",
    "code": "checksum",
    "zh": "全年工作日比法定少一日",
    "en": "The year has one working day too few",
    "on": None,
}
WARNING = {
    "severity": "warning",
    "code": "long_run",
    "zh": "连续上班七日",
    "en": "Seven working days in a row",
    "on": "2026-10-11",
}


def known_days(year: int, changed: frozenset[date] = frozenset()) -> Iterator[dict[str, Any]]:
    """All days of a year on the bundled calendar."""
    calendar, day = load_bundled().current(), date(year, 1, 1)
    while day.year == year:
        facts = calendar.kind_of(day)
        yield {
            "day": day.isoformat(),
            "kind": facts.kind.value,
            "working": facts.is_working,
            "rolls": facts.rolls,
            "name": facts.name,
            "notice": facts.notice.document if facts.notice else None,
            "provisional": facts.provisional,
            "changed": day in changed,
        }
        day += timedelta(days=1)


def year_shown(year: int, changed: frozenset[date] = frozenset()) -> dict[str, Any]:
    """A year of the bundled calendar."""
    days = list(known_days(year, changed))
    return {
        "year": year,
        "calendar_edition": EDITION,
        "provisional": any(day["provisional"] for day in days),
        "working_days": sum(day["working"] for day in days),
        "days": days,
    }


class _Rule:
    """A period as the arithmetic asks for it."""

    key, basis, breach_unit, month_day = "x.y", f"{VERSION}#第十条", None, None

    def __init__(self, length: int, unit: str) -> None:
        self.length, self.unit = length, Unit(unit)


def due_date(start: date, length: int, unit: str) -> dict[str, Any]:
    """The end of a period on the bundled calendar, with its walk."""
    calendar = load_bundled().current()
    deadline: Deadline = calendar.deadline(_Rule(length, unit), after=start)
    zh, en = sentence(deadline)
    named = ("started_on", "due_on", "nominal_due_on", "breach_after")
    return {
        **{name: str(getattr(deadline, name)) for name in named},
        "length": length,
        "unit": unit,
        "planned_on": None,
        "suspended": False,
        "remaining": None,
        "remaining_unit": None,
        "provisional": deadline.provisional,
        "calendar_edition": EDITION,
        "basis": None,
        "sentence_zh": zh,
        "sentence_en": en,
        "days": [step.to_dict() for step in calendar.explain(deadline)],
        "rule": None,
    }


def calendar_draft(**changes: Any) -> dict[str, Any]:
    """An invented correction of 2026 that somebody else entered."""
    return {
        "id": str(DRAFT),
        "version": 1,
        "kind": "notice",
        "year": 2026,
        "number": 2,
        "title": "（虚构）关于调整2026年国庆节放假的通知",
        "document": "虚构〔2026〕1号",
        "status": "entered",
        "entered_by": str(ENTERED_BY),
        "entered_at": "2026-09-20T02:00:00Z",
        "published_by": None,
        "published_on": None,
        "content": {},
        "source_text": "第一行\n第二行",
        "sha256": "cd" * 32,
        "reason": "补登",
        "publication": {"edition": EDITION, "year": 2026},
        "findings": [CONFIRM, WARNING],
        "changes": [
            {
                "day": "2026-10-08",
                "before": "working",
                "after": "holiday",
                "name": "国庆节",
                "rolls_before": False,
                "rolls_after": True,
            },
            {
                "day": "2026-10-01",
                "before": "holiday",
                "after": "holiday",
                "name": "国庆节",
                "rolls_before": True,
                "rolls_after": True,
            },
        ],
        "may_publish": True,
        "why_not_zh": None,
        "why_not_en": None,
        **changes,
    }


def moved(**changes: Any) -> dict[str, Any]:
    """A handling period that ends earlier than the complainant was told."""
    return {
        "position": 7,
        "at": "2026-09-24T01:00:00Z",
        "case_id": str(MOVED),
        "number": "武司监诉〔2026〕77号",
        "procedure": "complaint",
        "agency": "urban_management",
        "clock": "handling",
        "rule_key": "complaints.handling",
        "owner": "investigator",
        "edition_before": "0" * 64,
        "edition_after": EDITION,
        "due_before": "2026-10-09",
        "due_after": "2026-10-08",
        "breach_before": "2026-10-09",
        "breach_after": "2026-10-08",
        "provisional_before": True,
        "provisional_after": False,
        "effect": "earlier",
        "told": ["complainant"],
        "basis": f"{VERSION}#第十条",
        "version": 4,
        "attention": "new_notice",
        "tasks": [task("new_notice")],
        **changes,
    }


def task(name: str, **changes: Any) -> dict[str, Any]:
    """Something that waits for a person."""
    return {
        "task": name,
        "settled_at": None,
        "settled_by": None,
        "outcome": None,
        "reason": None,
        **changes,
    }


def preview(**changes: Any) -> dict[str, Any]:
    """What a draft would move: one period, earlier."""
    left_out = ("position", "at", "edition_before", "edition_after", "basis", "version")
    row = {name: value for name, value in moved().items() if name not in (*left_out, "attention", "tasks")}
    counts = {"examined": 12, "changed": 1, "earlier": 1, "later": 0, "definite": 0, "provisional": 0}
    return {**counts, "held": 1, "rows": [{**row, "held": True}], "more": False, **changes}


@dataclass
class FakeCalendar:
    """What was asked of the calendar and of the docket, and what they answer."""

    drafts: list[dict[str, Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    received: list[dict[str, Any]] = field(default_factory=list)
    refusing: dict[str, Any] | None = None
    silent_docket: bool = False
    closures: list[dict[str, Any]] = field(default_factory=lambda: [CLOSURE])


def install_calendar(app: FastAPI, fake: Any) -> None:
    """Answer for the calendar; ``fake.calendar`` is what is told and what was received."""
    _reading(app, fake)
    _calculating(app, fake)
    _drafts(app, fake)
    _docket(app, fake)


def _reading(app: FastAPI, fake: Any) -> None:
    @app.get(f"{BASE}/years/{{year}}")
    async def year(year: int, request: Request) -> Response:
        fake.calendar.asked.append(dict(request.query_params))
        if not 2020 <= year <= 2036:
            return refused(422, "日期超出历法范围", detail="The calendar does not reach so far.")
        return JSONResponse(year_shown(year))

    @app.get(f"{BASE}/editions")
    async def editions() -> dict[str, Any]:
        edition = {
            "id": EDITION,
            "year": 2026,
            "number": 1,
            "title": "国务院办公厅关于2026年部分节假日安排的通知",
            "document": "国办发明电〔2025〕7号",
            "issued_on": "2025-11-04",
            "published": True,
            "published_on": None,
            "in_use": True,
            "days_off": 33,
            "make_up_days": 6,
        }
        return {
            "calendar_edition": EDITION,
            "first": "2020-01-01",
            "last": "2036-12-31",
            "published_until": "2026-12-31",
            "editions": [edition],
            "closures": fake.calendar.closures,
        }

    @app.get(f"{BASE}/periods")
    async def periods() -> list[dict[str, Any]]:
        return [PERIOD, LETTER]


def _calculating(app: FastAPI, fake: Any) -> None:
    def answered(request: Request, length: int, unit: str, basis: str | None) -> Response:
        stops = request.query_params.getlist("stop")
        fake.calendar.asked.append({**request.query_params, "stop": stops})
        if fake.calendar.refusing is not None:
            return refused(**fake.calendar.refusing)
        start = date.fromisoformat(request.query_params["from"])
        return JSONResponse({**due_date(start, length, unit), "basis": basis})

    @app.get(f"{BASE}/due-date")
    async def free(request: Request, length: int, unit: str) -> Response:
        return answered(request, length, unit, None)

    @app.get(f"{BASE}/periods/{{issuer}}/{{topic}}/{{key}}/due-date")
    async def of_rule(request: Request, key: str, length: int = 30, unit: str = "calendar_day") -> Response:
        found = next(each for each in (PERIOD, LETTER) if each["key"] == key)
        return answered(request, length, unit, found["basis"])


def _drafts(app: FastAPI, fake: Any) -> None:
    @app.get(f"{BASE}/drafts")
    async def listing() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = fake.calendar.drafts
        return found

    @app.post(f"{BASE}/drafts")
    async def enter(request: Request) -> Response:
        fake.calendar.received.append({**await request.json(), "as": request.headers["authorization"]})
        if fake.calendar.refusing is not None:
            return refused(**fake.calendar.refusing)
        return JSONResponse({"id": str(DRAFT), "version": 1}, 201)

    @app.get(f"{BASE}/drafts/{{draft_id}}")
    async def one(draft_id: UUID) -> Response:
        found = [each for each in fake.calendar.drafts if each["id"] == str(draft_id)]
        if not found:
            return refused(404, "未找到")
        return JSONResponse(found[0], headers={"ETag": f'"{found[0]["version"]}"'})

    @app.get(f"{BASE}/drafts/{{draft_id}}/years/{{year}}")
    async def year(draft_id: UUID, year: int) -> dict[str, Any]:
        return year_shown(year, frozenset({date(2026, 10, 8)}))

    @app.post(f"{BASE}/drafts/{{draft_id}}/{{act}}")
    async def decide(draft_id: UUID, act: str, request: Request) -> Response:
        told = {"act": act, "if_match": request.headers["if-match"], "body": await request.json()}
        fake.calendar.received.append(told)
        return refused(**fake.calendar.refusing) if fake.calendar.refusing else JSONResponse({})


def _docket(app: FastAPI, fake: Any) -> None:
    base = "/api/v1/complaints/docket"

    @app.get(base)
    async def listing(attention: str = "all", edition: str = "", limit: int = 50) -> Response:
        if fake.calendar.silent_docket:
            return refused(503, "服务暂不可用，请稍后再试")
        lines = [each for each in fake.calendar.lines if edition in ("", each["edition_after"])]
        if attention != "all":
            lines = [each for each in lines if (each["attention"] is not None) is (attention == "open")]
        rest = "next-page" if len(lines) > limit else None
        shown = {"items": lines[:limit], "next_cursor": rest, "count": len(lines), "exact": True}
        return JSONResponse(shown)

    @app.get(f"{base}/runs")
    async def runs() -> list[dict[str, Any]]:
        times = {"started_at": "2026-09-24T01:00:00Z", "finished_at": None}
        return [{"edition": EDITION, **times, "examined": 12, "changed": 1}]

    @app.get(f"{base}/touched")
    async def touched(regulation: str) -> list[dict[str, Any]]:
        return [{"procedure": "complaint", "cases": 5}] if regulation == VERSION else []

    @app.post(f"{base}/preview")
    async def what_if(request: Request) -> Response:
        fake.calendar.received.append(await request.json())
        if fake.calendar.silent_docket:
            return refused(503, "服务暂不可用，请稍后再试")
        return JSONResponse(preview())

    @app.post(f"{base}/{{case_id}}/{{clock}}/{{act}}")
    async def settle(case_id: UUID, clock: str, act: str, request: Request) -> Response:
        told = {"clock": clock, "act": act, "if_match": request.headers["if-match"]}
        fake.calendar.received.append({**told, "body": await request.json()})
        return refused(**fake.calendar.refusing) if fake.calendar.refusing else JSONResponse({})
