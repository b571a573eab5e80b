"""The public form and the look-up by receipt code, without JavaScript."""

import re
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.services.dashboard.fake_services import RECEIPT, FakeServices

PERSON = {
    "kind": "person",
    "name": "李小红",
    "id_number": "500232199001011234",
    "address": "武隆区芙蓉街道",
    "contact": "13800000000",
    "agency": "urban_management",
    "respondent": "",
    "ground": "clearly_improper",
    "facts": "九月八日被罚款，\r\n事前无人听取意见。",
    "request": "撤销处罚",
    "consent": "yes",
}
ORGANISATION = {
    **{name: value for name, value in PERSON.items() if name != "id_number"},
    "kind": "organisation",
    "name": "武隆某食品店",
    "credit_code": "91500232MA5U000000",
    "contact_name": "王明",
}


async def hand_in(visitor: httpx.AsyncClient, values: dict[str, Any], files: Any = None) -> httpx.Response:
    return await visitor.post("/public/complaint", data=values, files=files or [("attachments", ("", b""))])


async def test_a_person_complains_and_gets_a_receipt_code_once(
    visitor: httpx.AsyncClient, services: FakeServices
) -> None:
    answer = await hand_in(visitor, PERSON)

    assert answer.status_code == 201
    assert RECEIPT in answer.text
    assert answer.headers["cache-control"] == "no-store"
    (received,) = services.intake
    assert received == {
        "complainant": {
            "kind": "person",
            "name": "李小红",
            "id_number": "500232199001011234",
            "address": "武隆区芙蓉街道",
            "contact": "13800000000",
        },
        "agency": "urban_management",
        "ground": "clearly_improper",
        "facts": "九月八日被罚款，\n事前无人听取意见。",
        "request": "撤销处罚",
        "from": "127.0.0.1",
    }


async def test_an_organisation_gives_its_code_and_a_contact_person(
    visitor: httpx.AsyncClient, services: FakeServices
) -> None:
    await hand_in(visitor, {**ORGANISATION, "id_number": "ignored"})

    assert services.intake[0]["complainant"] == {
        "kind": "organisation",
        "name": "武隆某食品店",
        "credit_code": "91500232MA5U000000",
        "contact_name": "王明",
        "address": "武隆区芙蓉街道",
        "contact": "13800000000",
    }


async def test_files_are_added_under_the_receipt_code(
    visitor: httpx.AsyncClient, services: FakeServices
) -> None:
    files = [("attachments", ("a.pdf", b"%PDF-1", "application/pdf")), ("attachments", ("b.png", b"\x89PNG"))]

    await hand_in(visitor, PERSON, files)

    assert services.files == [(RECEIPT, b"%PDF-1"), (RECEIPT, b"\x89PNG")]


async def test_a_refused_file_does_not_lose_the_complaint(
    visitor: httpx.AsyncClient, services: FakeServices
) -> None:
    services.refusing_files = True

    answer = await hand_in(visitor, PERSON, [("attachments", ("a.exe", b"MZ"))])

    assert answer.status_code == 201
    assert RECEIPT in answer.text
    assert "a.exe：不支持的文件类型" in answer.text


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ("name", "请填写姓名或者单位名称。"),
        ("id_number", "请填写身份证号。"),
        ("address", "请填写住址或者单位地址。"),
        ("contact", "请填写联系电话。"),
        ("agency", "请选择机关，或者写明机关、人员。"),
        ("ground", "请选择投诉举报的情形。"),
        ("facts", "请写明事实。"),
        ("request", "请写明诉求。"),
        ("consent", "请确认已知悉并保证所述属实。"),
    ],
)
async def test_what_is_missing_is_told_beside_its_field(
    visitor: httpx.AsyncClient, services: FakeServices, missing: str, told: str
) -> None:
    answer = await hand_in(visitor, {**PERSON, missing: ""})

    assert answer.status_code == 422
    assert answer.text.count(told) == 2
    assert 'aria-invalid="true"' in answer.text
    assert services.intake == []


