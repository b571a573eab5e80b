"""The officer complained of: named by the bureau, shut out from then on, never an investigator."""

import pytest

from tests.services.complaints.office import Office, accepted, discussion, investigated, person


@pytest.mark.obligation("W5-16")
async def test_an_officer_named_later_sees_nothing_from_then_on(office: Office):
    case = await accepted(office)
    await case.page("accused")

    await case.act("clerk", "respondent", officer=str(person("accused")))

    await case.page("accused", expect=404)
    listed = (await office.get("accused", "/api/v1/complaints")).json()["items"]
    fed = (await office.get("accused", "/api/v1/complaints/events")).json()["items"]
    assert case.id not in [one["id"] for one in listed]
    assert [one for one in fed if str(person("accused")) in one["data"].get("hidden_from", [])] == []


@pytest.mark.obligation("W5-08")
async def test_the_officer_complained_of_never_investigates(office: Office):
    case = await investigated(office)

    refused = await case.act("clerk", "respondent", 409, officer=str(person("first")))

    assert refused["basis"].endswith("#第八条")


async def test_an_officer_nobody_registered_is_refused(office: Office):
    case = await accepted(office)

    await case.act("clerk", "respondent", 422, officer=str(person("nobody")))


@pytest.mark.obligation("W5-09")
async def test_nobody_answers_for_what_was_not_found(office: Office):
    case = await investigated(office, "unfounded")

    await case.act("clerk", "discussion", 422, **discussion("unfounded"))
    await case.act("clerk", "discussion", **discussion("unfounded", responsible=[]))


async def test_a_form_of_accountability_that_no_regulation_names_is_refused(office: Office):
    case = await investigated(office)
    invented = [{"person": str(person("accused")), "form": "public_apology"}]

    await case.act("clerk", "discussion", 422, **discussion(responsible=invented))
