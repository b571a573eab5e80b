"""The complainant's identity: sealed, masked, revealed for a reason, and never anywhere else (第十三条)."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from services.complaints.views.tables import LOG
from tests.services.complaints.office import MEASURE, PEOPLE, Case, Office, discussion, intake, person
from tests.services.complaints.test_order_of_steps import LAW_OF_STEPS

SECRETS = ("甄实明", "50023219900307455X", "500232199003", "虚构路一号", "13800138000")
DESK = {"clerk", "head", "deputy", "unit_head"}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def assert_discreet(text: str) -> None:
    """Whatever is seen there, it does not say who complained."""
    assert [secret for secret in SECRETS if secret in text] == []


async def indiscreet_course(office: Office) -> Case:
    """A whole course in which the complainant and the clerk name names wherever a text is sealed."""
    named = "甄实明（13800138000，50023219900307455X，武隆区虚构路一号）"
    case = await office.complain(request=f"请答复{named}。", facts=f"{named}亲历。", respondent="某科")
    await case.act("clerk", "summary", summary="反映区市场监管局对无照经营应查不查。")
    await case.act("clerk", "acceptance", override_reason=named)
    pair = [str(person("first")), str(person("second"))]
    await case.act("clerk", "investigators", persons=pair)
    await case.act("first", "measures", measure=MEASURE, persons=pair, note="到现场查看。")
    opinion = {"finding": "founded", "opinion": "属实。", "accountability_proposed": True}
    await case.act("first", "preliminary-opinion", **opinion)
    await case.act("clerk", "discussion", **discussion())
    await case.act("head", "discussion-confirmation")
    await case.act("clerk", "conclusion", finding="founded", facts_found="查明的事实。")
    await case.send("clerk", "head", "result_notice", fields={"facts_found": f"{named}所述属实。"})
    await case.act("clerk", "transfers", kind="discipline", reason="违纪线索。")
    body = {"agency": "market", "content": "立即查处。", "length": 10, "unit": "working_day"}
    order = (await case.act("clerk", "orders", **body))["order_id"]
    await case.send("clerk", "head", "correction_order", order)
    await case.act("agency_clerk", f"orders/{order}/correction-report", report="已立案查处。")
    code = {"Receipt-Code": case.receipt_code}
    acts: list[tuple[str, dict[str, str]]] = [
        ("appeals", {"reasons": f"{named}不服。"}),
        ("flags", {"misconduct": "retaliation", "note": f"{named}被刁难。"}),
        ("satisfaction", {"grade": "dissatisfied", "reason": named}),
    ]
    for path, said in acts:
        given = await office.http.post(f"/api/v1/complaints/receipt/{path}", json=said, headers=code)
        assert given.status_code == 201, given.text
        assert_discreet(given.text)
    return case


@pytest.mark.obligation("W5-04", "W5-16")
async def test_nobody_outside_the_bureaus_desk_ever_reads_who_complained(
    office: Office, dump: Callable[[], Awaitable[str]], capfd: pytest.CaptureFixture[str]
):
    case = await indiscreet_course(office)
    office.on("2026-10-20")
    await office.sweep()
    paths = [
        f"/api/v1/complaints/{case.id}",
        "/api/v1/complaints",
        "/api/v1/complaints/events",
        "/api/v1/complaints/escalations",
        "/api/v1/leads",
        f"/api/v1/complaints/{case.id}/clocks/archiving/explanation",
    ]

    for who in set(PEOPLE) - DESK:
        for path in paths:
            answer = await office.get(who, path)
            assert_discreet(answer.text)
            assert_discreet(str(answer.headers))
    for path in paths[1:]:
        assert_discreet((await office.get("clerk", path)).text)

    assert_discreet("\n".join(office.seen))
    assert_discreet(await dump())
    written = capfd.readouterr()
    assert_discreet(written.out + written.err)


async def test_a_text_that_names_the_complainant_is_withheld_and_the_others_are_not(office: Office):
    case = await indiscreet_course(office)

    lines = {line["type"]: line["texts"] for line in (await case.page("first"))["timeline"]}

    assert lines["accepted"] == {"override_reason": "[含投诉举报人信息，不予显示]"}
    assert lines["measure_recorded"] == {"note": "到现场查看。"}
    assert lines["letter_revised"] == lines["delivery_recorded"] == {}
    full = {line["type"]: line["texts"] for line in (await case.page("clerk"))["timeline"]}
    assert "甄实明" in full["accepted"]["override_reason"]


async def test_two_complaints_of_one_person_cannot_be_linked_by_an_agency(office: Office):
    pages = []
    for _ in range(2):
        case = await office.complain()
        await case.act("clerk", "acceptance")
        pages.append(await case.page("agency_clerk"))

    received = [page["timeline"][0]["facts"] for page in pages]

    assert "complainant" not in received[0]
    assert received[0]["kind"] == received[1]["kind"]


async def test_the_bureau_sees_the_complainant_masked(office: Office):
    case = await office.complain()

    shown = (await case.page("clerk"))["complainant"]

    assert shown == {
        "kind": "person",
        "name_masked": "甄**",
        "id_number_masked": "5002***********55X",
        "address_masked": "***",
        "contact_masked": "138****8000",
    }


async def audit(office: Office) -> list[str]:
    async with office.engine.connect() as connection:
        return [row.entry for row in (await connection.execute(LOG.audit_outbox.select())).all()]


async def test_a_reveal_has_a_reason_and_is_on_record_before_it_is_shown(office: Office):
    case = await office.complain()

    shown = await case.act("clerk", "reveal", reason="核实投诉事项需要回访。")

    assert (shown["name"], shown["contact"]) == ("甄实明", "13800138000")
    entry = (await audit(office))[-1]
    assert "complaints.reveal" in entry
    assert "核实投诉事项需要回访。" in entry
    assert case.id in entry
    assert_discreet("\n".join(await audit(office)))


@pytest.mark.parametrize("reason", ["", "看看", "联系甄实明核实", "拨打13800138000核实"])
async def test_a_reveal_without_a_decent_reason_is_refused_and_that_is_on_record(office: Office, reason: str):
    case = await office.complain()
    before = len(await audit(office))

    refused = await case.act("clerk", "reveal", 422, reason=reason)

    assert_discreet(str(refused))
    entries = (await audit(office))[before:]
    assert len(entries) == (1 if reason else 0)
    assert_discreet("\n".join(entries))


async def test_a_reveal_is_for_the_bureaus_desk_alone_and_the_attempt_is_on_record(office: Office):
    case = await office.complain()
    await case.act("clerk", "acceptance")
    await case.act("clerk", "investigators", persons=[str(person("first")), str(person("second"))])

    for who in sorted(set(PEOPLE) - DESK):
        before = len(await audit(office))
        path = f"/api/v1/complaints/{case.id}/reveal"
        response = await office.post(who, path, {"reason": "核实投诉人身份。"})
        assert response.status_code in {403, 404}, who
        assert_discreet(response.text)
        assert "refused" in (await audit(office))[before]


INDISCREET = [
    "甄实明反映无照经营。",
    "甄 实 明反映无照经营。",
    "甄·实·明反映无照经营。",
    "家住武隆区虚构路一号者反映无照经营。",
    "来电13800138000反映。",
    "来电138 0013 8000反映。",
    "来电１３８００１３８０００反映。",
    "证号50023219900307455x反映。",
    "证号５００２３２１９９００３０７４５５Ｘ反映。",
    "另有13912345678来电。",
]


async def test_a_summary_that_gives_the_complainant_away_is_refused_however_it_is_written(office: Office):
    case = await office.complain()

    for summary in INDISCREET:
        refused = await case.act("clerk", "summary", 422, summary=summary)
        assert refused["basis"] == "wulong/complaints@2021-11-10#第十三条"
        registered = await office.post("clerk", "/api/v1/complaints", intake(channel="desk", summary=summary))
        assert registered.status_code == 422
        assert_discreet(registered.text)

    assert (await case.page("clerk"))["summary"] == ""


@pytest.mark.obligation("W5-08", "W5-13")
@pytest.mark.parametrize("who", ["clerk", "head", "agency_head", "agency_clerk"])
async def test_for_the_officer_complained_of_the_case_does_not_exist(office: Office, who: str):
    other = "unit_head"
    body = intake(channel="desk", officer=str(person(who)), summary="反映执法人员作风问题。")
    given = (await office.post(other, "/api/v1/complaints", body)).json()
    case = Case(office, given["id"], given["receipt_code"])
    await case.act(other, "acceptance")

    await case.page(who, 404)
    assert (await office.get(who, "/api/v1/complaints")).json()["items"] == []
    for path, _, said, _ in LAW_OF_STEPS.values():
        if path != "attachments":
            assert (await case.act(who, path, 404, **said))["status"] == 404
    office.on("2026-11-20")
    await office.sweep()
    ledger = await office.get(who, "/api/v1/complaints/escalations")
    assert ledger.json().get("items", []) == []


@pytest.mark.obligation("W5-04")
async def test_public_progress_shows_the_public_lines_only(office: Office):
    case = await indiscreet_course(office)

    seen = await office.progress(case)

    assert [line["type"] for line in seen["timeline"]] == [
        "received",
        "accepted",
        "concluded",
        "delivery_recorded",
        "appeal_filed",
        "called_back",
    ]
    assert not {"id", "version", "summary", "investigators", "complainant"} & set(seen)
    assert str(person("accused")) not in str(seen)
    assert "查明的事实" not in str(seen)
    assert {clock["name"] for clock in seen["clocks"]} <= {"acceptance", "handling", "reply"}


async def send_file(office: Office, case: Case, content: bytes, expect: int) -> dict[str, Any]:
    response = await office.http.post(
        "/api/v1/complaints/receipt/attachments",
        content=content,
        headers={"Receipt-Code": case.receipt_code, "Content-Type": "application/pdf"},
    )
    assert response.status_code == expect, response.text
    return response.json()


async def test_material_is_kept_encrypted_and_is_not_readable_outside(office: Office, tmp_path: Path):
    case = await office.complain()

    await send_file(office, case, PDF + "甄实明的材料".encode(), 201)

    kept = [path.read_bytes() for path in (tmp_path / "objects").rglob("*") if path.is_file()]
    assert len(kept) == 1
    assert b"%PDF" not in kept[0]
    assert "甄实明".encode() not in kept[0]
    (document,) = (await case.page("clerk"))["documents"]
    assert document["media_type"] == "application/pdf"


@pytest.mark.parametrize(
    ("content", "status"),
    [
        pytest.param(PDF, 201, id="a document"),
        pytest.param("多次举报，无人来查。".encode(), 201, id="plain text"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x00" * 32, 201, id="an image"),
        pytest.param(b"MZ\x90\x00" + b"\x00" * 200, 415, id="a program that says it is a document"),
        pytest.param(b"PK\x03\x04" + b"\x00" * 60, 415, id="an archive"),
        pytest.param(b"", 422, id="an empty file"),
    ],
)
async def test_files_are_told_by_their_content(office: Office, tmp_path: Path, content: bytes, status: int):
    case = await office.complain()

    await send_file(office, case, content, status)

    kept = [path for path in (tmp_path / "objects").rglob("*") if path.is_file()]
    assert len(kept) == (1 if status == 201 else 0)


async def test_a_file_beyond_the_limit_is_refused_and_leaves_nothing_behind(office: Office, tmp_path: Path):
    case = await office.complain()

    refused = await send_file(office, case, PDF + b" " * 2_000_000, 413)

    assert refused["status"] == 413
    assert not [path for path in (tmp_path / "objects").rglob("*") if path.is_file()]


async def test_material_comes_no_more_after_the_decision(office: Office, tmp_path: Path):
    case = await office.complain()
    await case.act("clerk", "decline", ground="other", reasons="不属于受理范围。")

    refused = await send_file(office, case, PDF, 409)

    assert refused["basis"] == "wulong/complaints@2021-11-10#第六条"
    assert not [path for path in (tmp_path / "objects").rglob("*") if path.is_file()]
