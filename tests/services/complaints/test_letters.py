"""The life of a letter: drafted, signed, numbered, served, signed for (文书的起草、签发、印发、送达)."""

from pathlib import Path
from typing import Any

import pytest

from tests.services.complaints.office import (
    Office,
    accepted,
    concluded,
    delivered,
    investigated,
    person,
)

SERVERS = [str(person("clerk")), str(person("deputy"))]
PLACE = {"place": "武隆区某处", "signed_by": "受送达人"}


def objects(tmp_path: Path) -> int:
    """How many files the object store holds."""
    return sum(path.is_file() for path in (tmp_path / "objects").rglob("*"))


async def register(office: Office, who: str = "clerk") -> list[dict[str, Any]]:
    response = await office.get(who, "/api/v1/complaints/letters/register")
    assert response.status_code == 200, response.text
    return response.json()["items"]


async def inbox(office: Office, who: str) -> list[dict[str, Any]]:
    response = await office.get(who, "/api/v1/complaints/letters/inbox")
    assert response.status_code == 200, response.text
    return response.json()["items"]


async def test_a_letter_is_signed_numbered_and_served_in_this_order(office: Office, tmp_path: Path):
    case = await accepted(office)
    letter = await case.letter("acceptance_notice")
    path = f"letters/{letter['id']}"

    await case.act("clerk", f"{path}/issue", 409)
    await case.serve("clerk", letter, expect=409)
    await case.act("clerk", f"{path}/approval", 403)
    await case.act("head", f"{path}/approval", 422, approved=False)
    await case.act("head", f"{path}/approval", approved=False, reason="请补充联系方式。")
    await case.act("clerk", f"{path}/revision", 422, fields={"gossip": "闲话"})
    await case.act("clerk", f"{path}/revision", fields={"note": "请保留证据原件。"})
    await case.act("deputy", f"{path}/approval")
    await case.act("clerk", f"{path}/approval", 403)
    assert objects(tmp_path) == 0
    await case.act("clerk", f"{path}/issue")
    await case.act("clerk", f"{path}/revision", 409, fields={"note": "改。"})
    await case.act("clerk", f"{path}/issue", 409)
    await case.serve("clerk", letter, "market", 422)
    await case.serve("clerk", letter)
    await case.act("clerk", f"{path}/voiding", 409, reason="有误。")

    shown = await case.letter("acceptance_notice")
    assert (shown["number"], shown["state"]) == ("武隆司投受〔2026〕1号", "issued")
    assert shown["addressees"][0]["served_on"] == "2026-09-18"
    assert objects(tmp_path) == 2


async def test_revision_after_signing_needs_a_signature_anew(office: Office):
    case = await accepted(office)
    path = f"letters/{(await case.letter('acceptance_notice'))['id']}"
    await case.act("head", f"{path}/approval")

    await case.act("clerk", f"{path}/revision", fields={"note": "请保留证据原件。"})

    await case.act("clerk", f"{path}/issue", 409)


async def test_a_letter_says_what_happened_and_its_last_day(office: Office):
    case = await accepted(office)
    letter = await case.issue("clerk", "head", "acceptance_notice")

    page = (await office.get("clerk", f"/api/v1/complaints/{case.id}/letters/{letter['id']}")).json()

    said = "\n".join(block["text"] for block in page["content"]["blocks"])
    assert "2026年9月18日决定受理" in said
    assert "期限为30日" in said and "至2026年10月19日届满" in said and "第十条" in said
    assert page["content"]["seal"] == "（演示，未加盖印章）"
    assert page["missing"] is None


