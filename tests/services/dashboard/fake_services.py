"""Identity and complaints as the dashboard sees them: a small application that answers in their shapes.

Only for the pages' own tests; the scenarios run the real services.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from tests.services.dashboard.fake_calendar import FakeCalendar, due_date, install_calendar
from tests.services.dashboard.fake_disputes import FakeDisputes, install_disputes
from tests.services.dashboard.fake_law import FakeLaw, install_law
from tests.services.dashboard.fake_letters import CASE, FakeLetters, install_letters
from tests.services.dashboard.problems import refused as _refused

CLERK, HEAD = UUID(int=101), UUID(int=102)
BASIS = "wulong/complaints@2021-11-10#第十条"
ACCOUNTS = {
    "clerk": "bureau_clerk",
    "head": "bureau_head",
    "agency": "agency_clerk",
    "admin": "system_admin",
}
RECEIPT = "ABCD-EFGH-IJKL-MNOP"

DUE = {
    "due_on": "2026-10-20",
    "breach_after": "2026-10-20",
    "unit": "calendar_day",
    "started_on": "2026-09-20",
    "basis": BASIS,
    "calendar_edition": "2026-1",
    "provisional": False,
    "remaining_working_days": 11,
    "light": "green",
}


def _field(name: str, kind: str, zh: str, en: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "label_zh": zh, "label_en": en, "required": True, **more}


PEOPLE = [
    {"value": str(CLERK), "label_zh": "陈立（执法证 500001）", "label_en": "Chen Li (500001)"},
    {"value": str(HEAD), "label_zh": "周敏（执法证 500002）", "label_en": "Zhou Min (500002)"},
]
ACTIONS: list[dict[str, Any]] = [
    {
        "action": "extension",
        "label_zh": "申请延期",
        "label_en": "Ask for an extension",
        "method": "POST",
        "path": f"/api/v1/complaints/{CASE}/extension",
        "open": True,
        "basis": BASIS,
        "fields": [
            _field("days", "number", "延长日数", "Days", hint_zh="最多三十日", hint_en="At most thirty"),
            _field("reason", "textarea", "理由", "Reason"),
        ],
    },
    {
        "action": "assignment",
        "label_zh": "指派调查人员",
        "label_en": "Assign investigators",
        "method": "POST",
        "path": f"/api/v1/complaints/{CASE}/assignment",
        "open": True,
        "fields": [
            _field("investigators", "people", "调查人员", "Investigators", options=PEOPLE),
            _field("note", "text", "备注", "Note", required=False),
            _field("urgent", "checkbox", "从速办理", "Urgent", required=False),
            _field("from", "date", "自何日起", "From"),
        ],
    },
    {
        "action": "discussion",
        "label_zh": "集体讨论",
        "label_en": "Discuss together",
        "method": "POST",
        "path": f"/api/v1/complaints/{CASE}/discussion",
        "open": True,
        "fields": [_field("views", "views", "各人意见", "Views", options=PEOPLE)],
    },
    {
        "action": "conclusion",
        "label_zh": "办结",
        "label_en": "Conclude",
        "method": "POST",
        "path": f"/api/v1/complaints/{CASE}/conclusion",
        "open": False,
        "reason_zh": "对人员提出处理建议前须经集体讨论",
        "reason_en": "A collective discussion has to come first.",
        "basis": "wulong/complaints@2021-11-10#第九条",
        "fields": [],
    },
]
DETAILS = [
    {"label_zh": "期限", "label_en": "Limit", "zh": "30 日", "en": "30 days"},
    {"label_zh": "承办机关", "label_en": "Handling body", "agency": "ecology"},
    {"label_zh": "人员", "label_en": "Person", "person": str(CLERK)},
]
TIMELINE = [
    ("2026-09-10T01:12:00Z", "收到投诉举报", "Received", "complainant", None, "第七条"),
    ("2026-09-20T02:30:00Z", "决定受理", "Accepted", "bureau_clerk", CLERK, "第七条"),
    ("2026-09-22T03:00:00Z", "开始调查", "Investigation began", "investigator", HEAD, "第八条"),
]


def case_page(version: int, actions: list[dict[str, Any]]) -> dict[str, Any]:
    """A complaint under investigation, as a clerk of the bureau sees it."""
    return {
        "id": str(CASE),
        "number": "武司监诉〔2026〕12号",
        "procedure": "complaint",
        "stage": "investigating",
        "stage_label": "调查中",
        "stage_label_en": "Investigating",
        "version": version,
        "agency": "urban_management",
        "handler": "bureau",
        "summary": "反映占道经营处罚前未听取陈述申辩",
        "ground": "clearly_improper",
        "received_on": "2026-09-10",
        "channel": "web_form",
        "finding": None,
        "regulation": "wulong/complaints@2021-11-10",
        "request": "撤销处罚",
        "facts": "九月八日在城门街被罚款，事前无人听取意见。",
        "investigators": [str(HEAD)],
        "complainant": {"kind": "person", "name_masked": "李*", "contact_masked": "138****0000"},
        "clocks": [
            {
                "name": "handling",
                "rule_key": "complaints.handling",
                "label_zh": "办理期限",
                "state": "running",
                "due": DUE,
                "told": [{"party": "complainant", "due_on": "2026-10-20"}],
                "held": {"due_on": "2026-10-14"},
            },
            {"name": "acceptance", "rule_key": "complaints.acceptance", "state": "stopped", "due": None},
        ],
        "timeline": [
            {
                "at": at,
                "on": at[:10],
                "type": "x",
                "label_zh": zh,
                "label_en": en,
                "role": role,
                "agency": "bureau",
                "person": str(person) if person else None,
                "basis": f"wulong/complaints@2021-11-10#{label}",
                "details": DETAILS if label == "第八条" else [],
                "texts": {"note": "询问了当日在场的两名摊主。"} if label == "第八条" else {},
            }
            for at, zh, en, role, person, label in TIMELINE
        ],
        "allowed_actions": actions,
        "documents": [
            {
                "attachment_id": "a1b2c3d4e5",
                "media_type": "image/jpeg",
                "size": 48123,
                "added_on": "2026-09-10",
            }
        ],
    }


def notice(number: int, **changes: Any) -> dict[str, Any]:
    """What was said to the clerk on the morning before the n-th of his cases was due."""
    return {
        "id": str(UUID(int=900 + number)),
        "at": f"2026-09-{number:02}T00:30:00Z",
        "kind": "rung",
        "case_id": str(CASE),
        "number": f"武司监诉〔2026〕{number}号",
        "procedure": "complaint",
        "audience": "bureau_clerk",
        "clock": "handling",
        "rung": "yellow",
        "level": None,
        "planned_on": f"2026-09-{number:02}",
        "due_on": "2026-09-29",
        "late": False,
        "basis": BASIS,
        "read_at": None,
        **changes,
    }


@dataclass
class FakeServices:
    """What was asked of the services, and what they answer."""

    version: int = 3
    living: set[str] = field(default_factory=set)
    received: list[dict[str, Any]] = field(default_factory=list)
    intake: list[dict[str, Any]] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    refusing_files: bool = False
    notices: list[dict[str, Any]] = field(default_factory=list)
    silent: bool = False
    refusing: Mapping[str, Any] | None = None
    actions: list[dict[str, Any]] = field(default_factory=lambda: list(ACTIONS))
    explained: list[str] = field(default_factory=list)
    law: FakeLaw = field(default_factory=FakeLaw)
    calendar: FakeCalendar = field(default_factory=FakeCalendar)
    disputes: FakeDisputes = field(default_factory=FakeDisputes)
    letters: FakeLetters = field(default_factory=FakeLetters)
    more: dict[str, Any] = field(default_factory=dict)
    """What a case page tells besides."""
    people: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Further accounts, each with what its session tells."""

    def begin_anew(self) -> None:
        """Forget everything; sessions stay, as the dashboard remembers them."""
        for each in fields(self):
            if each.name != "living":
                setattr(self, each.name, getattr(FakeServices(), each.name))

    def app(self) -> FastAPI:
        """The application."""
        app = FastAPI(openapi_url=None)
        _identity(app, self)
        _public(app, self)
        _notifications(app, self)
        install_law(app, self)
        install_calendar(app, self)
        install_letters(app, self)
        install_disputes(app, self)
        _complaints(app, self)
        return app


