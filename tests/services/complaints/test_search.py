"""Finding a person's complaints by number: the bureau only, with a reason, recorded, the number nowhere."""

import pytest

from tests.services.complaints.office import Office, intake

PATH = "/api/v1/complaints/search"
NUMBER = intake()["complainant"]["id_number"]


async def search(office: Office, who: str, **changes):
    return await office.post(who, PATH, {"id_number": NUMBER, "reason": "核对是否重复投诉", **changes})


async def test_the_bureau_finds_all_complaints_of_a_person(office: Office):
    cases = [await office.complain(), await office.complain(agency="water")]

    found = (await search(office, "clerk")).json()["items"]

    assert sorted(one["case_id"] for one in found) == sorted(case.id for case in cases)
    assert {one["agency"] for one in found} == {"market", "water"}


@pytest.mark.parametrize(
    "who", ["agency_clerk", "first", "government", "discipline", "auditor", "system_admin"]
)
async def test_nobody_else_looks_for_people(office: Office, who: str):
    assert (await search(office, who)).status_code == 403


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"reason": ""}, id="without a reason"),
        pytest.param({"reason": f"查 {NUMBER}"}, id="a reason that names the person"),
        pytest.param({"id_number": "500232199003074550"}, id="a number that is none"),
        pytest.param({"credit_code": "91500232MA5U00001X"}, id="two numbers, one of them wrong"),
        pytest.param({"id_number": None}, id="no number"),
    ],
)
async def test_a_search_without_what_it_needs_is_refused(office: Office, changes: dict[str, str]):
    assert (await search(office, "clerk", **changes)).status_code == 422


async def test_the_number_looked_for_is_kept_nowhere(office: Office, dump):
    await office.complain()
    await search(office, "clerk")

    kept = await dump()

    assert NUMBER not in kept
    assert "核对是否重复投诉" in kept
