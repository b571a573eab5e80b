"""The dispute service as the dashboard sees it, in the shapes of ``services/dispute_coordination``."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from tests.services.dashboard.fake_calendar import due_date
from tests.services.dashboard.problems import refused

DISPUTE = UUID("01999999-0000-7000-8000-0000000000d1")
BASE = "/api/v1/disputes"
RULE = "wulong/dispute_coordination@2021-11-10"
DUE = {
    "due_on": "2026-10-09",
    "breach_after": "2026-10-09",
    "unit": "working_day",
    "started_on": "2026-09-24",
    "basis": f"{RULE}#第十三条",
    "calendar_edition": "2026-1",
    "provisional": False,
    "remaining_working_days": 5,
    "light": "green",
}
ANSWER = {
    "name": "respondent_answer:urban_management",
    "rule_key": "dispute_coordination.respondent_answer",
    "label_zh": "答复期限",
    "label_en": "Answer",
    "state": "running",
    "due": DUE,
    "internal": False,
    "told": [{"party": "urban_management", "due_on": "2026-10-09"}],
    "held": None,
}


def dispute_page(**changes: Any) -> dict[str, Any]:
    """A dispute of two agencies under coordination."""
    return {
        "id": str(DISPUTE),
        "number": "武司协调〔2026〕1号",
        "procedure": "dispute",
        "stage": "coordinating",
        "stage_label": "协调中",
        "stage_label_en": "Coordinating",
        "version": 7,
        "agency": "ecology",
        "handler": "bureau",
        "summary": "餐厨油烟执法职责争议",
        "ground": "enforcement_duties",
        "national_kind": None,
        "channel": "request",
        "received_on": "2026-09-18",
        "accepted_on": "2026-09-22",
        "closed_on": None,
        "regulation": RULE.partition("@")[0],
        "earlier_case": None,
        "joined": [],
        "joined_to": None,
        "clocks": [ANSWER],
        "timeline": [],
        "allowed_actions": [],
        "documents": [],
        "letters": [],
        "investigators": [],
        "parties": [
            {
                "agency": "ecology",
                "name": "武隆区生态环境局",
                "role": "applicant",
                "role_zh": "申请机关",
                "role_en": "Applicant",
                "answered_on": None,
                "late": False,
                "due": None,
                "execution": None,
                "ladder": [],
            },
            {
                "agency": "urban_management",
                "name": "武隆区城市管理局",
                "role": "respondent",
                "role_zh": "被申请机关",
                "role_en": "Respondent",
                "answered_on": None,
                "late": False,
                "due": "2026-10-09",
                "execution": None,
                "ladder": [],
            },
        ],
        "matter": [
            {"code": "matter", "label_zh": "请求协调的事项", "label_en": "Matter", "text": "油烟由谁处罚"}
        ],
        "obligations": [],
        **changes,
    }


@dataclass
class FakeDisputes:
    """What the service answers, and what it was handed."""

    page: dict[str, Any] = field(default_factory=dict)
    notices: list[dict[str, Any]] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    refusing_files: bool = False
    silent: bool = False
    version: int = 1


def install_disputes(app: FastAPI, fake: Any) -> None:
    """Answer for disputes; ``fake.disputes`` is what is told and what was received."""
    _lists(app, fake)
    _filing(app, fake)

    @app.get(f"{BASE}/{{case_id}}/clocks/{{clock}}/explanation")
    async def explanation(case_id: UUID, clock: str) -> Response:
        if case_id != DISPUTE:
            return refused(404, "未找到")
        told = {"clock": clock, "as_of": None, "basis": DUE["basis"], "told": [], "held": None}
        return JSONResponse({**due_date(date(2026, 9, 24), 5, "working_day"), **told})

    @app.get(f"{BASE}/{{case_id}}")
    async def page(case_id: UUID) -> Response:
        if fake.disputes.silent:
            return refused(503, "服务暂不可用，请稍后再试")
        if case_id != DISPUTE:
            return refused(404, "未找到")
        return JSONResponse(dispute_page(**fake.disputes.page), headers={"ETag": '"7"'})


def _lists(app: FastAPI, fake: Any) -> None:
    nothing = {"items": [], "next_cursor": None, "count": 0, "exact": True}

    @app.get(f"{BASE}/notifications")
    async def notifications() -> Response:
        if fake.disputes.silent or fake.silent:
            return refused(503, "服务暂不可用，请稍后再试")
        unread = sum(each["read_at"] is None for each in fake.disputes.notices)
        return JSONResponse({"items": fake.disputes.notices, "unread": unread, "exact": True})

    @app.get(f"{BASE}/docket")
    @app.get(f"{BASE}/letters/inbox")
    @app.get(f"{BASE}/letters/register")
    async def empty() -> Response:
        silent = fake.disputes.silent or fake.calendar.silent_docket
        return refused(503, "服务暂不可用，请稍后再试") if silent else JSONResponse(nothing)

    @app.get(f"{BASE}/docket/runs")
    @app.get(f"{BASE}/docket/touched")
    async def none() -> list[dict[str, Any]]:
        return []

    @app.post(f"{BASE}/docket/preview")
    async def unmoved() -> Response:
        if fake.calendar.silent_docket:
            return refused(503, "服务暂不可用，请稍后再试")
        return JSONResponse({})


def _filing(app: FastAPI, fake: Any) -> None:
    @app.post(BASE)
    @app.post(f"{BASE}/own-motion")
    async def request(request: Request) -> Response:
        path = request.url.path.removeprefix(BASE)
        told = {"path": path, "body": await request.json(), "key": request.headers["idempotency-key"]}
        fake.disputes.requests.append({**told, "as": request.headers["authorization"]})
        if fake.refusing is not None:
            return refused(**fake.refusing)
        done = {"id": str(DISPUTE), "number": "武司协调〔2026〕1号", "stage": "received", "version": 1}
        return JSONResponse(done, 201, headers={"ETag": '"1"'})

    @app.post(f"{BASE}/{{case_id}}/attachments")
    async def attach(case_id: UUID, request: Request) -> Response:
        headers = request.headers
        told = {"content": await request.body(), "key": headers["idempotency-key"]}
        fake.disputes.files.append({**told, "if_match": headers["if-match"]})
        if fake.disputes.refusing_files:
            return refused(415, "不支持的文件类型", detail="This type of file is not taken.")
        fake.disputes.version += 1
        version = fake.disputes.version
        body = {"id": str(case_id), "number": "武司协调〔2026〕1号", "version": version}
        return JSONResponse(body, 201, headers={"ETag": f'"{version}"'})