def _tokens(fake: FakeServices, username: str) -> Mapping[str, Any]:
    if username in fake.people:
        return fake.people[username]
    role = ACCOUNTS[username]
    return {
        "expires_in": 600,
        "tokens": {
            "complaints": f"token-of-{username}",
            "statutes": f"statutes-token-of-{username}",
            "dispute_coordination": f"disputes-token-of-{username}",
            "identity": "token",
        },
        "account": f"account-{username}",
        "role": role,
        "agency": "urban_management" if role == "agency_clerk" else "bureau",
        "person": str(CLERK),
        "posts": [],
        "must_change_password": False,
    }


def _identity(app: FastAPI, fake: FakeServices) -> None:
    @app.post("/api/v1/identity/sessions")
    async def open_session(request: Request) -> Response:
        asked = await request.json()
        known = {*ACCOUNTS, *fake.people}
        if asked["username"] not in known or asked["password"] != "right":
            return _refused(401, "用户名或口令错误", detail="Name or password is wrong.")
        secret = f"secret-{asked['username']}"
        fake.living.add(secret)
        return JSONResponse({**_tokens(fake, asked["username"]), "session_secret": secret}, 201)

    @app.post("/api/v1/identity/sessions/tokens")
    async def renew(request: Request) -> Response:
        secret = request.headers.get("jiandu-session", "")
        if secret not in fake.living:
            return _refused(401, "会话已结束，请重新登录")
        return JSONResponse(_tokens(fake, secret.removeprefix("secret-")))

    @app.delete("/api/v1/identity/sessions")
    async def end(request: Request) -> Response:
        fake.living.discard(request.headers.get("jiandu-session", ""))
        return Response(status_code=204)