WAYS: dict[str, tuple[dict[str, Any], str]] = {
    "direct": ({"capacity": "adult_family", "servers": SERVERS[:1]}, "2026-09-20"),
    "at_office": (
        {"capacity": None, "servers": SERVERS, "receipt": {"refusal_reason": "不同意。"}},
        "2026-09-20",
    ),
    "left_with_witness": (
        {"capacity": None, "refused_on": "2026-09-20", "receipt": {"refusal_reason": "拒收。"}},
        "2026-09-20",
    ),
    "post": ({"capacity": None, "servers": [], "ground": "direct_difficult"}, "2026-09-20"),
    "entrusted": (
        {
            "capacity": None,
            "servers": [],
            "ground": "direct_difficult",
            "organ": "neighbourhood",
            "entrusted_on": "2026-09-19",
        },
        "2026-09-20",
    ),
    "forwarded": ({"capacity": None, "servers": [], "ground": "soldier", "organ": "unit"}, "2026-09-20"),
    "public_notice": ({"capacity": None, "servers": [], "ground": "whereabouts_unknown"}, "2026-10-20"),
}
"""By each way: what it needs beside the day, and the day that counts for what was done on 20 September."""

KEPT = {
    "direct": ("signed_receipt", "relation"),
    "at_office": ("refusal_note",),
    "left_with_witness": ("refusal_note", "photos"),
    "post": ("mail_number", "return_slip"),
    "entrusted": ("entrustment_letter", "signed_receipt"),
    "forwarded": ("signed_receipt",),
    "public_notice": ("course_note", "photos"),
}


@pytest.mark.obligation("W5-14")
@pytest.mark.parametrize("way", sorted(WAYS))
async def test_each_way_of_service_has_its_evidence_and_its_day(office: Office, way: str):
    case = await concluded(office, "unfounded")
    letter = await case.issue("clerk", "head", "result_notice")
    office.on("2026-09-21")
    needed, served_on = WAYS[way]
    receipt = {**PLACE, "remarks": "经过见记载。", **needed.get("receipt", {})}
    body = {"method": way, "on": "2026-09-20", **needed, "receipt": receipt}

    await case.serve("clerk", letter, expect=422, **body, evidence={})
    await case.serve("clerk", letter, **body, evidence=dict.fromkeys(KEPT[way], "见卷。"))

    shown = await case.letter("result_notice")
    assert shown["addressees"][0]["served_on"] == served_on
    assert await case.running() == {"archiving"}


@pytest.mark.obligation("W5-14", "W5-15")
async def test_a_file_is_not_closed_before_a_public_notice_has_run_out(office: Office):
    case = await concluded(office, "unfounded")
    letter = await case.issue("clerk", "head", "result_notice")
    notice = {"method": "public_notice", "ground": "whereabouts_unknown", "capacity": None, "servers": []}
    kept = {"course_note": "查无下落。", "photos": "照片。"}
    await case.serve("clerk", letter, **notice, evidence=kept, receipt={**PLACE, "remarks": "公告。"})

    office.on("2026-10-17")
    early = await case.act("clerk", "archive", 409)
    office.on("2026-10-18")
    await case.act("clerk", "archive")

    assert early["type"].endswith("result-not-yet-served")


@pytest.mark.obligation("W5-14")
async def test_without_consent_nothing_is_served_electronically(office: Office):
    case = await concluded(office, "unfounded")
    letter = await case.issue("clerk", "head", "result_notice")
    assert letter["addressees"][0]["served_on"] is None
    electronic = {
        "method": "electronic",
        "capacity": None,
        "servers": [],
        "evidence": {},
        "receipt": {},
        "on": None,
    }

    await case.serve("clerk", letter, expect=422, **electronic)


@pytest.mark.obligation("W5-14")
async def test_who_agreed_is_served_on_the_receipt_page_and_reads_the_letter_there(office: Office):
    case = await concluded(office, "unfounded", electronic_service=True)
    unissued = await case.letter("result_notice")
    code = {"Receipt-Code": case.receipt_code}
    path = "/api/v1/complaints/receipt/letters"
    assert (await office.http.get(f"{path}/{unissued['id']}", headers=code)).status_code == 404

    letter = await case.issue("clerk", "head", "result_notice")

    assert letter["addressees"][0]["served_on"] == "2026-09-18"
    (told,) = (await office.progress(case))["letters"]
    assert (told["title_zh"], told["number"]) == ("处理结果告知书", "武隆司投告〔2026〕1号")
    document = await office.http.get(f"{path}/{told['id']}", headers=code)
    assert (document.status_code, document.content[:5]) == (200, b"%PDF-")
    assert document.headers["Content-Security-Policy"].startswith("sandbox")
    wrong = {"Receipt-Code": "AAAA-BBBB-CCCC-DDDD"}
    assert (await office.http.get(f"{path}/{told['id']}", headers=wrong)).status_code == 404
    another = {"Receipt-Code": (await office.complain()).receipt_code}
    assert (await office.http.get(f"{path}/{told['id']}", headers=another)).status_code == 404


