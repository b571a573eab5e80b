"""The law as the dashboard sees it: two regulations, open questions, drafts and policies."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from tests.services.dashboard.problems import refused

NAME = "wulong/complaints"
VERSION = f"{NAME}@2021-11-10"
DRAFT = UUID("01999999-0000-7000-8000-00000000000a")
ENTERED_BY, OTHER = UUID(int=102), UUID(int=103)

HEADS: list[dict[str, Any]] = [
    {
        "id": "national/enforcement_supervision@2026-02-01",
        "issuer": "national",
        "topic": "enforcement_supervision",
        "in_force_from": "2026-02-01",
        "title": "行政执法监督条例",
        "title_en": "Regulation on the supervision of administrative enforcement",
        "document": "国务院令第825号",
        "issued_by": "国务院",
        "transition": "opened_before_keep",
        "sha256": "ef" * 32,
        "articles": 44,
        "rules": 52,
        "open_questions": 3,
    },
    {
        "id": VERSION,
        "issuer": "wulong",
        "topic": "complaints",
        "in_force_from": "2021-11-10",
        "title": "行政执法投诉举报制度",
        "title_en": "Complaints and reports about administrative enforcement",
        "document": "武隆府办发〔2021〕62号",
        "issued_by": "重庆市武隆区人民政府办公室",
        "transition": "opened_before_keep",
        "sha256": "ab" * 32,
        "articles": 16,
        "rules": 25,
        "open_questions": 2,
    },
]
WORDS = {
    "actors": {"person_in_charge": "机关负责人", "agency": "行政执法机关"},
    "starts": {"acceptance_decided": "决定受理"},
    "ends": {"concluded": "办结"},
    "units": {"calendar_day": "日（自然日）", "working_day": "工作日"},
}


def rule(key: str, label: str, kind: str, zh: str, en: str, **more: Any) -> dict[str, Any]:
    """One rule of the complaint regulation."""
    return {
        "key": f"complaints.{key}",
        "basis": f"{VERSION}#{label}",
        "label": label,
        "kind": kind,
        "summary_zh": zh,
        "summary_en": en,
        "service": "complaints",
        "length": None,
        "cap": None,
        "unit": None,
        "breach_unit": None,
        "month_day": None,
        "params": {},
        "obligations": [],
        "open_question": None,
        **more,
    }


HANDLING = rule(
    "handling",
    "第十条",
    "period",
    "受理后三十日内办结",
    "Conclude within thirty days of acceptance",
    length=30,
    unit="calendar_day",
    params={
        "length": ["30"],
        "unit": ["calendar_day"],
        "starts_on": ["acceptance_decided"],
        "requires": ["complex_case"],
    },
    open_question="批准人写的是执法机关负责人",
)
GROUNDS = rule("complaint_grounds", "第四条", "catalogue", "可以投诉举报的行为", "Conduct complained of")
QUESTION: dict[str, Any] = {
    "number": "Q08",
    "policy": "complaint_extension_terms",
    "where": [f"{NAME}#第十条", f"{NAME}#第四条"],
    "question": "延长从哪一天起算未写明",
    "question_en": "Where an extension counts from is not said",
    "default": "nominal_end",
    "default_zh": "从名义届满日起算",
    "default_en": "From the end before rolling",
    "value": "nominal_end",
    "alternatives": [
        {"value": "rolled_end", "label_zh": "从顺延后的届满日起算", "label_en": "From the rolled end"}
    ],
    "chosen_by": None,
    "chosen_on": None,
    "reason": None,
    "effective": True,
    "read_by": ["complaints"],
    "version": 0,
}
IDLE = {
    **QUESTION,
    "number": "Q10",
    "policy": "intake_words",
    "where": [NAME],
    "question": "受理机关与受理机构混用",
    "question_en": "Two words for the same body",
    "effective": False,
    "read_by": [],
}
CHOSEN = {
    **QUESTION,
    "value": "rolled_end",
    "chosen_by": str(ENTERED_BY),
    "chosen_on": "2026-09-01",
    "reason": "参照民事诉讼的做法",
    "version": 2,
}
CHOICE = {
    "number": 1,
    "value": "rolled_end",
    "reason": "参照民事诉讼的做法",
    "chosen_by": str(ENTERED_BY),
    "chosen_on": "2026-09-01",
    "chosen_at": "2026-09-01T02:00:00Z",
}
ARTICLES: list[dict[str, Any]] = [
    {
        "label": "第一条",
        "basis": f"{VERSION}#第一条",
        "rules": [],
        "not_code": [
            {
                "label": "第一条",
                "kind": "principle",
                "summary_zh": "交代制定目的与依据",
                "summary_en": "Purpose and legal basis",
                "open_question": None,
            }
        ],
        "questions": [IDLE],
    },
    {
        "label": "第四条",
        "basis": f"{VERSION}#第四条",
        "rules": [GROUNDS],
        "not_code": [],
        "questions": [IDLE, QUESTION],
    },
    {
        "label": "第十条",
        "basis": f"{VERSION}#第十条",
        "rules": [HANDLING],
        "not_code": [],
        "questions": [IDLE, QUESTION],
    },
]
CATALOGUES = [
    {
        "name": "complaint_grounds",
        "basis": f"{VERSION}#第四条",
        "open_ended": True,
        "items": [
            {
                "code": "clearly_improper",
                "name_zh": "执法明显不当",
                "name_en": "Clearly improper",
                "label": "（一）",
                "basis": f"{VERSION}#第四条（一）",
            }
        ],
    }
]
DIFFERENCE = {
    "against": VERSION,
    "head": [{"name": "document", "old": "武隆府办发〔2021〕62号", "new": "武隆府办发〔2026〕9号"}],
    "articles": [{"label": "第十条", "change": "changed"}],
    "rules": [
        {
            "key": "complaints.handling",
            "change": "changed",
            "old_label": "第十条",
            "new_label": "第十条",
            "params": [{"name": "length", "old": "30", "new": "45"}],
        }
    ],
    "items": [],
}
WARNING = {
    "code": "followed_by_another",
    "line": None,
    "zh": "已有更晚施行的版本",
    "en": "A later version exists",
    "at": "",
}


@dataclass
class FakeLaw:
    """What was asked of the law, and what it answers."""

    questions: list[dict[str, Any]] = field(default_factory=lambda: [QUESTION, IDLE])
    drafts: list[dict[str, Any]] = field(default_factory=list)
    received: list[dict[str, Any]] = field(default_factory=list)
    refusing: dict[str, Any] | None = None


def law_draft(**changes: Any) -> dict[str, Any]:
    """A new version of the complaint regulation, entered by somebody else."""
    return {
        "id": str(DRAFT),
        "version": 1,
        "regulation": NAME,
        "in_force_from": "2027-01-01",
        "title": "行政执法投诉举报制度",
        "status": "entered",
        "entered_by": str(ENTERED_BY),
        "entered_at": "2026-09-20T02:00:00Z",
        "document": "武隆府办发〔2026〕9号",
        "reason": None,
        "published_by": None,
        "published_on": None,
        "content": {"document": {}},
        "sha256": "ab" * 32,
        "faults": [],
        "warnings": [WARNING],
        "differences": DIFFERENCE,
        "may_publish": True,
        "why_not_zh": None,
        "why_not_en": None,
        **changes,
    }


def install_law(app: FastAPI, fake: Any) -> None:
    """Answer for the law; ``fake.law`` is what is told and what was received."""
    _reading(app, fake)
    _drafts(app, fake)
    _policies(app, fake)


def _reading(app: FastAPI, fake: Any) -> None:
    base = "/api/v1/law"

    @app.get(f"{base}/regulations")
    async def regulations(on: str = "2026-09-24") -> list[dict[str, Any]]:
        return [each for each in HEADS if each["in_force_from"] <= on]

    @app.get(f"{base}/regulations/{{issuer}}/{{topic}}")
    async def one(issuer: str, topic: str, on: str = "2026-09-24") -> Response:
        found = [each for each in HEADS if (each["issuer"], each["topic"]) == (issuer, topic)]
        if not found or found[0]["in_force_from"] > on:
            return refused(404, "法规中没有此项")
        return JSONResponse({**found[0], "versions": ["2021-11-10", "2027-01-01"]})

    @app.get(f"{base}/regulations/{{issuer}}/{{topic}}/articles")
    async def articles(issuer: str, topic: str) -> list[dict[str, Any]]:
        return ARTICLES

    @app.get(f"{base}/regulations/{{issuer}}/{{topic}}/catalogues")
    async def catalogues(issuer: str, topic: str) -> list[dict[str, Any]]:
        return CATALOGUES

    @app.get(f"{base}/open-questions")
    async def open_questions(regulation: str = "") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = fake.law.questions
        return [each for each in found if any(where.startswith(regulation) for where in each["where"])]

    @app.get(f"{base}/words")
    async def words() -> dict[str, dict[str, str]]:
        return WORDS


def _drafts(app: FastAPI, fake: Any) -> None:
    base = "/api/v1/law/drafts"

    @app.get(base)
    async def listing() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = fake.law.drafts
        return found

    @app.post(base)
    async def enter(request: Request) -> Response:
        fake.law.received.append(await request.json())
        if fake.law.refusing is not None:
            return refused(**fake.law.refusing)
        return JSONResponse({"id": str(DRAFT), "version": 1}, 201)

    @app.get(f"{base}/{{draft_id}}")
    async def one(draft_id: UUID) -> Response:
        found = [each for each in fake.law.drafts if each["id"] == str(draft_id)]
        if not found:
            return refused(404, "未找到")
        return JSONResponse(found[0], headers={"ETag": f'"{found[0]["version"]}"'})

    @app.post(f"{base}/{{draft_id}}/{{act}}")
    async def decide(draft_id: UUID, act: str, request: Request) -> Response:
        told = {"act": act, "if_match": request.headers["if-match"], "body": await request.json()}
        fake.law.received.append(told)
        return refused(**fake.law.refusing) if fake.law.refusing else JSONResponse({"id": str(draft_id)})


def _policies(app: FastAPI, fake: Any) -> None:
    @app.get("/api/v1/law/policies")
    async def policies() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = fake.law.questions
        return found

    @app.get("/api/v1/law/policies/{policy}/history")
    async def history(policy: str) -> list[dict[str, Any]]:
        return [CHOICE]

    @app.put("/api/v1/law/policies/{policy}")
    async def choose(policy: str, request: Request) -> Response:
        told = {"policy": policy, "if_match": request.headers["if-match"], **await request.json()}
        fake.law.received.append(told)
        return refused(**fake.law.refusing) if fake.law.refusing else JSONResponse({"policy": policy})
