"""The letters of disputes: each kind complete where the procedure calls for it, and inert (争议文书)."""

from typing import Any
from uuid import uuid4

import pytest

from services.dispute_coordination.application.letter_facts.facts import FACTS
from services.dispute_coordination.application.letters import DisputeLetters
from services.dispute_coordination.domain.dispute import Dispute
from shared.casework.letter_desk import LetterDesk
from shared.casework.letters import Letter, LetterState
from shared.documents.kinds import kinds_of, letter_kind
from tests.services.dispute_coordination.cases import RECEIVED, at, filing
from tests.services.dispute_coordination.letter_points import (
    POINTS,
    PROPOSAL,
    consented,
    decided,
    extended,
    incomplete,
    proposed,
    resumed,
)
from tests.services.dispute_coordination.office import (
    BASE,
    Case,
    Office,
    accepted,
    actor_of,
    person,
)
from tests.services.dispute_coordination.periods import LAW

SERVICE = "dispute_coordination"
HOSTILE = '=cmd() #eval("1") $x$ @ref <script>alert(1)</script> {{7*7}} {case_number} \\u{202e} *粗* _斜_'


async def revised(case: Case, kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """The page of a letter after a person wrote these fields into what stood there."""
    page = await case.letter_page(kind)
    if fields:
        (act,) = [one for one in page["allowed_actions"] if one["action"] == "letter_revision"]
        stands = {one["name"].removeprefix("fields."): one["value"] for one in act["fields"]}
        written = {name: value for name, value in {**stands, **fields}.items() if value}
        await case.act("clerk", f"letters/{page['id']}/revision", fields=written)
    return await case.letter_page(kind)


def test_every_kind_of_the_service_has_its_point_and_its_facts():
    codes = {kind.code for kind in kinds_of(SERVICE)}

    assert set(POINTS) == codes
    assert set(FACTS) == codes


@pytest.mark.parametrize("kind", sorted(POINTS))
async def test_a_letter_is_complete_where_the_procedure_calls_for_it(office: Office, kind: str):
    reached, fields, addressees = POINTS[kind]
    case = await reached(office)

    page = await revised(case, kind, fields)

    assert page["missing"] is None, page["missing"]
    assert [one["code"] for one in page["addressees"]] == addressees
    said = str(page["content"])
    assert "{" not in "".join(str(block.get("text", "")) for block in page["content"]["blocks"])
    assert (await case.page("clerk"))["number"] in said
    assert page["content"]["draft"] is (page["state"] == "drafted")


async def test_a_notice_states_the_end_of_the_period_that_starts_with_its_service(office: Office):
    case = await incomplete(office)

    blocks = [one["text"] for one in (await case.letter_page("supplement_notice"))["content"]["blocks"]]

    assert "1.相关法规文件" in blocks
    assert "2.申请书未盖章。" in blocks
    assert blocks[3] == (
        "补正的期限为5个工作日，自本件送达的次日起计算；于2026年11月2日送达的，至2026年11月9日届满，"
        "送达日不同的，届满日按实际送达日确定（依据：《行政执法争议协调办法》第十二条（二））。"
    )


async def test_the_notice_of_more_time_states_old_and_new_end(office: Office):
    case = await extended(office)

    page = await case.letter_page("extension_notice")

    said = "".join(one["text"] for one in page["content"]["blocks"])
    assert "原协调期限于2026年11月11日届满" in said
    assert "涉及三个镇街，情况复杂。" in said
    assert "至2026年11月25日届满" in said


async def test_the_notice_that_time_runs_again_states_old_and_new_end(office: Office):
    case = await resumed(office)

    page = await case.letter_page("resumption_notice")

    said = "".join(one["text"] for one in page["content"]["blocks"])
    assert "于2026年11月5日收到答复" in said
    assert "自2026年11月6日起恢复计算" in said
    assert "届满日由2026年11月11日变更为2026年11月16日" in said


@pytest.mark.obligation("W1-23")
async def test_the_opinion_repeats_what_was_agreed_and_to_what_the_government_consented(office: Office):
    case = await consented(office)
    letter = await case.send("coordination_opinion")

    page = await case.letter_page("coordination_opinion", "farming_clerk")

    said = "".join(one["text"] for one in page["content"]["blocks"])
    assert "经区政府于2026年11月2日同意（武隆府〔2026〕7号）" in said
    for part in ("农药经营门店的检查。", "三定规定。", "双方达成一致。", "区市场监管局移送线索。"):
        assert part in said
    assert page["number"] == "武隆司协意〔2026〕1号"
    assert {one["served_on"] for one in page["addressees"]} == {"2026-11-02"}
    document = await office.get("farming_clerk", f"{BASE}/{case.id}/letters/{letter}/document")
    assert document.content.startswith(b"%PDF")


async def test_what_is_planted_in_a_request_stays_text_in_the_letter(office: Office):
    case = await accepted(office, matter=HOSTILE, title="农药经营门店检查争议")

    page = await case.letter_page("acceptance_notice")

    blocks = [one["text"] for one in page["content"]["blocks"]]
    assert HOSTILE in blocks
    for form in ("pdf", "docx"):
        path = f"{BASE}/{case.id}/letters/{page['id']}/document?form={form}"
        assert (await office.get("farming_clerk", path)).status_code == 200
        assert (await office.get("market_clerk", path)).status_code == 404


SIGNERS = {
    "person_in_charge": {"head", "deputy"},
    "bureau_head": {"head"},
    "government": {"government"},
    "none": set(),
}


@pytest.mark.parametrize("kind", sorted(POINTS))
async def test_who_signs_is_whom_the_kind_names(office: Office, kind: str):
    case = Dispute.receive(
        uuid4(), LAW, at(RECEIVED), number="协调〔2026〕1号", title="争议", filing=filing()
    )
    source: DisputeLetters = office.app.state.parts.provides[LetterDesk].writer.source
    asked = letter_kind(SERVICE, kind)
    people = ("clerk", "deputy", "head", "government", "market_head", "farming_clerk", "handler")

    letter = Letter("", kind, "", (), LetterState.DRAFTED, "")
    signing = {who for who in people if source.signs(case, asked, letter, actor_of(who))}

    assert signing == SIGNERS[asked.approver]


async def test_only_who_signs_such_letters_signs_one(office: Office):
    case = await consented(office)
    letter = f"letters/{await case.letter('coordination_opinion')}"

    await case.act("deputy", f"{letter}/approval", 403)
    await case.act("government", f"{letter}/approval", 403)
    await case.act("farming_head", f"{letter}/approval", 403)
    await case.act("head", f"{letter}/approval")


async def test_an_agency_that_confirmed_no_inbox_is_served_by_hand(office: Office):
    case = await office.open_own_motion()
    await case.send("coordination_notice")

    served = {
        one["code"]: one["served_on"] for one in (await case.letter_page("coordination_notice"))["addressees"]
    }

    assert served == {"market": "2026-11-02", "water": None}
    assert set(await case.clocks()) == {"handling", "own_motion_statement:market"}
    await case.act(
        "clerk",
        f"letters/{await case.letter('coordination_notice')}/deliveries",
        addressee="water",
        method="direct",
        on="2026-11-02",
        capacity="mail_room",
        servers=[str(person("clerk"))],
        receipt={"place": "区水利局", "signed_by": "收发室"},
        evidence={"signed_receipt": "回证已附。"},
    )
    assert "own_motion_statement:water" in await case.clocks()


async def test_a_party_reads_the_letters_that_were_served_on_it_and_no_others(office: Office):
    case = await proposed(office)
    await case.send("coordination_proposal", **PROPOSAL)

    (seen,) = (await case.page("farming_clerk"))["letters"]
    assert seen["kind"] == "acceptance_notice"
    proposal = await case.letter("coordination_proposal")
    for form in ("", "/document"):
        found = await office.get("farming_clerk", f"{BASE}/{case.id}/letters/{proposal}{form}")
        assert found.status_code == 404
    inbox = (await office.get("government", f"{BASE}/letters/inbox")).json()["items"]
    assert [one["kind"] for one in inbox] == ["coordination_proposal"]


async def test_an_agency_finds_its_letter_in_the_inbox_and_signs_for_it_later(office: Office):
    case = await accepted(office)
    letter = await case.letter("acceptance_notice")
    office.on("2026-11-04")

    await case.act("market_clerk", f"letters/{letter}/acknowledgement", 422)
    await case.act("farming_head", f"letters/{letter}/acknowledgement")

    (arrived,) = (await office.get("farming_clerk", f"{BASE}/letters/inbox")).json()["items"]
    assert (arrived["served_on"], arrived["acknowledged_on"]) == ("2026-11-02", "2026-11-04")
    clock = (await case.clocks())["respondent_answer:farming"]
    assert clock["due"]["due_on"] == "2026-11-09"  # the signature proves and moves nothing
    assert clock["told"] == [{"party": "farming", "due_on": "2026-11-09"}]


@pytest.mark.obligation("W1-24")
async def test_the_governments_decision_is_signed_numbered_and_served_by_the_government(office: Office):
    case = await decided(office)

    await case.send("government_decision", "government", **POINTS["government_decision"][1])

    page = await case.letter_page("government_decision", "farming_clerk")
    assert page["number"] == "武隆府协决〔2026〕1号"
    assert page["content"]["issuer"] == "区人民政府"
    assert {one["served_on"] for one in page["addressees"]} == {"2026-11-02"}
    register = (await office.get("clerk", f"{BASE}/letters/register")).json()["items"]
    assert sorted(one["number"] for one in register) == [
        "武隆司协受〔2026〕1号",
        "武隆司协受〔2026〕2号",
        "武隆司协建〔2026〕1号",
        "武隆府协决〔2026〕1号",
    ]