async def test_the_first_effective_attempt_counts_and_a_failed_one_stays_on_record(office: Office):
    case = await concluded(office, "unfounded")
    letter = await case.issue("clerk", "head", "result_notice")
    office.on("2026-09-24")
    failed = {"failed": "absent", "evidence": {}, "receipt": {"place": "住所"}}

    await case.serve("clerk", letter, on="2026-09-21", **failed)
    assert "result_notice" in await case.running()
    await case.serve("clerk", letter, on="2026-09-23")
    await case.serve("clerk", letter, on="2026-09-22")

    shown = (await case.letter("result_notice"))["addressees"][0]
    assert (shown["served_on"], shown["tries"]) == ("2026-09-22", 3)


@pytest.mark.obligation("W5-13")
async def test_proof_of_another_day_of_arrival_moves_the_limit_of_an_order(office: Office):
    case = await concluded(office)
    order = await delivered(case)
    assert (await case.due(f"order:{order}"))["due_on"] == "2026-10-09"
    letter = await case.letter("correction_order", order)
    page = (await office.get("clerk", f"/api/v1/complaints/{case.id}/letters/{letter['id']}")).json()
    office.on("2026-09-22")

    path = f"letters/{letter['id']}/deliveries/{page['tries'][0]['id']}/rebuttal"
    await case.act("clerk", path, 422, proven_on="2026-09-23", evidence={"arrival_proof": "截图。"})
    await case.act("clerk", path, proven_on="2026-09-21", evidence={"arrival_proof": "系统故障证明。"})

    due = await case.due(f"order:{order}")
    assert (due["started_on"], due["due_on"]) == ("2026-09-21", "2026-10-12")
    clock = next(one for one in (await case.page("clerk"))["clocks"] if one["name"] == f"order:{order}")
    assert clock["told"] == [{"party": "agency", "due_on": "2026-10-12"}]


async def test_the_number_of_a_voided_letter_is_not_given_again(office: Office):
    case = await accepted(office)
    letter = await case.issue("clerk", "head", "acceptance_notice")
    await case.act("clerk", f"letters/{letter['id']}/voiding", reason="收件人写错。")

    again = await case.issue("clerk", "head", "acceptance_notice")

    assert again["number"] == "武隆司投受〔2026〕2号"
    listed = {one["number"]: one["state"] for one in await register(office)}
    assert listed == {"武隆司投受〔2026〕1号": "voided", "武隆司投受〔2026〕2号": "issued"}
    for who in ("agency_clerk", "first", "government"):
        assert (await office.get(who, "/api/v1/complaints/letters/register")).status_code == 403


async def test_each_body_and_each_kind_has_a_register_of_its_own(office: Office):
    ours = await accepted(office)
    theirs = await office.complain()
    await theirs.act("clerk", "summary", summary="反映应查不查。")
    await theirs.act("clerk", "routing", handler="market", reason="属其主管。")
    await theirs.act("agency_clerk", "acceptance")

    await ours.send("clerk", "head", "acceptance_notice")
    await theirs.send("clerk", "head", "forwarding_letter")
    await theirs.send("agency_clerk", "agency_head", "acceptance_notice")

    assert {one["number"] for one in await register(office)} == {
        "武隆司投受〔2026〕1号",
        "武隆司投转〔2026〕1号",
        "区市场监管局投受〔2026〕1号",
    }


