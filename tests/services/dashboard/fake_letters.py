"""Letters of a case as the dashboard sees them, in the shapes of ``shared/web/letters.py``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from tests.services.dashboard.problems import refused

CASE = UUID("01999999-0000-7000-8000-000000000001")
LETTER = UUID("01999999-0000-7000-8000-00000000000a")
DELIVERY = UUID("01999999-0000-7000-8000-00000000000d")
BASE = f"/api/v1/complaints/{CASE}/letters/{LETTER}"
INERT = "sandbox; default-src 'none'"
PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<<>>>>endobj
4 0 obj<</Length 22>>stream
0 0 1 rg 50 50 99 99 re f
endstream endobj
trailer<</Root 1 0 R>>
"""


def step(action: str, path: str, zh: str, en: str, **more: Any) -> dict[str, Any]:
    """A step on the letter, as ``letter_acts`` offers it."""
    whole = f"{BASE}/{path}"
    return {
        "action": action,
        "label_zh": zh,
        "label_en": en,
        "method": "POST",
        "path": whole,
        "key": whole,
        "fixed": {},
        "open": True,
        "reason_zh": None,
        "reason_en": None,
        "basis": None,
        "fields": [],
        **more,
    }


def field_of(name: str, kind: str, zh: str, **more: Any) -> dict[str, Any]:
    """One field of a step's form."""
    return {"name": name, "type": kind, "label_zh": zh, "label_en": name, "required": True, **more}


APPROVAL = step("letter_approval", "approval", "签发", "Sign for issue", fixed={"approved": True})
RETURN = step(
    "letter_approval",
    "approval",
    "退回修改",
    "Send back",
    key=f"{BASE}/approval#return",
    fixed={"approved": False},
    fields=[field_of("reason", "textarea", "退回理由")],
)
REVISION = step(
    "letter_revision",
    "revision",
    "修改内容",
    "Change the wording",
    fields=[
        field_of("fields.facts_found", "textarea", "查明的事实", value="九月八日处罚前未听取陈述。"),
        field_of("fields.measures", "list", "处理情况", value=["责令改正", "批评教育"], required=False),
        field_of("fields.explanation", "textarea", "说明", value="", required=False),
    ],
)
AGENCY = {"value": "urban_management", "label_zh": "城市管理局", "label_en": "城市管理局"}
PEOPLE = [{"value": str(UUID(int=101)), "label_zh": "陈立", "label_en": "陈立"}]
POST = step(
    "letter_delivery",
    "deliveries",
    "登记邮寄送达",
    "Record: Service by post",
    key=f"{BASE}/deliveries#post",
    fixed={"method": "post"},
    fields=[
        field_of("addressee", "select", "受送达人", options=[AGENCY]),
        field_of("on", "date", "回执上的收件日期"),
        field_of("servers", "people", "送达人", options=PEOPLE),
        field_of("receipt.place", "text", "送达地点"),
        field_of("receipt.remarks", "text", "备注", required=False),
        field_of("evidence.mail_number", "text", "邮件号"),
    ],
)
DIRECT = step(
    "letter_delivery",
    "deliveries",
    "登记直接送达",
    "Record: Direct service",
    key=f"{BASE}/deliveries#direct",
    fixed={"method": "direct"},
    fields=[
        field_of("addressee", "select", "受送达人", options=[AGENCY]),
        field_of("sent_at", "datetime", "发送时间", value="2026-09-24T01:30:00Z", required=False),
    ],
)
SIGNING = step("letter_acknowledgement", "acknowledgement", "签收", "Sign for it")

CONTENT: Mapping[str, Any] = {
    "layout": "instrument",
    "title": "责令限期改正通知书",
    "issuer": "重庆市武隆区司法局",
    "number": "武司投改〔2026〕3号",
    "salutation": "武隆区城市管理局：",
    "case_number": "武司监诉〔2026〕12号",
    "reason": "责令改正占道经营处罚",
    "blocks": [
        {"form": "paragraph", "text": "一、查明的事实", "level": 1},
        {"form": "paragraph", "text": "九月八日处罚前未听取陈述。", "level": 0},
        {"form": "table", "rows": [["违法行为", "未听取陈述"], ["期限", "10日"]], "header": False},
        {"form": "signatures", "labels": ["受送达人"]},
    ],
    "attachments": ["改正情况报告表"],
    "contact": "联系人：陈立",
    "signer": "重庆市武隆区司法局",
    "dated": "2026-09-20",
    "seal": "（电子印章：演示，不具有法律效力）",
    "approval": "签发：周敏　2026年9月19日",
    "copies": ["武隆区人民政府"],
    "draft": False,
    "voided": False,
}
TRY = {
    "id": str(DELIVERY),
    "addressee": "武隆区城市管理局",
    "method_zh": "电子送达",
    "method_en": "Electronic service",
    "recorded_on": "2026-09-20",
    "recorded_by": str(UUID(int=101)),
    "served_on": "2026-09-20",
    "failed_zh": None,
    "failed_en": None,
    "norm": "《民事诉讼法》第九十条",
    "notes": ["受送达人要求纸质文书的应当提供"],
    "texts": {"send_log": "2026-09-20 10:00 到达", "place": "收文系统"},
}


def line(**changes: Any) -> dict[str, Any]:
    """A letter as a case lists it."""
    return {
        "id": str(LETTER),
        "kind": "correction_order",
        "title_zh": "责令限期改正通知书",
        "title_en": "Order to correct within a limit",
        "about": "",
        "state": "issued",
        "state_zh": "已印发",
        "state_en": "Issued",
        "number": "武司投改〔2026〕3号",
        "issued_on": "2026-09-20",
        "addressees": [
            {
                "code": "urban_management",
                "name": "武隆区城市管理局",
                "served_on": "2026-09-20",
                "acknowledged_on": None,
                "tries": 1,
            }
        ],
        **changes,
    }


