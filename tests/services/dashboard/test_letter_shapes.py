"""Letters and disputes: invented answers, and what the pages ask, are as the real interface describes it."""

from typing import Any

import httpx
import pytest
from starlette.datastructures import FormData

from services.dashboard.api.entries import body_of, nested
from services.dashboard.application.cases import AllowedAction
from services.dashboard.application.disputes import Offered, own_motion_fields, request_fields, request_of
from services.dashboard.application.drafting import drafting_fields
from services.dashboard.application.letters import Kind
from tests.services.dashboard.fake_disputes import DISPUTE
from tests.services.dashboard.fake_letters import (
    APPROVAL,
    BASE,
    DIRECT,
    KINDS,
    POST,
    RETURN,
    REVISION,
    SIGNING,
    arrived,
    numbered,
)
from tests.services.dashboard.fake_services import FakeServices
from tests.services.dashboard.test_shapes import described, validator

SERVICE, DISPUTES = "dispute_coordination", "/api/v1/disputes"
LETTER = f"{DISPUTES}/{{case_id}}/letters/{{letter_id}}"


async def told(path: str) -> Any:
    """What the invented services answer."""
    services = FakeServices()
    services.letters.inbox, services.letters.register = [arrived(1)], [numbered(1)]
    transport = httpx.ASGITransport(services.app())
    async with httpx.AsyncClient(transport=transport, base_url="http://fake") as http:
        return (await http.get(path)).json()


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("/api/v1/complaints/letters/inbox", f"{DISPUTES}/letters/inbox"),
        ("/api/v1/complaints/letters/register", f"{DISPUTES}/letters/register"),
        ("/api/v1/complaints/letters/kinds", f"{DISPUTES}/letters/kinds"),
        (BASE, LETTER),
        (f"{DISPUTES}/{DISPUTE}", f"{DISPUTES}/{{case_id}}"),
        (f"{DISPUTES}/notifications", f"{DISPUTES}/notifications"),
        (f"{DISPUTES}/docket", f"{DISPUTES}/docket"),
    ],
)
async def test_an_invented_answer_has_the_described_shape(asked: str, path: str) -> None:
    answer = await told(asked)

    shape = described(SERVICE, path, "get")["responses"]["200"]["content"]["application/json"]["schema"]
    assert [error.message for error in validator(SERVICE, shape).iter_errors(answer)] == []


def of_step(step: dict[str, Any], **written: str) -> dict[str, Any]:
    form = FormData([(f"field.{name.replace('__', '.')}", text) for name, text in written.items()])
    return body_of(form, AllowedAction.model_validate(step))


def draft() -> dict[str, Any]:
    kind = Kind.model_validate(KINDS[0])
    form = FormData([("field.fields.corrections", "甲\n乙"), ("field.addressees", "ecology")])
    return {**nested(form, drafting_fields(kind, {"ecology": "生态环境局"})), "kind": kind.code}


def request() -> dict[str, Any]:
    fields = request_fields(Offered((), (), (), {}))
    written = {each.name: "写明" for each in fields}
    written |= {
        "ground": "other",
        "national_kind": "",
        "respondents": "ecology",
        "negotiated_on": "2026-09-10",
    }
    form = FormData([(f"field.{name}", text) for name, text in written.items()])
    return request_of(nested(form, fields), "market", ["legal_basis"])


def opening() -> dict[str, Any]:
    fields = own_motion_fields(Offered((), (), (), {}))
    written = {"title": "甲", "trigger": "own_discovery", "source": "乙", "ground": "other"}
    pairs = [(f"field.{name}", text) for name, text in written.items()]
    return nested(FormData([*pairs, ("field.agencies", "a"), ("field.agencies", "b")]), fields)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (DISPUTES, request()),
        (f"{DISPUTES}/own-motion", opening()),
        (f"{DISPUTES}/{{case_id}}/letters", draft()),
        (f"{LETTER}/approval", of_step(APPROVAL)),
        (f"{LETTER}/approval", of_step(RETURN, reason="缺少依据")),
        (f"{LETTER}/revision", of_step(REVISION, fields__facts_found="甲", fields__measures="乙\n丙")),
        (f"{LETTER}/revision", of_step(REVISION)),
        (
            f"{LETTER}/deliveries",
            of_step(
                POST, addressee="ecology", on="2026-09-24", receipt__place="收发室", evidence__mail_number="1"
            ),
        ),
        (f"{LETTER}/deliveries", of_step(DIRECT, addressee="ecology", sent_at="2026-09-24T09:30")),
        (f"{LETTER}/acknowledgement", of_step(SIGNING)),
    ],
)
def test_what_the_pages_send_is_what_the_service_takes(path: str, body: dict[str, Any]) -> None:
    shape = described(SERVICE, path, "post")["requestBody"]["content"]["application/json"]["schema"]

    assert [error.message for error in validator(SERVICE, shape).iter_errors(body)] == []