def _notifications(app: FastAPI, fake: FakeServices) -> None:
    @app.get("/api/v1/complaints/notifications")
    async def notifications(limit: int = 100) -> Response:
        if fake.silent:
            return _refused(503, "服务暂不可用，请稍后再试")
        unread = sum(each["read_at"] is None for each in fake.notices)
        return JSONResponse({"items": fake.notices[:limit], "unread": unread, "exact": True})

    @app.post("/api/v1/complaints/notifications/{notice_id}/read")
    async def mark_read(notice_id: UUID, request: Request) -> Response:
        told = [each for each in fake.notices if each["id"] == str(notice_id)]
        if not told or not request.headers["idempotency-key"]:
            return _refused(404, "未找到该提醒", detail="There is no such notification.")
        told[0]["read_at"] = "2026-09-24T01:00:00Z"
        return Response(status_code=204)


def _complaints(app: FastAPI, fake: FakeServices) -> None:
    @app.get("/api/v1/complaints/{case_id}")
    async def page(case_id: UUID, request: Request) -> Response:
        if case_id != CASE or not request.headers.get("authorization", "").startswith("Bearer token-of-"):
            return _refused(404, "未找到")
        shown = {**case_page(fake.version, fake.actions), "letters": fake.letters.lines, **fake.more}
        return JSONResponse(shown, headers={"ETag": f'"{fake.version}"'})

    @app.get("/api/v1/complaints/{case_id}/clocks/{clock}/explanation")
    async def explanation(case_id: UUID, clock: str, as_of: str = "") -> dict[str, Any]:
        fake.explained.append(as_of)
        told = {"clock": clock, "as_of": as_of or None, "basis": BASIS, "told": [], "held": None}
        return {**due_date(date(2026, 9, 20), 30, "calendar_day"), **told}

    @app.post("/api/v1/complaints/{case_id}/{act}")
    async def act(case_id: UUID, act: str, request: Request) -> Response:
        headers = request.headers
        fake.received.append(
            {
                "act": act,
                "body": await request.json(),
                "key": headers["idempotency-key"],
                "if_match": headers.get("if-match"),
                "as": headers["authorization"],
            }
        )
        if fake.refusing is not None:
            return _refused(**fake.refusing)
        if act == "reveal":
            return JSONResponse({"name": "李小红", "contact": "13800000000", "credit_code": None})
        fake.version += 1
        return JSONResponse({"id": str(case_id)}, headers={"ETag": f'"{fake.version}"'})


def _public(app: FastAPI, fake: FakeServices) -> None:
    @app.post("/api/v1/complaints/intake")
    async def intake(request: Request) -> Response:
        if fake.refusing is not None:
            return _refused(**fake.refusing)
        fake.intake.append({**await request.json(), "from": request.headers.get("x-forwarded-for")})
        return JSONResponse(
            {"receipt_code": RECEIPT, "number": "武司监诉〔2026〕13号", "stage": "received"}, 201
        )

    @app.post("/api/v1/complaints/receipt/attachments")
    async def attach(request: Request) -> Response:
        if fake.refusing_files:
            return _refused(415, "不支持的文件类型", detail="This type of file is not taken.")
        fake.files.append((request.headers["receipt-code"], await request.body()))
        return JSONResponse({"number": "武司监诉〔2026〕13号", "stage": "received"}, 201)

    @app.get("/api/v1/complaints/receipt")
    async def progress(request: Request) -> Response:
        if request.headers["receipt-code"] != RECEIPT.replace("-", ""):
            return _refused(404, "回执码无效", detail="No complaint has this receipt code.")
        line = {
            "on": "2026-09-12",
            "label_zh": "决定受理",
            "label_en": "Accepted",
            "basis": BASIS,
            "texts": {},
        }
        shown = case_page(1, [])
        letters = [
            {
                "id": str(UUID(int=7)),
                "title_zh": "受理通知书",
                "title_en": "Notice of acceptance",
                "number": "武隆司投受〔2026〕3号",
                "issued_on": "2026-09-12",
                "served_on": "2026-09-13",
            }
        ]
        told = {"clocks": shown["clocks"][:1], "timeline": [{**line, "texts": {"text": "已经受理。"}}]}
        return JSONResponse({**shown, **told, "letters": letters})

    @app.get("/api/v1/complaints/receipt/letters/{letter_id}")
    async def letter(request: Request, letter_id: UUID) -> Response:
        if request.headers["receipt-code"] != RECEIPT.replace("-", ""):
            return _refused(404, "回执码无效", detail="No complaint has this receipt code.")
        inert = {"Content-Security-Policy": "sandbox; default-src 'none'"}
        return Response(b"%PDF-1.7 letter", media_type="application/pdf", headers=inert)