DRAFT = {"state": "drafted", "state_zh": "草稿", "state_en": "Draft", "number": None, "issued_on": None}
KINDS = [
    {
        "code": "correction_order",
        "title_zh": "责令限期改正通知书",
        "title_en": "Order to correct within a limit",
        "numbered": True,
        "approver": "person_in_charge",
        "addressees": ["ordered_agency"],
        "fields": [
            field_of("facts_found", "textarea", "查明的事实", hint_zh="写明时间、行为"),
            field_of("corrections", "list", "改正要求"),
        ],
    },
    {
        "code": "file_cover",
        "title_zh": "案卷封面",
        "title_en": "File cover",
        "numbered": False,
        "approver": "none",
        "addressees": [],
        "fields": [],
    },
]


def arrived(number: int, **changes: Any) -> dict[str, Any]:
    """The n-th letter in the inbox of an agency."""
    return {
        "letter_id": str(LETTER if number == 1 else UUID(int=7000 + number)),
        "case_id": str(CASE),
        "case_number": "武司监诉〔2026〕12号",
        "kind": "correction_order",
        "title_zh": "责令限期改正通知书",
        "title_en": "Order to correct within a limit",
        "number": f"武司投改〔2026〕{number}号",
        "issued_on": f"2026-09-{number:02}",
        "method": "electronic",
        "served_on": f"2026-09-{number:02}",
        "recorded_at": f"2026-09-{number:02}T02:00:00Z",
        "acknowledged_on": None,
        **changes,
    }


def numbered(number: int, **changes: Any) -> dict[str, Any]:
    """The n-th line of the register."""
    return {
        "letter_id": str(LETTER),
        "case_id": str(CASE),
        "case_number": "武司监诉〔2026〕12号",
        "kind": "correction_order",
        "title_zh": "责令限期改正通知书",
        "title_en": "Order to correct within a limit",
        "number": f"武司投改〔2026〕{number}号",
        "issued_on": "2026-09-20",
        "state": "issued",
        "pdf_sha256": "ab" * 32,
        "seal": "demo:1",
        **changes,
    }


@dataclass
class FakeLetters:
    """What the service of letters answers, and what it was asked."""

    lines: list[dict[str, Any]] | None = None
    page: dict[str, Any] = field(default_factory=dict)
    inbox: list[dict[str, Any]] = field(default_factory=list)
    register: list[dict[str, Any]] = field(default_factory=list)
    next_cursor: str | None = None
    asked: list[str] = field(default_factory=list)
    looked: list[str] = field(default_factory=list)
    received: list[dict[str, Any]] = field(default_factory=list)

    def shown(self, version: int) -> dict[str, Any]:
        """The letter's page."""
        whole = {
            **line(),
            "case_id": str(CASE),
            "case_number": "武司监诉〔2026〕12号",
            "version": version,
            "content": dict(CONTENT),
            "missing": None,
            "approver": "person_in_charge",
            "tries": [TRY],
            "allowed_actions": [],
        }
        return {**whole, **self.page}


def install_letters(app: FastAPI, fake: Any) -> None:
    """Put the letters' addresses before those of the cases."""

    def listed(items: list[dict[str, Any]], limit: int) -> Response:
        told = {"next_cursor": fake.letters.next_cursor, "count": len(items), "exact": True}
        return JSONResponse({"items": items[:limit], **told})

    @app.get("/api/v1/complaints/letters/inbox")
    async def inbox(unsigned: bool | None = None, limit: int = 100, cursor: str = "") -> Response:
        if fake.silent:
            return refused(503, "服务暂不可用，请稍后再试")
        fake.letters.asked.append(cursor)
        items = [each for each in fake.letters.inbox if unsigned in (None, each["acknowledged_on"] is None)]
        return listed(items, limit)

    @app.get("/api/v1/complaints/letters/register")
    async def register(limit: int = 100, cursor: str = "") -> Response:
        fake.letters.asked.append(cursor)
        return listed(fake.letters.register, limit)

    @app.get("/api/v1/complaints/letters/kinds")
    async def kinds() -> Response:
        return JSONResponse(KINDS)

    @app.get(BASE)
    async def page() -> Response:
        return JSONResponse(fake.letters.shown(fake.version), headers={"ETag": f'"{fake.version}"'})

    @app.get(f"{BASE}/document")
    @app.get(f"{BASE}/deliveries/{DELIVERY}/receipt")
    async def document(request: Request, form: str = "pdf") -> Response:
        fake.letters.looked.append(f"{request.url.path.removeprefix(BASE)}?{form}")
        headers = {
            "Content-Security-Policy": INERT,
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": "inline; filename*=UTF-8''3.pdf",
        }
        return StreamingResponse(iter([PDF]), media_type="application/pdf", headers=headers)

    @app.post(f"/api/v1/complaints/{CASE}/letters")
    @app.post(f"{BASE}/{{rest:path}}")
    async def act(request: Request, rest: str = "") -> Response:
        headers = request.headers
        fake.letters.received.append(
            {
                "path": rest,
                "body": await request.json(),
                "key": headers["idempotency-key"],
                "if_match": headers.get("if-match"),
                "as": headers["authorization"],
            }
        )
        if fake.refusing is not None:
            return refused(**fake.refusing)
        fake.version += 1
        return JSONResponse({"letter_id": str(LETTER)}, headers={"ETag": f'"{fake.version}"'})
