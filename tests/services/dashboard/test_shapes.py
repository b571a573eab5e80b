"""The invented services answer, and the pages ask, as the real interfaces describe it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from jsonschema import Draft202012Validator

from services.dashboard.api.draft_forms import Written, body_of
from tests.services.dashboard.fake_calendar import DRAFT, calendar_draft, moved
from tests.services.dashboard.fake_law import CHOSEN, IDLE, VERSION, law_draft
from tests.services.dashboard.fake_law import DRAFT as LAW_DRAFT
from tests.services.dashboard.fake_services import FakeServices

DOCUMENTS = Path(__file__).parents[3] / "docs" / "openapi"
CALENDAR, LAW, DOCKET = "/api/v1/calendar", "/api/v1/law", "/api/v1/complaints/docket"
REGULATION = f"{LAW}/regulations/{{issuer}}/{{topic}}"
OF_RULE = f"{CALENDAR}/periods/{{issuer}}/{{topic}}/{{key}}/due-date"
COMPLAINTS = {"issuer": "wulong", "topic": "complaints"}


def validator(service: str, schema: dict[str, Any]) -> Draft202012Validator:
    """A check against one schema of a service's description."""
    document = json.loads((DOCUMENTS / f"{service}.json").read_text("utf-8"))
    return Draft202012Validator({**schema, "components": document["components"]})


def described(service: str, path: str, method: str) -> dict[str, Any]:
    document = json.loads((DOCUMENTS / f"{service}.json").read_text("utf-8"))
    operation: dict[str, Any] = document["paths"][path][method]
    return operation


@pytest.fixture
async def fake() -> AsyncIterator[httpx.AsyncClient]:
    services = FakeServices()
    services.calendar.drafts, services.calendar.lines = [calendar_draft()], [moved()]
    services.law.drafts, services.law.questions = [law_draft()], [CHOSEN, IDLE]
    app: FastAPI = services.app()
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://fake") as http:
        yield http


@pytest.mark.parametrize(
    ("service", "path", "values", "query"),
    [
        ("statutes", f"{CALENDAR}/years/{{year}}", {"year": 2026}, {}),
        ("statutes", f"{CALENDAR}/editions", {}, {}),
        ("statutes", f"{CALENDAR}/periods", {}, {}),
        (
            *("statutes", f"{CALENDAR}/due-date", {}),
            {"from": "2026-09-24", "length": 7, "unit": "working_day"},
        ),
        ("statutes", OF_RULE, {**COMPLAINTS, "key": "complaints.handling"}, {"from": "2026-09-24"}),
        ("statutes", f"{CALENDAR}/drafts", {}, {}),
        ("statutes", f"{CALENDAR}/drafts/{{draft_id}}", {"draft_id": DRAFT}, {}),
        ("statutes", f"{CALENDAR}/drafts/{{draft_id}}/years/{{year}}", {"draft_id": DRAFT, "year": 2026}, {}),
        ("statutes", f"{LAW}/regulations", {}, {}),
        ("statutes", REGULATION, COMPLAINTS, {}),
        ("statutes", f"{REGULATION}/articles", COMPLAINTS, {}),
        ("statutes", f"{REGULATION}/catalogues", COMPLAINTS, {}),
        ("statutes", f"{LAW}/open-questions", {}, {}),
        ("statutes", f"{LAW}/words", {}, {}),
        ("statutes", f"{LAW}/drafts", {}, {}),
        ("statutes", f"{LAW}/drafts/{{draft_id}}", {"draft_id": LAW_DRAFT}, {}),
        ("statutes", f"{LAW}/policies", {}, {}),
        ("statutes", f"{LAW}/policies/{{policy}}/history", {"policy": CHOSEN["policy"]}, {}),
        ("complaints", DOCKET, {}, {}),
        ("complaints", f"{DOCKET}/runs", {}, {}),
        ("complaints", f"{DOCKET}/touched", {}, {"regulation": VERSION}),
    ],
)
async def test_an_invented_answer_has_the_described_shape(
    fake: httpx.AsyncClient, service: str, path: str, values: dict[str, Any], query: dict[str, Any]
) -> None:
    answer = await fake.get(path.format(**values), params=query)

    assert answer.status_code == 200
    shape = described(service, path, "get")["responses"]["200"]["content"]["application/json"]["schema"]
    assert [error.message for error in validator(service, shape).iter_errors(answer.json())] == []


async def test_the_invented_preview_has_the_described_shape(fake: httpx.AsyncClient) -> None:
    answer = await fake.post(f"{DOCKET}/preview", json={"publication": {}})

    operation = described("complaints", f"{DOCKET}/preview", "post")
    shape = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert [error.message for error in validator("complaints", shape).iter_errors(answer.json())] == []


DAY = {"day": "2026-07-02", "name": "", "counts": "", "rolls": "yes"}
BLANK = dict.fromkeys(DAY, "")
CLOSURE = {"title": "停办", "document": "武隆防指〔2026〕3号", "reason": "防汛", "issued_on": "2026-07-01"}


@pytest.mark.parametrize(
    ("service", "path", "method", "body"),
    [
        (*("statutes", f"{CALENDAR}/drafts", "post"), body_of(Written("notice", {"notice": "一、元旦"}))),
        (*("statutes", f"{CALENDAR}/drafts", "post"), body_of(Written("edition", {"edition": "{}"}))),
        (
            *("statutes", f"{CALENDAR}/drafts", "post"),
            body_of(Written("closure", {**CLOSURE, "amends": "1"}, (DAY, BLANK), ("ecology",))),
        ),
        (
            *("statutes", f"{CALENDAR}/drafts/{{draft_id}}/publication", "post"),
            {"confirmed": ["checksum"], "reason": "一次性放假"},
        ),
        (*("statutes", f"{CALENDAR}/drafts/{{draft_id}}/withdrawal", "post"), {"reason": "录错"}),
        (
            *("statutes", f"{LAW}/drafts", "post"),
            {"regulation": "wulong/complaints", "in_force_from": "2027-01-01", "text": "title: 制度"},
        ),
        (*("statutes", f"{LAW}/drafts/{{draft_id}}/withdrawal", "post"), {"reason": "不再需要"}),
        (
            *("statutes", f"{LAW}/policies/{{policy}}", "put"),
            {"value": "rolled_end", "reason": "与法院做法一致"},
        ),
        (
            *("complaints", f"{DOCKET}/{{case_id}}/{{clock}}/new-notice", "post"),
            {"method": "direct", "reason": "当面告知"},
        ),
        (
            *("complaints", f"{DOCKET}/{{case_id}}/{{clock}}/reassessment", "post"),
            {"outcome": "lifted", "reason": "更正后未逾期"},
        ),
    ],
)
def test_what_the_pages_send_is_what_the_services_take(
    service: str, path: str, method: str, body: dict[str, Any]
) -> None:
    shape = described(service, path, method)["requestBody"]["content"]["application/json"]["schema"]

    assert [error.message for error in validator(service, shape).iter_errors(body)] == []