@pytest.mark.obligation("W5-13")
async def test_an_order_arrives_in_the_agencys_inbox_and_is_signed_for_there(office: Office):
    case = await concluded(office)
    order = await delivered(case)
    letter = await case.letter("correction_order", order)
    acknowledgement = f"letters/{letter['id']}/acknowledgement"

    (arrived,) = await inbox(office, "agency_clerk")
    office.on("2026-09-22")
    await case.act("clerk", acknowledgement, 403)
    await case.act("elsewhere", acknowledgement, 404)
    await case.act("agency_clerk", acknowledgement)
    await case.act("agency_clerk", acknowledgement, 409)

    assert (arrived["letter_id"], arrived["served_on"], arrived["acknowledged_on"]) == (
        letter["id"],
        "2026-09-18",
        None,
    )
    (signed,) = await inbox(office, "agency_head")
    assert (signed["served_on"], signed["acknowledged_on"]) == ("2026-09-18", "2026-09-22")
    assert (await case.due(f"order:{order}"))["started_on"] == "2026-09-18"
    assert await inbox(office, "elsewhere") == []
    notifications = await office.get("agency_clerk", "/api/v1/complaints/notifications")
    assert "letter" in {one["kind"] for one in notifications.json()["items"]}


async def test_the_officer_complained_of_does_not_learn_of_the_letter_to_the_agency(office: Office):
    case = await accepted(office)
    pair = [str(person("first")), str(person("second"))]
    await case.act("clerk", "investigators", persons=pair)
    fields = {"measures": ["查阅案卷"], "materials": ["案卷"]}
    letter = await case.send("clerk", "head", "investigation_notice", fields=fields)
    path = f"/api/v1/complaints/{case.id}/letters/{letter['id']}"
    assert len(await inbox(office, "accused")) == 1
    assert (await office.get("accused", path)).status_code == 200

    await case.act("clerk", "respondent", officer=str(person("accused")))

    assert await inbox(office, "accused") == []
    assert len(await inbox(office, "agency_clerk")) == 1
    for document in ("", "/document?form=pdf"):
        assert (await office.get("accused", f"{path}{document}")).status_code == 404
    await case.act("accused", f"letters/{letter['id']}/acknowledgement", 404)


async def test_an_issue_that_is_refused_leaves_neither_number_nor_file(office: Office, tmp_path: Path):
    case = await investigated(office)
    made = await case.act("clerk", "transfers", kind="crime", reason="涉嫌犯罪。")
    letter = await case.letter("transfer_letter", made["transfer_id"])
    path = f"letters/{letter['id']}"
    await case.act("head", f"{path}/approval")

    refused = await case.act("clerk", f"{path}/issue", 422)

    assert {one["field"] for one in refused["errors"]} == {"materials"}
    assert objects(tmp_path) == 0
    assert await register(office) == []
    fields = {"facts_found": "事实。", "reasons": "属其管辖。", "materials": ["案卷复印件一册"]}
    await case.act("clerk", f"{path}/revision", fields=fields)
    await case.act("head", f"{path}/approval")
    await case.act("clerk", f"{path}/issue")
    assert [one["number"] for one in await register(office)] == ["武隆司投移〔2026〕1号"]


@pytest.mark.obligation("W5-21")
async def test_service_of_a_transfer_is_its_receipt(office: Office):
    case = await accepted(office)
    made = await case.act(
        "clerk", "transfers", kind="crime", reason="涉嫌犯罪。", materials=["案卷复印件一册"]
    )
    transfer = made["transfer_id"]

    office.on("2026-09-22")
    await case.send("clerk", "head", "transfer_letter", transfer)

    shown = (await case.page("clerk"))["transfers"][transfer]
    assert (shown["state"], shown["since"]) == ("received", "2026-09-22")


async def test_an_anonymous_lead_never_gets_a_letter(office: Office):
    body = {"channel": "service_hotline", "agency": "market", "content": "来电。"}
    lead = (await office.post("clerk", "/api/v1/leads", body)).json()

    for path in ("leads", "complaints"):
        draft = {"kind": "registration_form"}
        answer = await office.post("clerk", f"/api/v1/{path}/{lead['id']}/letters", draft, 1)
        assert answer.status_code == 404, answer.text