async def test_nothing_that_was_written_is_lost_when_the_form_comes_back(visitor: httpx.AsyncClient) -> None:
    answer = await hand_in(visitor, {**PERSON, "request": "", "name": '<b>"李"</b>'})

    assert "&lt;b&gt;&#34;李&#34;&lt;/b&gt;" in answer.text
    assert "事前无人听取意见。" in answer.text
    assert '<option value="clearly_improper" selected>' in answer.text


async def test_the_services_faults_stand_beside_their_fields(
    visitor: httpx.AsyncClient, services: FakeServices
) -> None:
    faults = [{"at": "body.complainant.person.id_number", "code": "value_error", "message": "x"}]
    services.refusing = {"status": 422, "title": "提交内容不符合要求", "errors": faults}

    answer = await hand_in(visitor, PERSON)

    assert answer.status_code == 422
    assert 'id="id_number-fault">此项不符合要求，请核对。' in answer.text


async def test_the_same_form_sent_twice_carries_the_same_key(
    visitor: httpx.AsyncClient, services: FakeServices
) -> None:
    page = (await visitor.get("/public/complaint")).text
    key = re.search(r'name="idempotency_key" value="([^"]+)"', page)
    assert key
    services.refusing = {"status": 429, "title": "请求过于频繁，请稍后再试"}

    answer = await hand_in(visitor, {**PERSON, "idempotency_key": key.group(1)})

    assert answer.status_code == 429
    assert "请求过于频繁，请稍后再试" in answer.text


async def test_too_many_files_are_refused_before_anything_is_sent(
    visitor: httpx.AsyncClient, services: FakeServices
) -> None:
    answer = await hand_in(visitor, PERSON, [("attachments", (f"{n}.pdf", b"x")) for n in range(6)])

    assert "附件最多 5 个。" in answer.text
    assert services.intake == []


async def test_the_grounds_are_those_of_the_regulation(visitor: httpx.AsyncClient) -> None:
    page = (await visitor.get("/public/complaint")).text

    assert "该查不查" in page
    assert "城市管理局" in page


async def test_the_progress_is_shown_for_the_receipt_code(visitor: httpx.AsyncClient) -> None:
    for written in (RECEIPT, RECEIPT.lower().replace("-", " "), f" {RECEIPT} "):
        answer = await visitor.post("/public/progress", data={"code": written})

        for said in ("武司监诉〔2026〕12号", "调查中", "决定受理", "已经受理。", "2026-10-20", "办理期限"):
            assert said in answer.text


async def test_a_served_letter_opens_for_the_receipt_code_alone(visitor: httpx.AsyncClient) -> None:
    page = (await visitor.post("/public/progress", data={"code": RECEIPT})).text
    address = f"/public/progress/letters/{UUID(int=7)}"
    opened = await visitor.post(address, data={"code": RECEIPT})
    refused = await visitor.post(address, data={"code": "AAAA-BBBB-CCCC-DDDD"})

    assert "武隆司投受〔2026〕3号" in page
    assert f'action="{address}"' in page
    assert (opened.status_code, opened.content) == (200, b"%PDF-1.7 letter")
    assert opened.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert refused.status_code == 404


async def test_a_wrong_receipt_code_is_told(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.post("/public/progress", data={"code": "AAAA-BBBB-CCCC-DDDD"})

    assert (answer.status_code, "回执码无效" in answer.text) == (404, True)


async def test_an_empty_receipt_code_is_told(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.post("/public/progress", data={"code": "—"})

    assert (answer.status_code, "请填写回执上的回执码。" in answer.text) == (422, True)


async def test_the_public_pages_speak_english_too(visitor: httpx.AsyncClient) -> None:
    await visitor.get("/language/en?back=/public/complaint")

    page = (await visitor.get("/public/complaint")).text

    assert "Complaints about administrative enforcement" in page
    assert "Failure to investigate" in page
