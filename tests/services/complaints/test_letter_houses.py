"""Each body works on its own letters, and an agency does not read what the bureau wrote before (文书归属)."""

from collections.abc import Mapping
from typing import Any

import pytest

from services.complaints.domain.vocabulary import BUREAU
from tests.services.complaints.office import Case, Office

IDENTITY = ("甄实明", "50023219900307455X", "虚构路一号", "13800138000")


async def look(office: Office, who: str, case: Case, letter: Mapping[str, Any]) -> int:
    response = await office.get(who, f"/api/v1/complaints/{case.id}/letters/{letter['id']}")
    return response.status_code


async def forwarded(case: Case, handler: str = "market") -> dict[str, Any]:
    """Route the case to an agency; gives the forwarding letter."""
    await case.act("clerk", "summary", summary="反映区市场监管局应查不查。")
    await case.act("clerk", "routing", handler=handler, reason="属其主管。")
    return await case.letter("forwarding_letter")


@pytest.mark.rule("complaints.complainant_identity")
async def test_the_registration_form_of_the_bureau_is_not_read_where_the_case_goes(office: Office):
    case = await office.complain()
    form = await case.issue("clerk", "head", "registration_form")

    await forwarded(case)

    assert [one["kind"] for one in (await case.page("agency_head"))["letters"]] == []
    path = f"/api/v1/complaints/{case.id}/letters/{form['id']}"
    for tail in ("", "/document?form=pdf", "/document?form=docx"):
        answer = await office.get("agency_head", f"{path}{tail}")
        assert answer.status_code == 404
        assert not any(secret in answer.text for secret in IDENTITY)
    assert await look(office, "clerk", case, form) == 200


@pytest.mark.rule("complaints.complainant_identity")
async def test_an_agency_does_not_go_on_with_a_form_that_the_bureau_began(office: Office):
    case = await office.complain()
    form = (await case.act("clerk", "letters", kind="registration_form"))["letter_id"]
    await case.act("head", f"letters/{form}/approval")

    await forwarded(case)

    await case.act("agency_clerk", f"letters/{form}/revision", 404, fields={"clerk_opinion": "改。"})
    await case.act("agency_clerk", f"letters/{form}/issue", 404)
    await case.act("head", f"letters/{form}/approval", approved=False, reason="身份信息已不填入。")
    await case.act("head", f"letters/{form}/approval")
    await case.act("clerk", f"letters/{form}/issue")
    page = (await office.get("clerk", f"/api/v1/complaints/{case.id}/letters/{form}")).json()
    assert page["content"]["issuer"] == "区司法局"


@pytest.mark.rule("complaints.routing")
async def test_the_agency_does_not_write_or_issue_the_letter_by_which_the_case_came(office: Office):
    case = await office.complain()
    path = f"letters/{(await forwarded(case))['id']}"

    await case.act("agency_clerk", f"{path}/revision", 404, fields={"reasons": "改。"})
    await case.act("head", f"{path}/approval")
    await case.act("agency_clerk", f"{path}/issue", 404)
    await case.act("agency_clerk", f"{path}/voiding", 404, reason="不要。")
    await case.act("clerk", f"{path}/issue")

    await case.act("agency_clerk", f"{path}/revision", 403, fields={"reasons": "改。"})
    page = (await office.get("agency_clerk", f"/api/v1/complaints/{case.id}/{path}")).json()
    assert [one["action"] for one in page["allowed_actions"]] == ["letter_acknowledgement"]


@pytest.mark.rule("complaints.routing")
async def test_the_bureau_reads_the_letters_of_an_agency_but_does_not_work_on_them(office: Office):
    case = await office.complain()
    await forwarded(case)
    await case.act("agency_clerk", "acceptance")
    letter = await case.letter("acceptance_notice")
    path = f"letters/{letter['id']}"

    await case.act("clerk", f"{path}/revision", 403, fields={"note": "改。"})
    await case.act("head", f"{path}/approval", 403)
    await case.act("agency_head", f"{path}/approval")
    await case.act("clerk", f"{path}/issue", 403)
    await case.act("clerk", "letters", 403, kind="acceptance_notice")
    await case.act("agency_clerk", f"{path}/issue")

    assert await look(office, "clerk", case, letter) == 200
    assert (await case.letter("acceptance_notice"))["number"] == "区市场监管局投受〔2026〕1号"


@pytest.mark.rule("complaints.routing")
async def test_a_case_that_went_on_to_another_agency_is_forwarded_by_the_bureau(office: Office):
    case = await office.complain()
    first = await forwarded(case)
    second = await forwarded(case, "water")

    await case.act("head", f"letters/{first['id']}/voiding", reason="改送他机关。")
    await case.send("clerk", "head", "forwarding_letter")

    issued = await case.letter("forwarding_letter")
    assert (issued["id"], issued["number"]) == (second["id"], "武隆司投转〔2026〕1号")
    assert [one["code"] for one in issued["addressees"]] == ["water"]
    assert BUREAU not in {one["code"] for one in issued["addressees"]}
